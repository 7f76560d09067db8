"""The window asks before it stores what a clinical table does not state; the report closes when it is empty."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.staging import LabelOrigin
from cxstage_core.staging.facts import ABSENT
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.cohort.clinical_dialog import ClinicalDialog
from cxstage_gui.pages.cohort.split_dialog import SplitDialog
from tests.core.cohort.test_importing_the_clinical_table import NO_REST, REST
from tests.gui.conftest import LONG_MS


@pytest.fixture
def ward(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Cohort:
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        window.session.create_cohort(tmp_path / "Ward")
    return Cohort.open(tmp_path / "Ward.cxcohort")


def table(folder: Path, *lines: str) -> Path:
    file = folder / "table.csv"
    file.write_text("\n".join(lines), encoding="utf-8")
    return file


def asked(window: MainWindow, qtbot: QtBot, file: Path) -> ClinicalDialog:
    """Import a table and return the dialog that asks."""
    with qtbot.waitSignal(window.session.imports.clinical_seen, timeout=LONG_MS):
        window.session.imports.look_at_clinical(file)
    return next(d for d in window.findChildren(ClinicalDialog) if d.isVisible())


def test_a_complete_table_asks_nothing_and_leaves_no_empty_report(
    window: MainWindow, ward: Cohort, qtbot: QtBot, tmp_path: Path
) -> None:
    ward.pseudonym("X-1")
    file = table(tmp_path, f"patient_id,edition,diameter_mm,{REST}", f"X-1,FIGO 2018,30,{NO_REST}")
    with qtbot.waitSignal(window.session.imports.clinical_imported, timeout=LONG_MS) as done:
        window.session.imports.look_at_clinical(file)
    assert not [d for d in window.findChildren(ClinicalDialog) if d.isVisible()]
    page = window.shown_page()
    if not (done.args[0].unmatched or done.args[0].without_images):
        assert not page.results.isVisible()
    assert "stage" in page.notice.text


def test_nothing_is_ticked_beforehand(
    window: MainWindow, ward: Cohort, qtbot: QtBot, tmp_path: Path
) -> None:
    file = table(
        tmp_path,
        "patient_id,edition,stage,diameter_mm,story",
        "X-1,FIGO 2018,IB2,30,seen twice and then sent on to another town",
    )
    dialog = asked(window, qtbot, file)
    assert list(dialog.facts) == [
        name for name in ABSENT if name != "hydronephrosis_otherwise_explained"
    ]
    assert dialog.by_stage is not None and list(dialog.texts) == ["story"]
    boxes = [*dialog.facts.values(), dialog.by_stage, *dialog.texts.values()]
    assert not any(box.isChecked() for box in boxes)
    assert ward.clinical.records() == {}
    with qtbot.waitSignal(window.session.imports.clinical_imported, timeout=LONG_MS):
        qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    (record,) = ward.clinical.records().values()
    assert (record.computed_stage, record.extra) == ("", {})
    results = window.shown_page().results
    assert results.isVisible()
    model = results.table.model()
    said = [model.index(row, 2).data() for row in range(model.rowCount())]
    assert any("not stated: microscopic" in words for words in said)
    assert any("story" in words for words in said)


def test_what_is_ticked_is_done_and_counted_before_a_split(
    window: MainWindow, ward: Cohort, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = [f"X-{10 * n},FIGO 2018,,{30 if n % 2 else 50}" for n in range(1, 5)]
    file = table(tmp_path, "patient_id,edition,stage,diameter_mm", *rows, "Y-7,FIGO 2018,IIB,")
    dialog = asked(window, qtbot, file)
    for box in dialog.facts.values():
        box.setChecked(True)
    assert dialog.by_stage is not None
    dialog.by_stage.setChecked(True)
    with qtbot.waitSignal(window.session.imports.clinical_imported, timeout=LONG_MS):
        qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)
    stages = [record.computed_stage for record in ward.clinical.records().values()]
    assert stages == ["IB2", "IB3", "IB2", "IB3"], (
        "an entered IIB disagrees with a parametrium that is free"
    )
    split = SplitDialog(window.session, window)
    qtbot.addWidget(split)
    with qtbot.waitSignal(window.session.imports.labels_counted, timeout=LONG_MS) as told:
        split.scheme.setCurrentIndex(1)
        split.scheme.setCurrentIndex(0)
    qtbot.waitUntil(lambda: "surgery" in split.counts.text(), timeout=LONG_MS)
    assert told.args[1].origin_counts()[LabelOrigin.ASSUMED.value] == 4
    assert LabelOrigin.ASSUMED.value in split.counts.text()

"""The Cohort page: dropping images, the clinical table, outlines, reference, split, checks."""

from __future__ import annotations

import csv
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.phantom import PhantomCohort, write_cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.cohort.columns import patient_columns
from cxstage_gui.pages.cohort.freeze_dialog import FreezeDialog
from cxstage_gui.pages.cohort.outline_dialog import OutlineDialog
from cxstage_gui.pages.cohort.split_dialog import SplitDialog
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.widgets.table import RowsModel
from tests.gui.cohorts import build_small_cohort
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


@pytest.fixture(scope="module")
def phantom(tmp_path_factory: pytest.TempPathFactory) -> PhantomCohort:
    return write_cohort(tmp_path_factory.mktemp("phantom") / "files", patients=2, seed=3, workers=1)


def drop(window: MainWindow, *paths: Path) -> None:
    """Drop files on the window as the platform does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(400, 300), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(400, 300), copy, data, left, none))


def dialog(window: MainWindow, kind: type) -> object:
    """The open dialog of this kind."""
    return next(d for d in window.findChildren(kind) if d.isVisible())


def test_images_table_outlines_reference(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, phantom: PhantomCohort
) -> None:
    files = phantom.patients[0].folder.parents[1]
    window.show_page("predict")
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        window.session.create_cohort(tmp_path / "Ward")
    session = window.session
    assert window.page == "cohort"
    seen: list[tuple[str, str, int]] = []

    def look(_: object) -> None:
        front = window.shown_page()
        words = [one.text() for one in front.findChildren(QLabel) if one.isVisible()]
        empty = "No patients yet" if "No patients yet" in words else ""
        seen.append((front.steps.images._value.text(), empty, len(session.patients)))

    session.imports.series_done.connect(look)

    broken = tmp_path / "broken"
    broken.mkdir()
    (broken / "a.dcm").write_bytes(b"not an image" * 50)
    with qtbot.waitSignal(session.imports.images_imported, timeout=LONG_MS) as done:
        drop(window, files / "dicom", broken)
    report = done.args[0]
    page = window.shown_page()
    assert window.page == "cohort"
    assert report.by_status["imported"] == 6
    assert len(page.results.series.rows) == len(report.series)
    assert "6 imported" in page.results.summary
    assert seen[-1][0].endswith("6 series until now")
    assert any(text.startswith("1 patient ·") for text, _, _ in seen)
    assert not any(empty for _, empty, _ in seen)
    told_columns = [c.title for c in page.results.series.columns]
    shown = [[c.text(row) for c in page.results.series.columns] for row in page.results.series.rows]
    named = {row[told_columns.index("Name")]: row[told_columns.index("Series")] for row in shown}
    assert named["t2-axial"] == "T2 axial"
    assert all(row[told_columns.index("Description")] for row in shown)
    assert not page.results.table.isColumnHidden(0)
    index = page.results.series.index(len(shown) - 1, 0)
    qtbot.waitUntil(
        lambda: page.results.series.data(index, Qt.ItemDataRole.DecorationRole) is not None,
        timeout=LONG_MS,
    )
    qtbot.waitUntil(lambda: len(session.patients) == 2, timeout=LONG_MS)
    assert [row.sequences for row in session.patients] == [("T1", "T2")] * 2

    with qtbot.waitSignal(session.imports.images_imported, timeout=LONG_MS) as again:
        drop(window, files / "dicom")
    assert again.args[0].by_status["duplicate"] == 6

    table = tmp_path / "clinical.csv"
    with (files / "clinical.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    with table.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0])
        writer.writeheader()
        writer.writerows([*rows, {**rows[0], "patient_id": "STRANGER", "edition": ""}])
    with qtbot.waitSignal(session.imports.clinical_imported, timeout=LONG_MS):
        drop(window, table)
    assert "2 rows taken, 1 refused" in page.results.summary
    qtbot.waitUntil(lambda: all(row.stage for row in session.patients), timeout=LONG_MS)

    cohort = Cohort.open(tmp_path / "Ward.cxcohort")
    for made in phantom.patients:
        window.actions_table["cohort.outline"].trigger()
        asked = dialog(window, OutlineDialog)
        assert isinstance(asked, OutlineDialog)
        patient = cohort.find_patient(made.patient_id)
        asked.patient.setCurrentText(str(patient))
        qtbot.waitUntil(lambda asked=asked: asked.series.findData("t2-axial") >= 0, timeout=LONG_MS)
        asked.series.setCurrentIndex(asked.series.findData("t2-axial"))
        asked.reader.setText("A")
        asked.file.path = made.masks["reader-a"]
        with qtbot.waitSignal(session.imports.message, timeout=LONG_MS) as told:
            qtbot.mouseClick(asked.decide, Qt.MouseButton.LeftButton)
        assert told.args[1] == "good", told.args
    qtbot.waitUntil(lambda: all("A" in row.readings for row in session.patients), timeout=LONG_MS)

    window.actions_table["cohort.freeze"].trigger()
    freeze = dialog(window, FreezeDialog)
    assert isinstance(freeze, FreezeDialog)
    with qtbot.waitSignal(session.imports.message, timeout=LONG_MS):
        qtbot.mouseClick(freeze.decide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: all(row.reference == 1 for row in session.patients), timeout=LONG_MS)
    reference = cohort.references.latest(session.patients[0].patient)
    assert reference is not None
    assert "A" in reference.origin


def test_the_split_is_drawn_once_and_locked(opened: Open, ready_cohort: Path, qtbot: QtBot) -> None:
    (ready_cohort / "split.json").unlink(missing_ok=True)
    window = opened(ready_cohort)
    assert any(row.part for row in window.session.patients)
    assert not window.actions_table["cohort.split"].isEnabled()
    steps = window.shown_page().steps
    assert "locked" in steps.split._value.text()


def test_a_split_that_cannot_be_drawn_is_not_offered(
    opened: Open, bare_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(bare_cohort)
    qtbot.waitUntil(window.actions_table["cohort.split"].isEnabled, timeout=LONG_MS)
    window.actions_table["cohort.split"].trigger()
    asked = dialog(window, SplitDialog)
    assert isinstance(asked, SplitDialog)
    qtbot.waitUntil(lambda: "one group" in asked.parts.text(), timeout=LONG_MS)
    assert not asked.decide.isEnabled()


def test_the_parts_are_shown_before_the_split_is_locked(
    opened: Open, tmp_path: Path, qtbot: QtBot
) -> None:
    path = build_small_cohort(tmp_path / "unsplit", patients=8, ready=False)
    window = opened(path)
    window.actions_table["cohort.split"].trigger()
    asked = dialog(window, SplitDialog)
    assert isinstance(asked, SplitDialog)

    def numbers() -> list[int]:
        return [int(word) for word in asked.parts.text().replace(":", " ").split() if word.isdigit()]

    qtbot.waitUntil(lambda: len(numbers()) == 6, timeout=LONG_MS)
    before = numbers()
    asked.test.setValue(50)
    qtbot.waitUntil(lambda: len(numbers()) == 6 and numbers() != before, timeout=LONG_MS)
    train, train_surgery, train_other, test, test_surgery, test_other = numbers()
    assert (train_surgery + train_other, test_surgery + test_other) == (train, test)
    asked.test.setValue(5)
    qtbot.waitUntil(lambda: bool(asked.parts.text()) and numbers()[:1] != [train], timeout=LONG_MS)
    asked.test.setValue(50)
    qtbot.waitUntil(lambda: numbers()[:1] == [train], timeout=LONG_MS)
    assert Cohort.open(path).split() is None
    qtbot.mouseClick(asked.decide, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: Cohort.open(path).split() is not None, timeout=LONG_MS)
    locked = Cohort.open(path).split()
    assert locked is not None
    assert (len(locked.train), len(locked.test)) == (train, test)


def test_verify_finds_what_was_tampered_with(opened: Open, bare_cohort: Path, qtbot: QtBot) -> None:
    window = opened(bare_cohort)
    with qtbot.waitSignal(window.session.imports.verified, timeout=LONG_MS) as found:
        window.actions_table["cohort.verify"].trigger()
    assert found.args[0] == ()
    assert "no problem" in window.shown_page().notice.text

    series = next((bare_cohort / "series").rglob("*.h5"))
    content = bytearray(series.read_bytes())
    content[len(content) // 2] ^= 0xFF
    series.write_bytes(bytes(content))
    with qtbot.waitSignal(window.session.imports.verified, timeout=LONG_MS) as found:
        window.actions_table["cohort.verify"].trigger()
    assert len(found.args[0]) == 1
    assert series.name in found.args[0][0].file
    assert window.shown_page().results.isVisible()


def test_ten_thousand_patients_are_filtered_and_scrolled(window: MainWindow, qtbot: QtBot) -> None:
    rows = tuple(
        PatientRow(f"P{n:05d}", ("T1", "T2"), {}, 0, "IB2" if n % 2 else "IIB", "", "surgery", 50.0)
        for n in range(10_000)
    )
    model: RowsModel[PatientRow] = RowsModel(patient_columns(), rows)
    assert model.rowCount() == 10_000
    from cxstage_gui.pages.cohort.page import CohortPage

    page = CohortPage(window.session, window.actions_table)
    qtbot.addWidget(page)
    page.resize(1200, 700)
    page.model.show(rows)
    page._stack.setCurrentIndex(1)
    page.show()
    page.filter.setText("IIB")
    assert page.table.model().rowCount() == 5_000
    page.filter.clear()
    began = time.perf_counter()
    for step in range(50):
        page.table.verticalScrollBar().setValue(step * 500)
        page.table.viewport().repaint()
    each = (time.perf_counter() - began) / 50
    assert page.table.model().rowCount() == 10_000
    print(f"{each * 1000:.1f} ms a screen of rows")


def test_a_patient_opens_for_reading_from_the_table(
    opened: Open, bare_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(bare_cohort)
    page = window.shown_page()
    wanted: list[str] = []
    window.session.patient_wanted.connect(wanted.append)
    page.table.selectRow(1)
    page.table.setFocus()
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    assert wanted == ["P0002"]
    assert window.page == "read"

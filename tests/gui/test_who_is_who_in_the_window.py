"""The window asks whose a series or a clinical row is, and why a study that no model may judge is judged all the same."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom import dcmread
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import write_cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.widgets.reason import ReasonDialog
from tests.core.intake.conftest import make_series
from tests.core.models.cards import card_of
from tests.gui.conftest import LONG_MS

FAMILY = "shufflenet_v2_x1_0"


def give_reason(window: MainWindow, qtbot: QtBot, reason: str) -> None:
    """Type a reason into the open dialog and press its button, which is off before."""
    dialog = next(d for d in window.findChildren(ReasonDialog) if d.isVisible())
    assert not dialog.decide.isEnabled()
    dialog.reason.setText(reason)
    qtbot.mouseClick(dialog.decide, Qt.MouseButton.LeftButton)


@pytest.fixture
def ward(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> Path:
    """An empty cohort, open in the window."""
    with qtbot.waitSignal(window.session.cohort_opened, timeout=LONG_MS):
        window.session.create_cohort(tmp_path / "Ward")
    return tmp_path / "Ward.cxcohort"


def bring(window: MainWindow, qtbot: QtBot, *sources: Path) -> None:
    with qtbot.waitSignal(window.session.imports.images_imported, timeout=LONG_MS):
        window.session.imports.import_images(sources)


def test_two_persons_under_one_id(window: MainWindow, qtbot: QtBot, ward: Path, tmp_path: Path) -> None:
    array = np.random.default_rng(8).integers(0, 4000, (6, 10, 12)).astype("<u2")
    make_series(tmp_path / "a")
    make_series(tmp_path / "b", PatientBirthDate="19770707", PixelData=lambda n: array[n].tobytes())
    window.show_page("cohort")
    questions = window.shown_page().results.questions
    bring(window, qtbot, tmp_path / "a")
    assert questions.isHidden()
    bring(window, qtbot, tmp_path / "a", tmp_path / "b")
    assert questions.isVisible()
    assert "1 series held back" in questions.sentence.text()
    qtbot.mouseClick(questions.second, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.session.imports.images_imported, timeout=LONG_MS):
        give_reason(window, qtbot, "two women")
    assert questions.isHidden()
    cohort = Cohort.open(ward)
    assert [len(cohort.series(patient)) for patient in cohort.patients()] == [1, 1]
    (line,) = [e for e in cohort.audit.entries() if e.act == "declare other person"]
    assert line.details["reason"] == "two women"


def test_rows_with_changed_ids(window: MainWindow, qtbot: QtBot, ward: Path, tmp_path: Path) -> None:
    make_series(tmp_path / "a", PatientID="00012345")
    bring(window, qtbot, tmp_path / "a")
    table = tmp_path / "clinical.csv"
    table.write_text(
        "patient_id,edition,stage,diameter_mm\n12345,FIGO 2018,IB2,25\n777,FIGO 2018,IB2,25\n",
        encoding="utf-8",
    )
    window.show_page("cohort")
    results = window.shown_page().results
    with qtbot.waitSignal(window.session.imports.clinical_imported, timeout=LONG_MS):
        window.session.imports.import_clinical(table)
    assert "1 row taken, 0 refused, 1 held back" in results.summary
    assert "row 2 → P0001" in results.questions.sentence.text()
    with qtbot.waitSignal(window.session.imports.clinical_imported, timeout=LONG_MS):
        qtbot.mouseClick(results.questions.first, Qt.MouseButton.LeftButton)
    assert results.questions.isHidden()
    assert set(Cohort.open(ward).clinical.records()) == {"P0001", "P0002"}
    qtbot.waitUntil(lambda: len(window.session.patients) == 2, timeout=LONG_MS)
    table_view = window.shown_page().table.model()
    shown = {
        table_view.index(row, column).data()
        for row in range(table_view.rowCount())
        for column in range(table_view.columnCount())
    }
    assert "clinical row, no images" in shown


def test_a_mans_study_is_predicted_only_with_a_reason(
    window: MainWindow, qtbot: QtBot, ward: Path, tmp_path: Path
) -> None:
    made = write_cohort(tmp_path / "files", patients=1, seed=3, workers=1)
    folder = made.patients[0].folder
    for file in (p for p in folder.rglob("*") if p.is_file()):
        dataset = dcmread(file)
        dataset.PatientSex = "M"
        dataset.save_as(file)
    model = tmp_path / "model.safetensors"
    lineage = {"recipe": {"augmentation": {"modality_dropout": 0.1}}}
    card = card_of(FAMILY, preprocessing=Preprocessing(size_px=64).to_dict(), lineage=lineage)
    save_model(model, build(FAMILY, channels=3, size_px=64), card)
    window.show_page("predict")
    page = window.shown_page()
    window.session.prediction.add_model_file(model)
    page.take_files([folder, made.patients[0].masks["truth"]])
    assert page.despite.isHidden()
    qtbot.waitUntil(page.predict.isEnabled, timeout=LONG_MS)
    with qtbot.waitSignal(window.session.prediction.abstained, timeout=LONG_MS):
        qtbot.mouseClick(page.predict, Qt.MouseButton.LeftButton)
    assert "recorded as a man" in page.notice.text
    assert page.despite.isVisible()
    qtbot.mouseClick(page.despite, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(window.session.prediction.predicted, timeout=LONG_MS) as done:
        give_reason(window, qtbot, "sex is wrong in the header")
    assert done.args[0].prediction.despite == "sex is wrong in the header"
    assert "recorded as a man" in "\n".join(page.answer.warnings.sentences)
    assert page.despite.isHidden()
    (line,) = [e for e in Cohort.open(ward).audit.entries() if e.act == "predict despite gate"]
    assert line.details["reason"] == "sex is wrong in the header"
    assert line.details["rules"] == ["sex"]

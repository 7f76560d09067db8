"""What follows the number in words, and the files that are written of an answer."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from cxstage_core.dataset import Preprocessing
from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import PhantomCohort, write_cohort
from cxstage_core.prediction.report.record import read_record
from cxstage_core.prediction.uncertainty import OperatingPoint, Repeat, Uncertainty
from cxstage_core.staging import Group
from cxstage_core.text import text
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.predict import PredictPage
from cxstage_gui.pages.predict.report.save_dialog import SaveDialog
from cxstage_gui.pages.predict.uncertainty.operating_point_box import OperatingPointBox
from cxstage_gui.pages.predict.uncertainty.uncertainty_panel import UncertaintyPanel
from tests.core.models.cards import card_of
from tests.gui.conftest import LONG_MS
from tests.gui.test_predict_a_study import answered, drop, predict_page

FAMILY = "ShuffleNet"


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> PhantomCohort:
    """One study outside any cohort."""
    return write_cohort(tmp_path_factory.mktemp("elsewhere"), patients=1, seed=9, workers=1)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained network in a file."""
    file = tmp_path_factory.mktemp("model") / "model.safetensors"
    card = card_of(FAMILY, preprocessing=Preprocessing(size_px=64).to_dict())
    save_model(file, build(FAMILY, channels=3, size_px=64, seed=3), card)
    return file


def predicted(window: MainWindow, qtbot: QtBot, study: PhantomCohort, model: Path) -> PredictPage:
    """Predict the study and wait for all that belongs into its report."""
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    made = study.patients[0]
    drop(page, made.folder, made.masks["truth"])
    answered(window, page, qtbot)
    assert not page.answer.report.save.isEnabled()
    qtbot.waitUntil(page.answer.report.save.isEnabled, timeout=LONG_MS)
    return page


def known(point: OperatingPoint | None) -> Uncertainty:
    """An uncertainty with every kind of row."""
    return Uncertainty(
        (0.42, 0.81),
        text("Not computed."),
        (Group.SURGERY, Group.CHEMORADIOTHERAPY),
        text("Not computed."),
        0.9,
        (0.905, 0.84, 0.961),
        (
            Repeat("slice up", text("Outline"), 0.7),
            Repeat("images moved", text("Images"), 0.55, None, False, (0.3, 0.7), 4, 20),
            Repeat("outline - 2 mm", text("Model"), 0.31, None, True),
            Repeat("outline of A", text("Cohort"), None, text("Not computed.")),
        ),
        point,
        text("Not computed."),
    )


def point() -> OperatingPoint:
    return OperatingPoint(
        0.5, Confusion(tp=18, fp=4, tn=21, fn=3), "test", 0.4567, text("Not computed.")
    )


def test_what_is_known_of_the_answer_is_shown_and_its_files_are_written(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path, tmp_path: Path
) -> None:
    heard: list[Uncertainty] = []
    window.session.prediction.uncertain.connect(heard.append)
    page = predicted(window, qtbot, elsewhere, model)
    panel, found = page.reporting.panel, heard[0]
    answer = window.session.prediction.answer
    assert found.interval is None
    assert panel.interval.text() == "No interval is given."
    assert panel.interval_note.text() == str(found.interval_note)
    assert panel.set.text() == "No set of groups is given."
    assert len(panel.repeats.sentences) == len(found.repeats) > 3
    for sentence, one in zip(panel.repeats.sentences, found.repeats, strict=True):
        assert sentence.startswith(f"{one.title}: ")
        shown = "No number" if one.probability is None else f"{one.probability:.3f}"
        assert shown in sentence
        assert ("changes the group" in sentence) is one.changes_group
    assert panel.point.notes.text() == str(found.operating_note)
    assert panel.point.ppv.text() == ""

    # copied
    qtbot.mouseClick(page.answer.report.copy, Qt.MouseButton.LeftButton)
    copied = QGuiApplication.clipboard().text()
    assert f"{answer.prediction.probability:.3f}" in copied
    assert str(found.interval_note) in copied
    assert "Research use only" in copied
    assert elsewhere.patients[0].patient_id not in copied

    # saved
    qtbot.mouseClick(page.answer.report.save, Qt.MouseButton.LeftButton)
    dialog = page.reporting.dialog
    assert isinstance(dialog, SaveDialog)
    assert dialog.study.path == elsewhere.patients[0].folder
    assert not any(dialog.boxes[key].isEnabled() for key in ("seg", "sr", "capture"))
    dialog.folder.path = tmp_path / "missing"
    dialog.accept()
    assert "folder" in dialog.notice.text
    dialog.folder.path = tmp_path
    dialog.accept()
    notice = page.answer.report.notice
    qtbot.waitUntil(lambda: notice.text.startswith("Written"), timeout=LONG_MS)
    (pdf,) = tmp_path.glob("*.pdf")
    (record,) = tmp_path.glob("*.json")
    assert pdf.name in notice.text
    assert record.name in notice.text
    assert pdf.read_bytes().startswith(b"%PDF")
    content = read_record(record).content
    assert content["prediction"]["probability"] == answer.prediction.probability
    assert len(content["uncertainty"]["repeats"]) == len(found.repeats)
    assert content["explanation"] is not None
    assert elsewhere.patients[0].patient_id not in record.read_text("utf-8")

    # into the original study, once the user has confirmed it
    qtbot.mouseClick(page.answer.report.save, Qt.MouseButton.LeftButton)
    dialog = page.reporting.dialog
    assert dialog.folder.path == tmp_path
    dialog.confirm.setChecked(True)
    for key, box in dialog.boxes.items():
        box.setChecked(key == "seg")
    dialog.accept()
    qtbot.waitUntil(lambda: "_seg.dcm" in notice.text, timeout=LONG_MS)
    assert len(list(tmp_path.glob("*_seg.dcm"))) == 1

    # a folder that holds another thing: one sentence, and nothing is left behind
    (tmp_path / "empty").mkdir()
    qtbot.mouseClick(page.answer.report.save, Qt.MouseButton.LeftButton)
    dialog = page.reporting.dialog
    dialog.study.path = tmp_path / "empty"
    dialog.confirm.setChecked(True)
    for key, box in dialog.boxes.items():
        box.setChecked(key == "sr")
    dialog.accept()
    qtbot.waitUntil(lambda: notice.level == "error", timeout=LONG_MS)
    assert not list(tmp_path.glob("*_sr.dcm"))
    shutil.rmtree(tmp_path / "empty")


def test_dicom_files_stay_off_without_folder_and_confirmation(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = SaveDialog("prediction", tmp_path, None, "en", "No map.")
    qtbot.addWidget(dialog)
    dicom = [dialog.boxes[key] for key in ("seg", "sr", "capture")]
    assert not dialog.boxes["heatmap"].isEnabled()
    dialog.confirm.setChecked(True)
    assert not any(box.isEnabled() for box in dicom)
    dialog.study.path = tmp_path
    assert all(box.isEnabled() for box in dicom)
    dicom[0].setChecked(True)
    assert "seg" in dialog.files.files
    assert dialog.files.confirmed
    dialog.confirm.setChecked(False)
    assert not any(box.isEnabled() or box.isChecked() for box in dicom)
    files = dialog.files
    assert "seg" not in files.files
    assert not files.confirmed
    assert files.source is None
    assert "heatmap" not in files.files
    dialog.language.setCurrentIndex(1)
    assert dialog.files.language == "zh_CN"


def test_predictive_values_follow_the_prevalence(qtbot: QtBot) -> None:
    box = OperatingPointBox()
    qtbot.addWidget(box)
    of_core = point()
    box.show_uncertainty(known(of_core))
    assert box.sensitivity.text() == box.words(of_core.sensitivity)
    assert f"{18 / 21:.3f}" in box.sensitivity.text()
    assert "n = 21" in box.sensitivity.text()
    positive, negative = of_core.predictive_values()
    assert (box.ppv.text(), box.npv.text()) == (box.words(positive), box.words(negative))
    for share in (0.1, 0.9, 0.0, 1.0):
        before = box.ppv.text(), box.npv.text()
        box.prevalence.setValue(share)
        positive, negative = of_core.predictive_values(share)
        shown = box.ppv.text(), box.npv.text()
        assert shown == (box.words(positive), box.words(negative))
        assert shown != before
        assert all(shown)
    box.show_uncertainty(known(None))
    assert not box.prevalence.isVisibleTo(box)


def test_the_set_and_the_rows_are_said_in_words(qtbot: QtBot) -> None:
    panel = UncertaintyPanel()
    qtbot.addWidget(panel)
    prediction = type("Shown", (), {"probability": 0.62, "threshold": 0.5})()
    panel.show_uncertainty(known(point()), prediction)
    assert panel.interval.text() == "90 %: 0.420 to 0.810"
    assert "neither group" in panel.set.text()
    assert "84.0 % to 96.1 %" in panel.coverage.text()
    rows = panel.repeats.sentences
    assert "changes the group" in rows[2]
    assert "4 of 20" in rows[1]
    assert "lowest 0.300" in rows[1]
    assert rows[3] == "Cohort: No number: Not computed."
    assert "1 of 3 rows" in panel.summary.text()
    panel.show_failure("It failed.")
    assert panel.status.text() == "It failed."
    assert not panel.interval.isVisibleTo(panel)

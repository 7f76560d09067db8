"""From a study to an answer beside its pictures: dropped, outlined, predicted, changed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from cxstage_core.phantom import PhantomCohort, write_cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.predict import PredictPage
from tests.core.models.cards import card_of
from tests.gui.conftest import LONG_MS

FAMILY = "ShuffleNet"
Open = Callable[[Path], MainWindow]


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> PhantomCohort:
    """Two studies outside any cohort."""
    return write_cohort(tmp_path_factory.mktemp("elsewhere"), patients=2, seed=9, workers=1)


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An untrained network in a file."""
    file = tmp_path_factory.mktemp("model") / "model.safetensors"
    card = card_of(FAMILY, preprocessing=Preprocessing(size_px=64).to_dict())
    save_model(file, build(FAMILY, channels=3, size_px=64, seed=3), card)
    return file


def drop(target: QWidget, *paths: Path) -> None:
    """Drop files as the platform does."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(QPoint(40, 40), copy, data, left, none)
    QApplication.sendEvent(target, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(target, QDropEvent(QPointF(40, 40), copy, data, left, none))


def predict_page(window: MainWindow) -> PredictPage:
    window.show_page("predict")
    page = window.shown_page()
    assert isinstance(page, PredictPage)
    return page


def wait_pictures(page: PredictPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.panes.pictures is not None, timeout=LONG_MS)


def choose_patient(page: PredictPage, qtbot: QtBot, patient: str) -> None:
    """Choose in the list as a user does."""
    box = page.study.patient
    qtbot.waitUntil(lambda: box.findData(patient) >= 0, timeout=LONG_MS)
    box.setCurrentIndex(box.findData(patient))
    box.activated.emit(box.currentIndex())
    qtbot.waitUntil(
        lambda: page.panes.pictures is not None and page.panes.pictures.view.ref.patient == patient,
        timeout=LONG_MS,
    )


def answered(window: MainWindow, page: PredictPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(page.predict.isEnabled, timeout=LONG_MS)
    qtbot.mouseClick(page.predict, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.session.prediction.answer is not None, timeout=LONG_MS)


def test_a_dropped_study_with_its_outline_is_answered_by_one_key(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path
) -> None:
    page = predict_page(window)
    assert "Drop a study here" in page.hint.text()
    window.session.prediction.add_model_file(model)
    made = elsewhere.patients[0]
    drop(page, made.folder, made.masks["truth"])
    wait_pictures(page, qtbot)
    assert {box.currentText() for box in page.study.series.roles.values()} == {
        "T2 axial",
        "T1 axial",
        "T2 sagittal",
    }
    qtbot.waitUntil(lambda: page.slices.count > 0 and page.predict.isEnabled(), timeout=LONG_MS)
    page.panes.first.setFocus()
    QTest.keyClick(page.panes.first, Qt.Key.Key_F9)
    qtbot.waitUntil(lambda: window.session.prediction.answer is not None, timeout=LONG_MS)
    answer = window.session.prediction.answer
    assert page.answer.probability.text() == f"{answer.prediction.probability:.3f}"
    first = page.answer.warnings.sentences[0]
    assert "not known here" in first
    assert elsewhere.patients[0].folder.name not in page.answer.principal.text()
    assert model.stem in page.answer.principal.text()

    # each number opens its slice: a bar, and a row
    used = [s.index for s in answer.prediction.slices]
    bar = page.slices.bar(used[-1]).center().toPoint()
    qtbot.mouseClick(page.slices, Qt.MouseButton.LeftButton, pos=bar)
    assert page.panes.first.index == used[-1]
    row = page.answer.table.visualRect(page.answer.model.index(0, 0)).center()
    qtbot.mouseClick(page.answer.table.viewport(), Qt.MouseButton.LeftButton, pos=row)
    assert page.panes.first.index == used[0]
    page.panes.first.step_slices(1)
    assert page.slices.current == used[0] + 1

    # what the network sees, on demand
    qtbot.waitUntil(page.beside.crop.isEnabled, timeout=LONG_MS)
    at = page.beside.list.findText("Network sees: T2")
    page.beside.list.setCurrentIndex(at)
    page.beside.list.activated.emit(at)
    qtbot.waitUntil(
        lambda: page.panes.beside.isVisible() and page.panes.beside.model.shape == (64, 64),
        timeout=LONG_MS,
    )

    # another study: the answer is gone with it
    drop(page, elsewhere.patients[1].folder)
    qtbot.waitUntil(lambda: window.session.prediction.answer is None, timeout=LONG_MS)
    assert not page.results.tabs.isVisible()
    assert not page.slices.slices


def test_an_outline_drawn_here_is_predicted_and_taken_back(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path
) -> None:
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    drop(page, elsewhere.patients[0].folder)
    wait_pictures(page, qtbot)
    assert "outline" in page.hint.text()
    pane = page.panes.first
    middle = pane.rect().center()
    QTest.keyClick(pane, Qt.Key.Key_4)
    qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=middle)
    qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=middle)
    assert not page.panes.pictures.mask.array.any()
    assert "Draw here" in page.notice.text

    qtbot.mouseClick(page.outline.draw, Qt.MouseButton.LeftButton)
    QTest.keyClick(pane, Qt.Key.Key_4)
    assert page.drawing.tool.name == "brush"
    for place in (middle, middle + QPoint(12, 8)):
        qtbot.mousePress(pane, Qt.MouseButton.LeftButton, pos=place)
        qtbot.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=place)
    drawn = int(np.count_nonzero(page.panes.pictures.mask.array))
    assert drawn
    answered(window, page, qtbot)
    answer = window.session.prediction.answer
    assert str(answer.outline.kind) == "drawn"
    assert "Drawn here" in page.outline.about.text()

    QTest.keyClick(pane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert np.count_nonzero(page.panes.pictures.mask.array) < drawn
    assert window.session.prediction.answer is None
    assert not page.results.tabs.isVisible()
    QTest.keyClick(pane, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: not page.predict.isEnabled(), timeout=LONG_MS)


def test_a_wrong_role_is_corrected(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path
) -> None:
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    made = elsewhere.patients[0]
    drop(page, made.folder, made.masks["truth"])
    qtbot.waitUntil(page.predict.isEnabled, timeout=LONG_MS)
    name, box = next(
        (n, b) for n, b in page.study.series.roles.items() if b.currentText() == "T1 axial"
    )
    box.setCurrentIndex(box.findData("other"))
    box.activated.emit(box.currentIndex())
    roles = page.study.series.roles
    qtbot.waitUntil(
        lambda: name in roles and roles[name].currentData() == "other" and page.predict.isEnabled(),
        timeout=LONG_MS,
    )
    qtbot.mouseClick(page.predict, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "T1" in page.notice.text, timeout=LONG_MS)
    assert window.session.prediction.answer is None


def test_what_cannot_be_opened_says_why_and_what_was_shown_stays(
    window: MainWindow, qtbot: QtBot, elsewhere: PhantomCohort, model: Path, tmp_path: Path
) -> None:
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    made = elsewhere.patients[0]
    drop(page, made.folder, made.masks["truth"])
    answered(window, page, qtbot)
    answer = window.session.prediction.answer
    (tmp_path / "empty").mkdir()
    (tmp_path / "notes.txt").write_text("nothing", encoding="utf-8")
    drop(page, tmp_path / "empty")
    qtbot.waitUntil(lambda: "holds no image" in page.notice.text, timeout=LONG_MS)
    drop(page, tmp_path / "notes.txt")
    qtbot.waitUntil(lambda: "Not an image that CxStage reads" in page.notice.text, timeout=LONG_MS)
    assert window.session.prediction.answer is answer
    assert page.results.tabs.isVisible()


def test_nothing_of_a_patient_is_read_or_logged_before_a_user_asks(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    before = len(Cohort.open(ready_cohort).audit.entries())
    page = predict_page(window)
    qtbot.waitUntil(lambda: page.study.patient.count() > 0, timeout=LONG_MS)
    qtbot.wait(300)
    assert page.panes.pictures is None
    assert page.study.patient.currentIndex() == -1
    assert len(Cohort.open(ready_cohort).audit.entries()) == before


def test_a_patient_of_the_cohort_is_predicted_and_logged_and_the_answer_belongs_to_her(
    opened: Open, ready_cohort: Path, qtbot: QtBot, model: Path
) -> None:
    window = opened(ready_cohort)
    page = predict_page(window)
    window.session.prediction.add_model_file(model)
    choose_patient(page, qtbot, "P0001")
    assert page.outline.of_cohort.currentText() == "Reference, version 1"
    answered(window, page, qtbot)
    assert page.answer.principal.text().startswith("P0001")
    assert page.predict.hasFocus() or page.predict.isEnabled()
    qtbot.waitUntil(
        lambda: any(e.act == "predict" for e in Cohort.open(ready_cohort).audit.entries()),
        timeout=LONG_MS,
    )
    choose_patient(page, qtbot, "P0002")
    assert window.session.prediction.answer is None
    assert not page.results.tabs.isVisible()
    readings = page.outline.of_cohort
    at = readings.findData("B")
    readings.setCurrentIndex(at)
    readings.activated.emit(at)
    qtbot.waitUntil(lambda: "Reading of B" in page.outline.about.text(), timeout=LONG_MS)
    answered(window, page, qtbot)
    assert any("not reviewed" in s for s in page.answer.warnings.sentences)


def test_a_click_is_answered_before_what_follows_the_one_before(
    opened: Open, ready_cohort: Path, qtbot: QtBot, model: Path
) -> None:
    window = opened(ready_cohort)
    page = predict_page(window)
    prediction = window.session.prediction
    prediction.add_model_file(model)
    heard: list[object] = []
    for signal in (prediction.explained, prediction.uncertain, prediction.checked):
        signal.connect(heard.append)
    choose_patient(page, qtbot, "P0001")
    answered(window, page, qtbot)
    choose_patient(page, qtbot, "P0002")
    answered(window, page, qtbot)
    qtbot.waitUntil(lambda: len(heard) >= 3, timeout=LONG_MS)
    assert prediction.answer.prediction.patient == "P0002"


def test_a_cancelled_prediction_leaves_the_answer_and_the_focus(
    opened: Open, ready_cohort: Path, qtbot: QtBot, model: Path
) -> None:
    window = opened(ready_cohort)
    page = predict_page(window)
    prediction = window.session.prediction
    prediction.add_model_file(model)
    choose_patient(page, qtbot, "P0001")
    answered(window, page, qtbot)
    answer = prediction.answer
    page.predict.setFocus()
    QTest.keyClick(page.predict, Qt.Key.Key_Space)
    assert prediction.predicting
    prediction.cancel()
    with qtbot.waitSignal(prediction.ended, timeout=LONG_MS):
        pass
    assert prediction.answer is answer
    assert page.results.tabs.isVisible()
    assert page.predict.hasFocus()
    assert "cancelled" in page.notice.text
    QTest.keyClick(page.predict, Qt.Key.Key_Space)
    assert page.answer.warnings.isVisible()

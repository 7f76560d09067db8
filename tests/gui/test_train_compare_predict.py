"""From the Train page's button to a prediction: completion, cancel, comparison, one click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.evaluation.comparison.validation_course import stored_epochs
from cxstage_core.phantom import write_cohort
from cxstage_gui.main_window import MainWindow
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


def press(qtbot: QtBot, widget: QWidget) -> None:
    """A real click in the middle."""
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def choose_small(window: MainWindow, epochs: int) -> None:
    """ShuffleNet, 64 px, few epochs, by the form's own fields."""
    form = window.shown_page().form
    form.networks.choose(("shufflenet_v2_x1_0",))
    form.input_size.setCurrentIndex(form.input_size.findData(64))
    form.epochs.setValue(epochs)


def test_the_form_begins_with_the_papers_recipe(opened: Open, ready_cohort: Path, qtbot: QtBot) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    form = window.shown_page().form
    request = form.request
    assert len(request.families) == 7
    assert (request.recipe.epochs, request.recipe.batch, request.recipe.lr) == (100, 16, 0.01)
    assert request.preprocessing.size_px == 224
    assert request.preprocessing.channels == ("T2", "T1", "mask")
    assert form.weights.currentText() == "From scratch (no pretrained weights)"
    form.epochs.setValue(3)
    form.inputs.boxes["T1"].setChecked(False)
    assert form.request.preprocessing.channels == ("T2", "mask")
    press(qtbot, form.reset_button)
    assert form.request == request


def test_training_needs_a_split_and_says_so(opened: Open, bare_cohort: Path) -> None:
    window = opened(bare_cohort)
    window.show_page("train")
    assert not window.shown_page().start.isEnabled()


def test_a_size_that_a_network_cannot_take_is_refused_in_place(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    page = window.shown_page()
    page.form.input_size.addItem("90 px", 90)
    page.form.input_size.setCurrentIndex(page.form.input_size.count() - 1)
    press(qtbot, page.start)
    assert "multiple of" in page.notice.text
    assert not window.session.training.running


def test_train_compare_and_predict(
    opened: Open, ready_cohort: Path, qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    train = window.shown_page()
    choose_small(window, epochs=2)
    press(qtbot, train.start)
    assert window.session.training.running
    assert train.start.text() == "Add to the queue"
    assert train.cancel.isVisible()
    press(qtbot, train.closer.button)
    assert train.closer.isVisible() and not train.curves.isVisible()

    qtbot.waitUntil(train.to_results.isVisible, timeout=LONG_MS)
    assert window.page == "train"
    samples, validation = train.closer.samples, train.closer.validation
    qtbot.waitUntil(lambda: samples.shown is not None, timeout=LONG_MS)
    assert (samples.shown.network, samples.shown.channels) == ("ShuffleNet", ("T2", "T1", "mask"))
    assert samples.picture.pixmap().width() == len(samples.shown.images) * samples.picture.height()
    qtbot.waitUntil(lambda: validation.shown.epoch == 2, timeout=LONG_MS)
    seen = validation.shown
    press(qtbot, train.to_results)
    assert window.page == "compare"
    compare = window.shown_page()
    course = train.curves.courses["ShuffleNet"]
    assert course.epoch == [1, 2]
    assert course.state == "done"
    assert len(course.aucs) == 2
    qtbot.waitUntil(lambda: compare.shown is not None, timeout=LONG_MS)

    stored = Cohort.open(ready_cohort).experiments.all()
    assert [e.id for e in stored] == ["E0001"]
    names = [row.name for row in compare.view.model.rows]
    assert names[0] == "ShuffleNet"
    assert "Larger group" in names
    test_part = stored[0].split.test
    assert set(seen.patients) and set(seen.patients) <= set(stored[0].split.train)
    assert stored_epochs(stored[0].runs[0])[1] == seen
    assert compare.view.model.data(compare.view.model.index(0, 1)) == str(len(test_part))
    right = compare.view.model.rows[0].evaluation.estimates["accuracy"]
    shown = compare.view.model.data(compare.view.model.index(0, 2))
    assert shown.startswith(f"{right.value:.3f} (")

    window.show_page("predict")
    predict = window.shown_page()
    patient = test_part[0]
    qtbot.waitUntil(lambda: predict.study.patient.findData(patient) >= 0, timeout=LONG_MS)
    predict.study.patient.setCurrentIndex(predict.study.patient.findData(patient))
    predict.study.patient.activated.emit(predict.study.patient.currentIndex())
    qtbot.waitUntil(predict.predict.isEnabled, timeout=LONG_MS)
    press(qtbot, predict.predict)
    qtbot.waitUntil(lambda: window.session.prediction.answer is not None, timeout=LONG_MS)
    found = window.session.prediction.answer.prediction
    judged = {p.patient: p.probability for p in stored[0].runs[0].predictions}
    assert abs(found.probability - judged[patient]) < 1e-5
    assert predict.answer.probability.text() == f"{found.probability:.3f}"
    assert len(predict.answer.model.rows) == len(found.slices)

    made = write_cohort(tmp_path / "elsewhere", patients=1, seed=9, workers=1).patients[0]
    predict.take_files([made.folder])
    qtbot.waitUntil(lambda: not predict.results.tabs.isVisible(), timeout=LONG_MS)
    assert not predict.predict.isEnabled()
    predict.take_files([made.masks["truth"]])
    qtbot.waitUntil(predict.predict.isEnabled, timeout=LONG_MS)
    press(qtbot, predict.predict)
    qtbot.waitUntil(lambda: window.session.prediction.answer is not None, timeout=LONG_MS)
    elsewhere = window.session.prediction.answer.prediction
    assert elsewhere.patient == "study"
    assert 0.0 <= elsewhere.probability <= 1.0
    assert "study" not in predict.answer.principal.text()
    assert "18 slices" in predict.answer.principal.text()


def test_a_training_is_cancelled_and_leaves_nothing(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    page = window.shown_page()
    choose_small(window, epochs=1000)
    press(qtbot, page.start)
    qtbot.waitUntil(lambda: len(page.curves.courses["ShuffleNet"].epoch) >= 2, timeout=LONG_MS)
    press(qtbot, page.cancel)
    qtbot.waitUntil(lambda: not window.session.training.running, timeout=LONG_MS)
    assert "cancelled" in page.notice.text
    assert page.start.isEnabled()
    cohort = Cohort.open(ready_cohort)
    assert cohort.experiments.all() == ()
    assert cohort.models.ids() == ()
    assert cohort.verify() == ()

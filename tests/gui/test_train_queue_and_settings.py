"""The Train page: settings against the paper's, a preview, the queue, pause, and the next start."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, fields
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Augmentation, Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.training import Recipe
from cxstage_gui.app import make_window
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.train.page import TrainPage
from cxstage_gui.session.stored_queue import QUEUE_KEY
from cxstage_gui.settings import Settings
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def train_page(window: MainWindow) -> TrainPage:
    window.show_page("train")
    page = window.shown_page()
    assert isinstance(page, TrainPage)
    return page


def choose_small(page: TrainPage, epochs: int, network: str = "shufflenet_v2_x1_0") -> None:
    page.form.networks.choose((network,))
    page.form.input_size.setCurrentIndex(page.form.input_size.findData(64))
    page.form.epochs.setValue(epochs)


def test_every_setting_has_a_field_and_begins_as_in_the_paper(window: MainWindow) -> None:
    form = train_page_form(window)
    apart = {"base", "augmentation", "weights", "threads"}
    assert set(form.recipe.names) == {f.name for f in fields(Recipe)} - apart
    assert set(form.augmentation.names) == {f.name for f in fields(Augmentation)}
    pixels = {*form.pixels.names, *form.input.names, *form.inputs.values, "clip_percentiles"}
    assert pixels >= {f.name for f in fields(Preprocessing)}
    assert set(form.protocol.names) == {f.name for f in fields(Protocol)} - {"seed"}
    assert all(group.other_than_paper == () for group in form.groups)
    request = form.request
    assert request.preprocessing == Preprocessing()
    assert request.protocol == Protocol()
    same = {**asdict(request.recipe), "threads": 0}
    assert same == asdict(Recipe())


def train_page_form(window: MainWindow):
    from cxstage_gui.pages.train.form import TrainingForm

    form = TrainingForm()
    form.setParent(window)
    return form


def test_a_value_that_is_not_the_papers_is_marked_and_set_back(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    page = train_page(opened(ready_cohort))
    rate = page.form.recipe["lr"]
    rate.setFocus()
    rate.selectAll()
    qtbot.keyClicks(rate, "0.003")
    qtbot.keyClick(rate, Qt.Key.Key_Return)
    assert page.form.recipe.other_than_paper == ("lr",)
    assert "0.01" in rate.toolTip()
    assert page.form.request.recipe.lr == pytest.approx(0.003)
    press(qtbot, page.form.reset_button)
    assert page.form.recipe.other_than_paper == ()


def test_before_and_after_of_a_real_slice(opened: Open, ready_cohort: Path, qtbot: QtBot) -> None:
    page = train_page(opened(ready_cohort))
    press(qtbot, page.form.preview_button)
    dialog = page._preview
    qtbot.waitUntil(lambda: dialog.shown is not None, timeout=LONG_MS)
    first = dialog.shown
    assert first.after.shape[1:] == (3, 224, 224)
    assert dialog.pictures.count() == 4
    page.form.inputs.boxes["T1"].setChecked(False)
    page.form.pixels["contrast"].setCurrentIndex(2)
    qtbot.waitUntil(lambda: dialog.shown is not first, timeout=LONG_MS)
    assert dialog.shown.channels == ("T2", "mask")
    assert dialog.pictures.count() == 3
    dialog.close()


def test_a_series_is_laid_on_t2_before_and_after_registration(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    """The counts stand under the channels before a start; the checkerboard opens from the preview."""
    page = train_page(opened(ready_cohort))
    inputs = page.form.inputs
    inputs.boxes["ADC"].setChecked(True)
    inputs.where_missing["ADC"].setCurrentIndex(1)
    inputs.moved["T1"].setChecked(True)
    asked = page.form.preprocessing
    assert asked.channels == ("T2", "T1", "ADC", "mask")
    assert (asked.empty_if_missing, asked.register) == (("T1", "ADC"), ("T1",))
    patients = len(Cohort.open(ready_cohort).patients())
    wanted = f"ADC missing in {patients} of {patients}; the channel is empty in them."
    qtbot.waitUntil(lambda: wanted in inputs.counts.text(), timeout=LONG_MS)
    assert f"T1 is there in all {patients}." in inputs.counts.text()
    assert "P0001" in inputs.counts.toolTip()
    press(qtbot, page.form.preview_button)
    press(qtbot, page._preview.registration)
    dialog = page._preview.checkerboard
    qtbot.waitUntil(lambda: dialog.shown is not None, timeout=LONG_MS)
    assert dialog.channel.currentData() == "T1"
    assert "Mutual information" in dialog.words.text()
    pictures = []
    for squares, moved in ((4, True), (16, True), (16, False)):
        dialog.squares.setValue(squares)
        dialog.moved.setChecked(moved)
        pictures.append(dialog.picture.grab().toImage())
    assert pictures[0] != pictures[1]
    assert Cohort.open(ready_cohort).registrations.all("P0001")
    dialog.channel.setCurrentIndex(dialog.channel.findData("DWI"))
    qtbot.waitUntil(dialog.notice.isVisible, timeout=LONG_MS)
    dialog.close()
    page._preview.close()


def test_a_training_rests_while_others_wait_in_the_order_wanted(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    page, training = train_page(window), window.session.training
    choose_small(page, epochs=1000)
    press(qtbot, page.start)
    for epochs in (1, 2, 3):
        page.form.epochs.setValue(epochs)
        press(qtbot, page.start)
    assert [one.request.recipe.epochs for one in training.queue] == [1, 2, 3]
    qtbot.waitUntil(lambda: len(page.curves.courses["ShuffleNet"].epoch) >= 1, timeout=LONG_MS)

    press(qtbot, page.pause)
    assert training.paused
    seen: list[int] = []

    def still() -> bool:
        seen.append(len(training.events))
        return len(seen) > 30 and len(set(seen[-30:])) == 1

    qtbot.waitUntil(still, timeout=LONG_MS)
    resting = len(training.events)
    assert page.pause.text() == "Continue"
    press(qtbot, page.pause)
    qtbot.waitUntil(lambda: len(training.events) > resting, timeout=LONG_MS)

    page.waiting.setFocus()
    page.waiting.setCurrentRow(2)
    qtbot.keyClick(page.waiting, Qt.Key.Key_Up, Qt.KeyboardModifier.ControlModifier)
    assert [one.request.recipe.epochs for one in training.queue] == [1, 3, 2]
    page.waiting.setCurrentRow(0)
    qtbot.keyClick(page.waiting, Qt.Key.Key_Delete)
    assert [one.request.recipe.epochs for one in training.queue] == [3, 2]

    press(qtbot, page.cancel)
    qtbot.waitUntil(lambda: training.request.recipe.epochs == 3, timeout=LONG_MS)
    assert [one.request.recipe.epochs for one in training.queue] == [2]
    training.remove(training.queue[0].number)


@pytest.mark.parametrize("answer", ["Quit, continue next time", "Quit and discard it"])
def test_closing_asks_and_the_next_start_goes_on(
    window: MainWindow,
    ready_cohort: Path,
    settings: Settings,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
    answer: str,
) -> None:
    def click(box: QMessageBox) -> int:
        next(b for b in box.buttons() if b.text() == answer).click()
        return 0

    monkeypatch.setattr(QMessageBox, "exec", click)
    first = make_window(settings)
    first.session.open_cohort(ready_cohort)
    qtbot.waitUntil(lambda: any(row.sequences for row in first.session.patients), timeout=LONG_MS)
    page = train_page(first)
    choose_small(page, epochs=4)
    press(qtbot, page.start)
    qtbot.waitUntil(lambda: len(page.curves.courses["ShuffleNet"].epoch) >= 1, timeout=LONG_MS)
    page.pause.click()
    first.close()
    assert Cohort.open(ready_cohort).experiments.all() == ()

    window.session.open_cohort(ready_cohort)
    qtbot.waitUntil(lambda: any(row.sequences for row in window.session.patients), timeout=LONG_MS)
    training = window.session.training
    if answer == "Quit and discard it":
        assert not training.running
        return
    assert training.running
    qtbot.waitUntil(lambda: not training.running, timeout=LONG_MS)
    started = next(event for event in training.events if type(event).__name__ == "ModelStarted")
    assert started.first_epoch > 1
    (experiment,) = Cohort.open(ready_cohort).experiments.all()
    assert len(experiment.runs[0].history["train_loss"]) == 4


def stored_line(window: MainWindow, cohort: Path, epochs: int) -> dict[str, Any]:
    form = train_page_form(window)
    form.networks.choose(("shufflenet_v2_x1_0",))
    form.input_size.setCurrentIndex(form.input_size.findData(64))
    form.epochs.setValue(epochs)
    return {"cohort": str(cohort), **form.request.to_dict()}


def test_a_stored_training_of_another_version_is_kept_and_named(
    window: MainWindow, ready_cohort: Path, settings: Settings, qtbot: QtBot
) -> None:
    known = stored_line(window, ready_cohort, 1)
    newer = {**known, "version": 99}
    unknown = {**known, "recipe": {**known["recipe"], "warp": 7}}
    elsewhere = {**newer, "cohort": str(ready_cohort.parent / "Other.cxcohort")}
    lines = [newer, unknown, elsewhere, "not a training"]
    settings.keep(QUEUE_KEY, json.dumps([*lines, known]))
    messages: list[tuple[str, str]] = []
    window.session.message.connect(lambda sentence, level: messages.append((sentence, level)))
    window.session.open_cohort(ready_cohort)
    qtbot.waitUntil(lambda: window.session.training.running, timeout=LONG_MS)

    (sentence,) = [sentence for sentence, level in messages if level == "warning"]
    assert sentence.count("shufflenet_v2_x1_0") == 2
    assert "version 99" in sentence
    assert "warp" in sentence
    assert json.loads(settings.text(QUEUE_KEY)) == [*lines, known]
    window.session.training.cancel()
    qtbot.waitUntil(lambda: not window.session.training.running, timeout=LONG_MS)
    assert json.loads(settings.text(QUEUE_KEY)) == lines


def test_a_stored_training_of_an_older_version_names_the_defaults_it_takes(
    window: MainWindow, ready_cohort: Path, settings: Settings, qtbot: QtBot
) -> None:
    line = stored_line(window, ready_cohort, 1)
    del line["protocol"]["repeats"]
    settings.keep(QUEUE_KEY, json.dumps([line]))
    messages: list[str] = []
    window.session.message.connect(lambda sentence, _: messages.append(sentence))
    window.session.open_cohort(ready_cohort)
    qtbot.waitUntil(lambda: window.session.training.running, timeout=LONG_MS)
    assert any("repeats" in sentence for sentence in messages)
    request = window.session.training.request
    assert request is not None
    assert request.protocol == Protocol()
    window.session.training.cancel()
    qtbot.waitUntil(lambda: not window.session.training.running, timeout=LONG_MS)

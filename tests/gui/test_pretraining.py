"""First weights made from the window: the dialog, the file, and the form that begins with it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.models.weights_card import read_weights_card
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.train import TrainPage
from cxstage_gui.pages.train.pretrain_window import PretrainWindow

WAIT_MS = 240_000
LEFT = Qt.MouseButton.LeftButton


def test_weights_are_made_and_taken_into_the_form(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    window.show_page("train")
    page = window.shown_page()
    assert isinstance(page, TrainPage)
    page.form.input_size.setCurrentIndex(page.form.input_size.findData(64))
    page.form.networks.choose(("shufflenet_v2_x1_0",))
    QTest.mouseClick(page.form.pretrain_button, LEFT)
    dialog = page.findChild(PretrainWindow)
    assert dialog is not None
    assert dialog.network.currentData() == "shufflenet_v2_x1_0"
    assert dialog.fields["source"].currentData() == "phantoms"
    assert not dialog.stop.isEnabled()
    dialog.fields["source"].setCurrentIndex(dialog.fields["source"].findData("cohort"))
    dialog.fields["epochs"].setValue(1)
    file = tmp_path / "w.safetensors"
    dialog.begin(file)
    assert dialog.stop.isEnabled(), dialog.notice.text
    assert not dialog.start.isEnabled()
    qtbot.waitUntil(dialog.start.isEnabled, timeout=WAIT_MS)
    assert "training patients" in dialog.notice.text
    assert page.form.weights.currentData() == "local"
    assert page.form.request.recipe.weights == str(file)
    card = read_weights_card(file)
    assert card is not None
    assert (card.family, card.size_px, card.epochs) == ("shufflenet_v2_x1_0", 64, 1)
    split = window.session.cohort.split() if window.session.cohort else None
    assert split is not None
    assert card.patients == len(split.train)

    dialog.begin(tmp_path / "nowhere" / "w.safetensors")
    qtbot.waitUntil(dialog.start.isEnabled, timeout=WAIT_MS)
    assert "in a folder that exists" in dialog.notice.text

"""Settings as files, reopened cases, one network at a click, and the duration before the start."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.models import FAMILIES
from cxstage_core.training.settings.recipe_file import read_settings_file
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.train.page import TrainPage
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


def press(qtbot: QtBot, widget: QWidget) -> None:
    qtbot.mouseClick(widget, Qt.MouseButton.LeftButton)


def train_page(window: MainWindow) -> TrainPage:
    window.show_page("train")
    page = window.shown_page()
    assert isinstance(page, TrainPage)
    return page


def test_settings_travel_through_a_file_without_a_change(
    opened: Open, ready_cohort: Path, tmp_path: Path
) -> None:
    page = train_page(opened(ready_cohort))
    page.form.recipe["lr"].setValue(0.003)
    page.form.augmentation["flip"].setChecked(False)
    page.form.t1.setChecked(False)
    page.form.input["scheme"].setCurrentIndex(1)
    wanted = page.form.settings
    for name in ("s.toml", "s.json"):
        file = tmp_path / name
        page.export_settings(file)
        assert page.notice.level == "good"
        assert read_settings_file(file).digest() == wanted.digest()
        page.form.reset()
        assert page.form.settings.digest() != wanted.digest()
        page.import_settings(file)
        assert page.form.settings == wanted


def test_a_wrong_file_is_refused_by_name_and_changes_nothing(
    opened: Open, ready_cohort: Path, tmp_path: Path
) -> None:
    page = train_page(opened(ready_cohort))
    before = page.form.settings
    file = tmp_path / "wrong.toml"
    file.write_text('kind = "CxStage settings"\n[recipe]\nepoch = 3\n', encoding="utf-8")
    page.import_settings(file)
    assert page.notice.level == "error"
    assert "recipe.epoch" in page.notice.text
    assert "wrong.toml" in page.notice.text
    assert page.form.settings == before


def test_one_click_chooses_one_network_all_or_none(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    networks = train_page(opened(ready_cohort)).form.networks
    press(qtbot, networks.only["shufflenet_v2_x1_0"])
    assert networks.chosen == ("shufflenet_v2_x1_0",)
    press(qtbot, networks.none)
    assert networks.chosen == ()
    press(qtbot, networks.all)
    assert networks.chosen == tuple(FAMILIES)


def test_a_reopened_case_is_named_and_needs_a_choice(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    cohort = Cohort.open(ready_cohort)
    patient = cohort.patients()[0]
    reader = cohort.readings.readers(patient)[0]
    cohort.readings.reopen(patient, reader, "a slice was missed")
    page = train_page(opened(ready_cohort))
    reopened = page.form.reopened
    assert not reopened.isHidden()
    assert patient in reopened.words.text()
    assert "version 1" in reopened.words.text()
    assert not page.start.isEnabled()
    reopened.box.setCurrentIndex(2)
    assert page.start.isEnabled()
    assert page.form.request.reopened == "leave-out"


def test_the_duration_is_estimated_with_its_range_and_n(
    opened: Open, ready_cohort: Path, qtbot: QtBot
) -> None:
    page = train_page(opened(ready_cohort))
    page.form.networks.choose(("shufflenet_v2_x1_0",))
    page.form.input_size.setCurrentIndex(page.form.input_size.findData(64))
    page.form.epochs.setValue(2)
    press(qtbot, page.estimated.button)
    qtbot.waitUntil(lambda: "n = 3" in page.estimated.answer.text(), timeout=LONG_MS)
    assert " to " in page.estimated.answer.text()
    page.form.epochs.setValue(3)
    assert page.estimated.answer.text() == ""

"""Every key does one thing: keys are sent to every page, and the sheet lists them all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cxstage_gui.actions import FixedKey
from cxstage_gui.keys.commands import Command, Commands, HasCommands, same_key
from cxstage_gui.keys.sheet import ShortcutSheet
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages import registry
from cxstage_gui.settings import Settings
from cxstage_gui.viewer.models.keymaps import Preset
from tests.gui.conftest import LONG_MS


@pytest.mark.parametrize(
    ("first", "second", "same"),
    [
        ("?", "Shift+?", True),
        ("?", "Shift+/", True),
        ("Ctrl++", "Ctrl+Shift+=", True),
        ("Ctrl++", "Ctrl+=", False),
        ("X", "Shift+X", False),
        ("1", "Shift+1", False),
        ("Shift+F1", "F1", False),
        ("F8", "F8", True),
    ],
)
def test_keys_that_one_press_can_call(first: str, second: str, same: bool) -> None:
    assert same_key(first, second) is same


def test_a_key_of_two_commands_is_found(qtbot: QtBot, settings: Settings) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    commands = Commands(page, settings)
    commands.add(
        Command("one", "One", "Test", lambda: None, keys=("?",)),
        Command("two", "Two", "Test", lambda: None, keys=("Shift+/",)),
        Command("three", "Three", "Test", lambda: None, keys=("Ctrl+I",)),
    )
    assert commands.conflicts() == (("?", "one, two"),)
    fixed = FixedKey("Import images…", "Ctrl+I", "Ctrl+I")
    assert ("Ctrl+I", "three, Import images…") in commands.conflicts((fixed,))


def shown(window: MainWindow, qtbot: QtBot, key: str) -> QWidget:
    window.session.show_page(key)
    page = window.shown_page()
    if hasattr(page, "case"):
        qtbot.waitUntil(lambda: page.case is not None, timeout=LONG_MS)
    window.activateWindow()
    return page


@pytest.mark.parametrize("preset", list(Preset))
def test_no_key_of_any_page_is_ambiguous(
    preset: Preset, opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    called: list[str] = []
    for name in window.actions_table.names:  # the keys shall be counted, not carried out
        action = window.actions_table[name]
        action.triggered.disconnect()
        action.triggered.connect(lambda _=False, name=name: called.append(name))
    for spec in registry.listed():
        page = window.shown_page() if window.page == spec.key else shown(window, qtbot, spec.key)
        keys = {window.actions_table[n].shortcut().toString() for n in window.actions_table.names
                if window.actions_table[n].isEnabled()}  # fmt: skip
        if isinstance(page, HasCommands):
            page.commands.preset = preset
            assert page.commands.conflicts(window.actions_table.keys()) == ()
        for shortcut in page.findChildren(QShortcut):
            if not shortcut.isEnabled():
                continue
            key = shortcut.key().toString()
            keys.add(key)
            shortcut.activated.disconnect()
            shortcut.activated.connect(lambda key=key: called.append(key))
            shortcut.activatedAmbiguously.connect(lambda key=key: called.append(f"ambiguous {key}"))
        page.setFocus()
        for key in sorted(keys - {""}):
            called.clear()
            QTest.keySequence(QApplication.focusWidget() or page, QKeySequence(key))
            assert len(called) == 1, (spec.key, key, called)
            assert "ambiguous" not in called[0]


@pytest.mark.parametrize("key", [spec.key for spec in registry.listed()])
def test_the_question_mark_opens_the_sheet_of_all_keys(
    key: str, opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    page = shown(window, qtbot, key)
    page.setFocus()
    QTest.keyClick(page, Qt.Key.Key_Question)
    sheet = window.findChild(ShortcutSheet)
    assert sheet is not None
    listed = {
        sheet.list.topLevelItem(k).child(n).text(0)
        for k in range(sheet.list.topLevelItemCount())
        for n in range(sheet.list.topLevelItem(k).childCount())
    }
    assert {"Next slice", "Take the union", "Open cohort…", "Predict"} <= listed
    sheet.close()


def test_the_help_menu_opens_the_sheet_without_a_cohort(window: MainWindow) -> None:
    QTest.keyClick(window.shown_page(), Qt.Key.Key_Question)
    assert window.key_sheet is not None and window.key_sheet.list.topLevelItemCount() == 1
    window.key_sheet.close()
    window.actions_table["help.keys"].trigger()
    assert window.key_sheet.isVisible()
    window.key_sheet.close()


def test_a_question_mark_can_be_written(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(ready_cohort)
    field = shown(window, qtbot, "cohort").findChild(QLineEdit)
    assert field is not None
    field.setFocus()
    QTest.keyClicks(field, "who?")
    assert field.text() == "who?"
    assert window.key_sheet is None


def test_a_key_of_the_review_can_be_changed_and_is_remembered(
    opened: Callable[[Path], MainWindow], ready_cohort: Path, qtbot: QtBot, settings: Settings
) -> None:
    window = opened(ready_cohort)
    page = shown(window, qtbot, "review")
    page.commands.remap("review union", ("M",))
    assert page.commands.keys("review union") == ("M",)
    assert "(M)" in next(b.text() for b in page.disagreements.buttons.values() if "Union" in b.text())
    again = Commands(page, settings)
    again.add(*page.commands.all())
    assert again.keys("review union") == ("M",)
    again.reset()
    read = shown(window, qtbot, "read")
    read.commands.remap("fit", ("Ctrl+Alt+9",))
    assert Commands(read, settings).own == {}

"""A save that fails is said, and nothing that was drawn is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from tests.gui.reading_room import Reader


def answer(page: ReadPage, words: str) -> None:
    """Answer the question before a case is left that is not saved."""
    box = page.findChild(QMessageBox)
    assert box is not None
    assert "P0001" in box.text()
    button = next(one for one in box.buttons() if one.text() == words)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    page.window().activateWindow()  # as a window manager does


SHIFT = Qt.KeyboardModifier.ShiftModifier


def test_strokes_survive_a_disk_that_refuses(
    qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path
) -> None:
    reader = Reader(qtbot, opened, bare_cohort)
    page = reader.page
    obstacle = bare_cohort / "readings" / "P0001"
    obstacle.parent.mkdir(exist_ok=True)
    obstacle.write_text("a file where a folder must be")
    reader.key(Qt.Key.Key_4)
    reader.stroke([(120, 110), (130, 140)])
    qtbot.waitUntil(lambda: page.status_bar.saved.text() == "Not saved")
    assert page.notice.text
    assert not reader.window.session.saves.all_saved
    assert page.context.case is not None
    drawn = page.context.case.editor.labels("t2-axial").copy()

    reader.key(Qt.Key.Key_N)
    answer(page, "Go to the other patient")
    reader.wait_for_case("P0002")
    obstacle.unlink()
    reader.key(Qt.Key.Key_N, SHIFT)
    reader.wait_for_case("P0001")
    assert page.context.case is not None
    assert np.array_equal(page.context.case.editor.labels("t2-axial"), drawn)
    reader.wait_until_saved()
    reading = Cohort.open(bare_cohort).readings.get("P0001", "A")
    assert reading is not None
    assert np.array_equal(reading.masks["t2-axial"].array, drawn)


def test_strokes_stay_on_screen_while_the_disk_still_refuses(
    qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path
) -> None:
    reader = Reader(qtbot, opened, bare_cohort)
    page = reader.page
    obstacle = bare_cohort / "readings" / "P0001"
    obstacle.parent.mkdir(exist_ok=True)
    obstacle.write_text("a file where a folder must be")
    reader.key(Qt.Key.Key_4)
    reader.stroke([(120, 110), (130, 140)])
    qtbot.waitUntil(lambda: page.status_bar.saved.text() == "Not saved")
    assert page.context.case is not None
    drawn = page.context.case.editor.labels("t2-axial").copy()
    reader.key(Qt.Key.Key_N)
    answer(page, "Go to the other patient")
    reader.wait_for_case("P0002")
    reader.key(Qt.Key.Key_N, SHIFT)
    qtbot.waitUntil(
        lambda: (
            (page.context.case is not None and page.context.case.patient == "P0001")
            or bool(page.notice.text)
        )
    )
    qtbot.wait(300)
    obstacle.unlink()
    if page.context.case is None or page.context.case.patient != "P0001":
        page.context.open("P0001")
        reader.wait_for_case("P0001")
    assert np.array_equal(page.context.case.editor.labels("t2-axial"), drawn)
    reader.key(Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    reader.wait_until_saved()
    reading = Cohort.open(bare_cohort).readings.get("P0001", "A")
    assert reading is not None
    assert np.array_equal(reading.masks["t2-axial"].array, drawn)

"""The window fits a small screen, and nothing on the Read page overlaps at its least size."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxstage_gui.main_window import MainWindow
from cxstage_gui.main_window.first_geometry import LEAST, TITLE, WANTED, first_geometry
from tests.gui.reading_room import Reader


@pytest.mark.parametrize(
    "free",
    [
        QRect(0, 0, 1366, 728),
        QRect(0, 32, 1366, 736),
        QRect(64, 27, 1302, 741),
        QRect(0, 0, 1920, 1040),
        QRect(1920, 0, 1280, 720),
    ],
)
def test_the_first_window_lies_in_the_free_part_of_the_screen(free: QRect) -> None:
    found = first_geometry(free)
    with_frame = found.adjusted(-8, -TITLE, 8, 8)
    assert free.contains(with_frame)
    assert found.size().expandedTo(LEAST) == found.size()
    assert found.size().boundedTo(WANTED) == found.size()


def test_a_screen_below_the_least_size_keeps_the_title_in_reach() -> None:
    found = first_geometry(QRect(0, 0, 1024, 600))
    assert found.size() == LEAST
    assert found.left() == 0
    assert found.top() == TITLE


def place(part: QWidget, window: QWidget) -> QRect:
    return QRect(part.mapTo(window, QPoint(0, 0)), part.size())


@pytest.mark.parametrize("size", [QSize(1120, 640), QSize(1280, 720), QSize(1366, 768)])
@pytest.mark.parametrize("section", ["", "operations", "case"])
@pytest.mark.parametrize("complete", [False, True])
def test_nothing_overlaps_on_a_small_window(
    qtbot: QtBot,
    opened: Callable[[Path], MainWindow],
    bare_cohort: Path,
    size: QSize,
    section: str,
    *,
    complete: bool,
) -> None:
    reader = Reader(qtbot, opened, bare_cohort)
    page, window = reader.page, reader.window
    if complete:
        page.context.set_confidence(4)
        page.context.complete()
        reader.wait_until_saved()
    if section:
        page.side.show_section(section)
    window.resize(size)
    qtbot.wait(50)
    QApplication.processEvents()
    assert window.size() == size
    strip, bar = page.strip, page.status_bar
    tools = [*strip.tools.values(), *strip.labels.values(), strip.list, strip.protect, strip.brush]
    tools += [strip.undo, strip.redo, strip.masks, strip.opacity, strip.more]
    foot = [bar.volume, bar.diameter, bar.saved, bar.complete, bar.next]
    for group, frame in ((tools, strip), (foot, bar)):
        shown = [place(part, window) for part in group if part.isVisible()]
        outer = place(frame, window)
        for number, one in enumerate(shown):
            assert outer.contains(one)
            assert not any(one.intersects(other) for other in shown[number + 1 :])
        assert window.rect().contains(outer)
    for part in (bar.complete, bar.next, bar.saved):
        if part.isVisible():
            assert part.width() >= part.minimumSizeHint().width()

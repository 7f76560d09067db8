"""A preview: Return accepts it and Esc drops it wherever the focus is; nothing happens behind it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_core.reading import Delta, painted
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.operations_panel import OperationsSection
from cxstage_gui.viewer.models.tools import BrushTool
from tests.gui.reading_room import LEFT, Reader

CTRL = Qt.KeyboardModifier.ControlModifier
RETURN, ESCAPE = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    made = Reader(qtbot, opened, bare_cohort)
    disc(made, 8)
    made.view.show_slice(8)
    return made


def part(reader: Reader) -> OperationsSection:
    found = reader.page.parts["OperationsSection"]
    assert isinstance(found, OperationsSection)
    return found


def labels(reader: Reader) -> np.ndarray:
    return reader.page.drawing.editor.labels(reader.page.context.case.first)


def disc(reader: Reader, *slices: int, radius: float = 14.0) -> None:
    before = labels(reader)
    rows, columns = np.ogrid[: before.shape[1], : before.shape[2]]
    where = np.zeros(before.shape, bool)
    where[list(slices)] = np.hypot(rows - 120, columns - 128) < radius
    after = painted(before, where, Label.TUMOUR)
    assert reader.page.drawing.apply(BrushTool.step, Delta.of_volume(before, after))


def level_set(reader: Reader) -> None:
    """Begin a level set with the mouse and let it run for a moment; the focus stays on its button."""
    panel = part(reader)
    reader.page.side.show_section("operations")
    QTest.mouseClick(panel.buttons["tool snake"], LEFT)
    reader.qtbot.waitUntil(lambda: panel.operations.level_set_begun, timeout=30_000)
    panel.buttons["level set run"].setFocus()
    QTest.mouseClick(panel.buttons["level set run"], LEFT)
    reader.qtbot.waitUntil(lambda: panel.operations._level_set.count >= 20, timeout=30_000)


def in_front(reader: Reader) -> QWidget:
    return QApplication.focusWidget() or reader.view


@pytest.mark.parametrize("focus", ["run", "spin box", "image"])
def test_return_accepts_a_level_set_that_runs(reader: Reader, focus: str) -> None:
    level_set(reader)
    panel = part(reader)
    {"run": panel.buttons["level set run"], "spin box": panel.push, "image": reader.view}[
        focus
    ].setFocus()
    steps = len(reader.page.drawing.editor.history)
    before = labels(reader).copy()
    QTest.keyClick(in_front(reader), RETURN)
    assert reader.page.drawing.preview is None
    assert len(reader.page.drawing.editor.history) == steps + 1
    assert not np.array_equal(labels(reader), before)
    reader.qtbot.wait(300)
    assert reader.page.drawing.preview is None
    assert not panel.operations.level_set_begun
    assert panel.buttons["level set run"].text() == "Run"


@pytest.mark.parametrize("key", ["escape", "undo"])
def test_esc_and_undo_drop_the_preview_and_nothing_else(reader: Reader, key: str) -> None:
    level_set(reader)
    before, steps = labels(reader).copy(), len(reader.page.drawing.editor.history)
    if key == "escape":
        QTest.keyClick(in_front(reader), ESCAPE)
    else:
        QTest.keyClick(in_front(reader), Qt.Key.Key_Z, CTRL)
    reader.qtbot.wait(300)
    assert reader.page.drawing.preview is None
    assert np.array_equal(labels(reader), before)
    assert len(reader.page.drawing.editor.history) == steps
    reader.key(Qt.Key.Key_Z, CTRL)
    assert len(reader.page.drawing.editor.history) == steps - 1


def test_a_level_set_run_stops_by_itself_and_says_so(reader: Reader) -> None:
    level_set(reader)
    panel = part(reader)
    reader.qtbot.waitUntil(lambda: panel.buttons["level set run"].text() == "Run", timeout=120_000)
    assert "the border has stopped" in panel.words.text()
    assert reader.page.drawing.preview is not None
    assert panel.operations._level_set.count <= 400


@pytest.mark.parametrize("shown", ["level set", "growing", "region growing"])
def test_a_case_is_not_completed_behind_a_preview(reader: Reader, shown: str) -> None:
    page = reader.page
    if shown == "level set":
        level_set(reader)
    elif shown == "growing":
        part(reader).resizing.setValue(8)
    else:
        page.drawing.choose("region growing")
        reader.click(120, 128)
    reader.qtbot.waitUntil(lambda: page.drawing.preview is not None, timeout=30_000)
    page.context.set_confidence(4)
    reader.key(Qt.Key.Key_F8)
    assert not page.context.case.complete
    assert "Return accepts it" in page.notice.text
    QTest.keyClick(in_front(reader), ESCAPE)
    assert page.drawing.preview is None
    reader.key(Qt.Key.Key_F8)
    assert page.context.case.complete


def test_a_stroke_after_a_preview_is_not_lost_by_accepting_it(reader: Reader) -> None:
    part(reader).resizing.setValue(8)
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    reader.page.drawing.choose("brush")
    reader.stroke([(60.0, 60.0), (60.0, 70.0)])
    assert reader.page.drawing.preview is None
    assert part(reader).resizing.value() == 0
    reader.key(RETURN)
    assert labels(reader)[8, 60, 65] == Label.TUMOUR


def test_another_label_drops_the_preview_of_an_operation(reader: Reader) -> None:
    part(reader).resizing.setValue(8)
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    QTest.mouseClick(reader.page.strip.labels[Label.INFILTRATION], LEFT)
    assert reader.page.drawing.preview is None
    reader.key(RETURN)
    assert not (labels(reader) == Label.INFILTRATION).any()


def test_interpolation_is_on_every_pane_at_once(reader: Reader) -> None:
    page = reader.page
    disc(reader, 12)
    reader.view.show_slice(10)
    page.panes.first.pointed.emit(10, 120.0, 128.0)
    views = [view for view in page.panes.all if view.model is not None and view.isVisible()]
    assert len(views) > 1
    empty = [view.grab().toImage() for view in views]
    reader.key(Qt.Key.Key_I)
    reader.qtbot.waitUntil(lambda: page.drawing.preview is not None, timeout=30_000)
    reader.qtbot.wait(50)
    for view, before in zip(views, empty, strict=True):
        assert not view.model.drawn or view.grab().toImage() != before, view.model.grid.plane
    reader.key(RETURN)
    assert labels(reader)[10, 120, 128] == Label.TUMOUR
    reader.qtbot.wait(50)
    at_once = [(view.index, view.model.picture.copy()) for view in views]
    for view, before in zip(views, empty, strict=True):
        assert view.grab().toImage() != before, view.model.grid.plane
    for view in views:
        view.show_slice(view.index - 1)
    for view, (index, _) in zip(reversed(views), reversed(at_once), strict=True):
        view.show_slice(index)
    for view, (index, picture) in zip(views, at_once, strict=True):
        view.show_slice(index)
        assert np.array_equal(view.model.picture, picture), view.model.grid.plane


def test_an_empty_transfer_is_off_with_its_reason(reader: Reader) -> None:
    reader.page.side.show_section("operations")
    button = part(reader).buttons["transfer"]
    assert not button.isEnabled()
    assert not part(reader).transfer_from.isEnabled()
    assert "No other series" in button.toolTip()
    assert part(reader).resize_words.text() == "0 mm"
    part(reader).resizing.setValue(8)
    assert part(reader).resize_words.text() == "+2.00 mm"


def test_the_first_drag_of_window_and_level_shows_at_once(reader: Reader) -> None:
    before = reader.view.grab().toImage()
    middle = reader.view.rect().center()
    QTest.mousePress(reader.view, LEFT, CTRL, middle)
    QTest.mouseMove(reader.view, middle + type(middle)(60, 40))
    QApplication.processEvents()
    assert reader.view.grab().toImage() != before
    QTest.mouseRelease(reader.view, LEFT, CTRL, middle + type(middle)(60, 40))

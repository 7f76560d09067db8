"""Every tool with real mouse and key events, as the ITK-SNAP and as the 3D Slicer preset has them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QInputDevice, QKeySequence, QPointingDevice, QTabletEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_core.reading import TipForm, polygon_mask
from cxstage_gui.keys.sheet import ShortcutSheet
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.tool_options import ToolOptionsSection
from cxstage_gui.viewer.models.keymaps import Preset
from tests.gui.reading_room import LEFT, PLAIN, RIGHT, Reader, drag, wheel

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)
CORNERS = [(100.0, 100.0), (100.0, 160.0), (150.0, 160.0), (150.0, 100.0)]
LINE = [(120.0, 110.0), (120.0, 130.0), (120.0, 150.0)]


@pytest.fixture(params=list(Preset), ids=lambda preset: preset.value)
def reader(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    opened: Callable[[Path], MainWindow],
    bare_cohort: Path,
) -> Reader:
    made = Reader(qtbot, opened, bare_cohort)
    made.page.commands.preset = request.param
    return made


def press(reader: Reader, command: str) -> None:
    """Press the first key of a command, as the preset has it."""
    combination = QKeySequence(reader.page.commands.keys(command)[0])[0]
    QTest.keyClick(reader.view, combination.key(), combination.keyboardModifiers())


def take(reader: Reader, tool: str) -> None:
    press(reader, f"tool {tool}")
    assert reader.page.drawing.tool.name == tool
    assert reader.page.strip.tools[tool].isChecked()


def plane(reader: Reader) -> np.ndarray:
    return reader.page.drawing.editor.labels(reader.page.context.case.first)[reader.view.index]


def slicer(reader: Reader) -> bool:
    return reader.page.commands.preset == Preset.SLICER


def outline(reader: Reader, corners: list[tuple[float, float]]) -> None:
    for corner in corners:
        reader.click(*corner)


def test_polygon_is_drawn_changed_accepted_and_pasted(reader: Reader) -> None:
    take(reader, "polygon")
    outline(reader, CORNERS)
    if slicer(reader):
        QTest.mouseClick(reader.view, RIGHT, PLAIN, reader.at(60, 60))
    else:
        reader.click(*CORNERS[0])
    draft = reader.page.drawing.tools["polygon"].draft(reader.view.index)
    assert draft.closed
    reader.stroke([CORNERS[2], (170.0, 170.0)])  # move a corner
    reader.click(100, 130)  # insert one on an edge
    assert len(draft.corners) == 5
    QTest.mouseMove(reader.view, reader.at(*draft.corners[1]))
    reader.key(Qt.Key.Key_Delete)
    assert len(draft.corners) == 4
    wanted = polygon_mask(list(draft.corners), plane(reader).shape)
    reader.key(Qt.Key.Key_Return)
    assert np.array_equal(plane(reader) == Label.TUMOUR, wanted)
    reader.view.step_slices(1)
    press(reader, "paste polygon")
    reader.key(Qt.Key.Key_Return, CTRL)
    assert np.array_equal(plane(reader) == Label.TUMOUR, wanted)


def test_a_point_of_the_polygon_is_taken_back(reader: Reader) -> None:
    take(reader, "polygon")
    outline(reader, CORNERS[:3])
    if slicer(reader):
        press(reader, "take back point")
    else:
        reader.key(Qt.Key.Key_Backspace)
    assert len(reader.page.drawing.tools["polygon"].draft(reader.view.index).corners) == 2
    outline(reader, CORNERS[2:])
    if slicer(reader):
        press(reader, "close outline")
    else:
        reader.key(Qt.Key.Key_Return)
    assert reader.page.drawing.tools["polygon"].draft(reader.view.index).closed


def test_lasso(reader: Reader) -> None:
    take(reader, "lasso")
    way = [*CORNERS, CORNERS[0]]
    reader.stroke(way)
    assert np.count_nonzero(plane(reader)) == pytest.approx(50 * 60, rel=0.05)


def test_brush_paints_and_eraser_erases(reader: Reader) -> None:
    take(reader, "brush")
    reader.stroke(LINE)
    painted = np.count_nonzero(plane(reader))
    assert painted > 100
    if slicer(reader):
        zoom = reader.view.transform.scale
        drag(reader.view, [reader.at(*LINE[0]), reader.at(*LINE[0]) + QPoint(0, 40)], RIGHT)
        assert reader.view.transform.scale > zoom
        assert np.count_nonzero(plane(reader)) == painted
    else:
        reader.stroke(LINE[:2], RIGHT)
        assert 0 < np.count_nonzero(plane(reader)) < painted
    take(reader, "eraser")
    reader.stroke(LINE)
    assert not plane(reader).any()
    press(reader, "undo")
    assert plane(reader).any()


def test_square_and_solid_tips_and_sizes_from_the_options(reader: Reader) -> None:
    options = reader.page.parts["ToolOptionsSection"]
    assert isinstance(options, ToolOptionsSection)
    take(reader, "brush")
    reader.page.side.show_section("tool")
    options.fields["size_mm"].setValue(20.0)
    form = options.fields["form"]
    form.setCurrentIndex(form.findData(TipForm.SQUARE))
    form.activated.emit(form.currentIndex())
    reader.click(120, 130)
    inside = plane(reader) == Label.TUMOUR
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    assert inside.sum() == rows.size * columns.size
    spacing = reader.view.model.spacing
    assert rows.size * spacing[0] == pytest.approx(20.0, abs=2 * spacing[0])
    press(reader, "undo")
    solid = options.fields["solid"]
    QTest.mouseClick(solid, LEFT, PLAIN, QPoint(8, solid.height() // 2))
    assert solid.isChecked()
    reader.click(120, 130)
    labels = reader.page.drawing.editor.labels(reader.page.context.case.first)
    assert np.flatnonzero(labels.any(axis=(1, 2))).size > 1
    press(reader, "undo")
    assert not labels.any()


def test_wheel_and_keys_change_the_brush(reader: Reader) -> None:
    take(reader, "brush")
    before = reader.page.drawing.brush.size_mm
    wheel(reader.view, 2, SHIFT)
    larger = reader.page.drawing.brush.size_mm
    assert larger > before
    press(reader, "smaller brush")
    assert reader.page.drawing.brush.size_mm < larger
    press(reader, "larger brush")
    assert reader.page.strip.brush.value() == pytest.approx(reader.page.drawing.brush.size_mm)


def test_space_paints_once_where_the_mouse_is(reader: Reader) -> None:
    take(reader, "brush")
    QTest.mouseMove(reader.view, reader.at(110, 120))
    press(reader, "brush at cursor")
    assert plane(reader)[110, 120] == Label.TUMOUR


def test_adaptive_brush_stays_in_its_tissue(reader: Reader) -> None:
    image = reader.view.model.volume.array[reader.view.index]
    take(reader, "adaptive brush")
    reader.page.drawing.set_brush(30.0)
    middle = np.unravel_index(int(image[80:180, 80:180].argmax()), (100, 100))
    row, column = middle[0] + 80, middle[1] + 80
    reader.click(float(row), float(column))
    inside = plane(reader) == Label.TUMOUR
    assert inside[row, column]
    outside = ~inside & _disc(plane(reader).shape, row, column, 8)
    if outside.any():
        seed = float(image[row, column])
        near = np.abs(image[inside].astype(float) - seed).mean()
        assert near < np.abs(image[outside].astype(float) - seed).mean()


def _disc(shape: tuple[int, int], row: int, column: int, radius: float) -> np.ndarray:
    rows, columns = np.ogrid[: shape[0], : shape[1]]
    return np.hypot(rows - row, columns - column) < radius


def test_threshold_brush_paints_only_its_range(reader: Reader) -> None:
    image = reader.view.model.volume.array[reader.view.index]
    take(reader, "threshold brush")
    low, high = np.percentile(image[90:160, 90:170], [40, 60])
    tool = reader.page.drawing.tool
    reader.page.drawing.set_option("low", float(low))
    reader.page.drawing.set_option("high", float(high))
    reader.page.drawing.set_brush(40.0)
    reader.stroke(LINE)
    inside = plane(reader) == Label.TUMOUR
    assert inside.any()
    assert image[inside].min() >= tool.low
    assert image[inside].max() <= tool.high


def test_live_wire_closes_and_paints(reader: Reader) -> None:
    take(reader, "live wire")
    outline(reader, CORNERS)
    QTest.mouseMove(reader.view, reader.at(*CORNERS[0]))
    reader.key(Qt.Key.Key_Return)
    if not plane(reader).any():
        reader.key(Qt.Key.Key_Return)
    assert np.count_nonzero(plane(reader)) > 500


def test_region_growing_is_previewed_accepted_and_dropped(reader: Reader) -> None:
    image = reader.view.model.volume.array[reader.view.index]
    row, column = np.unravel_index(int(image[60:120, 90:170].argmax()), (60, 80))
    take(reader, "region growing")
    reader.click(float(row + 60), float(column + 90))
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    assert not plane(reader).any()
    reader.key(Qt.Key.Key_Escape)
    assert reader.page.drawing.preview is None
    reader.click(float(row + 60), float(column + 90))
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    shown = reader.page.drawing.preview[reader.view.index].copy()
    reader.key(Qt.Key.Key_Return)
    assert np.array_equal(plane(reader) == Label.TUMOUR, shown)


def test_the_other_label_is_protected(reader: Reader) -> None:
    take(reader, "brush")
    press(reader, "label next")
    assert reader.page.drawing.label == Label.INFILTRATION
    reader.click(120, 130)
    infiltration = np.count_nonzero(plane(reader) == Label.INFILTRATION)
    press(reader, "label previous")
    reader.page.strip.protect.click()
    reader.stroke(LINE)
    assert np.count_nonzero(plane(reader) == Label.INFILTRATION) == infiltration
    assert (plane(reader) == Label.TUMOUR).any()


@pytest.mark.parametrize("tool", ["polygon", "lasso", "brush", "eraser", "live wire", "region growing"])
def test_a_complete_reading_refuses_every_tool(reader: Reader, tool: str) -> None:
    reader.page.context.complete()
    press(reader, f"tool {tool}")
    reader.stroke(LINE)
    assert not plane(reader).any()
    assert "complete" in reader.page.notice.text


def test_pan_zoom_window_and_the_linked_cursor(reader: Reader) -> None:
    view = reader.view
    start = reader.at(120, 130)
    centre = view.transform.centre
    drag(view, [start, start + QPoint(30, 20)], Qt.MouseButton.MiddleButton)
    assert view.transform.centre != centre
    scale = view.transform.scale
    drag(view, [start, start + QPoint(0, 50)], RIGHT)
    assert view.transform.scale > scale
    window = view.model.window
    take(reader, "cursor")
    if slicer(reader):
        drag(view, [start, start + QPoint(40, 10)])
        assert view.model.window != window
        drag(view, [start, start + QPoint(30, 30)], LEFT, SHIFT)
        QTest.mouseMove(view, reader.at(100, 100))
        from PySide6.QtGui import QMouseEvent

        at = QPointF(reader.at(100, 100))
        none = Qt.MouseButton.NoButton
        event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, none, SHIFT)
        QApplication.sendEvent(view, event)
        assert view.cursor_at is not None
    else:
        drag(view, [start, start + QPoint(40, 10)], LEFT, CTRL)
        assert view.model.window != window
        QTest.mouseClick(view, LEFT, PLAIN, reader.at(100, 100))
        assert view.cursor_at[1:] == pytest.approx((100, 100), abs=1)
    take(reader, "pan")
    centre = view.transform.centre
    drag(view, [start, start + QPoint(-20, 10)])
    assert view.transform.centre != centre


def test_a_pen_that_presses_harder_paints_wider(reader: Reader) -> None:
    take(reader, "brush")
    reader.page.drawing.set_brush(30.0)
    sizes = []
    for pressure in (0.1, 1.0):
        _pen(reader, QEvent.Type.TabletPress, pressure)
        reader.click(120, 130)
        _pen(reader, QEvent.Type.TabletRelease, 0.0)
        sizes.append(np.count_nonzero(plane(reader)))
        press(reader, "undo")
    reader.click(120, 130)
    assert sizes[0] < sizes[1] == np.count_nonzero(plane(reader))
    assert reader.page.strip.brush.value() == pytest.approx(30.0)


def _pen(reader: Reader, kind: QEvent.Type, pressure: float) -> None:
    at = QPointF(reader.at(120, 130))
    pen = QPointingDevice(
        "pen",
        1,
        QInputDevice.DeviceType.Stylus,
        QPointingDevice.PointerType.Pen,
        QInputDevice.Capability.Pressure,
        1,
        1,
    )
    event = QTabletEvent(
        kind, pen, at, reader.view.mapToGlobal(at), pressure, 0, 0, 0, 0, 0, PLAIN, LEFT, LEFT
    )
    QApplication.sendEvent(reader.view, event)


def test_the_sheet_finds_by_word_and_key_and_gives_other_keys(reader: Reader) -> None:
    QTest.keyClick(reader.view, Qt.Key.Key_Question)
    sheet = reader.window.findChild(ShortcutSheet)
    assert sheet is not None
    QTest.keyClicks(sheet.search, "lasso")
    assert _listed(sheet) == ["tool lasso"]
    sheet.search.clear()
    key = QKeySequence(reader.page.commands.keys("tool brush")[0])[0].key()
    QTest.keyClick(sheet.by_key, key)
    assert _listed(sheet)[0] == "tool brush"
    assert not any(name.startswith("tool ") for name in _listed(sheet)[1:])
    sheet.list.setCurrentItem(sheet.list.topLevelItem(0).child(0))
    QTest.keyClick(sheet.new_key, Qt.Key.Key_F, CTRL)
    assert "Fit" in sheet.words.text() or slicer(reader)
    QTest.mouseClick(sheet.give, LEFT)
    sheet.close()
    QTest.keyClick(reader.view, Qt.Key.Key_F, CTRL)
    assert reader.page.drawing.tool.name == "brush"
    assert reader.page.commands.keys("tool brush") == ("Ctrl+F",)
    reader.page.commands.reset()
    assert reader.page.commands.keys("tool brush") != ("Ctrl+F",)


def _listed(sheet) -> list[str]:
    found = []
    for k in range(sheet.list.topLevelItemCount()):
        head = sheet.list.topLevelItem(k)
        found += [
            head.child(n).data(0, int(Qt.ItemDataRole.UserRole)) for n in range(head.childCount())
        ]
    return found


def test_no_key_calls_two_commands(reader: Reader) -> None:
    seen: dict[str, str] = {}
    for command in reader.page.commands.all():
        for key in reader.page.commands.keys(command.id):
            name = QKeySequence(key).toString()
            assert name not in seen, (name, seen[name], command.id)
            seen[name] = command.id


def test_every_button_can_be_reached_with_tab(reader: Reader) -> None:
    page = reader.page
    page.window().resize(1440, 900)  # with less room some are in a menu
    page.side.show_section("operations")
    page.work_list.reader.setFocus()
    reached = set()
    for _ in range(400):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        reached.add(QApplication.focusWidget())
    # Of buttons that exclude each other one takes the focus; arrows go to the others.
    strip = {page.strip.tools["cursor"], page.strip.labels[Label.TUMOUR], page.strip.protect}
    strip |= {page.strip.list, page.strip.masks}
    operations = page.parts["OperationsSection"].buttons.values()
    wanted = strip | {button for button in operations if button.isEnabled()}
    assert wanted <= reached
    if slicer(reader):
        return  # there the arrows turn slices, and each tool has its key
    page.strip.tools["cursor"].setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is page.strip.tools["pan"]

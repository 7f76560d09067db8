"""One to four panes: planes, linked places, outlines that follow, and the choice that is remembered."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid, Label
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.viewer.models.contents import Layout
from cxstage_gui.viewer.models.linking import world_of
from cxstage_gui.viewer.models.orientation import edges
from cxstage_gui.viewer.models.reslice import PLANES, reslice_of
from cxstage_gui.viewer.tool_strip import ToolStrip
from tests.gui.reading_room import LEFT, PLAIN, Reader, wheel
from tests.gui.test_viewer_same_place_everywhere import grids

DIRECT = Qt.FindChildOption.FindDirectChildrenOnly
ALT = Qt.KeyboardModifier.AltModifier
KEYS = {
    Layout.ONE: Qt.Key.Key_1,
    Layout.TWO: Qt.Key.Key_2,
    Layout.FOUR: Qt.Key.Key_3,
    Layout.ONE_AND_THREE: Qt.Key.Key_4,
}


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


@given(grids, st.sampled_from(PLANES), st.integers(0, 10**6))
def test_a_turned_voxel_keeps_its_place_and_its_value(grid: Grid, plane: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    array = draw.integers(0, 1000, grid.size)
    reslice = reslice_of(grid, plane)
    seen, seen_grid = reslice.array(array), reslice.grid(grid)
    assert seen.base is not None or seen is array
    assert seen.shape == seen_grid.size
    index = tuple(int(n) for n in draw.integers((0, 0, 0), seen_grid.size))
    world = seen_grid.index_to_world(index)
    there = np.rint(grid.world_to_index(world)).astype(int)
    assert np.allclose(grid.index_to_world(there), world, atol=1e-6)
    assert array[tuple(there)] == seen[index]


@given(grids, st.sampled_from(PLANES), st.integers(0, 10**6))
def test_a_painted_rectangle_is_found_again_across_the_plane(grid: Grid, plane: int, seed: int) -> None:
    draw = np.random.default_rng(seed)
    slices, rows, columns = grid.size
    index = int(draw.integers(slices))
    top, left = int(draw.integers(rows)), int(draw.integers(columns))
    bottom, right = int(draw.integers(top, rows)) + 1, int(draw.integers(left, columns)) + 1
    array = np.zeros(grid.size, bool)
    array[index, top:bottom, left:right] = True
    reslice = reslice_of(grid, plane)
    low, high, (r0, c0, r1, c1) = reslice.part(grid.size, index, (top, left, bottom, right))
    again = np.zeros(reslice.grid(grid).size, bool)
    again[low : high + 1, r0:r1, c0:c1] = True
    assert np.array_equal(again, reslice.array(array))


@given(grids, st.sampled_from(PLANES[1:]))
def test_panes_across_the_plane_stand_upright(grid: Grid, plane: int) -> None:
    seen = reslice_of(grid, plane).grid(grid)
    _, down, right = (np.asarray(axis) for axis in seen.direction)
    body = int(np.argmax(np.abs(seen.normal)))
    # Superior above or, seen from below, anterior; the stronger of the two axes decides.
    assert down[2 if body < 2 else 1] * (-1 if body < 2 else 1) >= -1e-9
    assert right[1 if body == 0 else 0] >= -1e-9


@pytest.mark.parametrize("layout", list(Layout))
def test_a_click_is_the_same_place_in_every_pane(reader: Reader, layout: Layout) -> None:
    reader.key(KEYS[layout], ALT)
    panes = reader.page.panes
    assert panes.layout_now == layout
    wanted = {"1": 1, "2": 2, "2x2": 4, "1+3": 4}[layout.value]
    assert [view.isVisible() for view in panes.all] == [n < wanted for n in range(4)]
    reader.qtbot.waitUntil(lambda: all(view.width() > 100 for view in panes.views))
    for here in panes.views:
        rows, columns = here.model.shape
        at = QPointF(*here.transform.to_pane(rows * 0.45, columns * 0.55)).toPoint()
        QTest.mouseClick(here, LEFT, PLAIN, at)
        world = np.array(world_of(here.model.grid, here.cursor_at))
        for there in panes.views:
            found = np.array(world_of(there.model.grid, there.cursor_at))
            away = there.model.grid.world_to_index(world) - there.model.grid.world_to_index(found)
            assert np.all(np.abs(away) <= [0.5 + 1e-6, 1e-6, 1e-6])


def test_the_planes_are_named_and_lettered(reader: Reader) -> None:
    reader.key(KEYS[Layout.FOUR], ALT)
    shown = [view.model.grid.plane for view in reader.page.panes.views]
    assert shown == ["axial", "axial", "sagittal", "coronal"]
    third, fourth = (edges(view.model.grid) for view in reader.page.panes.views[2:])
    assert (third.top[0], third.bottom[0], third.right[0]) == ("S", "I", "P")
    assert (fourth.top[0], fourth.right[0]) == ("S", "L")


def test_a_stroke_shows_at_once_across_the_plane(reader: Reader) -> None:
    reader.key(KEYS[Layout.ONE_AND_THREE], ALT)
    reader.qtbot.waitUntil(lambda: reader.view.width() > 300)
    QTest.mouseClick(reader.view, LEFT, PLAIN, reader.at(120, 128))
    index = reader.view.index
    reader.key(Qt.Key.Key_4)
    reader.stroke([(120.0, 120.0), (120.0, 136.0)])
    assert reader.page.drawing.editor.labels("t2-axial")[index, 120, 128] == Label.TUMOUR
    for view in reader.page.panes.views[2:]:
        model = view.model
        fresh = model._overlay.codes(model.index)
        assert fresh.any()
        assert np.array_equal(fresh, model._codes)
        before = model.picture.copy()
        model.recompose()
        assert np.array_equal(before, model.picture)


def test_the_wheel_over_one_pane_moves_the_lines_in_the_others(reader: Reader) -> None:
    reader.key(KEYS[Layout.FOUR], ALT)
    reader.qtbot.waitUntil(lambda: reader.view.width() > 100)
    QTest.mouseClick(reader.view, LEFT, PLAIN, reader.at(120, 128))
    third = reader.page.panes.all[2]
    before = third.cursor_at
    wheel(reader.view, 2)
    assert abs(third.cursor_at[1] - before[1]) == pytest.approx(2, abs=1e-6)
    assert third.cursor_at[2] == pytest.approx(before[2])


def test_any_series_in_any_plane_can_be_chosen(reader: Reader) -> None:
    reader.key(KEYS[Layout.FOUR], ALT)
    choice = reader.page.panes.choices[3]
    place = next(
        k
        for k in range(choice.count())
        if choice.itemData(k).series == "t1-axial" and choice.itemData(k).plane == 1
    )
    choice.setCurrentIndex(place)
    choice.activated.emit(place)
    fourth = reader.page.panes.all[3]
    reader.qtbot.waitUntil(lambda: fourth.caption[1].startswith("T1"))
    assert fourth.model.grid.plane in ("sagittal", "coronal")


def test_layout_and_scaling_are_remembered(reader: Reader) -> None:
    reader.key(KEYS[Layout.ONE_AND_THREE], ALT)
    reader.key(Qt.Key.Key_J)
    assert not reader.view.smooth
    from cxstage_gui.pages.read import ReadPage

    again = ReadPage(reader.window.session)
    reader.qtbot.addWidget(again)
    assert again.panes.layout_now == Layout.ONE_AND_THREE
    assert not again.panes.first.smooth


def test_another_series_in_a_pane_leaves_place_and_zoom(reader: Reader) -> None:
    reader.key(KEYS[Layout.FOUR], ALT)
    reader.qtbot.waitUntil(lambda: reader.view.width() > 100)
    wheel(reader.view, 3)
    QTest.mouseClick(reader.view, LEFT, PLAIN, reader.at(100, 140))
    wheel(reader.view, 2, Qt.KeyboardModifier.ControlModifier)
    place, cursor, look = reader.view.index, reader.view.cursor_at, reader.view.transform
    choice = reader.page.panes.choices[3]
    chosen = next(k for k in range(choice.count()) if choice.itemData(k).series == "t1-axial")
    choice.setCurrentIndex(chosen)
    choice.activated.emit(chosen)
    reader.qtbot.waitUntil(lambda: reader.page.panes.all[3].caption[1].startswith("T1"))
    assert reader.view.index == place
    assert reader.view.cursor_at == pytest.approx(cursor)
    assert reader.view.transform.scale == pytest.approx(look.scale)
    assert reader.view.transform.centre == pytest.approx(look.centre)


def test_the_strip_has_room_for_all_its_buttons(reader: Reader) -> None:
    strip = reader.page.strip
    for width in (1920, 1366, 1280):
        reader.window.resize(width, 768)
        reader.qtbot.waitUntil(lambda w=width: reader.window.width() == w)
        reader.qtbot.wait(50)
        buttons = [*strip.tools.values(), *strip.labels.values(), strip.undo, strip.masks]
        assert all(button.width() >= button.sizeHint().width() - 1 for button in buttons)
        assert strip.opacity.geometry().right() <= strip.width()


@pytest.mark.parametrize("width", [1280, 1120])
def test_in_a_small_window_the_strip_offers_the_other_tools_in_a_menu(
    reader: Reader, width: int
) -> None:
    page, strip = reader.page, reader.page.strip
    for section in (*page.side.names, ""):
        page.side.show_section(section)
        reader.window.resize(width, 640)
        reader.qtbot.waitUntil(lambda: reader.window.width() == width)
        reader.qtbot.wait(50)
        shown = sorted(
            (part for part in strip.findChildren(QWidget, options=DIRECT) if part.isVisible()),
            key=lambda part: part.x(),
        )
        for part, following in zip(shown, [*shown[1:], None], strict=True):
            assert part.width() >= min(part.minimumSizeHint().width(), part.maximumWidth())
            assert part.geometry().right() < (strip.width() if following is None else following.x())
        offered = menu_of(strip)
        hidden = [button for button in strip.tools.values() if not button.isVisible()]
        assert [text.split("\t")[0] for text in offered if text in tool_texts(strip, page)] == [
            button.accessibleName() for button in hidden
        ]
        bar = page.status_bar
        for part in (bar.volume, bar.diameter, bar.saved, bar.complete):
            assert part.geometry().right() <= bar.width()
            assert part.width() >= part.sizeHint().width()


def test_a_tool_of_the_menu_is_chosen_and_comes_into_the_strip(reader: Reader) -> None:
    page, strip = reader.page, reader.page.strip
    page.side.show_section("tool")
    reader.window.resize(1120, 640)
    reader.qtbot.waitUntil(lambda: not strip.tools["ruler"].isVisible())
    menu_of(strip)
    action = next(a for a in strip.more.menu().actions() if a.text().startswith("Ruler"))
    assert action.text().split("\t")[1] == page.commands.shown_keys("tool ruler")
    action.trigger()
    assert page.drawing.tool.name == "ruler"
    assert strip.tools["ruler"].isVisible()
    assert strip.tools["ruler"].isChecked()
    page.side.show_section("")
    reader.window.resize(1920, 900)
    reader.qtbot.waitUntil(lambda: not strip.more.isVisible())
    assert all(button.isVisible() for button in strip.tools.values())


def menu_of(strip: ToolStrip) -> list[str]:
    """Return the entries of the menu as it would open now."""
    strip.more.menu().aboutToShow.emit()
    return [action.text() for action in strip.more.menu().actions()] if strip.more.isVisible() else []


def tool_texts(strip: ToolStrip, page: ReadPage) -> set[str]:
    """Return the entries that tools have in the menu."""
    keys = {name: page.commands.shown_keys(f"tool {name}") for name in strip.tools}
    return {f"{strip.titles[name]}\t{key}" if key else strip.titles[name] for name, key in keys.items()}

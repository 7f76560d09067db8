"""Rulers and angles: true millimetres in every pane, moved, listed, deleted, kept with the case."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.measurements import MeasurementsSection
from cxstage_gui.viewer.models.keymaps import Preset
from cxstage_gui.viewer.models.measurements import Kind, Measurement, Measurements
from cxstage_gui.viewer.slice_view import SliceView
from tests.gui.reading_room import LEFT, PLAIN, Reader, drag
from tests.gui.test_viewer_same_place_everywhere import grids

ALT, SHIFT = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier
KEYS = {
    Preset.ITK_SNAP: {Kind.RULER: (Qt.Key.Key_6, PLAIN), Kind.ANGLE: (Qt.Key.Key_7, ALT)},
    Preset.SLICER: {Kind.RULER: (Qt.Key.Key_M, PLAIN), Kind.ANGLE: (Qt.Key.Key_M, SHIFT)},
}


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def part_of(reader: Reader) -> MeasurementsSection:
    part = reader.page.parts["MeasurementsSection"]
    assert isinstance(part, MeasurementsSection)
    return part


def place(view: SliceView, row: float, column: float) -> QPointF:
    return QPointF(*view.transform.to_pane(row, column))


@given(grids, st.integers(0, 10**6))
def test_a_length_is_that_of_the_points_in_the_patient(grid: Grid, seed: int) -> None:
    draw = np.random.default_rng(seed)
    one, other = (grid.index_to_world(draw.uniform(0, grid.size)) for _ in range(2))
    ruler = Measurement(Kind.RULER, [tuple(one), tuple(other)])
    assert ruler.value == pytest.approx(float(np.sqrt(np.sum((one - other) ** 2))))
    assert ruler.text == f"{ruler.value:.1f} mm"


@given(st.floats(0, 180))
def test_an_angle_is_exact_from_nothing_to_a_straight_line(degrees: float) -> None:
    turned = np.radians(degrees)
    end = (40 * float(np.cos(turned)), 40 * float(np.sin(turned)), 0.0)
    angle = Measurement(Kind.ANGLE, [(25.0, 0.0, 0.0), (0.0, 0.0, 0.0), end])
    assert angle.value == pytest.approx(degrees, abs=1e-6)


def test_an_unfinished_angle_is_forgotten_and_a_moved_point_is_not() -> None:
    held = Measurements()
    held.press(Kind.ANGLE, (0, 0, 0), 1)
    held.release((30, 0, 0), 1)
    held.drop_unfinished()
    assert held.all == []
    held.press(Kind.RULER, (0, 0, 0), 1)
    held.release((30, 0, 0), 1)
    held.press(Kind.RULER, (30.5, 0, 0), 1)
    held.move((60, 0, 0))
    held.drop_unfinished()
    assert [m.text for m in held.all] == ["60.0 mm"]


@pytest.mark.parametrize("preset", list(Preset))
def test_a_dragged_ruler_is_as_long_as_the_grid_says_and_its_end_can_be_moved(
    reader: Reader, preset: Preset
) -> None:
    reader.page.commands.preset = preset
    part = part_of(reader)
    reader.key(*KEYS[preset][Kind.RULER])
    model = reader.view.model
    assert model is not None
    reader.stroke([(20, 20), (30, 30), (60, 50)])
    (ruler,) = part.measurements.all
    tall, wide = 40 * model.spacing[0], 30 * model.spacing[1]
    pixel = 1.5 / reader.view.transform.scale
    assert ruler.value == pytest.approx(np.hypot(tall, wide), abs=pixel)
    assert part.list.item(0).text().endswith(f"{ruler.value:.1f} mm")
    reader.stroke([(60, 50), (70, 40), (20, 50)])
    assert len(part.measurements.all) == 1
    assert ruler.value == pytest.approx(wide, abs=pixel)
    assert not reader.page.drawing.editor.labels(reader.page.drawing.series).any()
    reader.key(Qt.Key.Key_Delete)
    assert part.measurements.all == []
    assert part.list.count() == 0


@pytest.mark.parametrize("preset", list(Preset))
def test_an_angle_is_dragged_and_clicked(reader: Reader, preset: Preset) -> None:
    reader.page.commands.preset = preset
    part = part_of(reader)
    reader.key(*KEYS[preset][Kind.ANGLE])
    reader.stroke([(40, 20), (40, 30), (40, 50)])
    QTest.mouseMove(reader.view, reader.at(20, 50))
    reader.click(10, 50)
    (angle,) = part.measurements.all
    assert angle.complete and not part.measurements.busy
    assert angle.value == pytest.approx(90, abs=2)
    assert part.list.item(0).text().endswith("°")
    reader.stroke([(80, 20), (80, 30), (80, 50)])
    reader.key(Qt.Key.Key_Escape)
    assert part.measurements.all == [angle]


def test_a_ruler_across_the_plane_counts_slices_in_millimetres(reader: Reader) -> None:
    QTest.keyClick(reader.view, Qt.Key.Key_4, ALT)
    part = part_of(reader)
    reader.page.drawing.choose("ruler")
    case = reader.page.context.case
    assert case is not None
    view = next(
        view
        for view in reader.page.panes.views
        if view.model is not None and not view.model.reslice.plain and view.model.drawn
    )
    model = view.model
    assert model is not None
    rows = model.shape[0]
    way = [place(view, row, 30).toPoint() for row in (1, rows / 2, rows - 2)]
    drag(view, way)
    (ruler,) = part.measurements.all
    first, last = (view.transform.to_image(p.x(), p.y()) for p in (way[0], way[-1]))
    assert ruler.value == pytest.approx(
        np.hypot((last[0] - first[0]) * model.spacing[0], (last[1] - first[1]) * model.spacing[1])
    )


def test_measurements_stay_with_their_case(reader: Reader) -> None:
    part = part_of(reader)
    reader.page.drawing.choose("ruler")
    reader.stroke([(20, 20), (30, 30), (60, 50)])
    first = reader.page.context.wanted
    reader.page.commands.run("next patient")
    reader.wait_for_case(reader.page.context.wanted)
    assert part.measurements.all == []
    reader.page.context.open(first)
    reader.wait_for_case(first)
    reader.qtbot.waitUntil(lambda: len(part.measurements.all) == 1)
    reader.view.show_slice(0)
    part.list.itemClicked.emit(part.list.item(0))
    assert part.measurements.all[0].places(reader.view.model.grid, reader.view.index)  # type: ignore[union-attr]
    reader.page.side.show_section("rulers")
    QTest.mouseClick(part.delete_all, LEFT)
    assert part.list.count() == 0
    reader.page.drawing.choose("cursor")
    reader.stroke([(20, 20), (30, 30)])
    assert part.measurements.all == []

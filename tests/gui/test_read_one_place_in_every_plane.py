"""Oblique, left-handed, uneven and reversed series: a click is one place in every pane and every file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QPointF
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.intake import read_mask, write_mask
from cxstage_gui.viewer.link import Link
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.linking import nearest_index, world_of
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.reslice import PLANES, reslice_of
from cxstage_gui.viewer.slice_view import SliceView
from tests.gui.reading_room import LEFT, PLAIN
from tests.gui.test_viewer_same_place_everywhere import grids, seeds

LAYERS = (Layer((230, 159, 0)), Layer((204, 121, 167)))
SUFFIXES = (".nii.gz", ".mha", ".nrrd")


def model_of(grid: Grid, plane: int, mask: Mask) -> PaneModel:
    reslice = reslice_of(grid, plane)
    seen = reslice.volume(Volume(np.zeros(grid.size, np.int16), grid))
    labels = DrawnLabels(reslice.array(mask.array))
    return PaneModel(seen, labels, LAYERS, reslice=reslice, drawn=True)


@given(grids, grids, seeds, st.integers(0, 3), st.sampled_from(SUFFIXES))
@settings(max_examples=60)
def test_a_click_is_one_place_in_panes_planes_and_files(
    qapp: object, drawn: Grid, beside: Grid, seed: int, chosen: int, suffix: str
) -> None:
    draw = np.random.default_rng(seed)
    mask = Mask.empty(drawn)
    views = [SliceView(str(n)) for n in range(4)]
    link = Link(views)
    for view, plane in zip(views, (*PLANES, 0), strict=True):
        view.resize(240, 200)
        grid, outline = (beside, Mask.empty(beside)) if view is views[3] else (drawn, mask)
        view.show_model(model_of(grid, plane, outline))
    link.hold(mask, LAYERS)
    here = views[chosen]
    assert here.model is not None
    here.show_slice(int(draw.integers(here.model.grid.size[0])))
    at = QPointF(draw.uniform(10, 230), draw.uniform(10, 190)).toPoint()
    QTest.mouseClick(here, LEFT, PLAIN, at)
    assert here.cursor_at is not None
    row, column = here.transform.to_image(at.x(), at.y())
    world = np.array(here.model.grid.index_to_world((here.index, row, column)))
    for view in views:
        assert view.model is not None
        assert view.cursor_at is not None
        away = view.model.grid.world_to_index(world) - np.asarray(view.cursor_at)
        inside = 0 <= view.model.grid.world_to_index(world)[0] <= view.model.grid.size[0] - 1
        assert np.all(np.abs(away[1:]) < 1e-6)
        assert abs(away[0]) <= 0.5 + 1e-6 or not inside

    voxel = nearest_index(drawn, world)
    mask.array[voxel] = 1
    place = world_of(drawn, voxel)
    for view, plane in zip(views[:3], PLANES, strict=True):
        turned = reslice_of(drawn, plane)
        seen = nearest_index(turned.grid(drawn), place)
        assert view.model is not None
        view.show_slice(seen[0])
        view.model.recompose()
        assert turned.array(mask.array)[seen] == 1
        # The picture is bright just there, and there alone.
        view.model.show_overlay(DrawnLabels(turned.array(mask.array)), LAYERS)
        assert np.argwhere(view.model.picture != view.model.picture.min()).tolist() == [list(seen[1:])]
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"outline{suffix}"
        write_mask(mask, file)
        again = read_mask(file)
    (found,) = np.argwhere(again.array)
    assert np.allclose(again.grid.index_to_world(found), place, atol=1e-2)


def test_a_pane_draws_millimetres_equally_long(qtbot: QtBot) -> None:
    """Thick slices seen from the side are as tall on screen as they are in the body."""
    grid = Grid.axial((20, 40, 50), (4.0, 0.5, 0.8))
    view = SliceView("side")
    qtbot.addWidget(view)
    view.resize(300, 300)
    view.show_model(model_of(grid, 1, Mask.empty(grid)))
    x0, y0 = view.transform.to_pane(0, 0)
    assert view.model is not None
    rows, columns = view.model.spacing
    x1, y1 = view.transform.to_pane(1, 1)
    assert abs((y1 - y0) / rows - (x1 - x0) / columns) < 1e-9
    assert (rows, columns) == (4.0, 0.8)

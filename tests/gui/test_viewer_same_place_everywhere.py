"""One place in the patient: outlines side by side, kept pictures, points of panes, odd pixels."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.imaging import Grid, Mask, Volume, resample_mask
from cxstage_core.imaging.grid import Triple
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.linking import plane_labels, shadow_of
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.transform import PaneTransform
from cxstage_gui.viewer.models.window_level import GreyTable, WindowLevel

LAYERS = (Layer((230, 159, 0)), Layer((204, 121, 167)))
seeds = st.integers(0, 10**6)


def turned(size: tuple[int, int, int], spacing: Triple, seed: int) -> Grid:
    """A grid turned at random about the world's zero, every second one left-handed."""
    axes, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    a, b, c = (tuple(float(v) for v in axis) for axis in axes)
    direction = (a, b, c)
    at_zero = Grid(size, spacing, (0.0, 0.0, 0.0), direction)  # type: ignore[arg-type]
    x, y, z = -at_zero.centre
    return Grid(size, spacing, (float(x), float(y), float(z)), direction)  # type: ignore[arg-type]


sizes = st.tuples(st.integers(1, 8), st.integers(4, 30), st.integers(4, 30))
spacings = st.tuples(st.floats(0.5, 6), st.floats(0.2, 3), st.floats(0.2, 3))
grids = st.builds(turned, sizes, spacings, seeds)


@given(grids, grids, seeds)
def test_an_outline_beside_itself_is_the_resampled_outline(drawn: Grid, shown: Grid, seed: int) -> None:
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 3, drawn.size) * (draw.random(drawn.size) < 0.3)
    mask = Mask(labels.astype(np.uint8), drawn)
    shadow = shadow_of(mask, shown)
    found = np.stack([plane_labels(mask, shown, index, shadow) for index in range(shown.size[0])])
    apart = np.argwhere(found != resample_mask(mask, shown).array)
    # Only exactly between two voxels may either be called the nearest.
    place = drawn.world_to_index(shown.index_to_world(apart))
    between = np.abs(place - np.floor(place) - 0.5).min(axis=1, initial=1.0)
    assert np.all(between < 1e-6)


@given(seeds)
def test_what_is_painted_in_part_is_what_would_be_painted_whole(seed: int) -> None:
    draw = np.random.default_rng(seed)
    grid = Grid.axial((3, 20, 26), (3.0, 1.0, 0.5))
    volume = Volume(draw.integers(-500, 500, grid.size).astype(np.int16), grid)
    labels = np.zeros(grid.size, np.uint8)
    kept = PaneModel(volume)
    kept.show_overlay(DrawnLabels(labels), LAYERS)
    for _ in range(5):
        top, left = (int(n) for n in draw.integers((0, 0), (19, 25)))
        bottom, right = (int(n) for n in draw.integers((top + 1, left + 1), (21, 27)))
        labels[1, top:bottom, left:right] = draw.integers(0, 3, (bottom - top, right - left))
        kept.labels_changed(1, (top, left, bottom, right))
        fresh = PaneModel(volume)
        fresh.show_overlay(DrawnLabels(labels), LAYERS)
        assert np.array_equal(kept.picture, fresh.picture)


@given(
    st.tuples(st.floats(0.2, 3), st.floats(0.2, 3)),
    st.tuples(st.floats(-50, 600), st.floats(-50, 600)),
    st.floats(0.2, 5),
    st.tuples(st.floats(-300, 300), st.floats(-300, 300)),
)
def test_a_point_of_the_pane_goes_to_the_image_and_back(
    spacing: tuple[float, float],
    at: tuple[float, float],
    factor: float,
    moved: tuple[float, float],
) -> None:
    fitted = PaneTransform.fit((384, 300), spacing, (700.0, 500.0))
    zoomed = fitted.zoomed(factor, at)
    assert zoomed.to_pane(*fitted.to_image(*at)) == pytest.approx(at, abs=1e-6)
    shown = zoomed.panned(*moved).resized((800.0, 900.0))
    assert shown.to_pane(*shown.to_image(*at)) == pytest.approx(at, abs=1e-6)


@pytest.mark.parametrize("kind", ["i2", "u2", ">i2", "i1", "u1", "i4", "f4", "f8"])
def test_intensities_of_every_type_become_the_greys_of_the_formula(kind: str) -> None:
    plane = np.arange(-100 if np.dtype(kind).kind != "u" else 0, 100).astype(kind).reshape(10, -1)
    window = WindowLevel.between(-40.0, 60.0)
    wanted = np.clip((plane.astype(float) + 40) * 255 / 100 + 0.5, 0, 255).astype(int)
    assert np.abs(GreyTable(window, plane.dtype).greys(plane) - wanted).max() <= 1


@pytest.mark.filterwarnings("error")
def test_voxels_without_a_number_are_black_and_do_not_spoil_the_window() -> None:
    array = np.random.default_rng(1).normal(100, 20, (2, 30, 30)).astype(np.float32)
    clean = PaneModel(Volume(array, Grid.axial((2, 30, 30), (3.0, 1.0, 1.0)))).window
    array[1, 3, 4], array[1, 5, 6] = np.nan, np.inf
    model = PaneModel(Volume(array, Grid.axial((2, 30, 30), (3.0, 1.0, 1.0))))
    assert model.window.level == pytest.approx(clean.level, rel=0.02)
    assert model.picture[3, 4] == 0xFF000000
    assert np.isfinite(WindowLevel.full(array).width)
    nothing = np.full((1, 4, 4), np.nan, np.float32)
    assert PaneModel(Volume(nothing, Grid.axial((1, 4, 4), (3.0, 1.0, 1.0)))).window.width > 0

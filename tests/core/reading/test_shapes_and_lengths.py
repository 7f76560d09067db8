"""Areas and lengths against geometry."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.reading import largest_diameter, polygon_mask, swept_disc
from tests.core.reading.strokes import brush_stamp, stroke


def circle(radius: float, centre: tuple[float, float], corners: int = 720) -> np.ndarray:
    turn = np.linspace(0, 2 * np.pi, corners, endpoint=False)
    return np.stack([centre[0] + radius * np.sin(turn), centre[1] + radius * np.cos(turn)], axis=1)


@given(st.floats(40, 110), st.floats(-0.5, 0.5), st.floats(-0.5, 0.5))
def test_a_drawn_circle_has_its_area(radius: float, down: float, right: float) -> None:
    inside = polygon_mask(circle(radius, (128 + down, 128 + right)), (256, 256))
    assert np.count_nonzero(inside) == pytest.approx(np.pi * radius**2, rel=0.01)


def by_ray(vertices: list[tuple[float, float]], shape: tuple[int, int]) -> np.ndarray:
    """Even-odd, pixel by pixel."""
    found = np.zeros(shape, bool)
    for row in range(shape[0]):
        for column in range(shape[1]):
            for (r0, c0), (r1, c1) in zip(vertices, vertices[1:] + vertices[:1], strict=True):
                if (r0 <= row) != (r1 <= row) and c0 + (row - r0) / (r1 - r0) * (c1 - c0) <= column:
                    found[row, column] ^= True
    return found


@given(st.lists(st.tuples(st.floats(-5, 20), st.floats(-5, 24)), max_size=9))
def test_any_polygon_crossing_itself_or_the_border_follows_the_even_odd_rule(vertices: list) -> None:
    shape = (16, 19)
    wanted = by_ray(vertices, shape) if len(vertices) > 2 else np.zeros(shape, bool)
    assert np.array_equal(polygon_mask(vertices, shape), wanted)


def test_polygons_that_share_an_edge_share_no_pixel() -> None:
    left = polygon_mask([(2, 2), (2, 8), (9, 8), (9, 2)], (12, 16))
    right = polygon_mask([(2, 8), (2, 14), (9, 14), (9, 8)], (12, 16))
    assert not (left & right).any()
    whole = polygon_mask([(2, 2), (2, 14), (9, 14), (9, 2)], (12, 16))
    assert np.array_equal(left | right, whole)


@pytest.mark.parametrize("spacing", [(0.4, 0.4), (0.9, 0.3), (0.3, 0.7)])
def test_the_brush_is_round_in_millimetres(spacing: tuple[float, float]) -> None:
    stamp = brush_stamp(9.0, spacing)
    area = np.count_nonzero(stamp) * spacing[0] * spacing[1]
    assert area == pytest.approx(np.pi * 81, rel=0.01)
    height, width = (n * step for n, step in zip(stamp.shape, spacing, strict=True))
    assert height == pytest.approx(18, abs=2 * spacing[0])
    assert width == pytest.approx(18, abs=2 * spacing[1])


def test_a_fast_stroke_leaves_no_gap() -> None:
    drawn = stroke([(20, 20), (180, 230)], 3.0, (1.0, 1.0), (200, 250))
    length = np.hypot(160, 210)
    assert np.count_nonzero(drawn) == pytest.approx(6 * length + np.pi * 9, rel=0.01)


def test_the_finest_brush_still_draws_a_pixel() -> None:
    drawn = stroke([(5.4, 6.3)], 0.01, (1.0, 1.0), (12, 12))
    assert np.argwhere(drawn).tolist() == [[5, 6]]


def test_a_stroke_outside_the_image_is_nothing() -> None:
    assert swept_disc((-50, -50), (-40, -40), 2.0, (1.0, 1.0), (20, 20)) is None


@given(
    st.lists(st.tuples(st.integers(0, 11), st.integers(0, 9)), min_size=1, max_size=12),
    st.floats(0.2, 2),
    st.floats(0.2, 2),
)
def test_the_diameter_is_the_longest_line_between_pixel_corners(
    pixels: list[tuple[int, int]], down: float, across: float
) -> None:
    inside = np.zeros((12, 10), bool)
    inside[tuple(np.array(pixels).T)] = True
    corners = np.array([(r + i, c + j) for r, c in pixels for i in (-0.5, 0.5) for j in (-0.5, 0.5)])
    mm = corners * (down, across)
    wanted = np.linalg.norm(mm[:, None] - mm[None, :], axis=-1).max()
    found = largest_diameter(inside, (down, across))
    assert found is not None
    assert found.mm == pytest.approx(wanted)
    ends = (np.array(found.end) - found.start) * (down, across)
    assert np.hypot(*ends) == pytest.approx(found.mm)


def test_nothing_has_no_diameter() -> None:
    assert largest_diameter(np.zeros((4, 4), bool), (1.0, 1.0)) is None

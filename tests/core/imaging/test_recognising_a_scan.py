"""The same scan is recognised in another form; scans of two people, and images without content, are not."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxstage_core.imaging import Grid, Volume
from cxstage_core.imaging.likeness import (
    ALIKE_IN_DETAIL,
    ALIKE_IN_SKETCH,
    alike,
    detail_likeness,
    sketch,
)

GRID = Grid.axial((8, 40, 44), (4.0, 0.7, 0.7), (-15.0, -14.0, 3.0))


def body(seed: int) -> Volume:
    """An ellipse with a texture of its own, as two people's pelvis: alike when coarse, different in detail."""
    rng = np.random.default_rng(seed)
    z, y, x = np.indices(GRID.size, dtype=float)
    inside = ((y - 20) / 17) ** 2 + ((x - 22) / 19) ** 2 < 1
    array = inside * (400 + 60 * np.sin(x / 5) + 40 * np.cos(z)) + rng.normal(0, 25, GRID.size) * inside
    return Volume(np.clip(array, 0, None).astype(np.uint16), GRID)


def is_same(first: Volume, second: Volume) -> bool:
    """What an import asks about."""
    return (
        alike(sketch(first), sketch(second)) >= ALIKE_IN_SKETCH
        and detail_likeness(first, second) >= ALIKE_IN_DETAIL
    )


def test_changes_on_the_way_do_not_hide_a_scan() -> None:
    image = body(1)
    bit = image.array.copy()
    bit[:, 0, 0] ^= 1
    assert is_same(image, Volume(bit, GRID))
    assert is_same(image, Volume((image.array * 0.37 + 12).astype(np.float32), GRID))
    assert is_same(image, Volume(image.array // 4 * 4, GRID))
    moved = Grid(GRID.size, GRID.spacing, (0.0, 0.0, 0.0), GRID.direction)
    assert is_same(image, Volume(image.array, moved))
    shorter = Grid.axial((7, 40, 44), GRID.spacing)
    assert detail_likeness(image, Volume(image.array[1:], shorter)) > ALIKE_IN_DETAIL


def test_the_order_of_axes_does_not_hide_a_scan() -> None:
    image = body(1)
    directions = ((0.0, 0.0, -1.0), (0.0, -1.0, 0.0), (-1.0, 0.0, 0.0))
    turned = Grid(GRID.size, GRID.spacing, (0.0, 0.0, 0.0), directions)
    assert is_same(image, Volume(image.array[::-1, ::-1, ::-1], turned))


@given(st.integers(0, 10_000), st.integers(0, 10_000))
@settings(max_examples=25, deadline=None)
def test_two_people_of_one_shape_are_two(first: int, second: int) -> None:
    assert alike(sketch(body(first)), sketch(body(second))) > 0.9  # the coarse look would not tell
    assert is_same(body(first), body(second)) == (first == second)


@pytest.mark.parametrize("value", [0, 7, np.nan])
def test_an_image_without_content_is_like_nothing(value: float) -> None:
    empty = Volume(np.full(GRID.size, value, np.float32), GRID)
    assert sketch(empty) == b""
    assert alike(sketch(empty), sketch(empty)) == 0.0
    assert detail_likeness(empty, empty) == 0.0
    z, y, x = np.indices(GRID.size)
    ramp = Volume((z * 100 + y * 3 + x).astype(np.float32), GRID)
    assert detail_likeness(ramp, ramp) < ALIKE_IN_DETAIL

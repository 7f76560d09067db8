"""Index and world agree for every grid: oblique, left-handed, anisotropic; SimpleITK agrees too."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from scipy.spatial.transform import Rotation

from cxstage_core.errors import GeometryError
from cxstage_core.imaging import Grid, Label, Mask, Volume, resample_mask, resample_volume
from cxstage_core.imaging.resample import grid_of_sitk, to_sitk, volume_of_sitk


@st.composite
def grids(draw: st.DrawFn) -> Grid:
    """Any grid: rotated, mirrored, with unequal spacings."""
    angles = [draw(st.floats(-180, 180)) for _ in range(3)]
    axes = Rotation.from_euler("xyz", angles, degrees=True).as_matrix()
    axes = axes * np.array([draw(st.sampled_from([-1.0, 1.0])) for _ in range(3)])[:, None]
    size = tuple(draw(st.integers(2, 9)) for _ in range(3))
    spacing = tuple(draw(st.floats(0.2, 8)) for _ in range(3))
    origin = tuple(draw(st.floats(-300, 300)) for _ in range(3))
    return Grid(size, spacing, origin, tuple(tuple(float(v) for v in row) for row in axes))  # type: ignore[arg-type]


@given(grids(), st.lists(st.tuples(*[st.floats(-5, 15)] * 3), min_size=1, max_size=5))
def test_a_point_goes_to_the_world_and_back(
    grid: Grid, points: list[tuple[float, float, float]]
) -> None:
    world = grid.index_to_world(points)
    np.testing.assert_allclose(grid.world_to_index(world), points, atol=1e-7)


@given(grids())
def test_simpleitk_places_every_corner_alike(grid: Grid) -> None:
    picture = to_sitk(Mask.empty(grid))
    s, r, c = (n - 1 for n in grid.size)
    for index in [(0, 0, 0), (s, r, c), (s, 0, c)]:
        there = picture.TransformIndexToPhysicalPoint([int(n) for n in index[::-1]])
        np.testing.assert_allclose(grid.index_to_world(index), there, atol=1e-6)
    assert grid_of_sitk(picture).close_to(grid, 1e-6)


@given(grids())
def test_a_grid_survives_json(grid: Grid) -> None:
    assert Grid.from_dict(grid.to_dict()) == grid


def test_the_plane_is_named_by_the_normal() -> None:
    x, y, z = (1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)
    names = {z: "axial", y: "coronal", x: "sagittal"}
    for normal, name in names.items():
        others = [axis for axis in (x, y, z) if axis != normal]
        assert Grid((2, 2, 2), (1, 1, 1), (0, 0, 0), (normal, *others)).plane == name  # type: ignore[arg-type]
    tilted = Rotation.from_euler("x", 40, degrees=True).as_matrix()
    rows = tuple(tuple(float(v) for v in row) for row in tilted)
    assert Grid((2, 2, 2), (1, 1, 1), (0, 0, 0), (rows[2], rows[1], rows[0])).plane == "oblique"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "spacing"),
    [((0, 2, 2), (1, 1, 1)), ((2, 2, 2), (0, 1, 1)), ((2, 2, 2), (float("nan"), 1, 1))],
)
def test_impossible_grids_are_refused(
    size: tuple[int, int, int], spacing: tuple[float, float, float]
) -> None:
    with pytest.raises(GeometryError):
        Grid.axial(size, spacing)


def test_axes_that_are_not_at_right_angles_are_refused() -> None:
    with pytest.raises(GeometryError, match="right angles"):
        Grid((2, 2, 2), (1, 1, 1), (0, 0, 0), ((0, 0, 1), (0, 1, 0), (0.7, 0.7, 0)))


def test_arrays_must_fit_their_grid() -> None:
    grid = Grid.axial((2, 3, 4), (1, 1, 1))
    with pytest.raises(GeometryError, match="shape"):
        Volume(np.zeros((2, 3, 5)), grid)
    with pytest.raises(GeometryError, match="uint8"):
        Mask(np.zeros((2, 3, 4), dtype=np.int16), grid)  # type: ignore[arg-type]


@given(grids(), st.integers(0, 2**32 - 1))
def test_resampling_onto_the_same_grid_changes_nothing(grid: Grid, seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = Mask(rng.integers(0, 3, grid.size).astype(np.uint8), grid)
    assert resample_mask(mask, grid).same_as(mask)
    back = volume_of_sitk(to_sitk(mask))
    np.testing.assert_array_equal(back.array, mask.array)


def test_a_linear_ramp_is_resampled_exactly_between_oblique_grids() -> None:
    turned = Rotation.from_euler("xyz", [10, 5, -7], degrees=True).as_matrix()
    fine = Grid.axial((20, 40, 40), (2.0, 1.0, 1.0), (-20, -20, -20))
    rows = tuple(tuple(float(v) for v in turned[i]) for i in (2, 1, 0))
    oblique = Grid((6, 8, 8), (1.5, 1.5, 1.5), (-6, -6, -4), rows)  # type: ignore[arg-type]
    index = np.stack(np.meshgrid(*[np.arange(n) for n in fine.size], indexing="ij"), axis=-1)
    ramp = fine.index_to_world(index) @ np.array([1.0, -2.0, 0.5])
    found = resample_volume(Volume(ramp, fine), oblique)
    there = np.stack(np.meshgrid(*[np.arange(n) for n in oblique.size], indexing="ij"), axis=-1)
    wanted = oblique.index_to_world(there) @ np.array([1.0, -2.0, 0.5])
    np.testing.assert_allclose(found.array, wanted, atol=1e-3)


def test_a_mask_measures_in_cm3() -> None:
    grid = Grid.axial((2, 10, 10), (5.0, 1.0, 1.0))
    mask = Mask.empty(grid)
    mask.array[1, :, :5] = Label.TUMOUR
    assert mask.volume_cm3() == pytest.approx(0.25)
    assert mask.drawn_slices == (1,)


@given(grids(), st.tuples(*[st.floats(0, 1)] * 3))
def test_simpleitk_agrees_between_the_voxels_too(grid: Grid, share: tuple[float, float, float]) -> None:
    index = np.asarray(share) * (np.asarray(grid.size) - 1)
    there = to_sitk(Mask.empty(grid)).TransformContinuousIndexToPhysicalPoint(index[::-1].tolist())
    np.testing.assert_allclose(grid.index_to_world(index), there, atol=1e-6)
    assert grid.contains(there)


@given(grids())
def test_a_grid_holds_its_corners_and_nothing_beyond(grid: Grid) -> None:
    ends = np.array(np.meshgrid(*[(-0.49, n - 0.51) for n in grid.size])).reshape(3, -1).T
    assert grid.contains(grid.index_to_world(ends)).all()
    outside = np.where(ends < 0, ends - 0.02, ends + 0.02)
    assert not grid.contains(grid.index_to_world(outside)).any()
    assert grid.contains(grid.centre)


ALMOST_STRAIGHT = Grid(
    (2, 2, 2),
    (1.0, 1.1875, 1.0),
    (0.0, 0.0, 0.0),
    ((-1.0, 0.0, 0.0), (0.0, -1.0, 1.9306550382844915e-307), (0.0, -1.9306550382844915e-307, -1.0)),
)
"""Cosines so small that ITK's decomposition of the matrix fails on them."""


@given(grids(), st.integers(0, 2**16), st.permutations([0, 1, 2]), st.tuples(*[st.booleans()] * 3))
@example(ALMOST_STRAIGHT, 0, [0, 2, 1], (False, False, False))
def test_the_same_voxels_stored_in_another_order_are_the_same_mask(
    grid: Grid, seed: int, order: list[int], mirrored: tuple[bool, bool, bool]
) -> None:
    array = np.random.default_rng(seed).integers(0, 3, grid.size).astype(np.uint8)
    ends = [n - 1 if flip else 0 for n, flip in zip(grid.size, mirrored, strict=True)]
    signs = [-1.0 if flip else 1.0 for flip in mirrored]
    axes = [tuple(signs[i] * v for v in grid.direction[i]) for i in order]
    other = Grid(
        tuple(grid.size[i] for i in order),  # type: ignore[arg-type]
        tuple(grid.spacing[i] for i in order),  # type: ignore[arg-type]
        tuple(float(v) for v in grid.index_to_world(ends)),  # type: ignore[arg-type]
        tuple(axes),  # type: ignore[arg-type]
    )
    flipped = np.flip(array, [i for i in range(3) if mirrored[i]]).transpose(order)
    found = resample_mask(Mask(np.ascontiguousarray(flipped), other), grid)
    np.testing.assert_array_equal(found.array, array)

"""Whole outlines against shapes whose answer is known: discs, balls, ellipsoids."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.ndimage import binary_erosion

from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.phantom import draw_patient, render, truth
from cxstage_core.reading import largest_diameter
from cxstage_core.reading.diameter import largest_diameter_in_space
from cxstage_core.reading.tools.interpolation import gaps, interpolated
from cxstage_core.reading.tools.level_set import LevelSet, LevelSetSettings
from cxstage_core.reading.tools.operations import (
    LabelSnapshot,
    Scope,
    copied,
    holes_filled,
    largest_part,
    replaced,
    resized,
    smoothed,
)
from cxstage_core.reading.tools.transfer import transferred

SPACING = (5.0, 0.7, 0.5)
seeds = st.integers(0, 10**6)


def disc(
    radius_mm: float, shape: tuple[int, int], spacing: tuple[float, float], at=(0.0, 0.0)
) -> np.ndarray:
    """A disc about the middle of a slice, moved by `at` mm."""
    rows, columns = (
        (np.arange(n) - (n - 1) / 2) * mm - off for n, mm, off in zip(shape, spacing, at, strict=True)
    )
    return rows[:, None] ** 2 + columns**2 < radius_mm**2


def ball(radius_mm: float, grid: Grid, centre: tuple[float, float, float]) -> np.ndarray:
    points = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    return np.linalg.norm(grid.index_to_world(points) - centre, axis=-1) < radius_mm


def dice(a: np.ndarray, b: np.ndarray) -> float:
    return 2 * np.count_nonzero(a & b) / (np.count_nonzero(a) + np.count_nonzero(b))


@pytest.mark.parametrize("by", [-6.0, -2.5, 1.0, 4.0])
def test_a_disc_that_grows_or_shrinks_is_the_disc_of_the_other_radius(by: float) -> None:
    inside = np.zeros((3, 200, 240), bool)
    inside[1] = disc(25.0, (200, 240), SPACING[1:])
    changed = resized(inside, SPACING, by)
    wanted = np.pi * (25.0 + by) ** 2
    assert np.count_nonzero(changed[1]) * 0.35 == pytest.approx(wanted, rel=0.01)
    assert not changed[[0, 2]].any()


def test_growing_in_space_knows_how_far_slices_are_apart() -> None:
    inside = np.zeros((7, 100, 120), bool)
    inside[3] = disc(15.0, (100, 120), SPACING[1:])
    assert np.flatnonzero(resized(inside, SPACING, 4.0, solid=True).any(axis=(1, 2))).tolist() == [3]
    grown = resized(inside, SPACING, 6.0, solid=True)
    assert np.flatnonzero(grown.any(axis=(1, 2))).tolist() == [2, 3, 4]


def test_holes_are_filled_in_slices_or_in_space() -> None:
    ring = disc(20, (100, 100), (1, 1)) & ~disc(10, (100, 100), (1, 1))
    inside = np.repeat(ring[None], 3, axis=0)
    assert np.array_equal(holes_filled(inside)[1], disc(20, (100, 100), (1, 1)))
    assert np.array_equal(holes_filled(inside, solid=True), inside)  # open at both ends


def test_the_largest_part_is_kept() -> None:
    inside = np.zeros((2, 60, 60), bool)
    inside[0, 5:15, 5:15] = True
    inside[1, 5:15, 5:15] = True
    inside[1, 30:42, 30:42] = True
    assert largest_part(inside)[1, 35, 35] == False  # noqa: E712
    assert np.count_nonzero(largest_part(inside)) == 200
    by_slice = largest_part(inside, solid=False)
    assert by_slice[0, 10, 10]
    assert by_slice[1, 35, 35]
    assert not by_slice[1, 10, 10]


@given(seeds)
@settings(max_examples=20)
def test_smoothing_keeps_the_size_and_takes_away_the_spikes(seed: int) -> None:
    draw = np.random.default_rng(seed)
    clean = disc(18.0, (100, 120), SPACING[1:])
    inside = (clean ^ (draw.random(clean.shape) < 0.01) & disc(22.0, clean.shape, SPACING[1:]))[None]
    found = smoothed(inside, SPACING, 1.5)
    assert np.count_nonzero(found) == pytest.approx(np.count_nonzero(inside), rel=0.01)
    assert dice(found[0], clean) > dice(inside[0], clean)


def test_between_two_discs_that_lie_apart_there_are_discs() -> None:
    shape, spacing = (240, 240), (1.0, 1.0)
    inside = np.zeros((11, *shape), bool)
    inside[0] = disc(20.0, shape, spacing, (-50.0, -40.0))
    inside[10] = disc(40.0, shape, spacing, (40.0, 50.0))
    found = interpolated(inside, (3.0, *spacing))
    assert not found[[0, 10]].any()
    for index in range(1, 10):
        share = index / 10
        wanted = disc(20 + 20 * share, shape, spacing, (-50 + 90 * share, -40 + 90 * share))
        assert dice(found[index], wanted) > 0.985


@given(seeds)
@settings(max_examples=25)
def test_interpolation_changes_gaps_only(seed: int) -> None:
    draw = np.random.default_rng(seed)
    inside = np.zeros((9, 40, 40), bool)
    for index in sorted(draw.choice(9, 3, replace=False)):
        r, c = draw.integers(10, 30, 2)
        inside[index] = disc(6.0, (40, 40), (1, 1), (r - 20, c - 20))
    found = interpolated(inside, (2.0, 1.0, 1.0))
    assert set(np.flatnonzero(found.any(axis=(1, 2))).tolist()) == set(gaps(inside))


@given(seeds, st.booleans())
@settings(max_examples=25)
def test_replacing_a_label_leaves_the_other_as_it_was_where_it_is_protected(
    seed: int, protect: bool
) -> None:
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 3, (3, 12, 12)).astype(np.uint8)
    inside = draw.random(labels.shape) < 0.5
    after = replaced(labels, inside, Label.TUMOUR, protect=protect)
    other = labels == Label.INFILTRATION
    covered = inside & ~other if protect else inside
    assert np.array_equal(after == Label.TUMOUR, covered)
    assert np.array_equal(after == Label.INFILTRATION, other if protect else other & ~inside)


def test_a_slice_takes_what_its_neighbour_has() -> None:
    inside = np.zeros((3, 20, 20), bool)
    inside[0, 2:8, 2:8] = True
    inside[1, 10:12, 10:12] = True
    found = copied(inside, 0, 1)
    assert np.array_equal(found[1], inside[0] | inside[1])
    assert not found[[0, 2]].any()


@pytest.mark.parametrize("solid", [False, True])
def test_a_level_set_finds_a_noisy_disc(solid: bool) -> None:
    draw = np.random.default_rng(4)
    shape, spacing = (160, 160), (0.8, 0.8)
    wanted = np.repeat(disc(25.0, shape, spacing)[None], 5 if solid else 1, axis=0)
    image = 300.0 + 200 * wanted + draw.normal(0, 60, wanted.shape)
    start = np.repeat(disc(18.0, shape, spacing, (3.0, -2.0))[None], len(wanted), axis=0)
    settings_ = LevelSetSettings(push=0.6, solid=solid)
    border = LevelSet(image, start, (4.0, *spacing), settings_)
    seen = [dice(border.inside, wanted)]
    for _ in range(30):
        border.steps(10)
        seen.append(dice(border.inside, wanted))
    assert seen[-1] >= 0.96
    assert seen[-1] > seen[0] + 0.1
    assert abs(seen[-1] - seen[-5]) < 0.01  # it has settled


@pytest.mark.parametrize("solid", [False, True])
@pytest.mark.parametrize("number", [1, 3, 6, 8])
def test_a_default_run_of_the_level_set_stops_at_the_tumour(number: int, *, solid: bool) -> None:
    patient = draw_patient(5, number)
    volume, wanted = render(patient)["t2_axial"], truth(patient).array == Label.TUMOUR
    start = np.zeros_like(wanted)
    for index in np.flatnonzero(wanted.any(axis=(1, 2))):
        rough = wanted[index]
        while (smaller := binary_erosion(rough)).sum() >= 0.3 * wanted[index].sum():
            rough = smaller
        start[index] = rough
    border = LevelSet(volume.array, start, volume.grid.spacing, LevelSetSettings(push=0.6, solid=solid))
    while not border.stopped:
        border.steps(5)
        assert border.count <= 400
    assert dice(border.inside, wanted) > max(0.75, dice(start, wanted) + 0.2)
    assert border.inside.sum() < 1.5 * wanted.sum()
    settled = border.inside
    border.steps(100)
    assert dice(border.inside, settled) > 0.95  # it does not creep on


def test_a_level_set_that_shrinks_away_ends() -> None:
    image = np.random.default_rng(1).normal(0, 1, (1, 60, 60))
    start = np.zeros(image.shape, bool)
    start[0, 25:35, 25:35] = True
    border = LevelSet(image, start, (1.0, 1.0, 1.0), LevelSetSettings(push=-2.0, curvature=2.0))
    while not border.stopped:
        border.steps(5)
    assert border.count <= 400


def test_a_level_set_without_a_start_is_refused() -> None:
    with pytest.raises(ValueError, match="start"):
        LevelSet(np.zeros((1, 9, 9)), np.zeros((1, 9, 9), bool), (1.0, 1.0, 1.0))


def turned(size: tuple[int, int, int], spacing: tuple[float, float, float], seed: int) -> Grid:
    axes, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    direction = tuple(tuple(float(v) for v in axis) for axis in axes)
    at_zero = Grid(size, spacing, (0.0, 0.0, 0.0), direction)  # type: ignore[arg-type]
    x, y, z = (float(v) for v in -at_zero.centre)
    return Grid(size, spacing, (x, y, z), direction)  # type: ignore[arg-type]


@given(seeds)
@settings(max_examples=12, deadline=None)
def test_a_ball_stays_a_ball_on_any_other_grid(seed: int) -> None:
    source = turned((24, 80, 80), (2.5, 0.8, 0.8), seed)
    target = turned((40, 40, 60), (1.5, 1.6, 1.0), seed + 1)
    centre = (2.0, -1.0, 1.5)
    mask = Mask(ball(14.0, source, centre).astype(np.uint8), source)
    found = transferred(mask, target, Label.TUMOUR)
    assert dice(found, ball(14.0, target, centre)) > 0.95
    volume = np.count_nonzero(found) * target.voxel_mm3
    assert volume == pytest.approx(4 / 3 * np.pi * 14.0**3, rel=0.03)
    assert not transferred(mask, target, Label.INFILTRATION).any()


@given(seeds, st.tuples(st.floats(3, 20), st.floats(3, 20), st.floats(3, 20)))
@settings(max_examples=25, deadline=None)
def test_the_diameter_in_space_is_that_of_the_ellipsoid(
    seed: int, axes: tuple[float, float, float]
) -> None:
    grid = Grid.axial((45, 50, 50), (1.0, 0.9, 0.9))
    points = np.stack(np.meshgrid(*[np.arange(n) for n in grid.size], indexing="ij"), axis=-1)
    away = (grid.index_to_world(points) - grid.centre) / axes
    inside = np.linalg.norm(away, axis=-1) < 1
    found = largest_diameter_in_space(inside, grid.spacing)
    assert found is not None
    assert found.mm == pytest.approx(2 * max(axes), abs=2.5)
    ends = grid.index_to_world([found.start, found.end])
    assert np.linalg.norm(ends[0] - ends[1]) == pytest.approx(found.mm)
    planes = [largest_diameter(plane, grid.spacing[1:]) for plane in inside]
    assert found.mm >= max(p.mm for p in planes if p) - 1e-9


def test_the_diameter_in_space_is_the_brute_force_one() -> None:
    draw = np.random.default_rng(2)
    inside = draw.random((5, 9, 9)) < 0.1
    spacing = (4.0, 0.8, 0.7)
    corners = [
        np.array([s, r + a, c + b]) * spacing
        for s, r, c in np.argwhere(inside)
        for a in (-0.5, 0.5)
        for b in (-0.5, 0.5)
    ]
    wanted = max(np.linalg.norm(a - b) for a in corners for b in corners)
    found = largest_diameter_in_space(inside, spacing)
    assert found is not None
    assert found.mm == pytest.approx(wanted)
    assert largest_diameter_in_space(np.zeros((2, 4, 4), bool), spacing) is None


def snapshot(index: int = 2) -> LabelSnapshot:
    """A ring of tumour with a speck on slices 1 to 3, and infiltration next to it."""
    labels = np.zeros((5, 20, 20), dtype=np.uint8)
    labels[1:4, 4:11, 4:11] = Label.TUMOUR
    labels[1:4, 6:9, 6:9] = Label.BACKGROUND
    labels[1:4, 15, 15] = Label.TUMOUR
    labels[1:4, 4:11, 11] = Label.INFILTRATION
    return LabelSnapshot(labels, Label.TUMOUR, (5.0, 1.0, 1.0), index)


@pytest.mark.parametrize("scope", list(Scope))
def test_an_operation_changes_what_is_in_scope_and_nothing_else(scope: Scope) -> None:
    one = snapshot()
    inside = one.inside.copy()
    for changed in (one.largest(scope), one.smoothed(scope, 1.0), one.resized(scope, 1.5)):
        assert (changed[2] != inside[2]).any()
        others = [n for n in range(5) if n != 2]
        assert (changed[others] != inside[others]).any() == (scope is not Scope.SLICE)
    assert np.array_equal(one.inside, inside)


def test_holes_are_filled_on_the_slice_on_each_slice_and_in_space() -> None:
    one = snapshot()
    assert one.filled(Scope.SLICE)[:, 7, 7].tolist() == [False, False, True, False, False]
    assert one.filled(Scope.SLICES)[:, 7, 7].tolist() == [False, True, True, True, False]
    assert np.array_equal(one.filled(Scope.SPACE), one.inside)  # open at both ends


def test_a_copy_adds_the_neighbour_and_there_is_none_from_an_empty_slice() -> None:
    first = snapshot(index=0)
    assert first.copied(-1) is None
    assert first.copied(4) is None
    found = first.copied(1)
    assert found is not None
    assert np.array_equal(found[0], first.inside[1])
    assert np.array_equal(found[1:], first.inside[1:])


@pytest.mark.parametrize("protect", [False, True])
def test_the_other_label_is_kept_where_it_is_protected(protect: bool) -> None:
    one = snapshot()
    one = LabelSnapshot(one.labels, one.label, one.spacing, one.index, protect)
    grown = one.resized(Scope.SLICES, 1.5)
    after = one.replaced_by(grown)
    assert ((after == Label.INFILTRATION).sum() == (one.labels == Label.INFILTRATION).sum()) == protect

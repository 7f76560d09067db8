"""Tips of brushes, flat and solid, against geometry, and what painting with them changes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.imaging import Label
from cxstage_core.reading import Patch, SliceDelta, Tip, TipForm, erased, painted, patch_delta

SIZE = (41, 160, 150)


def voxels(tip: Tip, spacing: tuple[float, float, float], at: tuple[float, float]) -> np.ndarray:
    whole = np.zeros(SIZE, bool)
    for index, patch in tip.swept_slices(at, at, 20, spacing, SIZE).items():
        whole[index] = patch.on(SIZE[1:])
    return whole


@pytest.mark.parametrize("spacing", [(0.5, 0.3, 0.3), (0.7, 0.3, 0.45), (1.0, 0.25, 0.4)])
def test_a_ball_has_its_volume_on_anisotropic_voxels(spacing: tuple[float, float, float]) -> None:
    # The mean over places, since a ball is only as round as the slices it is cut into.
    found = [
        np.count_nonzero(voxels(Tip(18.0, solid=True), spacing, at)) * np.prod(spacing)
        for at in ((80.0, 75.0), (80.3, 74.6), (79.9, 75.5))
    ]
    assert np.mean(found) == pytest.approx(np.pi * 18**3 / 6, rel=0.01)


def test_a_ball_holds_the_voxels_whose_centres_lie_in_it() -> None:
    spacing = (3.0, 0.6, 0.8)
    at = (70.3, 81.7)
    place = np.indices(SIZE).astype(float)
    away = [(axis - where) * step for axis, where, step in zip(place, (20, *at), spacing, strict=True)]
    inside = sum(gap**2 for gap in away) <= 11.0**2
    assert np.array_equal(voxels(Tip(22.0, solid=True), spacing, at), inside)


def test_a_thin_ball_stays_on_its_slice() -> None:
    assert set(Tip(5.9, solid=True).swept_slices((9, 9), (9, 9), 20, (3.0, 0.5, 0.5), SIZE)) == {20}
    assert set(Tip(6.1, solid=True).swept_slices((9, 9), (9, 9), 20, (3.0, 0.5, 0.5), SIZE)) == {
        *(19, 20, 21)
    }


def test_a_ball_at_the_end_of_the_series_is_cut_off() -> None:
    found = Tip(30.0, solid=True).swept_slices((50, 50), (50, 60), 0, (3.0, 0.5, 0.5), SIZE)
    assert sorted(found) == [0, 1, 2, 3, 4, 5]


@given(st.floats(20, 120), st.floats(20, 120), st.floats(3, 18))
def test_a_square_covers_as_many_pixels_as_its_side_wherever_it_is(
    row: float, column: float, side: float
) -> None:
    tip = Tip(side, TipForm.SQUARE)
    patch = tip.swept((row, column), (row, column), (0.5, 0.5), (150, 150))
    assert patch is not None
    rows, columns = np.flatnonzero(patch.inside.any(axis=1)), np.flatnonzero(patch.inside.any(axis=0))
    assert patch.inside.sum() == rows.size * columns.size
    assert abs(rows.size - side / 0.5) <= 1 and abs(columns.size - side / 0.5) <= 1


def test_a_square_of_whole_pixels_has_exactly_its_area() -> None:
    patch = Tip(8.0, TipForm.SQUARE).swept((40.0, 40.0), (40.0, 40.0), (0.5, 0.4), (90, 90))
    assert patch is not None
    assert patch.inside.sum() == 16 * 20


@given(
    st.tuples(st.floats(-5, 65), st.floats(-5, 65)),
    st.tuples(st.floats(-5, 65), st.floats(-5, 65)),
    st.floats(0.5, 12),
    st.sampled_from(list(TipForm)),
)
def test_a_swept_tip_covers_what_it_covers_at_every_place_of_its_way(
    start: tuple[float, float], end: tuple[float, float], size: float, form: TipForm
) -> None:
    shape, spacing = (60, 60), (0.7, 0.5)
    tip = Tip(size, form)
    swept = tip.swept(start, end, spacing, shape)
    along = np.linspace(0, 1, 201)[:, None] * (np.subtract(end, start)) + start
    steps = np.zeros(shape, bool)
    for at in along:
        gap = [
            (n - where) * step for n, where, step in zip(np.indices(shape), at, spacing, strict=True)
        ]
        if form == TipForm.CIRCLE:
            steps |= gap[0] ** 2 + gap[1] ** 2 <= (size / 2) ** 2 - 1e-9
        else:
            steps |= np.max(np.abs(gap), axis=0) < size / 2 - 1e-6
    covered = np.zeros(shape, bool) if swept is None else swept.on(shape)
    assert not (steps & ~covered).any()
    # Beyond the steps only what lies between two of them, and the pixels that hold the ends.
    grown = tip.swept(start, end, spacing, shape)
    assert (grown is None) == (swept is None)
    extra = np.argwhere(covered & ~steps)
    for row, column in extra:
        place = np.array([row, column])
        nearest = along[np.abs((along - place) * spacing).max(axis=1).argmin()]
        gap_mm = np.abs((nearest - place) * spacing)
        holds = any(np.array_equal(np.rint(p), place) for p in (start, end))
        assert holds or gap_mm.max() <= size / 2 + 0.3


@given(
    st.integers(0, 2**32 - 1),
    st.sampled_from([Label.TUMOUR, Label.INFILTRATION]),
    st.booleans(),
    st.booleans(),
)
def test_a_patch_changes_what_the_whole_slice_would(
    seed: int, label: Label, erase: bool, protect: bool
) -> None:
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 3, (17, 23)).astype(np.uint8)
    top, left = draw.integers(0, 12, 2)
    inside = draw.random((int(draw.integers(1, 6)), int(draw.integers(1, 12)))) < 0.7
    inside = inside[: 17 - top, : 23 - left]
    box = (int(top), int(left), int(top) + inside.shape[0], int(left) + inside.shape[1])
    patch = Patch(box, inside)
    part = patch_delta(4, labels, patch, label, erase=erase, protect=protect)
    change = erased if erase else painted
    wanted = change(labels, patch.on((17, 23)), label, protect=protect)
    now = labels.copy()
    if part is not None:
        part.write(now)
        whole = SliceDelta.between(4, labels, wanted)
        assert whole is not None
        assert np.array_equal(part.starts, whole.starts) and part.index == 4
    assert np.array_equal(now, wanted)

"""Two outlines of one patient: numbers by hand, by brute force, and by others' definitions."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Label
from cxstage_core.reading.comparison.definitions import DEFINITIONS, MEASURES, REGIONS, Measure, Region
from cxstage_core.reading.comparison.overlap import (
    Presence,
    agreement,
    agreements,
    surface_distances,
    surface_of_voxels,
)

SPACING = (5.0, 0.7, 0.7)
STEPS = tuple(p for p in itertools.product((-1, 0, 1), repeat=3) if sum(map(abs, p)) == 1)
small = arrays(np.uint8, (4, 6, 5), elements=st.sampled_from([0, 0, 1, 2]))


def square(rows: slice, columns: slice, slices: slice = slice(2, 3)) -> np.ndarray:
    labels = np.zeros((6, 24, 24), np.uint8)
    labels[slices, rows, columns] = Label.TUMOUR
    return labels


def ellipsoid(radii_mm: tuple[float, ...], centre: tuple[float, ...] = (9, 48, 48)) -> np.ndarray:
    grid = np.indices((19, 96, 96)).reshape(3, -1).T
    far = ((grid - centre) * SPACING / np.asarray(radii_mm)) ** 2
    return (far.sum(axis=1) <= 1).reshape(19, 96, 96).astype(np.uint8)


def by_hand(first: np.ndarray, second: np.ndarray) -> tuple[list[float], list[float]]:
    """Surface distances from the words of the definition, voxel by voxel."""

    def surface(mask: np.ndarray) -> list[tuple[int, ...]]:
        marked = {tuple(p) for p in np.argwhere(mask).tolist()}
        return [
            p for p in marked if any(tuple(np.add(p, step).tolist()) not in marked for step in STEPS)
        ]

    a, b = (np.array(surface(mask)) * SPACING for mask in (first, second))
    gaps = np.linalg.norm(a[:, None] - b[None], axis=-1)
    return gaps.min(axis=1).tolist(), gaps.min(axis=0).tolist()


def test_a_square_moved_by_three_columns() -> None:
    found = agreement(square(slice(5, 15), slice(2, 12)), square(slice(5, 15), slice(5, 15)), SPACING)
    assert found.dice == pytest.approx(0.7)
    assert found.hd95_mm == pytest.approx(
        2.1
    )  # 10 of 100 voxels are 2.1 mm away, 10 are 1.4, 10 are 0.7
    assert found.assd_mm == pytest.approx(0.42)
    assert found.volume_difference_cm3 == 0
    assert found.diameter_difference_mm == pytest.approx(0)
    assert found.first.volume_cm3 == pytest.approx(100 * 0.7 * 0.7 * 5 / 1000)
    assert found.first.diameter_mm == pytest.approx(7 * np.sqrt(2))


def test_the_95th_percentile_lies_between_two_distances() -> None:
    first = square(slice(5, 6), slice(2, 6))
    second = square(slice(5, 6), slice(2, 4))
    found = agreement(first, second, SPACING)  # 0, 0, 0.7 and 1.4 mm one way: rank 2.85 of 3
    assert found.hd95_mm == pytest.approx(0.7 + 0.85 * 0.7)
    assert found.assd_mm == pytest.approx(2.1 / 6)


def test_a_square_in_the_next_slice_is_five_millimetres_away() -> None:
    first = square(slice(5, 15), slice(2, 12))
    second = square(slice(5, 15), slice(2, 12), slice(3, 4))
    found = agreement(first, second, SPACING)
    assert (found.dice, found.hd95_mm, found.assd_mm) == (0, 5, 5)
    assert found.slices.table == ((4, 1), (1, 0))
    assert found.presence is Presence.BOTH


def test_only_the_surface_counts_and_the_border_of_the_image_is_outside() -> None:
    whole = np.ones((5, 6, 7), bool)
    inner = np.zeros_like(whole)
    inner[1:-1, 1:-1, 1:-1] = True
    assert np.array_equal(surface_of_voxels(whole), whole & ~inner)
    found = agreement(whole.astype(np.uint8), inner.astype(np.uint8), (2.0, 1.0, 1.0))
    assert found.hd95_mm is not None and found.hd95_mm > 0


def test_a_millimetre_more_all_around_is_a_millimetre() -> None:
    first = ellipsoid((30, 18, 18))
    second = ellipsoid((30, 21.5, 21.5))  # five pixels wider in the plane, as long across it
    there, back = surface_distances(first.astype(bool), second.astype(bool), SPACING)
    middle = np.argwhere(surface_of_voxels(second.astype(bool)))[:, 0] == 9
    assert back[middle].mean() == pytest.approx(3.5, abs=0.35)
    assert there.max() <= 5 + 0.7
    assert agreement(first, second, SPACING).diameter_difference_mm == pytest.approx(0, abs=0.7)
    wide = agreement(ellipsoid((20, 25, 25)), ellipsoid((20, 26.4, 26.4)), SPACING)
    assert wide.diameter_difference_mm == pytest.approx(2.8, abs=0.7)


def test_the_edge_offset_says_who_draws_outside_whom() -> None:
    first, second = ellipsoid((30, 18, 18)), ellipsoid((30, 21.5, 21.5))
    disc, wide = (
        np.where(np.arange(19)[:, None, None] == 9, m, 0).astype(np.uint8) for m in (first, second)
    )
    found = agreement(disc, wide, SPACING)
    assert found.edge_offset_mm == pytest.approx(3.5, abs=0.7 / 4)
    assert agreement(wide, disc, SPACING).edge_offset_mm == pytest.approx(-(found.edge_offset_mm or 0))
    one_more = square(slice(4, 16), slice(1, 13))
    inner = square(slice(5, 15), slice(2, 12))
    assert agreement(inner, one_more, SPACING).edge_offset_mm == pytest.approx(
        (36 * 0.7 + 40 * 0.7 + 4 * 0.7 * np.sqrt(2)) / 80
    )
    assert agreement(inner, inner, SPACING).edge_offset_mm == 0
    elsewhere = square(slice(5, 15), slice(2, 12), slice(3, 4))
    assert agreement(inner, elsewhere, SPACING).edge_offset_mm is None


@pytest.mark.parametrize("region", Region)
def test_empty_and_one_sided_outlines_are_defined_and_told(region: Region) -> None:
    nothing = np.zeros((6, 24, 24), np.uint8)
    drawn = square(slice(5, 15), slice(2, 12))
    if region is Region.INFILTRATION:
        drawn = drawn * np.uint8(Label.INFILTRATION)
    neither = agreement(nothing, nothing, SPACING, region)
    assert neither.presence is Presence.NEITHER and neither.note is not None
    assert (neither.dice, neither.hd95_mm, neither.assd_mm) == (None, None, None)
    assert neither.volume_difference_cm3 is None and neither.diameter_difference_mm is None
    assert neither.slices.table == ((6, 0), (0, 0))
    for pair, told, sign in (
        ((drawn, nothing), Presence.FIRST_ONLY, -1),
        ((nothing, drawn), Presence.SECOND_ONLY, 1),
    ):
        found = agreement(*pair, SPACING, region)
        assert found.presence is told and found.note is not None
        assert (found.dice, found.hd95_mm, found.assd_mm) == (0, None, None)
        assert found.diameter_difference_mm is None
        assert found.volume_difference_cm3 == pytest.approx(sign * 0.245)


def test_labels_are_compared_apart_and_together() -> None:
    first = square(slice(5, 15), slice(2, 12))
    second = first * np.uint8(Label.INFILTRATION)
    found = agreements(first, second, SPACING)
    assert found[Region.TUMOUR].presence is Presence.FIRST_ONLY
    assert found[Region.INFILTRATION].presence is Presence.SECOND_ONLY
    assert found[Region.BOTH].dice == 1 and found[Region.BOTH].assd_mm == 0


def test_outlines_on_two_grids_are_refused() -> None:
    with pytest.raises(ReadingError, match="one grid"):
        agreement(np.zeros((2, 3, 4), np.uint8), np.zeros((2, 3, 5), np.uint8), SPACING)


@settings(max_examples=60, deadline=None)
@given(small, small, st.sampled_from(list(Region)))
def test_any_two_outlines_as_the_definition_says(
    first: np.ndarray, second: np.ndarray, region: Region
) -> None:
    found = agreement(first, second, SPACING, region)
    back = agreement(second, first, SPACING, region)
    assert (found.dice, found.hd95_mm) == (back.dice, back.hd95_mm)
    a, b = (
        np.isin(x, [1, 2] if region is Region.BOTH else [1 if region is Region.TUMOUR else 2])
        for x in (first, second)
    )
    if not (a.any() and b.any()):
        assert found.hd95_mm is None and found.assd_mm is None
        return
    there, here = by_hand(a, b)
    assert found.dice == pytest.approx(2 * (a & b).sum() / (a.sum() + b.sum()))
    assert found.hd95_mm == pytest.approx(max(np.percentile(there, 95), np.percentile(here, 95)))
    assert found.assd_mm == pytest.approx(np.mean(there + here))
    assert found.volume_difference_cm3 == pytest.approx((b.sum() - a.sum()) * 2.45 / 1000)
    assert back.volume_difference_cm3 == pytest.approx(-(b.sum() - a.sum()) * 2.45 / 1000)


@settings(max_examples=30, deadline=None)
@given(small, small, st.tuples(*[st.integers(0, 3)] * 3))
def test_a_larger_field_of_view_changes_nothing(
    first: np.ndarray, second: np.ndarray, more: tuple[int, int, int]
) -> None:
    pad = [(n, 3 - n) for n in more]
    near = agreement(first, second, SPACING)
    far = agreement(np.pad(first, pad), np.pad(second, pad), SPACING)
    assert (near.dice, near.hd95_mm, near.assd_mm) == (far.dice, far.hd95_mm, far.assd_mm)
    assert near.slices.both == far.slices.both


SHAPES = {
    "larger": (ellipsoid((30, 18, 18)), ellipsoid((35, 20, 22))),
    "moved": (ellipsoid((30, 18, 18)), ellipsoid((30, 18, 18), (10, 53, 45))),
    "apart": (ellipsoid((15, 9, 9), (4, 25, 25)), ellipsoid((15, 9, 9), (13, 70, 66))),
}


@pytest.mark.parametrize("shape", SHAPES)
def test_as_simpleitk_measures_it(shape: str) -> None:
    """Contour and distance map of SimpleITK: the same to its single precision."""
    import SimpleITK as sitk

    first, second = SHAPES[shape]
    images = [sitk.GetImageFromArray(mask) for mask in (first, second)]
    for image in images:
        image.SetSpacing(SPACING[::-1])
    contours = [sitk.GetArrayFromImage(sitk.LabelContour(i, fullyConnected=False)) > 0 for i in images]
    maps = [
        np.abs(
            sitk.GetArrayFromImage(
                sitk.SignedMaurerDistanceMap(
                    sitk.LabelContour(image, fullyConnected=False),
                    squaredDistance=False,
                    useImageSpacing=True,
                )
            )
        )
        for image in images
    ]
    there, back = maps[1][contours[0]], maps[0][contours[1]]
    found = agreement(first, second, SPACING)
    assert found.hd95_mm == pytest.approx(
        max(np.percentile(there, 95), np.percentile(back, 95)), abs=1e-4
    )
    assert found.assd_mm == pytest.approx(np.concatenate([there, back]).mean(), abs=1e-4)

    overlap = sitk.LabelOverlapMeasuresImageFilter()
    overlap.Execute(*images)
    assert found.dice == pytest.approx(overlap.GetDiceCoefficient())

    # Its Hausdorff filter measures from all voxels, not only the surface's: never more than ours.
    filled = sitk.HausdorffDistanceImageFilter()
    filled.Execute(*images)
    longest = max(d.max() for d in surface_distances(first > 0, second > 0, SPACING))
    assert filled.GetHausdorffDistance() <= longest + 1e-4
    if shape in ("larger", "apart"):
        assert filled.GetHausdorffDistance() == pytest.approx(longest, abs=1e-4)


def surfels(mask: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Surface elements of the published definition of surface-distance, and their area in mm².

    An element sits at the corner between eight voxels that are not all alike. Its area is that of the
    surface halfway between voxel centres, here cut through the six tetrahedra around the diagonal.
    """
    wide = np.pad(mask.astype(bool), 1)
    corners = list(itertools.product((0, 1), repeat=3))
    end = np.array(wide.shape) - 1
    cells = np.stack(
        [wide[tuple(slice(o, o + n) for o, n in zip(c, end, strict=True))] for c in corners]
    )
    where = np.argwhere(cells.any(axis=0) & ~cells.all(axis=0))
    codes = cells[:, *where.T].T
    places = np.array(corners) * SPACING
    known: dict[bytes, float] = {}
    for code in codes:
        key = code.tobytes()
        if key not in known:
            known[key] = sum(cut(places, code, way) for way in itertools.permutations(range(3)))
    return (where + 0.5) * SPACING, np.array([known[code.tobytes()] for code in codes])


def cut(places: np.ndarray, code: np.ndarray, way: tuple[int, ...]) -> float:
    """Area of the surface in one tetrahedron of a cell."""
    steps = np.cumsum([np.zeros(3, int), *(np.eye(3, dtype=int)[axis] for axis in way)], axis=0)
    numbers = steps @ (4, 2, 1)
    within = [n for n in numbers if code[n]]
    without = [n for n in numbers if not code[n]]
    points = [[(places[i] + places[o]) / 2 for o in without] for i in within]
    if not within or not without:
        return 0.0
    flat = [p for row in points for p in row]
    if len(flat) == 3:
        return float(np.linalg.norm(np.cross(flat[1] - flat[0], flat[2] - flat[0])) / 2)
    across = points[0][0] - points[1][1], points[0][1] - points[1][0]
    return float(np.linalg.norm(np.cross(*across)) / 2)


@pytest.mark.parametrize("shape", SHAPES)
def test_as_surface_distance_defines_it_within_the_stated_difference(shape: str) -> None:
    """Elements between voxels, weighted by area: differs by where elements sit and how many there are.

    Stated difference: HD95 by at most the diagonal of a pixel, ASSD by at most half a slice.
    """
    from scipy.spatial import cKDTree

    first, second = SHAPES[shape]
    (a, weight_a), (b, weight_b) = surfels(first), surfels(second)
    there, back = cKDTree(b).query(a)[0], cKDTree(a).query(b)[0]

    def robust(distance: np.ndarray, weight: np.ndarray) -> float:
        order = distance.argsort()
        share = weight[order].cumsum() / weight.sum()
        return float(distance[order][np.searchsorted(share, 0.95)])

    found = agreement(first, second, SPACING)
    far = max(robust(there, weight_a), robust(back, weight_b))
    mean = (there @ weight_a + back @ weight_b) / (weight_a.sum() + weight_b.sum())
    assert found.hd95_mm == pytest.approx(far, abs=0.7 * np.sqrt(2))
    assert found.assd_mm == pytest.approx(mean, abs=2.5)


def test_area_of_the_published_surface_elements() -> None:
    """The elements of this file's yardstick add up to the area of a box, its edges cut off."""
    box = np.zeros((6, 24, 24), bool)
    box[2:4, 5:15, 5:15] = True
    _, area = surfels(box)
    whole = 2 * (7 * 7 + 2 * 7 * 10)
    assert whole * 0.85 < area.sum() < whole


def test_every_number_has_a_title_and_a_definition() -> None:
    assert set(MEASURES) == set(DEFINITIONS) == set(Measure)
    assert set(REGIONS) == set(Region)
    assert all(str(text) for text in (*MEASURES.values(), *DEFINITIONS.values(), *REGIONS.values()))

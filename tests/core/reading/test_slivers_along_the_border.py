"""Which differences of two readings are slivers along the border, and which are disagreements."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxstage_core.errors import ReadingError
from cxstage_core.reading.comparison.border import Border, slivers, thickness_named
from cxstage_core.reading.comparison.disagreement import Take, agreed, chosen, components, settled

SPACING = (5.0, 0.5, 0.75)
Labels = npt.NDArray[np.uint8]
pairs = st.integers(1, 3).flatmap(
    lambda n: st.tuples(*(arrays(np.uint8, (n, 6, 7), elements=st.integers(0, 2)) for _ in "ab"))
)
thicknesses = st.sampled_from([0.0, 0.4, 0.75, 1.0, 1.5, 2.3, 5.0])


def _square(size: int, shape: tuple[int, int, int] = (3, 40, 40)) -> Labels:
    made = np.zeros(shape, dtype=np.uint8)
    made[1, 20 - size : 20 + size, 20 - size : 20 + size] = 1
    return made


def _thin(
    first: Labels, second: Labels, border: Border, spacing: tuple[float, ...] = SPACING
) -> list[bool]:
    found = components(first, second, spacing)
    keys = slivers(first, second, spacing, found, border)
    return [item.key in keys for item in found.items]


@given(pairs, thicknesses)
def test_a_sliver_has_both_labels_nearby_in_the_other_outline(
    pair: tuple[Labels, Labels], thickness: float
) -> None:
    first, second = pair
    border = Border(thickness)
    found = components(first, second, SPACING)
    keys = slivers(first, second, SPACING, found, border)
    reach = max(thickness, 0.75) + 1e-9
    for item in found.items:
        thin = thickness > 0
        for s, r, c in np.argwhere(found.map == item.number):
            for here, there in ((first, second), (second, first)):
                thin = thin and any(
                    ((r - y) * 0.5) ** 2 + ((c - x) * 0.75) ** 2 <= reach**2
                    for y, x in itertools.product(range(6), range(7))
                    if there[s, y, x] == here[s, r, c]
                )
        assert (item.key in keys) is thin


@given(pairs, thicknesses, st.sampled_from([t for t in Take if t is not Take.REDRAWN]))
def test_group_and_single_differences_are_all_of_them_and_the_group_becomes_what_was_chosen(
    pair: tuple[Labels, Labels], thickness: float, take: Take
) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    group = slivers(first, second, SPACING, found, Border(thickness))
    assert group <= found.by_key.keys()
    inside = np.isin(found.map, [found.by_key[key].number for key in group])
    single = np.isin(found.map, [i.number for i in found.items if i.key not in group])
    np.testing.assert_array_equal(inside ^ single, first != second)
    draft = agreed(first, second)
    untouched = draft.copy()
    settled(draft, first, second, found, dict.fromkeys(group, take)).write(draft)
    np.testing.assert_array_equal(draft[inside], chosen(first, second, take)[inside])
    np.testing.assert_array_equal(draft[~inside], untouched[~inside])


@given(pairs, thicknesses)
def test_it_does_not_matter_who_read_first(pair: tuple[Labels, Labels], thickness: float) -> None:
    def places(one: Labels, two: Labels) -> Labels:
        found = components(one, two, SPACING)
        keys = slivers(one, two, SPACING, found, Border(thickness))
        return np.isin(found.map, [found.by_key[key].number for key in keys])

    np.testing.assert_array_equal(places(*pair), places(*reversed(pair)))


@given(pairs, st.lists(thicknesses, min_size=2, max_size=2))
def test_a_greater_thickness_only_adds_slivers(pair: tuple[Labels, Labels], both: list[float]) -> None:
    found = components(*pair, SPACING)
    less, more = (slivers(*pair, SPACING, found, Border(mm)) for mm in sorted(both))
    assert less <= more


def test_a_rim_of_three_pixels_is_a_sliver_up_to_its_width() -> None:
    spacing = (5.0, 0.5, 0.5)
    assert _thin(_square(10), _square(7), Border(), spacing) == [False]  # its corners are wider
    first, second = _square(10), _square(10)
    second[1, 10:13] = 0  # three rows, 1.5 mm
    assert _thin(first, second, Border(1.5), spacing) == [True]
    assert _thin(first, second, Border(1.4), spacing) == [False]


def test_large_pixels_allow_one_pixel() -> None:
    first, second = _square(10), _square(10)
    second[1, 10] = 0
    assert _thin(first, second, Border(), (5.0, 2.0, 2.0)) == [True]
    assert Border().key((5.0, 2.0, 2.0)) == "border 2 mm"
    second[1, 11] = 0
    assert _thin(first, second, Border(), (5.0, 2.0, 2.0)) == [False]


def test_what_only_one_saw_is_no_sliver_however_small() -> None:
    first = _square(5)
    for place in ((0, 20, 20), (1, 35, 35), (1, 20, 20)):
        second = first.copy()
        second[place] = 1 - second[place]  # another slice, a spot elsewhere, a hole
        assert _thin(first, second, Border()) == [False]
    spike = first.copy()
    spike[1, 20, 25:33] = 1  # one pixel wide, but 6 mm long
    assert _thin(first, spike, Border()) == [False]


def test_possible_infiltration_is_compared_with_possible_infiltration() -> None:
    first = _square(8)
    first[1, 20:24, 26:28] = 2
    second = _square(8)
    second[1, 20:24, 26:28] = 1  # the other reader calls all of it tumour
    assert _thin(first, second, Border()) == [False]


def test_a_thickness_is_a_number_within_limits_and_its_name_is_read_back() -> None:
    for wrong in (-0.1, 5.1, float("nan"), float("inf")):
        with pytest.raises(ReadingError, match="between 0 and 5 mm"):
            Border(wrong)
    assert thickness_named(Border(1.25).key(SPACING)) == 1.25
    assert thickness_named(Border().key((5.0, 12.0, 3.0))) == 12.0
    assert thickness_named("union") is None
    assert _thin(_square(8), _square(7), Border(0)) == [False]

"""Two readings differ; every voxel is accounted for, and each decision stands in the draft."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Label
from cxstage_core.reading.comparison.disagreement import (
    Kind,
    Take,
    agreed,
    chosen,
    components,
    departed,
    intersection,
    settled,
    union,
)

SPACING = (5.0, 0.7, 0.7)
Labels = npt.NDArray[np.uint8]
pairs = st.integers(1, 4).flatmap(
    lambda n: st.tuples(*(arrays(np.uint8, (n, 5, 6), elements=st.integers(0, 2)) for _ in "ab"))
)
takes = st.sampled_from([take for take in Take if take is not Take.REDRAWN])


def _flood(kinds: Labels) -> set[frozenset[tuple[int, ...]]]:
    """Face-connected pieces of equal kinds, found by walking from voxel to voxel."""
    left = {tuple(place) for place in np.argwhere(kinds)}
    found = set()
    while left:
        border = [left.pop()]
        piece = set(border)
        while border:
            here = border.pop()
            for axis in range(3):
                for step in (-1, 1):
                    there = (*here[:axis], here[axis] + step, *here[axis + 1 :])
                    if there in left and kinds[there] == kinds[here]:
                        left.remove(there)
                        piece.add(there)
                        border.append(there)
        found.add(frozenset(piece))
    return found


@given(pairs)
def test_every_voxel_is_either_agreed_on_or_in_exactly_one_piece(pair: tuple[Labels, Labels]) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    np.testing.assert_array_equal(found.map > 0, first != second)
    assert sum(item.voxels for item in found.items) == np.count_nonzero(first != second)
    assert [item.number for item in found.items] == list(range(1, len(found.items) + 1))
    assert len(found.by_key) == len(found.items)
    kinds = np.where(first == second, 0, np.where(second == 0, 1, np.where(first == 0, 2, 3)))
    pieces = {
        frozenset(tuple(int(i) for i in place) for place in np.argwhere(found.map == item.number))
        for item in found.items
    }
    assert pieces == {
        frozenset(tuple(int(i) for i in place) for place in piece)
        for piece in _flood(kinds.astype(np.uint8))
    }


@given(pairs)
def test_a_piece_says_where_and_how_large_it_is(pair: tuple[Labels, Labels]) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    sizes = [item.voxels for item in found.items]
    assert sizes == sorted(sizes, reverse=True)
    for item in found.items:
        there = found.map == item.number
        assert item.voxels == np.count_nonzero(there)
        assert item.volume_cm3 == pytest.approx(item.voxels * 5 * 0.7 * 0.7 / 1000)
        slices = np.flatnonzero(there.any(axis=(1, 2)))
        assert (item.first_slice, item.last_slice) == (slices[0], slices[-1])
        assert there[item.centre]
        assert found.at(item.centre) is item
        assert np.count_nonzero(there[item.inside]) == item.voxels
        assert (first[there] > 0).all() == (item.kind is not Kind.SECOND_ONLY)
        assert (second[there] > 0).all() == (item.kind is not Kind.FIRST_ONLY)


@given(pairs)
def test_the_key_stays_as_long_as_the_piece_does(pair: tuple[Labels, Labels]) -> None:
    first, second = pair
    before = components(first, second, SPACING)
    assert components(first.copy(), second.copy(), SPACING).by_key.keys() == before.by_key.keys()
    for item in before.items:
        alone = first.copy()  # the first reader gives in everywhere else
        elsewhere = before.map != item.number
        alone[elsewhere] = second[elsewhere]
        again = components(alone, second, SPACING)
        assert [other.key for other in again.items] == [item.key]


@given(pairs, st.data())
def test_a_decided_piece_equals_what_was_chosen_and_nothing_else_changes(
    pair: tuple[Labels, Labels], data: st.DataObject
) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    decisions = {
        item.key: data.draw(takes) for item in found.items if data.draw(st.booleans(), "decided")
    }
    draft = agreed(first, second)
    before = draft.copy()
    delta = settled(draft, first, second, found, decisions)
    np.testing.assert_array_equal(draft, before)
    delta.write(draft)
    for item in found.items:
        there = found.map == item.number
        take = decisions.get(item.key)
        wanted = before if take is None else chosen(first, second, take)
        np.testing.assert_array_equal(draft[there], wanted[there])
    np.testing.assert_array_equal(draft[found.map == 0], first[found.map == 0])
    assert departed(draft, first, second, found, decisions) == ()
    settled(draft, first, second, found, dict.fromkeys(decisions)).write(draft)
    np.testing.assert_array_equal(draft, before)


@given(pairs)
def test_deciding_everything_alike_gives_the_outline_of_that_rule(pair: tuple[Labels, Labels]) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    for take in (Take.FIRST, Take.SECOND, Take.UNION, Take.INTERSECTION):
        draft = agreed(first, second)
        settled(draft, first, second, found, dict.fromkeys(found.by_key, take)).write(draft)
        np.testing.assert_array_equal(draft, chosen(first, second, take))


@given(pairs)
def test_a_union_keeps_the_stronger_claim_and_an_intersection_the_weaker(
    pair: tuple[Labels, Labels],
) -> None:
    first, second = pair
    strength = {0: 0, int(Label.INFILTRATION): 1, int(Label.TUMOUR): 2}
    both, either = intersection(pair), union(pair)
    for one, two, weak, strong in zip(first.flat, second.flat, both.flat, either.flat, strict=True):
        order = sorted((int(one), int(two)), key=strength.__getitem__)
        assert [weak, strong] == order


@settings(max_examples=30)
@given(pairs)
def test_a_piece_that_was_drawn_over_is_noticed(pair: tuple[Labels, Labels]) -> None:
    first, second = pair
    found = components(first, second, SPACING)
    decisions = dict.fromkeys(found.by_key, Take.UNION)
    draft = union(pair)
    for item in found.items:
        changed = draft.copy()
        changed[item.centre] = 0
        assert departed(changed, first, second, found, decisions) == (item.key,)
        redrawn = {**decisions, item.key: Take.REDRAWN}
        assert departed(changed, first, second, found, redrawn) == ()
        assert not settled(changed, first, second, found, {item.key: Take.REDRAWN})


def test_pieces_that_touch_at_an_edge_only_are_two() -> None:
    first = np.zeros((2, 4, 4), dtype=np.uint8)
    first[0, 1, 1] = first[1, 2, 1] = 1
    found = components(first, np.zeros_like(first), SPACING)
    assert [item.voxels for item in found.items] == [1, 1]


def test_what_does_not_fit_is_refused() -> None:
    first = np.zeros((2, 4, 4), dtype=np.uint8)
    with pytest.raises(ReadingError, match="different grids"):
        components(first, np.zeros((2, 4, 5), dtype=np.uint8), SPACING)
    found = components(first, first, SPACING)
    with pytest.raises(ReadingError, match="do not differ there"):
        settled(first, first, first, found, {"0123": Take.FIRST})
    with pytest.raises(ReadingError, match="draft alone"):
        chosen(first, first, Take.REDRAWN)
    assert found.at((0, 0, 9)) is None

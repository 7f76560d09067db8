"""Several outlines become one by a named rule."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from cxstage_core.errors import ReadingError
from cxstage_core.reading.comparison.consensus_rules import (
    MARGIN,
    RULES,
    majority,
    rule_of,
    staple,
)

Labels = npt.NDArray[np.uint8]
several = st.integers(2, 5).flatmap(
    lambda n: st.lists(arrays(np.uint8, (2, 4, 5), elements=st.integers(0, 2)), min_size=n, max_size=n)
)


def _disc(radius: float, centre: tuple[float, float] = (30, 30)) -> Labels:
    rows, columns = np.mgrid[:60, :60]
    inside = (rows - centre[0]) ** 2 + (columns - centre[1]) ** 2 <= radius**2
    return np.repeat(inside[None], 4, axis=0).astype(np.uint8)


@given(several)
def test_a_majority_is_more_than_half(outlines: list[Labels]) -> None:
    found = majority(outlines)
    for place in np.ndindex(found.shape):
        votes = [int(outline[place]) for outline in outlines]
        marked = len(votes) - votes.count(0)
        expected = 0
        if marked > len(votes) / 2:
            expected = 1 if votes.count(1) >= votes.count(2) else 2
        assert found[place] == expected


@given(several)
def test_each_rule_leaves_alone_what_all_say_alike(outlines: list[Labels]) -> None:
    stack = np.stack(outlines)
    alike = (stack == stack[0]).all(axis=0)
    for key, rule in RULES.items():
        if key == "staple":
            continue  # it estimates readers and may distrust all of them
        np.testing.assert_array_equal(rule.combine(outlines)[alike], stack[0][alike])


def test_staple_gives_what_simpleitk_gives_within_the_same_field_of_view() -> None:
    import SimpleITK as sitk

    outlines = [_disc(12), _disc(13), _disc(12, (32, 30))]
    filled = sitk.STAPLEImageFilter()
    filled.SetForegroundValue(1)
    rows = slice(30 - 13 - MARGIN, 44 + 1 + MARGIN)
    columns = slice(30 - 13 - MARGIN, 43 + 1 + MARGIN)
    inside = filled.Execute([sitk.GetImageFromArray(o[:, rows, columns].copy()) for o in outlines])
    found = staple(outlines)
    assert found.probability.dtype == np.float32
    np.testing.assert_allclose(
        found.probability[:, rows, columns], sitk.GetArrayFromImage(inside), atol=1e-6
    )
    assert found.sensitivity == pytest.approx(filled.GetSensitivity())
    assert found.specificity == pytest.approx(filled.GetSpecificity())
    assert found.probability[:, :4].max() == 0


def test_staple_knows_the_reader_who_draws_less_and_the_one_who_draws_more() -> None:
    found = staple([_disc(12), _disc(12), _disc(12), _disc(8), _disc(16)])
    usual, small, large = 0, 3, 4
    assert found.sensitivity[small] < 0.6
    assert found.sensitivity[usual] > 0.95
    assert found.specificity[large] < found.specificity[usual]
    np.testing.assert_array_equal(found.probability >= 0.5, _disc(12) > 0)
    assert "field of view" in str(found.warning)
    assert str(MARGIN) in str(found.warning)


def test_specificity_depends_on_the_field_of_view_as_the_warning_says() -> None:
    import SimpleITK as sitk

    outlines = [_disc(12), _disc(13), _disc(15)]
    whole = sitk.STAPLEImageFilter()
    whole.SetForegroundValue(1)
    whole.Execute([sitk.GetImageFromArray(o) for o in outlines])
    assert staple(outlines).specificity[2] < whole.GetSpecificity()[2] - 0.01


def test_staple_of_nothing_is_nothing() -> None:
    found = staple([np.zeros((2, 6, 6), dtype=np.uint8)] * 3)
    assert not found.probability.any()
    assert all(np.isnan(found.sensitivity))


@settings(max_examples=15, deadline=None)
@given(st.permutations(range(3)))
def test_the_order_of_readers_changes_neither_majority_nor_staple(order: list[int]) -> None:
    outlines = [_disc(12), _disc(14), _disc(12, (33, 31))]
    outlines[1][0, 30:33] *= 2
    mixed = [outlines[i] for i in order]
    for key in ("majority", "staple", "union", "intersection"):
        np.testing.assert_array_equal(RULES[key].combine(mixed), RULES[key].combine(outlines))


def test_rules_for_three_are_refused_for_two() -> None:
    assert rule_of("union", 2) is RULES["union"]
    assert rule_of("staple", 3).readings == 3
    for key in ("majority", "staple"):
        with pytest.raises(ReadingError, match="needs 3 readings"):
            rule_of(key, 2)
    with pytest.raises(ReadingError, match="no rule median"):
        rule_of("median", 2)
    with pytest.raises(ReadingError, match="two readings"):
        staple([_disc(3)])

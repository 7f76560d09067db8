"""The plan of a comparison: drawn over patients, the same for the same seed, refused where it leaks."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.dataset import make_split
from cxstage_core.dataset.protocols import (
    Protocol,
    check_folds,
    digest_of_folds,
    draw_folds,
    stratified_folds,
)
from cxstage_core.errors import DatasetError, LeakError
from tests.core.dataset.test_split_without_leak import labels_of


@given(st.integers(5, 40), st.integers(5, 40), st.integers(2, 5), st.integers(1, 3), st.integers(0, 99))
def test_every_patient_is_tested_once_per_repeat(
    zeros: int, ones: int, folds: int, repeats: int, seed: int
) -> None:
    labels = labels_of(zeros, ones)
    protocol = Protocol("cross-validation", folds, repeats, seed)
    drawn = draw_folds(protocol, labels, None, validation=0.2, seed=seed)
    check_folds(drawn)
    assert len(drawn) == folds * repeats
    for repeat in range(1, repeats + 1):
        tests = [fold.test for fold in drawn if fold.repeat == repeat]
        assert sorted(p for test in tests for p in test) == sorted(labels)
        sizes = [len(test) for test in tests]
        positives = [sum(labels[p] for p in test) for test in tests]
        assert max(sizes) - min(sizes) <= 1
        assert max(positives) - min(positives) <= 1
    for fold in drawn:
        assert sorted((*fold.learning, *fold.validation, *fold.test)) == sorted(labels)
        assert {labels[p] for p in fold.validation} == {0, 1}


def test_repeats_and_seeds_give_other_folds_and_the_order_of_the_list_does_not() -> None:
    labels = labels_of(20, 20)
    one, two = (
        draw_folds(Protocol("cross-validation", 5, 2, seed), labels, None, validation=0.2, seed=1)
        for seed in (1, 2)
    )
    assert {f.test for f in one if f.repeat == 1} != {f.test for f in one if f.repeat == 2}
    assert digest_of_folds(one) != digest_of_folds(two)
    turned = dict(reversed(labels.items()))
    again = draw_folds(Protocol("cross-validation", 5, 2, 1), turned, None, validation=0.2, seed=1)
    assert digest_of_folds(again) == digest_of_folds(one)


def test_the_paper_has_one_test_and_no_validation_part_and_a_holdout_has_both() -> None:
    labels = labels_of(47, 63)
    split = make_split(labels, test=0.3, seed=1, scheme="paper")
    (paper,) = draw_folds(Protocol("paper"), labels, split, validation=0.2, seed=1)
    assert (len(paper.learning), len(paper.validation), len(paper.test)) == (77, 0, 33)
    (holdout,) = draw_folds(Protocol("holdout"), labels, split, validation=0.2, seed=1)
    assert holdout.training == paper.learning
    assert holdout.test == paper.test == split.test
    assert len(holdout.validation) == 16


def test_what_cannot_be_drawn_is_refused() -> None:
    labels = labels_of(3, 9)
    with pytest.raises(DatasetError, match="3 patients, fewer than 5 folds"):
        stratified_folds(labels, 5, "x")
    with pytest.raises(DatasetError, match="bootstrap is not a protocol"):
        Protocol("bootstrap")
    with pytest.raises(DatasetError, match="folds = 1"):
        Protocol("cross-validation", folds=1)
    with pytest.raises(DatasetError, match="needs a locked split"):
        draw_folds(Protocol("paper"), labels, None, validation=0.2, seed=1)


def test_a_plan_that_leaks_is_refused() -> None:
    labels = labels_of(10, 10)
    drawn = draw_folds(Protocol("cross-validation", 2), labels, None, validation=0.2, seed=1)
    first, second = drawn
    with pytest.raises(LeakError, match="tested in two folds of one repeat"):
        check_folds([first, replace(first, number=2)])
    with pytest.raises(LeakError, match="in the learning part and in the test part"):
        check_folds([replace(first, learning=(*first.learning, first.test[0])), second])
    with pytest.raises(LeakError, match="in the validation part and in the test part"):
        check_folds([replace(first, validation=(first.test[0],))])
    with pytest.raises(LeakError, match="slice"):
        draw_folds(
            Protocol("cross-validation", 2), {**labels, "P0001/7": 1}, None, validation=0.2, seed=1
        )

"""Parts are drawn by patient, the same for the same seed, and every way to leak is refused."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import (
    check_inputs,
    check_parts,
    check_split,
    epoch_order,
    inner_split,
    make_split,
)
from cxstage_core.errors import DatasetError, LeakError


def labels_of(negative: int, positive: int) -> dict[str, int]:
    return {f"P{i:04d}": int(i >= negative) for i in range(negative + positive)}


@given(st.integers(2, 60), st.integers(2, 60), st.floats(0.05, 0.9), st.integers(0, 10**6))
def test_every_patient_is_in_exactly_one_part(
    negative: int, positive: int, test: float, seed: int
) -> None:
    labels = labels_of(negative, positive)
    split = make_split(labels, test=test, seed=seed, scheme="paper")
    assert sorted(split.train + split.test) == sorted(labels)
    for part in (split.train, split.test):
        assert {labels[p] for p in part} == {0, 1}
    share = sum(labels[p] for p in split.test)
    assert abs(share - test * positive) <= 1 or share in (1, positive - 1)
    shuffled = dict(sorted(labels.items(), key=lambda item: hash((item, seed))))
    assert make_split(shuffled, test=test, seed=seed, scheme="paper") == split


def test_a_share_of_three_tenths_of_110_gives_77_and_33() -> None:
    split = make_split(labels_of(47, 63), test=0.3, seed=1, scheme="paper")
    assert (len(split.train), len(split.test)) == (77, 33)
    assert split.stratified_by == "paper"


def test_seeds_differ_and_the_inner_split_is_another_draw() -> None:
    labels = labels_of(20, 20)
    parts = {make_split(labels, test=0.3, seed=s, scheme="paper").test for s in range(10)}
    assert len(parts) == 10
    train, validation = inner_split(labels, 0.3, 1)
    assert not set(train) & set(validation)
    assert validation != make_split(labels, test=0.3, seed=1, scheme="paper").test


def test_what_cannot_be_divided_is_refused() -> None:
    with pytest.raises(DatasetError, match="one group"):
        make_split({"P0001": 1, "P0002": 1}, test=0.5, seed=1, scheme="paper")
    with pytest.raises(DatasetError, match="single patient"):
        make_split({"P0001": 1, "P0002": 1, "P0003": 0}, test=0.5, seed=1, scheme="paper")
    with pytest.raises(DatasetError, match="between 0 and 1"):
        make_split(labels_of(5, 5), test=1.0, seed=1, scheme="paper")


@pytest.mark.parametrize("unit", ["P0001/7", "P0001:t2-axial/3", "P0001#slice-12"])
def test_a_split_of_slices_is_refused(unit: str) -> None:
    with pytest.raises(LeakError, match="slice"):
        make_split({**labels_of(5, 5), unit: 1}, test=0.3, seed=1, scheme="paper")


def test_t1_and_t2_as_two_samples_are_refused() -> None:
    labels = {f"P{i:04d}/{series}": i % 2 for i in range(8) for series in ("t1-axial", "t2-axial")}
    with pytest.raises(LeakError, match="one sample, not two"):
        make_split(labels, test=0.3, seed=1, scheme="paper")


def test_a_patient_in_two_parts_or_twice_is_refused() -> None:
    with pytest.raises(LeakError, match="P0002 is in the train part and in the test part"):
        check_parts(train=["P0001", "P0002"], test=["P0002"])
    with pytest.raises(LeakError, match="twice in the validation part"):
        check_parts(train=["P0001"], validation=["P0003", "P0003"])
    check_parts(train=["P0001"], validation=["P0002"], test=["P0003"])


@pytest.mark.parametrize(
    "column",
    ["vascular_emboli", "Perineural invasion", "treatment_date", "stage IIICp", "computed_stage"],
)
def test_what_is_known_only_after_the_operation_is_no_input(column: str) -> None:
    with pytest.raises(LeakError, match="cannot be an input"):
        check_inputs(["age", column])


def test_images_and_age_may_be_inputs() -> None:
    check_inputs(["T2", "T1", "mask", "age", "histology"])


@dataclass
class _Series:
    sha256: str


@dataclass
class _Images:
    """What `check_split` asks a cohort: its patients, the hashes of their images, and who is one person."""

    images: dict[str, list[str]] = field(default_factory=dict)
    groups: tuple[frozenset[str], ...] = ()

    @property
    def people(self) -> _Images:
        return self

    def same_person(self) -> tuple[frozenset[str], ...]:
        return self.groups

    def patients(self) -> tuple[str, ...]:
        return tuple(self.images)

    def series(self, patient: str) -> tuple[_Series, ...]:
        return tuple(_Series(sha) for sha in self.images[patient])


def test_one_person_under_two_ids_and_unknown_patients_are_refused() -> None:
    split = Split(("P0001", "P0002"), ("P0003",), 0.3, 1, "paper")
    cohort = _Images({"P0001": ["a", "b"], "P0002": ["c"], "P0003": ["d"]})
    check_split(split, cohort)  # type: ignore[arg-type]
    cohort.groups = (frozenset({"P0001", "P0003"}),)
    with pytest.raises(LeakError, match=r"P0003 \(test\) and P0001 \(train\) are one person"):
        check_split(split, cohort)  # type: ignore[arg-type]
    cohort.groups = ()
    cohort.images["P0003"].append("b")
    with pytest.raises(LeakError, match="P0001 and P0003 hold the same image"):
        check_split(split, cohort)  # type: ignore[arg-type]
    del cohort.images["P0002"]
    with pytest.raises(LeakError, match="P0002 of the split is not in the cohort"):
        check_split(split, cohort)  # type: ignore[arg-type]


def test_slices_in_both_parts_would_have_learned_random_labels() -> None:
    """Why the refusals exist: a nearest-neighbour rule on labels that are pure chance."""
    generator = np.random.default_rng(5)
    labels = labels_of(30, 30)
    patients = np.repeat(np.array(list(labels)), 8)
    truth = np.repeat(generator.permutation(list(labels.values())), 8)
    body = np.repeat(generator.normal(size=(60, 40)), 8, axis=0)
    slices = body + 0.3 * generator.normal(size=body.shape)

    def accuracy(test: np.ndarray) -> float:
        gaps = np.linalg.norm(slices[test][:, None] - slices[~test][None], axis=-1)
        return float(np.mean(truth[~test][gaps.argmin(axis=1)] == truth[test]))

    by_slice = generator.random(len(patients)) < 0.3
    by_patient = np.isin(patients, make_split(labels, test=0.3, seed=1, scheme="paper").test)
    assert accuracy(by_slice) > 0.95
    assert 0.25 < accuracy(by_patient) < 0.75


@given(st.integers(1, 12), st.integers(1, 12), st.integers(1, 5), st.integers(0, 1000))
def test_a_balanced_epoch_shows_both_classes_and_every_patient_equally(
    negative: int, positive: int, slices: int, seed: int
) -> None:
    patients = np.repeat(np.arange(negative + positive), slices)
    labels = (patients >= negative).astype(int)
    order = epoch_order(patients, labels, balance=True, generator=np.random.default_rng([seed, 3]))
    again = epoch_order(patients, labels, balance=True, generator=np.random.default_rng([seed, 3]))
    np.testing.assert_array_equal(order, again)
    assert len(order) == len(patients)
    assert abs(2 * labels[order].sum() - len(order)) <= 1
    for members in (np.arange(negative), np.arange(negative, negative + positive)):
        shown = [np.count_nonzero(patients[order] == p) for p in members]
        assert max(shown) - min(shown) <= 1


def test_an_unbalanced_epoch_shows_every_slice_once() -> None:
    order = epoch_order([0, 0, 1], [0, 0, 1], balance=False, generator=np.random.default_rng(1))
    assert sorted(order) == [0, 1, 2]
    with pytest.raises(DatasetError, match="nothing to balance"):
        epoch_order([0, 1], [1, 1], balance=True, generator=np.random.default_rng(1))
    with pytest.raises(DatasetError, match="two different labels"):
        epoch_order([0, 0], [0, 1], balance=True, generator=np.random.default_rng(1))

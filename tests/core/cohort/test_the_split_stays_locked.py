"""A locked split is known to the audit log: it cannot vanish, change, or be drawn again in silence."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort, Split
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.training.experiment.experiment import locked_split
from tests.core.cohort.edits import edited


@pytest.fixture
def locked(tmp_path: Path) -> tuple[Cohort, Split]:
    cohort = Cohort.create(tmp_path / "c.cxcohort")
    a, b, c, d = cohort.pseudonyms(["w", "x", "y", "z"])
    split = Split((a, b), (c, d), 0.5, 1, "paper")
    cohort.lock_split(split)
    return cohort, split


def test_a_removed_split_is_refused_and_cannot_be_drawn_again(locked: tuple[Cohort, Split]) -> None:
    cohort, split = locked
    kept = (cohort.path / "split.h5").read_bytes()
    (cohort.path / "split.h5").unlink()
    again = Cohort.open(cohort.path)
    for use in (again.split, lambda: locked_split(again), lambda: again.lock_split(split)):
        with pytest.raises(CohortError, match=r"split .* is missing; restore it"):
            use()
    assert [problem.file for problem in again.verify()] == ["split.h5"]
    assert [problem.file for problem in again.audit.check().problems] == ["split.h5"]
    (cohort.path / "split.h5").write_bytes(kept)
    assert again.split() == split
    assert again.verify() == ()


def test_another_split_in_its_place_is_refused(locked: tuple[Cohort, Split], tmp_path: Path) -> None:
    cohort, split = locked
    other = Cohort.create(tmp_path / "other.cxcohort")
    other.pseudonyms(["w", "x", "y", "z"])
    other.lock_split(replace(split, seed=99, train=split.test, test=split.train))
    (cohort.path / "split.h5").write_bytes((other.path / "split.h5").read_bytes())
    with pytest.raises(IntegrityError, match="not the one that was locked"):
        Cohort.open(cohort.path).split()
    with pytest.raises(CohortError, match="locked"):
        Cohort.open(cohort.path).lock_split(split)
    assert [problem.file for problem in Cohort.open(cohort.path).verify()] == ["split.h5"]


def test_a_damaged_split_is_refused(locked: tuple[Cohort, Split]) -> None:
    cohort, _ = locked
    with edited(cohort.path / "split.h5") as file:
        file.attrs["seed"] = 99
    with pytest.raises(IntegrityError):
        Cohort.open(cohort.path).split()


def test_the_log_names_the_hash_of_the_split(locked: tuple[Cohort, Split]) -> None:
    cohort, _ = locked
    (entry,) = [entry for entry in cohort.audit.entries() if entry.act == "lock split"]
    assert len(entry.details["sha256"]) == 64

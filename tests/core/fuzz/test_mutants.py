"""No mutant of any kind of file crashes, hangs, misleads, reaches outside, or costs its neighbour."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from tests.core.fuzz.harness import Tally, run
from tests.core.fuzz.kinds import GROUPS, KINDS, shares

SEED = 1
OF_A_FOREIGN_FILE, OF_A_COHORTS_FILE = 240, 100
"""Mutants of each kind; those of a cohort's own files cost more, because the whole cohort is verified."""


def mutants_of(group: str) -> int:
    """How many mutants of a kind are tried."""
    return OF_A_COHORTS_FILE if GROUPS[group][0].startswith("cohort ") else OF_A_FOREIGN_FILE


@pytest.fixture(scope="module")
def tallies(request: pytest.FixtureRequest) -> Iterator[Mapping[str, Future[Tally]]]:
    """The mutants of all groups that are tested, tried by two processes side by side."""
    chosen = [item.callspec.params["group"] for item in request.session.items if hasattr(item, "callspec")
              and "group" in item.callspec.params and item.path == request.path]  # fmt: skip
    work = {kind: count for group in chosen for kind, count in shares(group, mutants_of(group)).items()}
    with ThreadPoolExecutor(2) as workers:
        yield {kind: workers.submit(run, kind, count, SEED) for kind, count in work.items()}


def test_every_variant_belongs_to_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(KINDS)
    assert sum(map(mutants_of, GROUPS)) >= 5000


@pytest.mark.parametrize("group", GROUPS)
def test_every_mutant_is_refused_noted_or_right(
    group: str, tallies: Mapping[str, Future[Tally]]
) -> None:
    for kind, count in shares(group, mutants_of(group)).items():
        tally = tallies[kind].result()
        assert tally.faults == []
        assert sum(tally.counts.values()) == count

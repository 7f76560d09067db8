"""No mutant of any kind of file crashes, hangs, misleads, reaches outside, or costs its neighbour."""

from __future__ import annotations

import pytest

from tests.core.fuzz.harness import run
from tests.core.fuzz.kinds import GROUPS, KINDS, shares

SEED, OF_EACH = 1, 170


def test_every_variant_belongs_to_one_group() -> None:
    assert sorted(name for names in GROUPS.values() for name in names) == sorted(KINDS)
    assert OF_EACH * len(GROUPS) >= 5000


@pytest.mark.parametrize("group", GROUPS)
def test_every_mutant_is_refused_noted_or_right(group: str) -> None:
    for kind, count in shares(group, OF_EACH).items():
        tally = run(kind, count, SEED)
        assert tally.faults == []
        assert sum(tally.counts.values()) == count

"""Random allocation of patients to readers: pure functions with a seed."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import combinations

from cxstage_core.errors import CohortError


def all_readers(patients: Sequence[str], readers: Sequence[str]) -> tuple[tuple[str, str], ...]:
    """Allocate each patient to every reader.

    Returns:
        Pairs of patient and reader.

    Raises:
        CohortError: fewer than two readers.
    """
    names = _several(readers)
    return tuple((patient, reader) for patient in patients for reader in names)


def balanced(
    patients: Sequence[str],
    readers: Sequence[str],
    *,
    seed: int,
    load: Mapping[str, int] | None = None,
) -> tuple[tuple[str, str], ...]:
    """Allocate each patient to two readers at random, with a balanced workload and varying pairs.

    Args:
        load: number of patients that each reader has already.

    Returns:
        Pairs of patient and reader; with equal load the numbers of new readings differ by at most one.

    Raises:
        CohortError: fewer than two readers.
    """
    names = _several(readers)
    rng = random.Random(seed)
    count = Counter({name: (load or {}).get(name, 0) for name in names})
    together: Counter[tuple[str, str]] = Counter()
    order = list(patients)
    rng.shuffle(order)
    drawn: dict[str, tuple[str, str]] = {}
    for patient in order:
        pairs = list(combinations(names, 2))
        rng.shuffle(pairs)
        pair = min(pairs, key=lambda p: (sorted((count[p[0]], count[p[1]]), reverse=True), together[p]))
        drawn[patient] = pair
        together[pair] += 1
        count.update(pair)
    return tuple((patient, reader) for patient in patients for reader in drawn[patient])


def repeats(
    read: Mapping[str, Iterable[str]], share: float, *, seed: int
) -> tuple[tuple[str, str], ...]:
    """Draw the patients that each reader reads a second time.

    Args:
        read: by reader, the assigned patients without a repeat.
        share: share of them, above 0 and at most 1; at least one patient of each reader.

    Raises:
        CohortError: the share is out of range.
    """
    if not 0 < share <= 1:
        raise CohortError("The share of repeated readings must be above 0 and at most 1.")
    rng = random.Random(seed)
    found = []
    for reader in sorted(read):
        candidates = sorted(read[reader])
        if candidates:
            number = max(1, round(share * len(candidates)))
            found += [(patient, reader) for patient in sorted(rng.sample(candidates, number))]
    return tuple(found)


def codes(number: int, taken: Iterable[str], *, seed: int) -> tuple[str, ...]:
    """Draw unique random case numbers, which reveal nothing to a reader."""
    used = set(taken)
    rng = random.Random(seed)
    digits = 4
    while 10**digits < 4 * (len(used) + number):
        digits += 1
    free = [n for n in range(10 ** (digits - 1), 10**digits) if f"C{n}" not in used]
    return tuple(f"C{n}" for n in rng.sample(free, number))


def _several(readers: Sequence[str]) -> tuple[str, ...]:
    names = tuple(dict.fromkeys(readers))
    if len(names) < 2:
        raise CohortError(
            "A double reading needs at least two readers.",
            remedy="Create accounts for the readers first.",
        )
    return names

"""Dividing patients, never slices, into parts; the same seed gives the same parts everywhere.

Within each class the patients are ordered by sha256 of (seed, pseudonym), so that a part depends
neither on the order of the list nor on a random generator's version.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable, Mapping

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset.leaks import check_patient_level
from cxstage_core.errors import DatasetError


def make_split(
    labels: Mapping[str, int],
    *,
    test: float,
    seed: int,
    scheme: str,
    same_person: Iterable[frozenset[str]] = (),
) -> Split:
    """Draw the test part, with the classes in the same proportion as in the training part.

    Args:
        labels: pseudonym to label.
        test: wanted share of the test part, 0 to 1; its size is rounded up, as in scikit-learn.
        scheme: name of the label scheme that gave the labels.
        same_person: groups of pseudonyms that are one person, and so come into one part.

    Raises:
        DatasetError: the share is impossible, or a class is too small to be in both parts.
        LeakError: the keys are slices or series, not patients.
    """
    drawn, others = one_of_each(labels, same_person)
    train, held_out = (with_others(p, others) for p in _divide(drawn, test, f"test part/{seed}"))
    return Split(train, held_out, test, seed, scheme)


def one_of_each(
    labels: Mapping[str, int], same_person: Iterable[frozenset[str]]
) -> tuple[dict[str, int], dict[str, tuple[str, ...]]]:
    """Keep one pseudonym of each person, so that a person is drawn as a whole.

    Returns:
        The labels of those that are drawn, and the others by the one that is drawn for them.
    """
    kept, others = dict(labels), {}
    for group in same_person:
        members = sorted(group & labels.keys())
        if len(members) > 1:
            others[members[0]] = tuple(members[1:])
            for name in members[1:]:
                kept.pop(name, None)
    return kept, others


def with_others(part: Iterable[str], others: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Return a part together with the further pseudonyms of its persons."""
    return tuple(sorted(name for drawn in part for name in (drawn, *others.get(drawn, ()))))


def inner_split(
    labels: Mapping[str, int], fraction: float, seed: int
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Divide the training patients once more, into those to learn from and those to choose by.

    Args:
        labels: pseudonym to label, training patients only.
        fraction: share of the validation part.

    Returns:
        (learning, validation), pseudonyms in order.

    Raises:
        DatasetError, LeakError: as `make_split`.
    """
    return _divide(labels, fraction, f"validation part/{seed}")


def _divide(
    labels: Mapping[str, int], fraction: float, salt: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if not 0 < fraction < 1:
        raise DatasetError("The share {fraction} of a part is not between 0 and 1.", fraction=fraction)
    classes = ordered_classes(labels, salt)
    small = min(classes.values(), key=len)
    if len(small) < 2:
        raise DatasetError(
            "One group has a single patient, who cannot be in both parts.",
            remedy="Add patients of the smaller group.",
        )
    sizes = _sizes({label: len(members) for label, members in classes.items()}, fraction)
    chosen = {p for label, members in classes.items() for p in members[: sizes[label]]}
    return tuple(sorted(set(labels) - chosen)), tuple(sorted(chosen))


def ordered_classes(labels: Mapping[str, int], salt: str) -> dict[int, list[str]]:
    """The patients of each group in the order in which they are dealt to parts.

    Raises:
        DatasetError: there is one group only.
        LeakError: the keys are slices or series, not patients.
    """
    check_patient_level(labels)
    classes: dict[int, list[str]] = {}
    for patient in sorted(labels, key=lambda name: _rank(salt, name)):
        classes.setdefault(int(labels[patient]), []).append(patient)
    if len(classes) < 2:
        raise DatasetError(
            "All {n} patients are in one group, so there is nothing to distinguish.",
            remedy="Add patients of the other group, or choose another label scheme.",
            n=len(labels),
        )
    return dict(sorted(classes.items()))


def _sizes(members: Mapping[int, int], fraction: float) -> dict[int, int]:
    """Patients to hold out of each class: largest remainders, at least one in each part."""
    total = math.ceil(fraction * sum(members.values()) - 1e-9)
    sizes = {label: math.floor(fraction * n) for label, n in members.items()}
    by_remainder = sorted(members, key=lambda label: (sizes[label] - fraction * members[label], label))
    for label in by_remainder[: max(0, total - sum(sizes.values()))]:
        sizes[label] += 1
    return {label: min(max(1, sizes[label]), n - 1) for label, n in members.items()}


def _rank(salt: str, patient: str) -> str:
    return hashlib.sha256(f"{salt}/{patient}".encode()).hexdigest()

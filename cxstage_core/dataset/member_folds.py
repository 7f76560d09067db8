"""Folds inside the training part of the locked split, one for each member of an ensemble.

Member k learns from all folds but the k-th; its validation part, which picks the epoch, is drawn out of those.
The k-th fold is held out: the member's scores of these patients are those of patients it has not seen. The test
part takes no part in this.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.dataset.leaks import check_parts, check_persons
from cxstage_core.dataset.protocols import Protocol, check_groups, stratified_folds, with_validation
from cxstage_core.dataset.splits import one_of_each, with_others
from cxstage_core.errors import DatasetError


def draw_member_folds(
    outer: Fold,
    labels: Mapping[str, int],
    members: int,
    *,
    validation: float,
    seed: int,
    same_person: Iterable[frozenset[str]] = (),
) -> tuple[Fold, ...]:
    """Draw the folds of the members, stratified by group.

    Args:
        outer: the locked split; only its training part is dealt.
        labels: pseudonym to label, of every patient in it.
        members: number of folds.
        validation: share of each member's training part that picks its epoch.
        seed: of the folds and of the validation parts.
        same_person: groups of pseudonyms that are one person, and so come into one fold.

    Returns:
        One fold per member, numbered from 1; its `test` are the patients that it holds out.

    Raises:
        DatasetError: a group has fewer training patients than there are members.
        TrainingError: a member would learn from too few patients of a group.
        LeakError: a patient would be in two parts.
    """
    groups = tuple(same_person)
    drawn, others = one_of_each({p: labels[p] for p in outer.training}, groups)
    smallest = min((list(drawn.values()).count(group) for group in set(drawn.values())), default=0)
    if smallest < members:
        raise DatasetError(
            "One group has {n} training patients, too few for {members} members.",
            remedy="Choose fewer members, so that each one holds out both groups.",
            n=smallest,
            members=members,
        )
    found = []
    for number, held_out in enumerate(stratified_folds(drawn, members, f"member/{seed}"), start=1):
        learning = with_others(sorted(set(drawn) - set(held_out)), others)
        fold = Fold(1, number, learning, (), with_others(held_out, others))
        check_groups(fold, labels)
        found.append(with_validation(fold, labels, validation, seed, groups))
    check_member_folds(found, outer, groups)
    return tuple(found)


def member_folds_of(
    protocol: Protocol,
    folds: Sequence[Fold],
    labels: Mapping[str, int],
    *,
    validation: float,
    seed: int,
    same_person: Iterable[frozenset[str]] = (),
) -> tuple[Fold, ...]:
    """Draw the folds of the members that a protocol asks for; none without members.

    Args:
        folds: of `draw_folds`.

    Raises:
        DatasetError, TrainingError, LeakError: as `draw_member_folds`.
    """
    if not protocol.members:
        return ()
    (outer,) = folds
    return draw_member_folds(
        outer, labels, protocol.members, validation=validation, seed=seed, same_person=same_person
    )


def check_member_folds(
    folds: Iterable[Fold], outer: Fold, same_person: Iterable[frozenset[str]] = ()
) -> None:
    """Check the folds of members before anything is trained on them.

    Raises:
        LeakError: a member knows a patient that it holds out or that is tested, or a person is in two parts.
        DatasetError: the held-out folds are not the training part, each patient once.
    """
    held_out: list[str] = []
    for fold in folds:
        parts = {"learning": fold.learning, "validation": fold.validation, "held-out": fold.test}
        check_parts(**parts, test=outer.test)
        check_persons(same_person, **parts, test=outer.test)
        held_out += fold.test
    if sorted(held_out) != sorted(outer.training):
        raise DatasetError(
            "The folds of the members are not the training part, each patient once.",
            remedy="Draw the folds again.",
        )

"""The protocols of a comparison: who learns, validates and is tested, in one split or in many folds.

    paper              70/30 as in Dai et al. 2025: everyone in the training part learns, the last epoch is
                       kept, the threshold is 0.5; one test
    holdout            the same parts, with a validation part inside the training part; one test
    cross-validation   k folds, stratified by group, perhaps repeated; each patient is tested once per repeat
    nested             the same folds; in each one the settings are searched inside its training part

A plan is drawn over patients and hashed, and every network of a comparison is trained on that one plan.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, ClassVar

from cxstage_core.cohort.values.folds import FOLDED, MOST_MEMBERS, Fold, group_sizes
from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset.leaks import check_parts, check_persons
from cxstage_core.dataset.splits import (
    inner_split,
    one_of_each,
    ordered_classes,
    with_others,
)
from cxstage_core.errors import CxStageError, DatasetError, LeakError, TrainingError
from cxstage_core.settings import Choice, SettingsGroup, check_settings, setting
from cxstage_core.text import Text, text

KINDS = ("paper", "holdout", "cross-validation", "nested")
WITH_MEMBERS = "holdout"
"""The one protocol whose networks can be ensembles; folds of the others deal all patients."""
FEWEST_PER_GROUP = 2
"""Training patients of each group without which nothing can be learned."""


@dataclass(frozen=True, slots=True)
class Protocol(SettingsGroup):
    """Protocol of a comparison.

    Raises:
        DatasetError: an unknown kind, or an impossible number.
    """

    TITLE: ClassVar[Text] = text("protocol")
    ERROR: ClassVar[type[CxStageError]] = DatasetError

    kind: str = setting(
        "holdout",
        "Protocol",
        "How a comparison is tested: on the locked split, with or without validation patients inside the "
        "training part, or in folds in which every patient is tested once per repeat.",
        choices=(
            Choice("holdout", "Locked split with validation"),
            Choice("paper", "Locked split as in the paper"),
            Choice("cross-validation", "Cross-validation"),
            Choice("nested", "Nested cross-validation"),
        ),
    )
    folds: int = setting(
        5, "Folds", "Folds of the protocols that have them.", low=2, high=50, safe_default=5
    )
    repeats: int = setting(
        1,
        "Repeats",
        "How often the folds are drawn; only for the protocols with folds.",
        low=1,
        high=100,
        safe_default=1,
    )
    seed: int = setting(
        1,
        "Seed of the folds",
        "Seed of the folds; the split of the other protocols is locked in the cohort.",
        high=2**31 - 1,
        section="",
        safe_default=1,
    )
    members: int = setting(
        0,
        "Members",
        "Networks of each ensemble: so many folds are drawn inside the training part of the locked split, each "
        "member learns from all but one of them, and the scores of the fold it has not seen calibrate the "
        "ensemble. 0 trains one network; only for the locked split with validation.",
        high=MOST_MEMBERS,
        offered=(0, 2, 3, 4, 5, 6, 8, MOST_MEMBERS),
        safe_default=0,
    )

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise DatasetError(
                "{name} is not a protocol.",
                remedy="Choose one of {names}.",
                name=self.kind,
                names=", ".join(KINDS),
            )
        check_settings(self)
        if self.members == 1:
            raise DatasetError(
                "An ensemble of one member holds no fold out.",
                remedy="Choose 2 to {most} members, or 0 for none.",
                most=MOST_MEMBERS,
            )
        if self.members and self.kind != WITH_MEMBERS:
            raise DatasetError(
                "Members need the protocol {wanted}: their folds lie inside the training part of the locked "
                "split, and {kind} has no such part with validation patients.",
                remedy="Choose the protocol {wanted}, or no members.",
                wanted=WITH_MEMBERS,
                kind=self.kind,
            )

    @property
    def folded(self) -> bool:
        """Return True if every patient is tested by a network that has not seen it."""
        return self.kind in FOLDED

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values; the protocols without folds keep their kind and their members."""
        values = asdict(self) if self.folded else {"kind": self.kind}
        values.pop("members", None)
        return {**values, "members": self.members} if self.members else values


def draw_folds(
    protocol: Protocol,
    labels: Mapping[str, int],
    split: Split | None,
    *,
    validation: float,
    seed: int,
    same_person: Iterable[frozenset[str]] = (),
) -> tuple[Fold, ...]:
    """Draw the plan of a comparison.

    Args:
        labels: pseudonym to label, of every patient that can be used.
        split: the locked split; not needed by the protocols with folds.
        validation: share of each training part that picks epoch, threshold and temperature.
        seed: of these validation parts.
        same_person: groups of pseudonyms that are one person, and so come into one part.

    Raises:
        DatasetError: no split for a protocol that needs one, or a group too small for the folds.
        TrainingError: a part of the split is empty, or its training part has too few patients of a group.
        LeakError: the split would leak.
    """
    groups = tuple(same_person)
    drawn, others = one_of_each(labels, groups)
    if protocol.folded:
        outer = [_whole(fold, others) for fold in _outer_folds(protocol, drawn)]
    else:
        if split is None:
            raise DatasetError(
                "The protocol {name} needs a locked split.",
                remedy="Draw and lock the split first: cxstage split COHORT, or the Cohort page.",
                name=protocol.kind,
            )
        check_parts(train=split.train, test=split.test)
        train, test = (tuple(p for p in part if p in labels) for part in (split.train, split.test))
        check_persons(groups, train=train, test=test)
        outer = [Fold(1, 1, train, (), test)]
        check_groups(outer[0], labels)
    if protocol.kind == "paper" or protocol.members:
        return tuple(outer)  # members draw their validation parts themselves, see `member_folds`
    divided = (with_validation(fold, labels, validation, seed, groups) for fold in outer)
    return tuple(divided)


def with_validation(
    fold: Fold,
    labels: Mapping[str, int],
    share: float,
    seed: int,
    same_person: Iterable[frozenset[str]],
) -> Fold:
    """Draw the validation part of a fold out of those who learn.

    Args:
        share: of the validation part.
        same_person: groups of pseudonyms that are one person, and so come into one part.

    Raises:
        DatasetError: a group is too small to be in both parts.
    """
    drawn, others = one_of_each({p: labels[p] for p in fold.learning}, same_person)
    learning, chosen = inner_split(drawn, share, seed)
    return replace(fold, learning=with_others(learning, others), validation=with_others(chosen, others))


def _whole(fold: Fold, others: Mapping[str, tuple[str, ...]]) -> Fold:
    return replace(
        fold, learning=with_others(fold.learning, others), test=with_others(fold.test, others)
    )


def _outer_folds(protocol: Protocol, labels: Mapping[str, int]) -> list[Fold]:
    return [
        Fold(repeat, number, tuple(sorted(set(labels) - set(test))), (), test)
        for repeat in range(1, protocol.repeats + 1)
        for number, test in enumerate(
            stratified_folds(labels, protocol.folds, f"fold/{protocol.seed}/{repeat}"), start=1
        )
    ]


def stratified_folds(labels: Mapping[str, int], folds: int, salt: str) -> tuple[tuple[str, ...], ...]:
    """Deal the patients of each group to k folds in turn; sizes differ by one patient at most.

    Args:
        labels: pseudonym to label.
        salt: another salt gives other folds; the order of `labels` does not matter.

    Raises:
        DatasetError: a group has fewer patients than there are folds.
        LeakError: the keys are slices or series, not patients.
    """
    dealt: list[list[str]] = [[] for _ in range(folds)]
    turn = 0
    for members in ordered_classes(labels, salt).values():
        if len(members) < folds:
            raise DatasetError(
                "One group has {n} patients, fewer than {folds} folds.",
                remedy="Choose fewer folds, so that each one tests both groups.",
                n=len(members),
                folds=folds,
            )
        for patient in members:
            dealt[turn % folds].append(patient)
            turn += 1
    return tuple(tuple(sorted(part)) for part in dealt)


def check_folds(folds: Sequence[Fold]) -> None:
    """Check a plan before anything is trained on it.

    Raises:
        LeakError: a patient is in two parts of a fold, or tested twice in one repeat.
    """
    tested: set[tuple[int, str]] = set()
    for fold in folds:
        check_parts(learning=fold.learning, validation=fold.validation, test=fold.test)
        for patient in fold.test:
            if (fold.repeat, patient) in tested:
                raise LeakError(
                    "Patient {patient} is tested in two folds of one repeat.",
                    remedy="Draw the folds again; a patient is tested once per repeat.",
                    patient=patient,
                )
            tested.add((fold.repeat, patient))


def check_groups(fold: Fold, labels: Mapping[str, int]) -> None:
    """Check that a fold has patients to learn from, of both groups, and patients to test.

    Args:
        labels: pseudonym to label, of every patient in the fold.

    Raises:
        TrainingError: it has not.
    """
    if not fold.test:
        raise TrainingError(
            "No patient of the test part can be used.",
            remedy="Complete the clinical facts and reference outlines of the test patients.",
        )
    zeros, ones = group_sizes(fold.training, labels)
    if min(zeros, ones) < FEWEST_PER_GROUP:
        raise TrainingError(
            "The training part has {zeros} patients of the surgery group and {ones} of the "
            "chemoradiotherapy group; each needs at least {fewest}.",
            remedy="Add patients with complete facts and outlines, or choose another label scheme.",
            zeros=zeros,
            ones=ones,
            fewest=FEWEST_PER_GROUP,
        )


def digest_of_folds(folds: Sequence[Fold]) -> str:
    """Return the sha256 of who learns, validates and is tested in every fold."""
    written = [[f.repeat, f.number, f.learning, f.validation, f.test] for f in folds]
    return hashlib.sha256(json.dumps(written).encode()).hexdigest()

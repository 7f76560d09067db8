"""The groups that a model's calibration set does not exclude for a study: a conformal set.

Every calibration patient was scored by the one member of the ensemble that has not seen her, and the study is
compared with her by that member's answer to the study (cross-conformal). The score of a patient under a group is
her logit towards the other group, so that temperature plays no part. Both groups are judged by one pool of patients,
unless each has enough for a pool of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.conformal import coverage_band, kept, possible
from cxstage_core.models import Calibration
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

LEVEL = 0.90
"""Level of a set, unless another is asked for."""
FEWEST_OF_A_GROUP = 19
"""Calibration patients of each group from which on groups have pools of their own: a 95 % set needs them."""
GROUPS = (Group.SURGERY, Group.CHEMORADIOTHERAPY)
"""By their labels, 0 and 1."""
NO_SET = text(
    "No set of groups: the model has no calibration set (it is no ensemble, so no patient has a score from a network "
    "that has not seen her)."
)


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A conformal set and what it rests on.

    Args:
        groups: both: the level excludes neither. One: the other is excluded. None of them (): the study is
            stranger than almost all calibration patients of either group, and the set abstains.
        note: what it is and what the number of patients allows.
        coverage: mean, 5 % and 95 % point of the share of new patients whose set is right.
        by_group: each group was judged by its own calibration patients.
    """

    groups: tuple[Group, ...]
    note: Text
    coverage: tuple[float, float, float]
    by_group: bool


def group_set(
    calibration: Calibration | None, members: Sequence[float], level: float = LEVEL
) -> GroupSet | Text:
    """Return the groups that the level does not exclude, or the reason why there is no set.

    Args:
        calibration: of the model.
        members: the study's logit by each member, in the order of the members.

    Raises:
        ValueError: members are missing, or the level is not between 0 and 1.
    """
    if calibration is None:
        return NO_SET
    if max(calibration.folds) > len(members):
        raise ValueError(f"{len(members)} members, calibration scores of {max(calibration.folds)}")
    pools = _pools(calibration)
    least = min(len(pool) for pool in pools)
    if not possible(least, level):
        return text(
            "No set at {level:.0%}: with {n} calibration patients it would always hold both groups.",
            level=level,
            n=least,
        )
    said = np.asarray(members, dtype=np.float64)
    groups = tuple(
        group
        for group, pool in zip(GROUPS, pools, strict=True)
        if kept(pool.scores, _strangeness(said[pool.folds - 1], group.label), level)
    )
    return GroupSet(
        groups, _note(calibration, pools, level), coverage_band(least, level), pools[0] is not pools[1]
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Pool:
    """Calibration patients by which one group is judged.

    Args:
        scores: (patient,) of each under the own group.
        labels: (patient,) the own group.
        logits: (patient,) by the member that has not seen the patient.
        folds: (patient,) 1-based number of that member.
    """

    scores: npt.NDArray[np.float64]
    labels: npt.NDArray[np.int64]
    logits: npt.NDArray[np.float64]
    folds: npt.NDArray[np.int64]

    def __len__(self) -> int:
        return int(self.scores.size)

    def of(self, chosen: npt.NDArray[np.bool_]) -> _Pool:
        """Some of the patients."""
        return _Pool(self.scores[chosen], self.labels[chosen], self.logits[chosen], self.folds[chosen])


def _pools(calibration: Calibration) -> tuple[_Pool, _Pool]:
    """Return the patients by which each group is judged: of that group where both have enough, else all."""
    labels, logits = np.asarray(calibration.labels), np.asarray(calibration.logits)
    scores = np.where(labels == 1, -logits, logits)
    everyone = _Pool(scores, labels, logits, np.asarray(calibration.folds))
    if min(calibration.groups) < FEWEST_OF_A_GROUP:
        return everyone, everyone
    return everyone.of(labels == 0), everyone.of(labels == 1)


def _strangeness(logit: npt.NDArray[np.float64], label: int) -> npt.NDArray[np.float64]:
    """Return the score of a patient under a label: the logit towards the other one."""
    return -logit if label else logit


def undecided_share(calibration: Calibration, level: float) -> float:
    """Share of the calibration patients whose own set, by the others' scores, would hold both groups."""
    pools = _pools(calibration)
    both = 0
    for label, logit, fold in zip(
        calibration.labels, calibration.logits, calibration.folds, strict=True
    ):
        held = []
        for group, pool in zip(GROUPS, pools, strict=True):
            scores = pool.scores
            if pools[0] is pools[1] or group.label == label:
                own = (pool.logits == logit) & (pool.folds == fold) & (pool.labels == label)
                scores = np.delete(scores, int(np.flatnonzero(own)[0]))
            held.append(kept(scores, _strangeness(np.asarray(logit), group.label), level))
        both += all(held)
    return both / len(calibration.labels)


def _note(calibration: Calibration, pools: tuple[_Pool, _Pool], level: float) -> Text:
    zeros, ones = calibration.groups
    share = undecided_share(calibration, level)
    if pools[0] is pools[1]:
        return text(
            "{level:.0%} set from the out-of-fold scores of {n} training patients ({zeros} surgery, {ones} "
            "chemoradiotherapy), both groups judged together, as fewer than {fewest} of one do not allow more. Of "
            "these patients, {both:.0%} would get both groups. The scores are of networks that share patients, so "
            "the level is weaker than with patients set aside, and it holds for patients like these alone.",
            level=level,
            n=zeros + ones,
            zeros=zeros,
            ones=ones,
            fewest=FEWEST_OF_A_GROUP,
            both=share,
        )
    return text(
        "{level:.0%} set from the out-of-fold scores of {zeros} training patients of the surgery group and {ones} "
        "of the chemoradiotherapy group, each group judged by its own. Of these patients, {both:.0%} would get both "
        "groups. The scores are of networks that share patients, so the level is weaker than with patients set "
        "aside, and it holds for patients like these alone.",
        level=level,
        zeros=zeros,
        ones=ones,
        both=share,
    )

"""The groups that a model's calibration set does not exclude for a study: a conformal set.

Every calibration patient was scored by the one member of the ensemble that has not seen her, and the study is
compared with her by that member's answer to the study (cross-conformal). The score of a patient under a group is
her logit towards the other group, so that temperature plays no part. Both groups are compared with one pool of
patients, unless each has enough for a pool of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.new_patient.conformal import coverage_band, kept, possible
from cxstage_core.models import Calibration
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

Values = npt.NDArray[np.float64]
LEVEL = 0.90
"""Level of a set, unless another is asked for."""
STRICT_LEVEL = 0.95
"""The other level that is spoken of."""
FEWEST_OF_A_GROUP = 19
"""Calibration patients of each group from which on groups have pools of their own: a 95 % set needs them."""
GROUPS = (Group.SURGERY, Group.CHEMORADIOTHERAPY)
"""By their labels, 0 and 1."""
NO_SET = text(
    "No set of groups: the model has no calibration set (it is a single network, so no patient has a score from a network "
    "that has not seen her)."
)


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A conformal set and what it rests on.

    Args:
        groups: both: the level excludes neither. One: the other is excluded. None of them (): the study is
            stranger than almost all calibration patients of either group, and the set abstains.
        note: what it rests on.
        notes: what it means for the study, and what the number of patients allows.
        coverage: mean, 5 % and 95 % point of the share of new patients whose set is right; where each group was
            compared with its own patients, for the smaller group.
    """

    groups: tuple[Group, ...]
    note: Text
    notes: tuple[Text, ...]
    coverage: tuple[float, float, float]


def group_set(
    calibration: Calibration | None, members: Sequence[float], level: float = LEVEL
) -> GroupSet | Text:
    """Return the groups that the level does not exclude, or the reason why a set is not given.

    Args:
        calibration: of the model.
        members: the study's logit by each member, in the order of the members.

    Raises:
        ValueError: members are missing, or the level is not between 0 and 1.
    """
    if calibration is None:
        return NO_SET
    groups = held_groups(calibration, members, level)
    least = _least(calibration)
    if groups is None:
        return text(
            "No set at {level:.0%}: with {n} calibration patients it would always hold both groups.",
            level=level,
            n=least,
        )
    return GroupSet(
        groups=groups,
        note=_note(calibration, level),
        notes=(_meaning(groups, level), *_allowed(calibration, level)),
        coverage=coverage_band(least, level),
    )


def held_groups(
    calibration: Calibration, members: Sequence[float], level: float
) -> tuple[Group, ...] | None:
    """Return the groups of the set alone; None where it would always hold both.

    Raises:
        ValueError: as `group_set`.
    """
    if max(calibration.folds) > len(members):
        raise ValueError(f"{len(members)} members, calibration scores of {max(calibration.folds)}")
    if not possible(_least(calibration), level):
        return None
    scores, folds = _scores(calibration), np.asarray(calibration.folds)
    said = np.asarray(members, dtype=np.float64)
    return tuple(
        group
        for group, pool in zip(GROUPS, _pools(calibration), strict=True)
        if kept(scores[pool], _strangeness(said[folds[pool] - 1], group.label), level)
    )


def undecided_share(calibration: Calibration, level: float) -> float:
    """Share of the calibration patients whose own set, by the others' scores, would hold both groups."""
    scores, pools = _scores(calibration), _pools(calibration)
    both = [
        all(
            kept(scores[pool[pool != one]], _strangeness(np.asarray(logit), group.label), level)
            for group, pool in zip(GROUPS, pools, strict=True)
        )
        for one, logit in enumerate(calibration.logits)
    ]
    return sum(both) / len(both)


def _scores(calibration: Calibration) -> Values:
    """Return the score of each calibration patient under the own group, (patient,)."""
    labels, logits = np.asarray(calibration.labels), np.asarray(calibration.logits)
    return np.where(labels == 1, _strangeness(logits, 1), _strangeness(logits, 0))


def _strangeness(logit: Values, label: int) -> Values:
    """Return the score of a patient under a label: the logit towards the other one."""
    return -logit if label else logit


def _by_group(calibration: Calibration) -> bool:
    """Return True if each group has enough patients for a pool of its own."""
    return min(calibration.groups) >= FEWEST_OF_A_GROUP


def _pools(calibration: Calibration) -> tuple[npt.NDArray[np.intp], ...]:
    """Return the numbers of the patients with whom each group is compared."""
    labels = np.asarray(calibration.labels)
    if not _by_group(calibration):
        return (np.arange(labels.size),) * len(GROUPS)
    return tuple(np.flatnonzero(labels == group.label) for group in GROUPS)


def _least(calibration: Calibration) -> int:
    """Return the number of patients of the smaller pool."""
    return min(pool.size for pool in _pools(calibration))


def _note(calibration: Calibration, level: float) -> Text:
    zeros, ones = calibration.groups
    if not _by_group(calibration):
        return text(
            "{level:.0%} set from the out-of-fold scores of {zeros} training patients of the surgery group and {ones} "
            "of the chemoradiotherapy group, taken together: the level holds for patients as a whole, not for each "
            "group, for which {fewest} of each are needed.",
            level=level,
            zeros=zeros,
            ones=ones,
            fewest=FEWEST_OF_A_GROUP,
        )
    return text(
        "{level:.0%} set from the out-of-fold scores of {zeros} training patients of the surgery group and {ones} "
        "of the chemoradiotherapy group, each taken by itself: the level holds for each group.",
        level=level,
        zeros=zeros,
        ones=ones,
    )


def _meaning(groups: tuple[Group, ...], level: float) -> Text:
    """Return what a set means for the study."""
    if len(groups) == len(GROUPS):
        return text("The set holds both groups: at {level:.0%} neither can be excluded.", level=level)
    if not groups:
        return text(
            "The set abstains: at {level:.0%} the study is stranger than the calibration patients of either group.",
            level=level,
        )
    return text("The set holds one group: at {level:.0%} the other is excluded.", level=level)


def _allowed(calibration: Calibration, level: float) -> tuple[Text, ...]:
    """Return what the calibration set allows at the level, at 95 %, and how far the level can be relied on."""
    found = [
        text(
            "At {level:.0%}, {both:.0%} of the {n} calibration patients would get both groups themselves.",
            level=one,
            both=undecided_share(calibration, one),
            n=len(calibration.labels),
        )
        if possible(_least(calibration), one)
        else text(
            "At {level:.0%}, {n} calibration patients would always give both groups.",
            level=one,
            n=_least(calibration),
        )
        for one in dict.fromkeys((level, STRICT_LEVEL))
    ]
    weaker = text(
        "The calibration patients were scored by networks that share training patients, so the level is promised less "
        "firmly than with patients set aside; it holds for patients who come as these came, not for another hospital."
    )
    return (*found, weaker)

"""What is known of the uncertainty of one prediction."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, estimate_json
from cxstage_core.evaluation.statistics.estimators import proportion
from cxstage_core.evaluation.statistics.new_patient.predictive_values import (
    negative_predictive,
    positive_predictive,
)
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

NOT_TESTED = text(
    "No test patients of this model are known here, so its sensitivity and specificity are not."
)


@dataclass(frozen=True, slots=True)
class Repeat:
    """The prediction made again with one thing changed.

    Args:
        key: "outline of NAME", "outline + 2 mm", "outline - 2 mm", "slice up", "slice down" or "images moved".
        title: what was changed.
        probability: None where it could not be computed.
        why: the reason why it could not be computed, else what a reader of the number must know; None for nothing.
        changes_group: the threshold gives another group than for the prediction.
        spread: lowest and highest probability, where several were computed.
        changed: of `count` repetitions, those in another group.
        count: repetitions behind the row.
    """

    key: str
    title: Text
    probability: float | None
    why: Text | None = None
    changes_group: bool = False
    spread: tuple[float, float] | None = None
    changed: int = 0
    count: int = 0

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "key": self.key,
            "title": str(self.title),
            "probability": self.probability,
            "why": None if self.why is None else str(self.why),
            "changes_group": self.changes_group,
            "spread": None if self.spread is None else list(self.spread),
            "changed": self.changed,
            "count": self.count,
        }


@dataclass(frozen=True, slots=True)
class OperatingPoint:
    """Right and wrong at the model's threshold.

    Args:
        threshold: the probability from which the chemoradiotherapy/systemic group is predicted.
        table: its test patients by truth and prediction.
        part: of the patients, such as "test".
        prevalence: share of that group assumed for predictive values unless another is given.
        prevalence_note: where the share comes from.
    """

    threshold: float
    table: Confusion
    part: str
    prevalence: float
    prevalence_note: Text

    @property
    def sensitivity(self) -> Estimate:
        """Share of the chemoradiotherapy/systemic group that is recognised, with Wilson's interval."""
        return proportion(self.table.tp, self.table.positives, LEVEL)

    @property
    def specificity(self) -> Estimate:
        """Share of the surgery group that is recognised, with Wilson's interval."""
        return proportion(self.table.tn, self.table.negatives, LEVEL)

    def predictive_values(self, prevalence: float | None = None) -> tuple[Estimate, Estimate]:
        """Return the share of right answers among those of each group, at a prevalence taken as known.

        Args:
            prevalence: share of the chemoradiotherapy/systemic group, 0 to 1; `self.prevalence` when None.

        Returns:
            Of the answers "chemoradiotherapy or systemic" (PPV), and of the answers "surgery" (NPV).

        Raises:
            ValueError: the prevalence is not between 0 and 1.
        """
        share = self.prevalence if prevalence is None else prevalence
        return positive_predictive(self.table, share), negative_predictive(self.table, share)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        ppv, npv = self.predictive_values()
        return {
            "threshold": self.threshold,
            "part": self.part,
            "n": self.table.n,
            **self.table.to_dict(),
            **estimate_json("sensitivity", self.sensitivity),
            **estimate_json("specificity", self.specificity),
            "prevalence": self.prevalence,
            "prevalence_note": str(self.prevalence_note),
            **estimate_json("ppv", ppv),
            **estimate_json("npv", npv),
        }


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """How far one prediction can be trusted.

    Args:
        interval: of the probability; None where none can be given.
        interval_note: how it was made, what it covers and what not; or why there is none.
        groups: the conformal set: one group, both, or () where it abstains; None where a set is not given.
        set_note: what the set is and what its number of patients allows; or why there is none.
        level: of interval and set.
        coverage: mean, 5 % and 95 % point of the share of new patients whose set is right; None without a set.
        repeats: the prediction with another outline, other slices, and moved images.
        operating_point: None where no test patients are known.
        operating_note: what a reader of it must know, or why there is none.
        set_notes: what the set means for this study, and what its number of patients allows; empty without a set.
    """

    interval: tuple[float, float] | None
    interval_note: Text
    groups: tuple[Group, ...] | None
    set_note: Text
    level: float
    coverage: tuple[float, float, float] | None
    repeats: tuple[Repeat, ...]
    operating_point: OperatingPoint | None
    operating_note: Text
    set_notes: tuple[Text, ...] = ()

    @property
    def answer(self) -> str:
        """Kind of the set: "one", "both", "abstain", or "" without a set."""
        return "" if self.groups is None else ("abstain", "one", "both")[len(self.groups)]

    def predictive_values(self, prevalence: float | None = None) -> tuple[Estimate, Estimate]:
        """Return PPV and NPV as `OperatingPoint.predictive_values`; without a value where no test is known.

        Raises:
            ValueError: the prevalence is not between 0 and 1.
        """
        if self.operating_point is None:
            unknown = Estimate(None, None, 0, NOT_TESTED)
            return unknown, unknown
        return self.operating_point.predictive_values(prevalence)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        point = self.operating_point
        return {
            "interval": None if self.interval is None else list(self.interval),
            "interval_note": str(self.interval_note),
            "set": None if self.groups is None else [group.value for group in self.groups],
            "set_note": str(self.set_note),
            "set_notes": [str(note) for note in self.set_notes],
            "level": self.level,
            "coverage": None if self.coverage is None else list(self.coverage),
            "repeats": [repeat.to_json() for repeat in self.repeats],
            "operating_point": None if point is None else point.to_json(),
            "operating_note": str(self.operating_note),
        }

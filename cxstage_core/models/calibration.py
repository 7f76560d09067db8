"""The calibration set of an ensemble: scores of patients whom the scoring member has not seen.

A model file leaves the hospital, so the set holds no patients: scores and labels alone, sorted by their own values,
so that their order does not depend on who they are.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.text import Text, text

NO_CALIBRATION = text("No calibration set: the model has no out-of-fold scores.")


@dataclass(frozen=True, slots=True)
class Calibration:
    """Out-of-fold scores of the training patients, each patient once.

    Args:
        logits: of the one member that has not seen the patient, before temperature.
        labels: 1 for the chemoradiotherapy/systemic group, 0 for surgery.
        folds: 1-based number of that member.

    Raises:
        ValueError: no scores, columns of different lengths, or an impossible value.
    """

    logits: tuple[float, ...]
    labels: tuple[int, ...]
    folds: tuple[int, ...]

    def __post_init__(self) -> None:
        if not self.logits or not len(self.logits) == len(self.labels) == len(self.folds):
            raise ValueError("columns of different lengths")
        if not all(math.isfinite(logit) for logit in self.logits):
            raise ValueError("a score that is not finite")
        if not set(self.labels) <= {0, 1} or min(self.folds) < 1:
            raise ValueError("no label or no fold")

    @classmethod
    def of(cls, scores: Iterable[tuple[float, int, int]]) -> Calibration:
        """Build the set from (logit, label, fold) of each patient, in any order."""
        logits, labels, folds = zip(*sorted(scores), strict=True)
        return cls(logits, labels, folds)

    @property
    def groups(self) -> tuple[int, int]:
        """Number of patients of the surgery group and of the other group."""
        ones = sum(self.labels)
        return len(self.labels) - ones, ones

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "logits": list(self.logits),
            "labels": list(self.labels),
            "folds": list(self.folds),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Calibration:
        """Invert `to_dict`.

        Raises:
            TypeError, KeyError, ValueError: it is not that.
        """
        if stored.keys() != {"logits", "labels", "folds"}:
            raise ValueError("no calibration set")
        for name, kinds in (("logits", (int, float)), ("labels", (int,)), ("folds", (int,))):
            values = stored[name]
            if not isinstance(values, list) or any(
                isinstance(one, bool) or not isinstance(one, kinds) for one in values
            ):
                raise TypeError(name)
        return cls(
            tuple(float(one) for one in stored["logits"]),
            tuple(stored["labels"]),
            tuple(stored["folds"]),
        )


def describe_calibration(calibration: Calibration | None) -> Text:
    """Return what a user must know of a model's calibration set, or that it has none."""
    if calibration is None:
        return NO_CALIBRATION
    zeros, ones = calibration.groups
    return text(
        "Calibration set: out-of-fold scores of {zeros} patients of the surgery group and {ones} of the "
        "chemoradiotherapy group; threshold and temperature come from them.",
        zeros=zeros,
        ones=ones,
    )

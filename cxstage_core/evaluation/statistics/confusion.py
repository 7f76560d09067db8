"""Confusion tables of patients, and the figures that depend on their four counts alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.patients import as_truth

Counts = npt.NDArray[np.int64] | npt.NDArray[np.float64]
CountFormula = Callable[[Counts, Counts, Counts, Counts], npt.NDArray[np.float64]]
"""A figure of many confusion tables at once, from arrays of TN, FP, FN and TP of one shape."""


@dataclass(frozen=True, slots=True)
class Confusion:
    """Patients by truth and prediction; positive is the chemoradiotherapy/systemic group."""

    tn: int
    fp: int
    fn: int
    tp: int

    @property
    def n(self) -> int:
        """All patients."""
        return self.tn + self.fp + self.fn + self.tp

    @property
    def negatives(self) -> int:
        """Patients of the surgery group."""
        return self.tn + self.fp

    @property
    def positives(self) -> int:
        """Patients of the chemoradiotherapy/systemic group."""
        return self.fn + self.tp

    @property
    def right(self) -> int:
        """Patients put into their own group."""
        return self.tn + self.tp

    @property
    def one_sided(self) -> bool:
        """Return True if every patient was put into the same group."""
        return self.tn + self.fn == 0 or self.fp + self.tp == 0

    def to_dict(self) -> dict[str, int]:
        """The four counts by name."""
        return {"tn": self.tn, "fp": self.fp, "fn": self.fn, "tp": self.tp}


def confusion(truth: npt.ArrayLike, predicted: npt.ArrayLike) -> Confusion:
    """Count patients.

    Args:
        truth, predicted: shape (patients,), values 0 and 1.
    """
    t, p = as_truth(truth), as_truth(predicted)
    if t.shape != p.shape:
        raise ValueError(f"{t.size} patients, but {p.size} predictions")
    return Confusion(
        tn=int((~t & ~p).sum()), fp=int((~t & p).sum()), fn=int((t & ~p).sum()), tp=int((t & p).sum())
    )


def figure_of(formula: CountFormula, table: Confusion) -> float:
    """Apply a formula to one confusion table.

    Raises:
        ValueError: no patients.
    """
    if table.n == 0:
        raise ValueError("no patients")
    cells = (np.array([cell]) for cell in (table.tn, table.fp, table.fn, table.tp))
    return float(formula(*cells)[0])


def balanced_accuracy(tn: Counts, fp: Counts, fn: Counts, tp: Counts) -> npt.NDArray[np.float64]:
    """Mean recall of both groups (macro recall); a group without patients has recall 0."""
    return (_ratio(tn, tn + fp) + _ratio(tp, tp + fn)) / 2


def macro_f1(tn: Counts, fp: Counts, fn: Counts, tp: Counts) -> npt.NDArray[np.float64]:
    """Mean F1 of both groups, as scikit-learn computes it (average="macro", zero_division=0)."""
    return (_ratio(2 * tn, 2 * tn + fp + fn) + _ratio(2 * tp, 2 * tp + fp + fn)) / 2


def macro_precision(tn: Counts, fp: Counts, fn: Counts, tp: Counts) -> npt.NDArray[np.float64]:
    """Mean precision of both groups; a group that is never predicted has precision 0."""
    return (_ratio(tn, tn + fn) + _ratio(tp, tp + fp)) / 2


def discordant(truth: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[int, int]:
    """Patients that only the first, and only the second, of two models got right."""
    t, a, b = as_truth(truth), as_truth(first), as_truth(second)
    right_a, right_b = a == t, b == t
    return int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())


def _ratio(part: Counts, whole: Counts) -> npt.NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(np.shape(whole), dtype=np.float64), where=whole > 0)

"""Counts of right and wrong patients, and the four columns of Table 2."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.patients import as_truth


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
    def one_sided(self) -> bool:
        """Whether every patient was put into the same group."""
        return self.tn + self.fn == 0 or self.fp + self.tp == 0

    def to_dict(self) -> dict[str, int]:
        """The four counts by name."""
        return {"tn": self.tn, "fp": self.fp, "fn": self.fn, "tp": self.tp}


@dataclass(frozen=True, slots=True)
class Table2:
    """The columns of Table 2: accuracy and the macro averages over both groups.

    Macro recall is the balanced accuracy. A group that is never predicted has precision 0, a group
    without patients has recall 0 (scikit-learn: average="macro", zero_division=0).
    """

    accuracy: float
    balanced_accuracy: float
    f1: float
    precision: float


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


def table2(counts: Confusion) -> Table2:
    """Table 2's four figures, as scikit-learn computes them.

    Raises:
        ValueError: no patients.
    """
    if counts.n == 0:
        raise ValueError("no patients")
    columns = macro_averages(
        np.array([counts.tn]), np.array([counts.fp]), np.array([counts.fn]), np.array([counts.tp])
    )
    return Table2(*(float(column[0]) for column in columns))


def macro_averages(
    tn: npt.NDArray[np.int64],
    fp: npt.NDArray[np.int64],
    fn: npt.NDArray[np.int64],
    tp: npt.NDArray[np.int64],
) -> tuple[
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
    npt.NDArray[np.float64],
]:
    """Accuracy, balanced accuracy, macro F1 and macro precision of many confusions at once.

    Args:
        tn, fp, fn, tp: counts, all of one shape.
    """
    accuracy = _ratio(tn + tp, tn + fp + fn + tp)
    balanced = (_ratio(tn, tn + fp) + _ratio(tp, tp + fn)) / 2
    f1 = (_ratio(2 * tn, 2 * tn + fp + fn) + _ratio(2 * tp, 2 * tp + fp + fn)) / 2
    precision = (_ratio(tn, tn + fn) + _ratio(tp, tp + fp)) / 2
    return accuracy, balanced, f1, precision


def discordant(truth: npt.ArrayLike, first: npt.ArrayLike, second: npt.ArrayLike) -> tuple[int, int]:
    """Patients that only the first, and only the second, of two models got right."""
    t, a, b = as_truth(truth), as_truth(first), as_truth(second)
    right_a, right_b = a == t, b == t
    return int((right_a & ~right_b).sum()), int((right_b & ~right_a).sum())


def _ratio(part: npt.NDArray[np.int64], whole: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
    return np.divide(part, whole, out=np.zeros(np.shape(whole), dtype=np.float64), where=whole > 0)

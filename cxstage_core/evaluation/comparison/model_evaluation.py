"""Everything said about one model on one set of patients, each number with what it is worth."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import bootstrap_confusion, bootstrap_patients
from cxstage_core.evaluation.statistics.calibration import brier, calibration_line, ece, ece_null_band
from cxstage_core.evaluation.statistics.confusion import Confusion, confusion, table2
from cxstage_core.evaluation.statistics.delong import delong
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval
from cxstage_core.evaluation.statistics.null_auc import null_band
from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_probabilities, as_truth
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One model on n patients; group 1, the chemoradiotherapy/systemic group, is positive.

    Args:
        threshold: group 1 is said from probability ≥ threshold on.
        balanced_accuracy, f1, precision: macro averages, the columns of Table 2.
        auc_null: where the AUC of a model that knows nothing falls.
        ece_null: where the ECE of a perfectly calibrated model with these probabilities falls.
        calibration_slope, calibration_intercept: 1 and 0 are perfect.
        warnings: what must be read beside the numbers.
    """

    n: int
    n_positive: int
    threshold: float
    confusion: Confusion
    accuracy: Estimate
    balanced_accuracy: Estimate
    f1: Estimate
    precision: Estimate
    sensitivity: Estimate
    specificity: Estimate
    auc: Estimate
    auc_null: Interval | None
    brier: Estimate
    ece: Estimate
    ece_null: Interval
    calibration_slope: Estimate
    calibration_intercept: Estimate
    warnings: tuple[Text, ...] = ()


def evaluate(
    truth: npt.ArrayLike, probability: npt.ArrayLike, threshold: float, level: float = LEVEL
) -> Evaluation:
    """Evaluate one model; the patient is the unit.

    Args:
        truth: shape (patients,), 0 or 1.
        probability: of group 1, shape (patients,).
        threshold: chosen on validation patients; group 1 is said from there on.

    Raises:
        ValueError: no patients, or values that are no truths or probabilities.
    """
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    if t.size == 0:
        raise ValueError("no patients to evaluate")
    counts = confusion(t, p >= threshold)
    balanced, f1, precision = _macro(counts, level)
    area = delong(t, p, level)
    both = bool(t.any() and not t.all())
    null = null_band(counts.negatives, counts.positives, level) if both else None
    slope, intercept = _calibration(t, p)
    return Evaluation(
        n=counts.n,
        n_positive=counts.positives,
        threshold=threshold,
        confusion=counts,
        accuracy=_share(counts.tn + counts.tp, counts.n, level),
        balanced_accuracy=balanced,
        f1=f1,
        precision=precision,
        sensitivity=_share(counts.tp, counts.positives, level),
        specificity=_share(counts.tn, counts.negatives, level),
        auc=Estimate(area.auc, area.interval, counts.n, area.note),
        auc_null=null,
        brier=Estimate(
            brier(t, p),
            bootstrap_patients(t, p, _brier_rows, level=level) if both else None,
            counts.n,
        ),
        ece=Estimate(
            ece(t, p), None, counts.n, text("Ten bins of equal width; read it against its null band.")
        ),
        ece_null=ece_null_band(p, level=level)[0],
        calibration_slope=slope,
        calibration_intercept=intercept,
        warnings=tuple(_warnings(counts, area.auc, null)),
    )


def _macro(counts: Confusion, level: float) -> tuple[Estimate, Estimate, Estimate]:
    if counts.negatives == 0 or counts.positives == 0:
        absent = Estimate(None, None, counts.n, text("All patients are of one group."))
        return absent, absent, absent
    values = table2(counts)
    drawn = bootstrap_confusion(counts, level=level)
    balanced = Estimate(values.balanced_accuracy, drawn.balanced_accuracy, counts.n)
    if drawn.balanced_accuracy.low == drawn.balanced_accuracy.high:
        balanced = Estimate(
            values.balanced_accuracy,
            _square_and_add(counts, level),
            counts.n,
            text("The bootstrap does not vary here: the interval combines two Wilson intervals."),
        )
    return (
        balanced,
        _unless_constant(values.f1, drawn.f1, counts.n),
        _unless_constant(values.precision, drawn.precision, counts.n),
    )


def _unless_constant(value: float, interval: Interval, n: int) -> Estimate:
    if interval.low < interval.high:
        return Estimate(value, interval, n)
    return Estimate(
        value,
        None,
        n,
        text("The bootstrap does not vary here: no interval can be given, which is no certainty."),
    )


def _square_and_add(counts: Confusion, level: float) -> Interval:
    """Interval of the mean of sensitivity and specificity from their Wilson intervals.

    Source: Newcombe, Stat Med 1998;17:873–890 (method 10), for a sum in place of a difference.
    """
    parts = [
        (counts.tp / counts.positives, wilson(counts.tp, counts.positives, level)),
        (counts.tn / counts.negatives, wilson(counts.tn, counts.negatives, level)),
    ]
    middle = sum(value for value, _ in parts) / 2
    below = math.hypot(*(value - interval.low for value, interval in parts)) / 2
    above = math.hypot(*(interval.high - value for value, interval in parts)) / 2
    return Interval(
        max(0.0, middle - below), min(1.0, middle + above), level, "Newcombe, from two Wilson intervals"
    )


def _share(k: int, n: int, level: float) -> Estimate:
    if n == 0:
        return Estimate(None, None, 0, text("No patient of that group."))
    return Estimate(k / n, wilson(k, n, level), n)


def _calibration(truth: Truth, probability: Scores) -> tuple[Estimate, Estimate]:
    line = calibration_line(truth, probability)
    if line is None:
        undefined = Estimate(
            None,
            None,
            truth.size,
            text(
                "Not defined: one group only, equal probabilities, or groups that are fully separated."
            ),
        )
        return undefined, undefined
    return Estimate(line[0], None, truth.size), Estimate(line[1], None, truth.size)


def _brier_rows(truth: Truth, probability: Scores) -> npt.NDArray[np.float64]:
    return np.asarray(np.mean((probability - truth) ** 2, axis=1))


def _warnings(counts: Confusion, area: float | None, null: Interval | None) -> Iterator[Text]:
    if counts.one_sided:
        yield text("Every patient was put into the same group: the model decides nothing.")
    if area is None or null is None:
        yield text("All test patients are of one group: AUC and balanced accuracy are not defined.")
        return
    if area < 0.5:
        yield text(
            "AUC {auc:.3f} is below 0.5: the model ranks the wrong way round. It is shown as it is, not flipped.",
            auc=area,
        )
    if area in null:
        yield text(
            "AUC {auc:.3f} lies inside the {level:.0%} null band ({low:.3f}–{high:.3f}): not distinguishable from chance.",
            level=null.level,
            auc=area,
            low=null.low,
            high=null.high,
        )

"""The evaluation of one model on one set of patients: every metric with n, interval and warnings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import numpy.typing as npt

from cxstage_core.evaluation.comparison.metrics import estimates_of, pooled_estimates
from cxstage_core.evaluation.statistics.calibration import ece_null_band
from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval
from cxstage_core.evaluation.statistics.null_auc import null_band
from cxstage_core.evaluation.statistics.roc import auc
from cxstage_core.evaluation.statistics.scores import PatientScores, PooledScores
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Evaluation:
    """One model on n patients; group 1, the chemoradiotherapy/systemic group, is positive.

    Args:
        threshold: group 1 is predicted from probability ≥ threshold on.
        confusion: of patients; with repeated folds of decisions, summed over the repeats.
        estimates: every metric by its key.
        auc_null: where the AUC of a model without any information falls.
        ece_null: where the ECE of a perfectly calibrated model with these probabilities falls.
        warnings: to be read together with the figures.
    """

    n: int
    n_positive: int
    threshold: float
    confusion: Confusion
    estimates: Mapping[str, Estimate]
    auc_null: Interval | None
    ece_null: Interval
    warnings: tuple[Text, ...] = ()


def evaluate(
    truth: npt.ArrayLike, probability: npt.ArrayLike, threshold: float, level: float = LEVEL
) -> Evaluation:
    """Evaluate one model; the patient is the unit.

    Args:
        truth: shape (patients,), 0 or 1.
        probability: of group 1, shape (patients,).
        threshold: chosen on validation patients; group 1 is predicted from there on.

    Raises:
        ValueError: no patients, or values that are not truths or probabilities.
    """
    scores = PatientScores.of(truth, probability, threshold)
    table = scores.confusion
    if table.n == 0:
        raise ValueError("no patients to evaluate")
    return _evaluation(scores, table, estimates_of(scores, level), level)


def evaluate_pooled(
    first_repeat: PatientScores, pooled: PooledScores, level: float = LEVEL
) -> Evaluation:
    """Evaluate one network over all folds and repeats.

    Args:
        first_repeat: every patient once, aligned to one threshold.
    """
    found = _evaluation(first_repeat, pooled.confusion, pooled_estimates(pooled, level), level)
    together = auc(first_repeat.truth, first_repeat.probability)
    null, area = found.auc_null, found.estimates["auc"].value
    if null is None or together is None or together not in null or (area is not None and area in null):
        return found
    # The mean of small folds' AUCs spreads more by chance than the AUC of all patients together.
    warning = text(
        "AUC {auc:.3f} of all folds together lies inside the {level:.0%} null band ({low:.3f}–{high:.3f}): not distinguishable from chance.",
        auc=together,
        level=null.level,
        low=null.low,
        high=null.high,
    )
    return replace(found, warnings=(*found.warnings, warning))


def _evaluation(
    scores: PatientScores, table: Confusion, estimates: Mapping[str, Estimate], level: float
) -> Evaluation:
    n, positives = int(scores.truth.size), int(scores.truth.sum())
    null = null_band(n - positives, positives, level) if scores.both_groups else None
    return Evaluation(
        n=n,
        n_positive=positives,
        threshold=scores.threshold,
        confusion=table,
        estimates=estimates,
        auc_null=null,
        ece_null=ece_null_band(scores.probability, level=level)[0],
        warnings=tuple(_warnings(table, estimates["auc"].value, null)),
    )


def _warnings(table: Confusion, area: float | None, null: Interval | None) -> Iterator[Text]:
    if table.one_sided:
        yield text("Every patient was put into the same group: the model decides nothing.")
    if null is None:
        yield text("All test patients are of one group: AUC and balanced accuracy are not defined.")
    if area is None or null is None:
        return
    if area < 0.5:
        yield text(
            "AUC {auc:.3f} is below 0.5: the model ranks patients in reverse. It is shown as it is, not flipped.",
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

"""The figures of a comparison: one row per metric, read by window, command line, exports and docs.

A further metric is one row here and its formula in `statistics`. What depends on the four counts alone needs
the formula only (`count_metric`): its interval and how folds and repeats are pooled follow from it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

from cxstage_core.evaluation.statistics import estimators, pooling
from cxstage_core.evaluation.statistics.confusion import CountFormula, macro_f1, macro_precision
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate
from cxstage_core.evaluation.statistics.scores import PatientScores, PooledScores
from cxstage_core.text import Text, text

DIGITS = 3


class Place(StrEnum):
    """A place that shows metrics; the JSON of a comparison holds every metric."""

    WINDOW = "Table 2 of the Compare page"
    REPORT = "CSV, LaTeX, Word and PDF"
    TERMINAL = "command line"
    FOLD = "each fold"
    SUBGROUP = "subgroups"


TABLE_2 = frozenset({Place.WINDOW, Place.REPORT, Place.TERMINAL})


@dataclass(frozen=True, slots=True)
class MetricSpec:
    """One metric.

    Args:
        key: in JSON; its interval is `key_ci`.
        definition: one phrase, for a tooltip and the documentation.
        interval: how its interval is made, for the documentation; "none" where it has none.
        estimate: of one test part, at a confidence level.
        pooled: over folds and repeats; None where that is not defined.
        places: where it is shown.
        needs_probabilities: not defined for a score that only ranks.
        short: title of a narrow column; the title by default.
        digits: behind the decimal point.
    """

    key: str
    title: Text
    definition: Text
    interval: Text
    estimate: Callable[[PatientScores, float], Estimate]
    pooled: Callable[[PooledScores, float], Estimate] | None = None
    places: frozenset[Place] = frozenset()
    needs_probabilities: bool = False
    short: Text | None = None
    digits: int = DIGITS

    @property
    def narrow_title(self) -> Text:
        """Title of a narrow column."""
        return self.short or self.title


def count_metric(
    key: str,
    title: Text,
    definition: Text,
    formula: CountFormula,
    places: frozenset[Place] = TABLE_2,
) -> MetricSpec:
    """A metric of the four counts; folds are pooled by their counts."""

    def estimate(scores: PatientScores, level: float) -> Estimate:
        return estimators.macro_average(formula, scores.confusion, level)

    pooled = partial(pooling.pooled_average, formula)
    return MetricSpec(key, title, definition, text("Jeffreys, both groups"), estimate, pooled, places)


_ALL = (
    MetricSpec(
        "accuracy",
        text("Accuracy"),
        text("Share of patients put into the right group"),
        text("Wilson"),
        estimators.accuracy,
        pooling.pooled_accuracy,
        TABLE_2 | {Place.FOLD, Place.SUBGROUP},
    ),
    MetricSpec(
        "balanced_accuracy",
        text("Balanced accuracy"),
        text("Mean of the recall of both groups, as in the paper's Table 2"),
        text("Newcombe, from two Wilson intervals"),
        estimators.balanced,
        pooling.pooled_balanced,
        TABLE_2,
        short=text("Bal. accuracy"),
    ),
    count_metric("f1", text("F1 (macro)"), text("Mean of both groups' F1"), macro_f1),
    count_metric(
        "precision",
        text("Precision (macro)"),
        text("Mean of both groups' precision"),
        macro_precision,
    ),
    MetricSpec(
        "auc",
        text("AUC"),
        text("Area under the ROC curve; positive: chemoradiotherapy or systemic"),
        text("DeLong, logit"),
        estimators.area,
        pooling.pooled_area,
        TABLE_2 | {Place.FOLD, Place.SUBGROUP},
    ),
    MetricSpec(
        "sensitivity",
        text("Sensitivity"),
        text("Share of the chemoradiotherapy or systemic group that is recognised"),
        text("Wilson"),
        estimators.sensitivity,
        pooling.pooled_sensitivity,
        frozenset({Place.REPORT, Place.SUBGROUP}),
    ),
    MetricSpec(
        "specificity",
        text("Specificity"),
        text("Share of the surgery group that is recognised"),
        text("Wilson"),
        estimators.specificity,
        pooling.pooled_specificity,
        frozenset({Place.REPORT, Place.SUBGROUP}),
    ),
    MetricSpec(
        "brier",
        text("Brier score"),
        text("Mean squared difference of probability and truth"),
        text("Student's t on the logit"),
        estimators.brier_score,
        pooling.pooled_brier,
        needs_probabilities=True,
    ),
    MetricSpec(
        "ece",
        text("ECE"),
        text("Expected calibration error over ten bins of equal width"),
        text("none"),
        estimators.calibration_error,
        needs_probabilities=True,
    ),
    MetricSpec(
        "calibration_slope",
        text("Calibration slope"),
        text("Slope of the outcome's log odds on the predicted log odds; 1 is perfect"),
        text("none"),
        estimators.calibration_slope,
        needs_probabilities=True,
    ),
    MetricSpec(
        "calibration_intercept",
        text("Calibration intercept"),
        text("Calibration in the large, with the slope held at 1; 0 is perfect"),
        text("none"),
        estimators.calibration_intercept,
        needs_probabilities=True,
    ),
)

METRICS: dict[str, MetricSpec] = {metric.key: metric for metric in _ALL}
"""The metrics by key, in the order in which tables show them."""


def shown_in(place: Place) -> tuple[MetricSpec, ...]:
    """The metrics of one place, in order."""
    return tuple(metric for metric in METRICS.values() if place in metric.places)


def estimates_of(scores: PatientScores, level: float = LEVEL) -> dict[str, Estimate]:
    """Every metric of one test part, by key."""
    return {key: metric.estimate(scores, level) for key, metric in METRICS.items()}


def pooled_estimates(scores: PooledScores, level: float = LEVEL) -> dict[str, Estimate]:
    """Every metric over all folds, by key; one that cannot be pooled has no value."""
    return {
        key: Estimate(None, None, scores.n, text("Not defined over folds."))
        if metric.pooled is None
        else metric.pooled(scores, level)
        for key, metric in METRICS.items()
    }

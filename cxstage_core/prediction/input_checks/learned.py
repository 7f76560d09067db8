"""Checks that compare a study with the training patients, by the limits in the model file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxstage_core.cohort.values.gate_measures import CHECKS, MEASURES
from cxstage_core.cohort.values.gate_rules import RULES, Objection, objection
from cxstage_core.models.reference.limits import (
    FEATURES,
    GREY_VALUES,
    CheckLimits,
    TrainingReference,
)
from cxstage_core.prediction.check import Check, Verdict
from cxstage_core.prediction.input_checks.found import unknown
from cxstage_core.prediction.input_checks.recorded import NOT_DESCRIBED
from cxstage_core.text import Text, text

FAR = 1.5
"""Times the limit from which on a check stops instead of warning."""
LEARNED = (*CHECKS, GREY_VALUES)
"""Keys of the rules about measures, in the order in which they are shown; the features come after the network."""

_EXCHANGED = {
    "upside-down": text("turned upside down, they would fit better than as they are"),
    "t1-t2": text("exchanged, they would fit better than as they are"),
}
_NOT_MEASURED = text("This could not be measured in the study.")
_NOT_LEARNED = text("It could not be measured in enough training patients, so it was not compared.")


@dataclass(frozen=True, slots=True)
class Compared:
    """A check with the rule that is broken, if it is.

    Args:
        broken: None where the study fits, or nothing could be compared.
    """

    check: Check
    broken: Objection | None = None


def compare(key: str, values: Mapping[str, float], reference: TrainingReference | None) -> Compared:
    """Compare the measures of one check with those of the training patients.

    Args:
        key: one of `LEARNED`.
        values: measures and statistics of the study.
    """
    if reference is None:
        return Compared(unknown(key, NOT_DESCRIBED))
    limits = reference.checks.get(key)
    if limits is None:
        return Compared(unknown(key, _NOT_LEARNED))
    score = limits.score(values)
    if score is None:
        return Compared(unknown(key, _NOT_MEASURED, range_of(limits, reference)))
    return _judged(key, values, limits, reference, score)


def _judged(
    key: str,
    values: Mapping[str, float],
    limits: CheckLimits,
    reference: TrainingReference,
    score: float,
) -> Compared:
    rule = RULES[key]
    turned = limits.exchanged(values)
    verdict = verdict_of(score, reference, stops=rule.stops, surely=turned)
    name = limits.farthest(values)
    low, high = reference.ranges.get(name, (values[name], values[name]))
    value = text(
        "{distance:.1f}; {measure}: {value:.3g} ({low:.3g} to {high:.3g})",
        distance=distance_of(limits, score),
        measure=title_of(name),
        value=values[name],
        low=low,
        high=high,
    )
    if verdict == "fits":
        return Compared(Check(key, rule.checked, value, range_of(limits, reference), verdict))
    said = _EXCHANGED[key] if turned and key in _EXCHANGED else _worst(limits, values, reference)
    broken = objection(key, mild=verdict == "warning", worst=said)
    check = Check(key, rule.checked, value, range_of(limits, reference), verdict, broken.sentence)
    return Compared(check, broken)


def verdict_of(
    score: float, reference: TrainingReference, *, stops: bool, surely: bool = False
) -> Verdict:
    """Return the verdict of a score on the scale of the checks.

    Args:
        stops: the rule may stop.
        surely: the study fits better with its images exchanged.
    """
    if score <= reference.limit and not surely:
        return "fits"
    return "stop" if stops and (surely or score > FAR * reference.limit) else "warning"


def distance_of(limits: CheckLimits, score: float) -> float:
    """Return the distance that a score on the scale of the checks stands for."""
    return limits.median + limits.gap * score


def range_of(limits: CheckLimits, reference: TrainingReference) -> Text:
    """Return what fits, with the number of patients that it rests on."""
    most = distance_of(limits, reference.limit)
    if reference.few:
        return text(
            "distance up to {most:.1f}; wide, only {n} training patients",
            most=most,
            n=reference.patients,
        )
    return text("distance up to {most:.1f}; {n} training patients", most=most, n=reference.patients)


def title_of(name: str) -> Text:
    """Return the title of a measure, or of a statistic of a channel's grey values."""
    return MEASURES[name].title if name in MEASURES else text("{name}", name=name)


def _worst(
    limits: CheckLimits,
    values: Mapping[str, float],
    reference: TrainingReference,
) -> Text:
    beyond = {
        name: values[name]
        for name in limits.names
        if name in values
        and name in reference.ranges
        and not reference.ranges[name][0] <= values[name] <= reference.ranges[name][1]
    }
    if not beyond:
        return text("each value for itself is within its range, but not all together")
    name = limits.farthest(beyond)
    low, high = reference.ranges[name]
    return text(
        "{measure} {value:.3g}, in training {low:.3g} to {high:.3g}",
        measure=title_of(name),
        value=values[name],
        low=low,
        high=high,
    )


__all__ = ["FAR", "FEATURES", "LEARNED", "Compared", "compare", "distance_of", "range_of", "verdict_of"]

"""Baselines that need no network: the larger group, the tumour's diameter, and the radiologist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.staging.size_limits import LARGE_MM

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, PatientPrediction


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rule's answers for the test part, in the shape of a network's.

    Args:
        rule: how it decides, in plain English.
        calibrated: whether its number is a probability or only ranks.
    """

    name: str
    rule: str
    threshold: float
    patients: tuple[PatientPrediction, ...]
    calibrated: bool


def majority_baseline(experiment: Experiment) -> Baseline | None:
    """Always the group that was larger among the training patients; None without any run.

    Its probability is the share of chemoradiotherapy/systemic there, as stored in the
    experiment's settings. Equal groups count as chemoradiotherapy/systemic.
    """
    if not experiment.runs:
        return None
    surgery, other = experiment.config.training_groups
    share = other / (surgery + other) if surgery + other else 0.5
    return Baseline(
        "Larger group",
        "no network: always the larger group of the training part",
        0.5,
        _answers(experiment, dict.fromkeys(_test_patients(experiment), share)),
        calibrated=True,
    )


def diameter_baseline(experiment: Experiment, diameters: Mapping[str, float]) -> Baseline | None:
    """The largest diameter of the clinical table alone; None when no test patient has one.

    A logistic regression, fitted on the training patients with a diameter, whose groups
    are in the experiment's settings ("training_labels"); its threshold is 0.5, fixed beforehand. Where they
    are missing, or are all of one group, the rule of the size limit: above 40.0 mm. Patients without a diameter are left
    out.
    """
    groups = {
        patient: label
        for patient, label in experiment.config.training_labels.items()
        if patient in diameters
    }
    if len(set(groups.values())) < 2:
        return _size_limit(experiment, diameters)
    tested = [patient for patient in _test_patients(experiment) if patient in diameters]
    if not tested:
        return None
    from sklearn.linear_model import LogisticRegression

    fitted = LogisticRegression(C=1e4, max_iter=1000).fit(
        [[diameters[patient] / 10.0] for patient in groups], list(groups.values())
    )
    said = fitted.predict_proba([[diameters[patient] / 10.0] for patient in tested])[:, 1]
    return Baseline(
        "Diameter only",
        "no network: logistic regression on the largest diameter of the training patients",
        0.5,
        _answers(experiment, dict(zip(tested, (float(p) for p in said), strict=True))),
        calibrated=True,
    )


def radiologist_baseline(experiment: Experiment, calls: Mapping[str, int]) -> Baseline | None:
    """The group that a radiologist named, where the clinical table holds it; None when it holds none.

    Args:
        calls: pseudonym to 1 for chemoradiotherapy/systemic, 0 for surgery.
    """
    scores = {p: 0.99 if calls[p] else 0.01 for p in _test_patients(experiment) if p in calls}
    if not scores:
        return None
    return Baseline(
        "Radiologist",
        "no network: the group entered by a radiologist in the clinical table",
        0.5,
        _answers(experiment, scores),
        calibrated=False,
    )


def _size_limit(experiment: Experiment, diameters: Mapping[str, float]) -> Baseline | None:
    """Chemoradiotherapy/systemic above 40.0 mm of the clinical table's largest diameter.

    The number that ranks is d/(d + 40 mm), which is one half at 40 mm; it is not a probability.
    Patients without a diameter are left out. None when no patient has one.
    """
    scores = {
        patient: diameters[patient] / (diameters[patient] + LARGE_MM)
        for patient in _test_patients(experiment)
        if patient in diameters
    }
    if not scores:
        return None
    return Baseline(
        "Diameter only",
        "no network: largest diameter above 40 mm in the clinical table",
        float(np.nextafter(0.5, 1.0)),  # 40.0 mm itself belongs to surgery
        _answers(experiment, scores),
        calibrated=False,
    )


def _test_patients(experiment: Experiment) -> tuple[str, ...]:
    return tuple(p.patient for p in experiment.runs[0].of_part("test")) if experiment.runs else ()


def _answers(experiment: Experiment, scores: Mapping[str, float]) -> tuple[PatientPrediction, ...]:
    return tuple(
        replace(
            p,
            probability=scores[p.patient],
            logit=_logit(scores[p.patient]),
        )
        for p in experiment.runs[0].of_part("test")
        if p.patient in scores
    )


def _logit(probability: float) -> float:
    kept = min(max(probability, 1e-6), 1 - 1e-6)
    return float(np.log(kept / (1 - kept)))

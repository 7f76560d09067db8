"""Baselines that need no network: the larger group, diameter, local extent, and the radiologist."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.staging import STAGES, group_of
from cxstage_core.staging.size_limits import LARGE_MM
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, PatientPrediction
    from cxstage_core.evaluation.statistics.scores import PooledScores


@dataclass(frozen=True, slots=True)
class Baseline:
    """A rule's answers for the test part, in the shape of a network's.

    Args:
        rule: how it decides, in plain English.
        calibrated: whether its number is a probability or only ranks.
        notes: what makes its figures doubtful.
        pooled: of a baseline that is fitted in every fold, its answers over all folds.
    """

    name: str
    rule: str
    threshold: float
    patients: tuple[PatientPrediction, ...]
    calibrated: bool
    notes: tuple[Text, ...] = ()
    pooled: PooledScores | None = None


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


def extent_baseline(experiment: Experiment, extents: Mapping[str, str]) -> Baseline | None:
    """The local extent of the clinical table alone; None when no test patient has one.

    Nodes and distant metastases are taken as unseen, as by a network that sees a crop around the tumour:
    the group of the local extent decides, and within a group the order of the stages ranks. Nothing is
    fitted. Patients whose facts leave more than one local extent possible are left out and counted.

    Args:
        extents: pseudonym to local extent, a stage of FIGO 2018 from IA1 to IVA.
    """
    tested = _test_patients(experiment)
    scores = {patient: extent_score(extents[patient]) for patient in tested if patient in extents}
    if not scores:
        return None
    lacking = len(tested) - len(scores)
    note = text(
        "{missing} of {n} test patients without a number: facts of their local extent are not stated.",
        missing=lacking,
        n=len(tested),
    )
    return Baseline(
        "Local extent",
        "no network: group of the local extent in the clinical table, nodes and distant metastases unseen",
        0.5,
        _answers(experiment, scores),
        calibrated=False,
        notes=(note,) if lacking else (),
    )


def extent_score(extent: str) -> float:
    """The score of a local extent: above 0.5 for chemoradiotherapy/systemic; only its order counts.

    Args:
        extent: a stage of FIGO 2018 from IA1 to IVA.

    Raises:
        StagingError: it is not a stage.
    """
    group = group_of(extent)
    same = [stage for stage in STAGES if group_of(stage) is group]
    return 0.5 * (group.label + (same.index(extent) + 0.5) / len(same))


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

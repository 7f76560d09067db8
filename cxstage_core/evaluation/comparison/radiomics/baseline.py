"""The radiomics baseline of an experiment: fitted once on its training patients, stored, and shown next to the networks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.cohort.values.records import ModelRun, PatientPrediction
from cxstage_core.errors import CohortError, DatasetError
from cxstage_core.evaluation.comparison.baselines import Baseline
from cxstage_core.evaluation.comparison.folds import first_repeat, is_folded, pooled_rows
from cxstage_core.evaluation.comparison.radiomics.feature_set import FEATURES
from cxstage_core.evaluation.comparison.radiomics.library import installed
from cxstage_core.evaluation.comparison.radiomics.measured import (
    Measured,
    measure_patients,
    missing_library,
)
from cxstage_core.evaluation.comparison.radiomics.regression import FEWEST, Features, fit
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.storage.checked_json import read_json, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from pathlib import Path

    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Experiment

NAME = "Radiomics (logistic regression)"
_KIND = "radiomics"
_RULE = "no network: L2-regularised logistic regression on radiomic features of the outline, fitted on the training patients"
_NOT_MEASURED = text(
    "Radiomics (logistic regression) is not listed yet: its features are measured on demand (the button on the "
    "Compare page, or cxstage radiomics COHORT EXPERIMENT)."
)
_LABELS_UNKNOWN = text(
    "Radiomics (logistic regression) is not listed: this experiment does not store the groups of its training patients."
)


@dataclass(frozen=True, slots=True)
class Radiomics:
    """The baseline of an experiment, or why it has none.

    Args:
        baseline: its answers for the test part; None where it is not listed.
        notes: how it was made, or why it is not listed.
        open: it could be measured now.
    """

    baseline: Baseline | None
    notes: tuple[Text, ...]
    open: bool = False


@dataclass(frozen=True, slots=True)
class _Fit:
    """One fit: labels of its training patients, and whom it tests."""

    labels: Mapping[str, int]
    test: tuple[str, ...]
    repeat: int = 1
    fold: int = 1


def read_radiomics(cohort: Cohort, experiment: Experiment) -> Radiomics:
    """Return the stored baseline of an experiment; nothing is measured."""
    parts = _fits_of(experiment)
    if not parts:
        return Radiomics(None, (_LABELS_UNKNOWN,))
    file = _file(cohort, experiment, parts)
    stored = _read(file)
    if stored is not None:
        return _made(experiment, stored)
    lack = missing_library()
    return Radiomics(None, (_NOT_MEASURED if lack is None else lack,), open=lack is None)


def measure_radiomics(cohort: Cohort, experiment: Experiment, job: Job | None = None) -> Radiomics:
    """Measure the features of an experiment's patients, fit the baseline and store it.

    Raises:
        DatasetError: mirp is not installed, the experiment does not store the groups of its training patients, or too
            few of them have features.
        Cancelled: a stop was asked for; features measured so far stay in the cache.
    """
    job, parts = job or no_progress(), _fits_of(experiment)
    if not parts:
        raise DatasetError(_LABELS_UNKNOWN.template)
    patients = sorted({p for part in parts for p in (*part.labels, *part.test)} & {*cohort.patients()})
    measured = measure_patients(cohort, patients, job)
    stored = fitted(experiment, measured, job)
    write_json(_file(cohort, experiment, parts), stored, _KIND)
    return _made(experiment, stored)


def fitted(experiment: Experiment, measured: Measured, job: Job | None = None) -> dict[str, Any]:
    """Fit the baseline on the training patients of each part; the result as plain JSON values.

    Raises:
        DatasetError: too few training patients have features.
    """
    job, parts, rows = job or no_progress(), _fits_of(experiment), []
    for done, part in enumerate(parts):
        job.step(Progress(done, len(parts), "Fitting the radiomics baseline"))
        found = fit(measured.values, part.labels, part.test, experiment.config.stored.get("seed", 1))
        if found is None:
            raise DatasetError(
                "The radiomics baseline needs at least {least} training patients of each group with features.",
                remedy="The first patient without features: {reason}" if measured.missing else "",
                least=FEWEST,
                reason=next(iter(measured.missing.values()), ""),
            )
        rows.append(
            {
                "repeat": part.repeat,
                "fold": part.fold,
                "threshold": found.threshold,
                "strength": found.strength,
                "features": found.features,
                "trained": found.trained,
                "missing": len(part.labels) - found.trained,
                "note": None if found.note is None else [found.note.template, dict(found.note.params)],
                "probabilities": dict(found.probabilities),
            }
        )
    job.step(Progress(len(parts), len(parts), "Fitting the radiomics baseline"))
    return {
        "features_digest": measured.digest,
        "settings": FEATURES.to_dict(),
        "mirp": measured.library,
        "parts": rows,
    }


def baseline_of(experiment: Experiment, features: Features) -> Radiomics:
    """Fit the baseline on given features, without a cohort.

    Raises:
        DatasetError: as `fitted`.
    """
    return _made(experiment, fitted(experiment, Measured(features, {}, "", installed())))


def _fits_of(experiment: Experiment) -> tuple[_Fit, ...]:
    """Return training labels and test patients of each fit; none where the labels are not stored."""
    if not experiment.runs:
        return ()
    if is_folded(experiment):
        labels = {p.patient: p.truth for run in experiment.runs for p in run.of_part("test")}
        return tuple(
            _Fit(
                {p: labels[p] for p in fold.training if p in labels},
                fold.test,
                fold.repeat,
                fold.number,
            )
            for fold in _folds(experiment)
        )
    tested = tuple(p.patient for p in experiment.runs[0].of_part("test"))
    labels = {p: y for p, y in experiment.config.training_labels.items() if p not in tested}
    return (_Fit(labels, tested),) if labels else ()


def _folds(experiment: Experiment) -> Sequence[Fold]:
    return experiment.config.protocol.folds


def _file(cohort: Cohort, experiment: Experiment, parts: Sequence[_Fit]) -> Path:
    """Name the result by everything that the fit rests on but the outlines, which the experiment had frozen."""
    plan = [[dict(part.labels), list(part.test), part.repeat, part.fold] for part in parts]
    key = hash_of([experiment.id, plan, FEATURES.to_dict()])
    return cohort.prepared_folder / "radiomics" / f"result-{key}.json"


def _read(file: Path) -> dict[str, Any] | None:
    if not file.is_file():
        return None
    try:
        stored = read_json(file, _KIND)
        return stored if isinstance(stored, dict) and stored["parts"] else None
    except (CohortError, KeyError, TypeError):
        return None  # it is measured again, and replaced


def _made(experiment: Experiment, stored: Mapping[str, Any]) -> Radiomics:
    """Build the row from what is stored."""
    truths = {p.patient: p for run in experiment.runs for p in run.of_part("test")}
    runs = tuple(_run(row, truths) for row in stored["parts"])
    answered = sum(len(run.predictions) for run in runs if run.repeat == 1)
    if not answered:
        lack = text("Radiomics (logistic regression) is not listed: no test patient has features.")
        return Radiomics(None, (lack,))
    tested = len({p for part in _fits_of(experiment) for p in part.test})
    doubts = _doubts(stored, tested - answered, tested)
    if not is_folded(experiment):
        (run,) = runs
        made = Baseline(NAME, _RULE, run.threshold, run.predictions, True, doubts)
    else:
        own = replace(experiment, runs=runs)
        (first,), (pooled,) = first_repeat(own).runs, pooled_rows(own)
        made = Baseline(NAME, _RULE, first.threshold, first.predictions, False, doubts, pooled.scores)
    return Radiomics(made, _about(stored))


def _about(stored: Mapping[str, Any]) -> tuple[Text, ...]:
    rows = stored["parts"]
    return (
        FEATURES.described(str(stored["mirp"]), max(int(row["features"]) for row in rows)),
        text(
            "The radiomics baseline was fitted on {n} training patients; penalty and threshold come from folds of "
            "them alone.",
            n=" / ".join(dict.fromkeys(str(row["trained"]) for row in rows)),
        ),
    )


def _doubts(stored: Mapping[str, Any], lacking: int, tested: int) -> tuple[Text, ...]:
    rows = stored["parts"]
    notes = [Text(row["note"][0], tuple(row["note"][1].items())) for row in rows[:1] if row["note"]]
    if lacking:
        notes.append(
            text(
                "{missing} of {n} test patients without a number: their outline could not be measured.",
                missing=lacking,
                n=tested,
            )
        )
    untrained = max(int(row["missing"]) for row in rows)
    if untrained:
        notes.append(
            text(
                "{missing} training patients were left out: their outline could not be measured.",
                missing=untrained,
            )
        )
    return tuple(notes)


def _run(row: Mapping[str, Any], truths: Mapping[str, PatientPrediction]) -> ModelRun:
    """The answers of one fit in the shape of a network's."""
    said = {p: float(value) for p, value in row["probabilities"].items() if p in truths}
    return ModelRun(
        NAME,
        _KIND,
        "",
        0,
        "",
        {},
        0,
        float(row["threshold"]),
        1.0,
        tuple(
            replace(truths[p], part="test", probability=value, logit=_logit(value))
            for p, value in sorted(said.items())
        ),
        NAME,
        int(row["repeat"]),
        int(row["fold"]),
    )


def _logit(probability: float) -> float:
    held = min(max(probability, 1e-9), 1 - 1e-9)
    return float(np.log(held / (1 - held)))

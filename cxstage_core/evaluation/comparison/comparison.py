"""The comparison of an experiment: one row per network and baseline, for the window and for scripts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.clinical_columns import RADIOLOGIST_COLUMN
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import FactSources
from cxstage_core.errors import StagingError
from cxstage_core.evaluation.comparison.baselines import (
    Baseline,
    diameter_baseline,
    extent_baseline,
    majority_baseline,
    radiologist_baseline,
)
from cxstage_core.evaluation.comparison.folds import (
    first_repeat,
    is_folded,
    pooled_rows,
    protocol_json,
)
from cxstage_core.evaluation.comparison.members import members_json
from cxstage_core.evaluation.comparison.metrics import METRICS
from cxstage_core.evaluation.comparison.model_evaluation import Evaluation, evaluate, evaluate_pooled
from cxstage_core.evaluation.comparison.paired_tests import PairedRow, paired_rows
from cxstage_core.evaluation.comparison.provenance import provenance_notes
from cxstage_core.evaluation.comparison.radiomics.baseline import read_radiomics
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.comparison.subgroups import subgroup_json, subgroup_rows, subgroups_of
from cxstage_core.evaluation.statistics.estimate import estimate_json
from cxstage_core.evaluation.statistics.scores import PatientScores, PooledScores
from cxstage_core.staging.completions import extents_of
from cxstage_core.staging.labelling import without
from cxstage_core.staging.measures import check_measures

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction

_SURGERY = ("surgery", "0")
_OTHER = ("chemoradiotherapy", "systemic", "1")


def comparison_rows(
    experiment: Experiment,
    diameters: Mapping[str, float] | None = None,
    radiologist: Mapping[str, int] | None = None,
    extents: Mapping[str, str] | None = None,
    radiomics: Baseline | None = None,
) -> tuple[ComparisonRow, ...]:
    """One row per trained network in the experiment's order, then the baselines.

    With folds there is one row per family over all folds, pooled as in `statistics.pooling`.

    Args:
        diameters: pseudonym to largest diameter in mm from the clinical table; with it the
            diameter-only baseline is listed as well.
        radiologist: pseudonym to the group that a radiologist named, 1 or 0; with it the radiologist
            is listed as well.
        extents: pseudonym to local extent, see `local_extents_of`; with it the local extent is listed
            as well.
        radiomics: the regression on radiomic features, where it was measured; see `read_radiomics`.

    Raises:
        ValueError: a network has no test predictions.
    """
    pooled: dict[str, PooledScores] = {}
    if is_folded(experiment):
        pooled = {row.family: row.scores for row in pooled_rows(experiment)}
        experiment = _one_network_each(experiment)
    rows = [_network_row(run, pooled.get(run.family)) for run in experiment.runs]
    for baseline in (
        majority_baseline(experiment),
        diameter_baseline(experiment, diameters or {}),
        extent_baseline(experiment, extents or {}),
        radiomics,
        radiologist_baseline(experiment, radiologist or {}),
    ):
        if baseline is not None and baseline.patients:
            rows.append(_baseline_row(baseline))
    return tuple(rows)


def _baseline_row(baseline: Baseline) -> ComparisonRow:
    patients, pooled = baseline.patients, baseline.pooled
    return ComparisonRow(
        baseline.name,
        "",
        "",
        0,
        baseline.rule,
        1.0,
        _evaluate(patients, baseline.threshold)
        if pooled is None
        else evaluate_pooled(_scores_of(patients, baseline.threshold), pooled),
        patients,
        baseline.calibrated,
        folds=() if pooled is None else pooled.folds,
        notes=baseline.notes,
    )


def _one_network_each(experiment: Experiment) -> Experiment:
    """The first repeat of the folds as one network per family, without any protocol of folds."""
    first = first_repeat(experiment)
    return replace(
        first, config=ExperimentConfig.from_dict({**first.config.to_dict(), "protocol": None})
    )


def _network_row(run: ModelRun, pooled: PooledScores | None) -> ComparisonRow:
    patients = run.of_part("test")
    return ComparisonRow(
        run.name,
        run.model_id if pooled is None else "",
        run.family,
        run.parameters,
        run.weights,
        run.temperature,
        _evaluate(patients, run.threshold)
        if pooled is None
        else evaluate_pooled(_scores_of(patients, run.threshold), pooled),
        patients,
        calibrated=pooled is None,
        folds=() if pooled is None else pooled.folds,
        ensemble_of=len(run.members),
    )


def comparison_json(experiment: Experiment, cohort: Cohort | None = None) -> dict[str, Any]:
    """The comparison as plain JSON values.

    Args:
        cohort: gives diameters, local extents and the radiologist's groups; without it those baselines
            are left out.

    Returns:
        "experiment", "split", "models" (networks), "baselines", "paired" (against one reference network),
        "protocol" (with the hash of the plan and, where there are folds, each fold and all pooled),
        "subgroups", "scheme", "tested_before" (experiments that tested patients of the cohort before),
        "searches" (that chose settings) and "notes" on both. An ensemble's row also holds what `members_json` gives.
        Every figure `x` has `x_ci` ([low, high] or null), `x_method` and `x_note`.
    """
    radiomics = None if cohort is None else read_radiomics(cohort, experiment)
    about = () if radiomics is None else radiomics.notes
    rows = (
        comparison_rows(experiment)
        if cohort is None or radiomics is None
        else comparison_rows(
            experiment,
            diameters_of(cohort),
            radiologist_of(cohort),
            local_extents_of(cohort),
            radiomics.baseline,
        )
    )
    subgroups = {} if cohort is None else subgroups_of(cohort)
    before = None if cohort is None else cohort.experiments.tested_before(experiment.id)
    tested = sorted({p.patient for row in rows for p in row.patients})
    ensembles = {run.model_id: members_json(run) for run in experiment.runs}
    return {
        "experiment": experiment.id,
        "scheme": experiment.config.scheme or experiment.split.stratified_by,
        "split": {"train": list(experiment.split.train), "test": tested},
        "protocol": protocol_json(experiment),
        "tested_before": before,
        "searches": [
            {key: value for key, value in origin.items() if key != "images"}
            for origin in experiment.config.origins
        ],
        "notes": [str(note) for note in provenance_notes(experiment, before, about)],
        "models": [
            {**_row_json(row), **ensembles.get(row.model, {})} for row in rows if not row.baseline
        ],
        "baselines": [_row_json(row) for row in rows if row.baseline],
        "paired": [_pair_json(pair) for pair in paired_rows(experiment)],
        "subgroups": [subgroup_json(row) for row in subgroup_rows(rows, subgroups)],
        **_label_origins(experiment),
    }


def _label_origins(experiment: Experiment) -> dict[str, Any]:
    """What the labels rest on; nothing of an experiment that does not store it."""
    found = experiment.config.label_origins
    return {"label_origins": {part: dict(n) for part, n in found.items()}} if found else {}


def radiologist_of(cohort: Cohort) -> dict[str, int]:
    """Pseudonym to the group in the clinical table's column "radiologist_group", where one is entered.

    Understood are "surgery" or 0, and "chemoradiotherapy", "systemic" or 1.
    """
    found = {}
    for patient, record in cohort.clinical.records().items():
        said = record.extra.get(RADIOLOGIST_COLUMN, "").strip().casefold()
        if said in _SURGERY or said in _OTHER:
            found[patient] = int(said in _OTHER)
    return found


def diameters_of(cohort: Cohort) -> dict[str, float]:
    """Pseudonym to largest diameter in mm, where the clinical table holds one."""
    return {
        patient: record.facts.diameter_mm
        for patient, record in cohort.clinical.records().items()
        if record.facts is not None and record.facts.diameter_mm is not None
    }


def local_extents_of(cohort: Cohort) -> dict[str, str]:
    """Pseudonym to local extent, a stage from IA1 to IVA, where the stated facts leave one possible only."""
    found, sources = {}, cohort.clinical.sources()
    for patient, record in cohort.clinical.records().items():
        if record.facts is None:
            continue
        facts = without(record.facts, sources.get(patient, FactSources()).unstated)
        try:
            check_measures(facts)
        except StagingError:
            continue  # implausible measures: without a number and counted, as where facts are not stated
        possible = extents_of(facts)
        if len(possible) == 1 and "" not in possible:
            (found[patient],) = possible
    return found


def _evaluate(patients: tuple[PatientPrediction, ...], threshold: float) -> Evaluation:
    return evaluate([p.truth for p in patients], [p.probability for p in patients], threshold)


def _scores_of(patients: tuple[PatientPrediction, ...], threshold: float) -> PatientScores:
    return PatientScores.of([p.truth for p in patients], [p.probability for p in patients], threshold)


def _row_json(row: ComparisonRow) -> dict[str, Any]:
    found = row.evaluation
    data: dict[str, Any] = {"name": row.name, "model": row.model, "family": row.family, "n": found.n}
    for key, metric in METRICS.items():
        if row.calibrated or not metric.needs_probabilities:
            data |= estimate_json(key, found.estimates[key])
    return data | {
        "n_positive": found.n_positive,
        "auc_null_band": found.auc_null.pair if found.auc_null else None,
        "ece_null_band": found.ece_null.pair if row.calibrated else None,
        "confusion": found.confusion.to_dict(),
        "threshold": found.threshold,
        "temperature": row.temperature,
        "parameters": row.parameters,
        "weights": row.weights,
        "warnings": [str(warning) for warning in row.warnings],
        "patients": [
            {"patient": p.patient, "truth": p.truth, "probability": p.probability} for p in row.patients
        ],
    }


def _pair_json(pair: PairedRow) -> dict[str, Any]:
    return {
        "first": pair.first,
        "second": pair.second,
        "n": pair.n,
        "auc_difference": pair.delong.difference if pair.delong else None,
        "auc_difference_ci": pair.delong.interval.pair
        if pair.delong and pair.delong.interval
        else None,
        "auc_difference_method": pair.delong.interval.method
        if pair.delong and pair.delong.interval
        else None,
        "auc_difference_note": None if pair.note is None else str(pair.note),
        "delong_z": pair.delong.z if pair.delong else None,
        "delong_p": pair.delong.p if pair.delong else None,
        "delong_p_holm": pair.delong_p_holm,
        "mcnemar": {
            "only_first_right": pair.only_first_right,
            "only_second_right": pair.only_second_right,
        },
        "mcnemar_p": pair.mcnemar_p,
        "mcnemar_p_holm": pair.mcnemar_p_holm,
    }

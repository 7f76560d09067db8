"""Experiments with folds: each fold for itself, and all patients pooled by `statistics.pooling`."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.evaluation.comparison.metrics import METRICS, Place, pooled_estimates, shown_in
from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, estimate_json
from cxstage_core.evaluation.statistics.scores import FoldScores, PooledScores

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction

POOLING = "decisions summed over the folds; AUC is the mean of the folds' AUCs"
REPEATED = "decisions are summed over the repeats, too, and the AUC is the mean over all their folds"


@dataclass(frozen=True, slots=True)
class PooledRow:
    """A network over all folds.

    Args:
        estimates: by the metric's key, of every metric that can be pooled.
    """

    name: str
    family: str
    scores: PooledScores
    estimates: Mapping[str, Estimate]

    @property
    def confusion(self) -> Confusion:
        """Decisions, summed over folds and repeats."""
        return self.scores.confusion


def protocol_kind(experiment: Experiment) -> str:
    """Kind of the protocol of an experiment: one of `Protocol`, or "external"."""
    return experiment.config.protocol.kind


def is_folded(experiment: Experiment) -> bool:
    """Return True if the experiment's patients were tested in folds."""
    return experiment.config.protocol.folded


def network_names(experiment: Experiment) -> tuple[str, ...]:
    """Titles of the networks compared, each once however many folds it was trained in."""
    if not is_folded(experiment):
        return tuple(run.name for run in experiment.runs)
    return tuple(runs[0].title for runs in _by_family(experiment).values())


def pooled_rows(experiment: Experiment, level: float = LEVEL) -> tuple[PooledRow, ...]:
    """One row per family of an experiment with folds."""
    rows = []
    for family, runs in _by_family(experiment).items():
        scores = PooledScores.of(_scores(runs))
        found = pooled_estimates(scores, level)
        estimates = {key: found[key] for key, metric in METRICS.items() if metric.pooled is not None}
        rows.append(PooledRow(runs[0].title, family, scores, estimates))
    return tuple(rows)


def fold_scores(experiment: Experiment) -> dict[str, tuple[FoldScores, ...]]:
    """Test predictions of every fold, by family."""
    return {family: _scores(runs) for family, runs in _by_family(experiment).items()}


def _by_family(experiment: Experiment) -> dict[str, list[ModelRun]]:
    found: dict[str, list[ModelRun]] = {}
    for run in experiment.runs:
        found.setdefault(run.family, []).append(run)
    return found


def _scores(runs: Sequence[ModelRun]) -> tuple[FoldScores, ...]:
    found = []
    for run in runs:
        test = run.of_part("test")
        found.append(
            FoldScores(
                run.repeat,
                run.fold,
                tuple(p.patient for p in test),
                np.array([bool(p.truth) for p in test]),
                np.array([p.probability for p in test]),
                run.threshold,
            )
        )
    return tuple(found)


def first_repeat(experiment: Experiment) -> Experiment:
    """The experiment as if each family were one network that tested every patient once.

    The first repeat of the folds. Each fold has its own threshold; so that one threshold of 0.5 gives
    every fold's own decisions, logits are moved by the logit of the fold's threshold. These numbers
    decide and rank; they are no calibrated probabilities.
    """
    runs = []
    for found in _by_family(experiment).values():
        first = [run for run in found if run.repeat == 1]
        predictions = [p for run in first for p in _aligned(run)]
        runs.append(
            replace(
                first[0],
                name=first[0].title,
                threshold=0.5,
                temperature=1.0,
                predictions=tuple(sorted(predictions, key=lambda p: p.patient)),
            )
        )
    patients = tuple(sorted({p for fold in experiment.config.protocol.folds for p in fold.test}))
    return replace(experiment, runs=tuple(runs), split=replace(experiment.split, test=patients))


def _aligned(run: ModelRun) -> list[PatientPrediction]:
    threshold = min(max(run.threshold, 1e-9), 1 - 1e-9)
    moved = math.log(threshold / (1 - threshold))
    return [
        replace(p, probability=_decided(p, run, p.logit / run.temperature - moved))
        for p in run.of_part("test")
    ]


def _decided(p: PatientPrediction, run: ModelRun, logit: float) -> float:
    """The moved probability, on the side of 0.5 on which the fold decided."""
    moved = 1 / (1 + math.exp(-max(-700.0, min(700.0, logit))))
    return (
        max(moved, 0.5) if p.probability >= run.threshold else min(moved, float(np.nextafter(0.5, 0)))
    )


def protocol_json(experiment: Experiment) -> dict[str, Any]:
    """Protocol and folds of a comparison as plain JSON values.

    Returns:
        "kind", "split_sha256", "plan_sha256", with ensembles "members" and "member_folds_sha256"; with folds also "folds", "repeats", "pooled" and per
        network and fold "results", each figure with its interval and n.
    """
    protocol = experiment.config.protocol
    stored = protocol.to_dict() or {"kind": protocol.kind}
    stored.pop("plan", None)
    stored.pop("member_folds", None)
    if not is_folded(experiment):
        return stored
    rows = pooled_rows(experiment)
    return {
        **stored,
        "pooling": POOLING if stored.get("repeats", 1) == 1 else f"{POOLING}; {REPEATED}",
        "pooled": [_pooled_json(row) for row in rows],
        "results": [_fold_json(row, fold) for row in rows for fold in row.scores.folds],
        "tested_per_fold": [len(fold.test) for fold in protocol.folds],
    }


def _pooled_json(row: PooledRow) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": row.name,
        "family": row.family,
        "n": row.scores.n,
        "repeats": row.scores.repeats,
        "confusion": row.confusion.to_dict(),
    }
    for key, estimate in row.estimates.items():
        data |= estimate_json(key, estimate)
    return data


def _fold_json(row: PooledRow, fold: FoldScores) -> dict[str, Any]:
    scores = fold.scores
    table = scores.confusion
    data: dict[str, Any] = {
        "name": row.name,
        "family": row.family,
        "repeat": fold.repeat,
        "fold": fold.number,
        "n": table.n,
        "n_positive": table.positives,
        "threshold": fold.threshold,
        "confusion": table.to_dict(),
    }
    for metric in shown_in(Place.FOLD):
        data |= estimate_json(metric.key, metric.estimate(scores, LEVEL))
    return data

"""Results of a comparison with folds: each fold for itself, and all patients pooled.

How folds are pooled (Forman & Scholz, SIGKDD Explorations 2010;12:49–57): decisions are counted over all
folds, each by its own fold's threshold, because the mean of the folds' F1 or sensitivity is biased; the AUC
is the mean of the folds' AUCs, because scores of different networks cannot be ranked together. The interval
of that mean is LeDell, Petersen & van der Laan's (Electron J Stat 2015;9:1583–1607). The spread of the folds
is no interval: they share patients. With repeats every figure is the mean over the repeats, and the patient
stays the unit.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.bootstrap import bootstrap_patients
from cxstage_core.evaluation.statistics.confusion import Confusion, confusion
from cxstage_core.evaluation.statistics.delong import delong
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval, two_sided_z
from cxstage_core.evaluation.statistics.patients import Scores, Truth
from cxstage_core.evaluation.statistics.roc import auc
from cxstage_core.evaluation.statistics.wilson import wilson
from cxstage_core.text import text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction

_POOLED = ("accuracy", "balanced_accuracy", "sensitivity", "specificity", "auc", "brier")


@dataclass(frozen=True, slots=True)
class FoldScores:
    """What one fold's network said of its test patients.

    Args:
        repeat, number: 1-based.
        truth: (patients,) 0 or 1.
        score: (patients,) probability of group 1.
        threshold: of that fold, from its validation patients.
    """

    repeat: int
    number: int
    patients: tuple[str, ...]
    truth: Truth
    score: Scores
    threshold: float

    @property
    def counts(self) -> Confusion:
        """Its decisions."""
        return confusion(self.truth, self.score >= self.threshold)


@dataclass(frozen=True, slots=True)
class PooledRow:
    """A network over all folds.

    Args:
        n: patients; each tested once per repeat.
        counts: decisions, summed over folds and repeats.
        auc: mean over the folds in which both groups were tested.
        folds: the single results.
    """

    name: str
    family: str
    n: int
    repeats: int
    counts: Confusion
    accuracy: Estimate
    balanced_accuracy: Estimate
    sensitivity: Estimate
    specificity: Estimate
    auc: Estimate
    brier: Estimate
    folds: tuple[FoldScores, ...]


def protocol_kind(experiment: Experiment) -> str:
    """By which protocol an experiment was tested: of `Protocol`, or "external"."""
    return experiment.config.protocol.kind


def is_folded(experiment: Experiment) -> bool:
    """Whether the experiment's patients were tested in folds."""
    return experiment.config.protocol.folded


def network_names(experiment: Experiment) -> tuple[str, ...]:
    """Titles of the networks compared, each once however many folds it was trained in."""
    if not is_folded(experiment):
        return tuple(run.name for run in experiment.runs)
    return tuple(runs[0].title for runs in _by_family(experiment).values())


def pooled_rows(experiment: Experiment, level: float = LEVEL) -> tuple[PooledRow, ...]:
    """One row per family of an experiment with folds."""
    return tuple(
        _pooled(runs[0].title, family, _scores(runs), level)
        for family, runs in _by_family(experiment).items()
    )


def mean_auc(folds: Sequence[FoldScores], level: float = LEVEL) -> Estimate:
    """The mean of the folds' AUCs with LeDell's interval, a fold of one group left out.

    The influence of a patient on the mean is its influence in its own fold; with repeats, the mean of
    its influences. The variance is their mean square over the patients.
    """
    areas, influence = [], dict[str, list[float]]()
    for fold in folds:
        area = auc(fold.truth, fold.score)
        if area is None:
            continue
        areas.append(area)
        share = float(np.mean(np.concatenate([f.truth for f in folds])))
        for patient, value in zip(fold.patients, _influence(fold, area, share), strict=True):
            influence.setdefault(patient, []).append(float(value))
    n = len({patient for fold in folds for patient in fold.patients})
    if not areas:
        return Estimate(None, None, n, text("No fold tested patients of both groups."))
    value = float(np.mean(areas))
    square = float(np.mean([np.mean(own) ** 2 for own in influence.values()]))
    half = two_sided_z(level) * math.sqrt(square / len(influence))
    note = text("Mean of {used} of {all} folds' AUCs.", used=len(areas), all=len(folds))
    if half == 0:
        return Estimate(value, None, n, text("The folds' AUCs do not vary: no interval can be given."))
    interval = Interval(
        max(0.0, value - half), min(1.0, value + half), level, "LeDell, influence curve"
    )
    return Estimate(value, interval, n, note)


def _influence(fold: FoldScores, area: float, share: float) -> npt.NDArray[np.float64]:
    """Influence of each patient of a fold on its AUC; `share` of all patients are in group 1."""
    wins = np.sign(fold.score[:, None] - fold.score[None, :]) / 2 + 0.5
    lower = wins[:, ~fold.truth].mean(axis=1)
    higher = 1 - wins[:, fold.truth].mean(axis=1)
    return np.asarray(np.where(fold.truth, (lower - area) / share, (higher - area) / (1 - share)))


def _pooled(name: str, family: str, folds: tuple[FoldScores, ...], level: float) -> PooledRow:
    repeats = len({fold.repeat for fold in folds})
    right: dict[str, list[float]] = {}
    square: dict[str, list[float]] = {}
    truth: dict[str, bool] = {}
    for fold in folds:
        for patient, true, p in zip(fold.patients, fold.truth, fold.score, strict=True):
            right.setdefault(patient, []).append(float((p >= fold.threshold) == true))
            square.setdefault(patient, []).append(float((p - true) ** 2))
            truth[patient] = bool(true)
    t = np.array(list(truth.values()))
    share = np.array([np.mean(right[patient]) for patient in truth])
    loss = np.array([np.mean(square[patient]) for patient in truth])
    cells = [fold.counts for fold in folds]
    counts = Confusion(*(sum(getattr(c, key) for c in cells) for key in ("tn", "fp", "fn", "tp")))
    return PooledRow(
        name=name,
        family=family,
        n=len(truth),
        repeats=repeats,
        counts=counts,
        accuracy=_share(share, t, repeats, level, of=None),
        balanced_accuracy=_balanced(share, t, level),
        sensitivity=_share(share, t, repeats, level, of=True),
        specificity=_share(share, t, repeats, level, of=False),
        auc=mean_auc(folds, level),
        brier=_drawn(loss, t, level),
        folds=folds,
    )


def _share(right: Scores, truth: Truth, repeats: int, level: float, *, of: bool | None) -> Estimate:
    """Share of right decisions among all patients, or those of one group."""
    chosen = np.ones_like(truth) if of is None else truth == of
    n = int(chosen.sum())
    if n == 0:
        return Estimate(None, None, 0, text("All patients are of one group."))
    value = float(right[chosen].mean())
    if repeats == 1:
        return Estimate(value, wilson(round(float(right[chosen].sum())), n, level), n)
    return Estimate(value, _bootstrap(right[chosen], level), n)


def _bootstrap(values: Scores, level: float) -> Interval | None:
    """Percentile interval of a mean over patients of one kind."""
    from cxstage_core.evaluation.statistics.bootstrap import METHOD, SEED

    rng = np.random.default_rng(SEED)
    means = values[rng.integers(len(values), size=(2000, len(values)))].mean(axis=1)
    low, high = np.quantile(means, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level, METHOD) if low < high else None


def _balanced(right: Scores, truth: Truth, level: float) -> Estimate:
    if truth.all() or not truth.any():
        return Estimate(None, None, len(truth), text("All patients are of one group."))

    def both(t: Truth, r: Scores) -> npt.NDArray[np.float64]:
        ones, zeros = (r * t).sum(1) / t.sum(1), (r * ~t).sum(1) / (~t).sum(1)
        return np.asarray((ones + zeros) / 2)

    value = float((right[truth].mean() + right[~truth].mean()) / 2)
    found = bootstrap_patients(truth.astype(int), right, both, level=level)
    return Estimate(value, found if found.low < found.high else None, len(truth))


def _drawn(values: Scores, truth: Truth, level: float) -> Estimate:
    if truth.all() or not truth.any():
        return Estimate(float(values.mean()), None, len(truth))
    found = bootstrap_patients(truth.astype(int), values, lambda _, v: v.mean(1), level=level)
    return Estimate(float(values.mean()), found, len(truth))


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
    """How the comparison was tested, as plain JSON values.

    Returns:
        "kind", "split_sha256", "plan_sha256"; with folds also "folds", "repeats", "pooled" and per
        network and fold "results", each figure with its interval and n.
    """
    protocol = experiment.config.protocol
    stored = protocol.to_dict() or {"kind": protocol.kind}
    stored.pop("plan", None)
    if not is_folded(experiment):
        return stored
    rows = pooled_rows(experiment)
    return {
        **stored,
        "pooling": "decisions summed over the folds; AUC is the mean of the folds' AUCs",
        "pooled": [_pooled_json(row) for row in rows],
        "results": [_fold_json(row, fold) for row in rows for fold in row.folds],
        "tested_per_fold": [len(fold.test) for fold in protocol.folds],
    }


def _pooled_json(row: PooledRow) -> dict[str, Any]:
    data: dict[str, Any] = {
        "name": row.name,
        "family": row.family,
        "n": row.n,
        "repeats": row.repeats,
        "confusion": row.counts.to_dict(),
    }
    for key in _POOLED:
        data |= _figure(key, getattr(row, key))
    return data


def _fold_json(row: PooledRow, fold: FoldScores) -> dict[str, Any]:
    counts = fold.counts
    area = delong(fold.truth, fold.score)
    right = counts.tn + counts.tp
    return {
        "name": row.name,
        "family": row.family,
        "repeat": fold.repeat,
        "fold": fold.number,
        "n": counts.n,
        "n_positive": counts.positives,
        "threshold": fold.threshold,
        "confusion": counts.to_dict(),
        **_figure("accuracy", Estimate(right / counts.n, wilson(right, counts.n), counts.n)),
        **_figure("auc", Estimate(area.auc, area.interval, counts.n, area.note)),
    }


def _figure(key: str, estimate: Estimate) -> dict[str, Any]:
    interval = estimate.interval
    return {
        key: estimate.value,
        f"{key}_ci": interval.pair if interval else None,
        f"{key}_method": interval.method if interval else None,
        f"{key}_note": str(estimate.note) if estimate.note else None,
    }

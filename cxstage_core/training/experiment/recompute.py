"""Computing a stored experiment's numbers once more, from its model files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import Experiment, ModelRun
from cxstage_core.dataset import PreparedSet, Preprocessing, prepare_cohort
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models import load_model, predict_slices, probability

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

TOLERANCE = 1e-5


@dataclass(frozen=True, slots=True)
class RecomputedRun:
    """One model's numbers, computed again.

    Args:
        model_id: the model file.
        probabilities: pseudonym to the probability computed now.
        largest_difference: largest absolute difference to the stored probabilities.
    """

    model_id: str
    probabilities: dict[str, float]
    largest_difference: float


@dataclass(frozen=True, slots=True)
class Recomputed:
    """A stored experiment, computed again."""

    experiment: str
    runs: tuple[RecomputedRun, ...]

    @property
    def largest_difference(self) -> float:
        """Over all models and patients."""
        return max(run.largest_difference for run in self.runs)

    @property
    def equal(self) -> bool:
        """Whether every number came back."""
        return self.largest_difference <= TOLERANCE


def recompute_experiment(cohort: Cohort, experiment_id: str, *, job: Job | None = None) -> Recomputed:
    """Predict every validation and test patient of a stored experiment from its model files.

    Raises:
        TrainingError: a patient can no longer be prepared, or its images or outline have changed.
        ModelError: a model file is not what was stored.
    """
    job = job or no_progress()
    experiment = cohort.experiments.get(experiment_id)
    data = _prepared_again(cohort, experiment, job)
    runs = []
    for done, run in enumerate(experiment.runs):
        job.step(Progress(done, len(experiment.runs), "Computing the numbers again", run.name))
        runs.append(_again(cohort, run, data, job))
    return Recomputed(experiment_id, tuple(runs))


def _prepared_again(cohort: Cohort, experiment: Experiment, job: Job) -> PreparedSet:
    wanted = tuple(dict.fromkeys(p.patient for run in experiment.runs for p in run.predictions))
    config = Preprocessing.from_dict(experiment.config.preprocessing)
    data = prepare_cohort(cohort, wanted, experiment.config.scheme, config, job)
    for patient, reason in data.excluded:
        raise TrainingError(
            "Patient {patient} of experiment {experiment} can no longer be prepared: {reason}",
            patient=patient,
            experiment=experiment.id,
            reason=reason,
        )
    return data


def _again(cohort: Cohort, run: ModelRun, data: PreparedSet, job: Job) -> RecomputedRun:
    model, card = load_model(cohort.models.path(run.model_id))
    arrays = dict(zip(data.patients, data.arrays, strict=True))
    found, largest = {}, 0.0
    for stored in run.predictions:
        job.check()
        logit = predict_slices(model, arrays[stored.patient], card.slice_aggregation).logit
        found[stored.patient] = probability(logit, card.temperature)
        largest = max(largest, abs(found[stored.patient] - stored.probability))
    return RecomputedRun(run.model_id, found, largest)

"""Evaluating the stored models of an experiment again and comparing with the stored numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.records import Experiment, ModelRun
from cxstage_core.dataset import PreparedSet, Preprocessing, prepare_cohort
from cxstage_core.dataset.prepare import Pixels
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.models import ModelCard, load_model, predict_slices, probability

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.cohort import Cohort

TOLERANCE = 1e-5
"""Largest accepted difference of a probability."""


@dataclass(frozen=True, slots=True)
class RecomputedRun:
    """One model's probabilities, computed again.

    Args:
        model_id: the model file.
        probabilities: pseudonym to the probability computed now.
        largest_difference: largest absolute difference to the stored probabilities, of an ensemble also to those of
            its members.
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
        """Largest absolute difference over all models and patients."""
        return max(run.largest_difference for run in self.runs)

    @property
    def equal(self) -> bool:
        """Return True if no probability differs by more than the tolerance."""
        return self.largest_difference <= TOLERANCE

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "experiment": self.experiment,
            "equal": self.equal,
            "largest_difference": self.largest_difference,
            "tolerance": TOLERANCE,
            "models": [
                {
                    "model": run.model_id,
                    "patients": len(run.probabilities),
                    "largest_difference": run.largest_difference,
                }
                for run in self.runs
            ],
        }


def recompute_experiment(cohort: Cohort, experiment_id: str, *, job: Job | None = None) -> Recomputed:
    """Predict every validation, held-out and test patient of a stored experiment from its model files.

    Raises:
        TrainingError: the experiment is unknown, or a patient can no longer be prepared.
        ModelError: a model file is not what was stored.
        Cancelled: between two patients.
    """
    job = job or no_progress()
    experiment = _stored(cohort, experiment_id)
    data = _prepared_again(cohort, experiment, job)
    runs = []
    for done, run in enumerate(experiment.runs):
        job.step(Progress(done, len(experiment.runs), "Computing the numbers again", run.name))
        runs.append(_recomputed(cohort, run, data, job))
    return Recomputed(experiment_id, tuple(runs))


def _stored(cohort: Cohort, experiment_id: str) -> Experiment:
    stored = {experiment.id: experiment for experiment in cohort.experiments.all()}
    if experiment_id not in stored:
        raise TrainingError(
            "This cohort has no experiment {experiment}.",
            remedy="Choose one of: {names}." if stored else "Train networks first.",
            experiment=experiment_id,
            names=", ".join(stored),
        )
    return stored[experiment_id]


def _prepared_again(cohort: Cohort, experiment: Experiment, job: Job) -> PreparedSet:
    runs = [one for run in experiment.runs for one in (run, *run.members)]
    wanted = tuple(dict.fromkeys(p.patient for run in runs for p in run.predictions))
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


def _recomputed(cohort: Cohort, run: ModelRun, data: PreparedSet, job: Job) -> RecomputedRun:
    model, card = load_model(cohort.models.path(run.model_id))
    for note in card.notes:
        job.emit(Message(note, "warning"))
    arrays = {case.patient: case.array for case in data.cases}
    found, largest = {}, 0.0
    for stored in run.predictions:
        job.check()
        logit = predict_slices(model, arrays[stored.patient], card.slice_aggregation).logit
        found[stored.patient] = probability(logit, card.temperature)
        largest = max(largest, abs(found[stored.patient] - stored.probability))
    for member in run.members:
        largest = max(largest, _difference_of_member(member, model, card, arrays, job))
    return RecomputedRun(run.model_id, found, largest)


def _difference_of_member(
    member: ModelRun, model: nn.Module, card: ModelCard, arrays: Mapping[str, Pixels], job: Job
) -> float:
    """Return the largest difference of a member's own probabilities, out of its fold and on the test part."""
    network = model.get_submodule(f"members.{member.fold - 1}")
    rule, largest = card.slice_aggregation.members[member.fold - 1], 0.0
    for stored in member.predictions:
        job.check()
        logit = predict_slices(network, arrays[stored.patient], rule).logit
        largest = max(largest, abs(probability(logit, member.temperature) - stored.probability))
    return largest

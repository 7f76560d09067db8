"""The training patients whom the network finds most like a study."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.dataset import prepare_stored
from cxstage_core.dataset.labels import label_table
from cxstage_core.errors import CxStageError
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.models.reference.patients import digest_of_patients
from cxstage_core.prediction.input_checks.features import features_by_slice

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.models import ModelCard
    from cxstage_core.prediction.case import Case, LoadedModel


@dataclass(frozen=True, slots=True)
class NearCase:
    """A training patient.

    Args:
        patient: pseudonym.
        stage: computed, FIGO 2018, else as entered; "" where neither is there.
        label: 1 for the chemoradiotherapy/systemic group, 0 for surgery.
        distance: in spreads of the training patients' features; 0 for the same images.
        slice_index: 0-based slice of her axial T2 series that is most like the study; shown without an outline.
    """

    patient: str
    stage: str
    label: int
    distance: float
    slice_index: int

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "patient": self.patient,
            "stage": self.stage or None,
            "label": self.label,
            "distance": self.distance,
            "slice": self.slice_index,
        }


def nearest_cases(
    cohort: Cohort, loaded: LoadedModel, case: Case, n: int = 5, job: Job | None = None
) -> tuple[NearCase, ...]:
    """Return the training patients nearest to a case in the network's features, nearest first.

    Only patients that this very model was trained on, and of these only those whom the signed-in user may see; the
    case itself is left out. Nothing of their outlines is returned.

    Args:
        n: how many at most.

    Returns:
        Nothing where the cohort does not know who the training patients were.

    Raises:
        CohortError: the user may not see experiments, or stage and outcome.
        ModelError: the network gave a number that is not finite.
        Cancelled: between two patients.
    """
    job = job or no_progress()
    trained = [
        name for name in training_patients(cohort, loaded.card, loaded.id) if name != case.patient
    ]
    visible = set(cohort.patients())
    trained = [name for name in trained if name in visible]
    if not trained:
        return ()
    labels = label_table(cohort, loaded.card.scheme, trained).labels
    records = cohort.clinical.records()
    own = features_by_slice(loaded, case.prepared.array).mean(axis=0)
    found: list[NearCase] = []
    for done, patient in enumerate(trained):
        job.step(Progress(done, len(trained), "Comparing with training patients", patient))
        if patient not in labels:
            continue
        try:
            prepared = prepare_stored(cohort, patient, case.config).prepared
        except CxStageError:
            continue  # she may not be seen, or her study has changed: she is not shown
        rows = features_by_slice(loaded, prepared.array)
        nearest = int(np.argmin(((rows - own) ** 2).sum(axis=1)))
        distance = float(np.sqrt(((rows.mean(axis=0) - own) ** 2).mean()))
        record = records.get(patient)
        stage = "" if record is None else record.computed_stage or record.entered_stage
        index = prepared.slice_indices[nearest]
        found.append(NearCase(patient, stage, labels[patient], distance, index))
    job.step(Progress(len(trained), len(trained), "Comparing with training patients"))
    return tuple(sorted(found, key=lambda one: one.distance)[: max(0, n)])


def training_patients(cohort: Cohort, card: ModelCard, model_id: str) -> tuple[str, ...]:
    """Return the pseudonyms that a model was trained on, proven by the hash in its card; none if unknown.

    Raises:
        CohortError: the user may not see experiments.
    """
    experiment = next((e for e in cohort.experiments.all() if e.id == card.experiment), None)
    if experiment is None:
        return ()
    run = next((r for r in experiment.runs if r.model_id == model_id), None)
    tested = {p.patient for p in run.of_part("test")} if run is not None else set()
    every = {*experiment.split.train, *experiment.split.test}
    for patients in (set(experiment.split.train), every - tested):
        if patients and digest_of_patients(patients) == card.training_patients_sha256:
            return tuple(sorted(patients))
    return ()

"""A trained network tested on the patients of another cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.experiment_config import ExperimentConfig, ProtocolRecord
from cxstage_core.cohort.values.records import Experiment, ModelRun, PatientPrediction, Split
from cxstage_core.dataset import Preprocessing, prepare_cohort
from cxstage_core.errors import LeakError, TrainingError
from cxstage_core.evaluation import delong
from cxstage_core.evaluation.statistics.delong_unpaired import compare_areas
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.models import ModelCard, load_model, predict_slices, probability
from cxstage_core.models.weights_history import History
from cxstage_core.text import text
from cxstage_core.training.experiment.first_weights import check_history
from cxstage_core.training.experiment.reopened import without_reopened
from cxstage_core.training.experiment.searched_patients import check_searched_patients
from cxstage_core.training.run.fit import FIXED_TEMPERATURE, FIXED_THRESHOLD
from cxstage_core.training.run.provenance import libraries, now
from cxstage_core.training.settings.events import member_name
from cxstage_core.training.settings.origin import joined, read_origins, write_origins

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def evaluate_external(
    trained: Cohort,
    model_id: str,
    cohort: Cohort,
    *,
    reopened: str = "",
    job: Job | None = None,
) -> Experiment:
    """Evaluate a network on every patient of another cohort, with its own threshold and temperature.

    Nothing is chosen here. The model file and the experiment are stored in the tested cohort, whose
    patients these are.

    Args:
        trained: the cohort that the network was trained in.
        model_id: a model of it.
        cohort: the external test cohort.
        reopened: as in `run_experiment`.

    Raises:
        LeakError: an image of the cohort belongs to a patient that `trained` holds as well, to one who
            helped to choose the network's settings, or to one whom its first weights have seen.
        TrainingError: cases were reopened, both are the same cohort, or none of its patients has both images and label.
        ModelError: the model file is not what was stored.
    """
    job = job or no_progress()
    check_strangers(trained, cohort, job)
    path = trained.models.path(model_id)
    model, card = load_model(path)
    for note in card.notes:
        job.emit(Message(note, "warning"))
    source = _source(trained, card.experiment)
    origins = joined(
        read_origins(card.lineage.get("origins")), read_origins(source.config.origins if source else ())
    )
    config = Preprocessing.from_dict(card.preprocessing)
    patients, left_out = without_reopened(cohort, cohort.patients(), reopened, job)
    data = prepare_cohort(cohort, patients, card.scheme, config, job)
    data = replace(data, excluded=(*data.excluded, *left_out))
    check_searched_patients(origins, data.patients, cohort)
    first = History.from_dict(card.lineage.get("first_weights", {}), path)
    check_history(cohort, first, data.patients, card.name)
    for patient, reason in data.excluded:
        job.emit(
            Message(text("{patient} is left out: {reason}", patient=patient, reason=reason), "warning")
        )
    predictions: list[PatientPrediction] = []
    by_member: list[tuple[float, ...]] = []
    for done, case in enumerate(data.cases):
        job.step(Progress(done, len(data.cases), "Evaluating the external cohort", case.patient))
        said = predict_slices(model, case.array, card.slice_aggregation)
        calibrated = probability(said.logit, card.temperature)
        predictions.append(PatientPrediction(case.patient, "test", case.label, calibrated, said.logit))
        by_member.append(said.members)
    with cohort.experiments.reserved() as experiment_id:
        run = ModelRun(
            card.name,
            card.family,
            f"{experiment_id}-{card.family}",
            card.parameters,
            card.weights,
            {},
            int(card.lineage.get("best_epoch", 0)),
            card.threshold,
            card.temperature,
            tuple(predictions),
        )
        run = replace(run, members=_members(run, card, by_member))
        cohort.models.add(run.model_id, path)
        inside = next((r for r in source.runs if r.model_id == model_id), None) if source else None
        cohort.experiments.save(
            Experiment(
                experiment_id,
                now(),
                ExperimentConfig.of_external_test(
                    scheme=card.scheme,
                    protocol=ProtocolRecord.external(
                        trained_in=trained.id,
                        model=model_id,
                        experiment=card.experiment,
                        training_patients=card.training_patients,
                        tensors_sha256=card.tensors_sha256,
                        against_own_test=None if inside is None else _against(run, inside),
                    ),
                    preprocessing=config.to_dict(),
                    recipe=card.lineage.get("recipe", {}),
                    aggregation=card.aggregation,
                    training_groups=source.config.training_groups if source else (0, 0),
                    origins=write_origins(origins),
                    reopened=[
                        (case.patient, case.version, case.since)
                        for case in cohort.references.reopened()
                        if case.patient in data.patients
                    ],
                    excluded=[(patient, str(reason)) for patient, reason in data.excluded],
                    libraries=libraries(),
                    label_origins={"test": data.origin_counts(data.patients)},
                    recipe_name=str(card.lineage.get("recipe_name", "")),
                ),
                Split((), data.patients, 1.0, 0, card.scheme),
                (run,),
            )
        )
        cohort.audit.note(
            "external test",
            experiment=experiment_id,
            trained_in=trained.id,
            model=model_id,
            patients=len(data.patients),
        )
        return cohort.experiments.get(experiment_id)


def check_strangers(trained: Cohort, cohort: Cohort, job: Job | None = None) -> None:
    """Check that no patient of a test cohort is known to the cohort a network was trained in.

    Pseudonyms and keyed hashes differ between cohorts by design, so the images themselves are compared:
    the hash of pixels and geometry of every series.

    Raises:
        TrainingError: both are the same cohort.
        LeakError: the same image is in both.
    """
    if trained.id == cohort.id:
        raise TrainingError(
            "The network was trained in this very cohort.",
            remedy="Choose a cohort of other patients; the locked split tests this one.",
        )
    known = {
        record.sha256: patient for patient in trained.patients() for record in trained.series(patient)
    }
    for patient in cohort.patients():
        if job is not None:
            job.check()
        for record in cohort.series(patient):
            if record.sha256 in known:
                raise LeakError(
                    "Patient {patient} is patient {other} of the cohort that the network was trained in.",
                    remedy="Take this patient out of the test cohort.",
                    patient=patient,
                    other=known[record.sha256],
                )


def _members(
    run: ModelRun, card: ModelCard, logits: Sequence[tuple[float, ...]]
) -> tuple[ModelRun, ...]:
    """The members of an ensemble with the predictions of each for the tested patients; none for one network.

    Args:
        run: of the ensemble.
        logits: of each patient, one per member.
    """
    return tuple(
        replace(
            run,
            name=member_name(card.name, number, len(card.members)),
            parameters=card.parameters // len(card.members),
            best_epoch=member.best_epoch,
            threshold=FIXED_THRESHOLD,
            temperature=FIXED_TEMPERATURE,
            predictions=tuple(
                replace(
                    p, logit=z[number - 1], probability=probability(z[number - 1], FIXED_TEMPERATURE)
                )
                for p, z in zip(run.predictions, logits, strict=True)
            ),
            title=card.name,
            fold=number,
        )
        for number, member in enumerate(card.members, start=1)
    )


def _source(trained: Cohort, experiment_id: str) -> Experiment | None:
    """The experiment that made the network, if it is still there."""
    return next((e for e in trained.experiments.all() if e.id == experiment_id), None)


def _against(outside: ModelRun, inside: ModelRun) -> dict[str, Any] | None:
    """The AUC here less that on the network's own test patients: other patients, so unpaired."""
    tested = [run.of_part("test") for run in (outside, inside)]
    if not all(tested):
        return None
    first, second = (delong([p.truth for p in part], [p.logit for p in part]) for part in tested)
    found = compare_areas(first, second, len(tested[0]), len(tested[1]))
    if found is None:
        return None
    own = None if second.interval is None else second.interval.pair
    note = None if second.note is None else str(second.note)
    return {
        "own_auc": second.auc,
        "own_auc_ci": own,
        "own_auc_note": note,
        "own_n": len(tested[1]),
        **found.to_dict(),
    }

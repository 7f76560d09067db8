"""A comparison from the locked split of a cohort to the stored, verified experiment."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.files.split import split_hash
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.folds import group_sizes
from cxstage_core.cohort.values.records import Experiment, Split
from cxstage_core.dataset import PreparedSet, Preprocessing, check_inputs, check_split, prepare_cohort
from cxstage_core.dataset.member_folds import member_folds_of
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import IntegrityError, TrainingError
from cxstage_core.jobs import Job, Message, Progress, no_progress
from cxstage_core.models import find_families, verify_model
from cxstage_core.text import text
from cxstage_core.training.execution.executors import Executor
from cxstage_core.training.experiment.first_weights import check_first_weights
from cxstage_core.training.experiment.held_out import check_held_out
from cxstage_core.training.experiment.plan import Plan
from cxstage_core.training.experiment.reopened import without_reopened
from cxstage_core.training.experiment.searched_patients import check_searched_patients
from cxstage_core.training.experiment.work_folder import (
    remove_outdated,
    work_folder,
    work_settings,
)
from cxstage_core.training.run.provenance import libraries, now, published
from cxstage_core.training.search.compare_members import compare_members
from cxstage_core.training.search.compare_networks import TrainedModel, compare_on_folds
from cxstage_core.training.search.nested import compare_nested
from cxstage_core.training.search.search import Search
from cxstage_core.training.settings.named_recipes import recipe_name
from cxstage_core.training.settings.origin import Origins, write_origins
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, ReopenedCase


def run_experiment(
    cohort: Cohort,
    families: Sequence[str],
    *,
    scheme: str = "paper",
    preprocessing: Preprocessing | None = None,
    recipe: Recipe | None = None,
    protocol: Protocol | None = None,
    search: Search | None = None,
    origins: Origins = (),
    reopened: str = "",
    executor: Executor | None = None,
    job: Job | None = None,
) -> Experiment:
    """Prepare, train, evaluate and store a comparison; every network shares one plan of patients.

    Interrupted and called again with the same settings, it goes on where it was.

    Args:
        families: keys or titles.
        scheme: key of the label scheme.
        preprocessing, recipe: the defaults when None.
        protocol: one test with a validation part ("holdout") when None; with members each network is an
            ensemble.
        search: what the nested protocol searches in every fold; its defaults when None.
        origins: the searches that chose some of the settings; stored with the experiment.
        reopened: what is done with cases that were reopened after their reference was frozen, "use" or
            "leave-out"; "" refuses where there are any.
        executor: here, one network after the other, when None.

    Returns:
        The experiment as read back from the cohort, with every model file verified.

    Raises:
        TrainingError: no split is locked, the parts cannot be trained on, or cases were reopened.
        LeakError: the split would leak, or a tested patient helped to choose the settings.
        Cancelled: a stop was asked for; nothing of the experiment is in the cohort.
    """
    preprocessing, recipe, protocol, job = (
        preprocessing or Preprocessing(),
        recipe or Recipe(),
        protocol or Protocol(),
        job or no_progress(),
    )
    for family in find_families(tuple(families)):
        family.check_size(preprocessing.size_px)
    data, plan = prepare_plan(cohort, scheme, preprocessing, recipe, protocol, job, reopened)
    tested = {patient for fold in plan.folds for patient in fold.test}
    check_searched_patients(origins, tested, cohort)
    check_first_weights(cohort, recipe.weights, families, tested)
    check_held_out(cohort, recipe.weights, families, plan.member_folds)
    if removed := remove_outdated(cohort):
        job.emit(
            Message(
                text(
                    "{count} interrupted trainings of an earlier version were removed; they cannot be "
                    "continued and start again.",
                    count=removed,
                ),
                "warning",
            )
        )
    used_search = (search or Search()) if protocol.kind == "nested" else None
    settings = work_settings(families, scheme, preprocessing, recipe, protocol, used_search)
    with cohort.experiments.reserved() as experiment, work_folder(cohort, settings) as work:
        chosen: list[dict[str, Any]] | None = None
        if used_search is not None:
            models, chosen = compare_nested(
                data,
                plan.folds,
                families,
                recipe,
                used_search,
                work=work,
                experiment=experiment,
                origins=origins,
                executor=executor,
                job=job,
            )
        elif plan.member_folds:
            models = compare_members(
                data,
                plan.folds[0],
                plan.member_folds,
                families,
                recipe,
                work=work,
                experiment=experiment,
                origins=origins,
                executor=executor,
                job=job,
            )
        else:
            models = compare_on_folds(
                data,
                plan.folds,
                families,
                recipe,
                work=work,
                experiment=experiment,
                origins=origins,
                executor=executor,
                job=job,
            )
        stored = store_experiment(
            cohort,
            experiment,
            data,
            plan,
            recipe,
            models,
            search=used_search,
            chosen=chosen,
            origins=origins,
            reopened=_reopened_in(cohort, data),
            job=job,
        )
        shutil.rmtree(work)
    return stored


def prepare_plan(
    cohort: Cohort,
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
    protocol: Protocol,
    job: Job,
    reopened: str = "",
) -> tuple[PreparedSet, Plan]:
    """Prepare the patients and draw the plan that all networks share.

    Args:
        reopened: as in `run_experiment`.

    Raises:
        TrainingError, LeakError: as `run_experiment`.
    """
    split = cohort.split() if protocol.folded else locked_split(cohort)
    patients = cohort.patients() if split is None else (*split.train, *split.test)
    patients, left_out = without_reopened(cohort, patients, reopened, job)
    data = prepare_cohort(cohort, patients, scheme, preprocessing, job)
    data = replace(data, excluded=(*data.excluded, *left_out))
    for patient, reason in data.excluded:
        job.emit(
            Message(text("{patient} is left out: {reason}", patient=patient, reason=reason), "warning")
        )
    if protocol.folded:
        check_split(Split(data.patients, (), 0.0, protocol.seed, scheme), cohort)
    check_inputs(data.config.channels)
    labels, same_person = data.label_of(), cohort.people.same_person()
    folds = draw_folds(
        protocol,
        labels,
        split,
        validation=recipe.validation,
        seed=recipe.seed,
        same_person=same_person,
    )
    members = member_folds_of(
        protocol, folds, labels, validation=recipe.validation, seed=recipe.seed, same_person=same_person
    )
    return data, Plan(protocol, folds, split, "" if split is None else split_hash(split), members)


def locked_split(cohort: Cohort) -> Split:
    """Return the cohort's split, checked for leaks.

    Raises:
        TrainingError: none is locked.
        LeakError: a patient or an image is in both parts.
    """
    split = cohort.split()
    if split is None:
        raise TrainingError(
            "This cohort has no locked split into a training and a test part.",
            remedy="Draw and lock the split first: cxstage split COHORT, or the Cohort page.",
        )
    check_split(split, cohort)
    return split


def store_experiment(
    cohort: Cohort,
    experiment_id: str,
    data: PreparedSet,
    plan: Plan,
    recipe: Recipe,
    models: Sequence[TrainedModel],
    *,
    search: Search | None = None,
    chosen: Sequence[Mapping[str, Any]] | None = None,
    origins: Origins = (),
    reopened: Sequence[ReopenedCase] = (),
    job: Job | None = None,
) -> Experiment:
    """Store model files and experiment, read them back, and log it.

    Args:
        plan: what all networks shared; the models come family by family, fold by fold.
        search, chosen: of the nested protocol: the search, and what it chose in every fold.
        origins: the searches that chose settings before.
        reopened: reopened cases whose frozen reference was used.

    Raises:
        IntegrityError: what was read back is not what was stored.
    """
    job = job or no_progress()
    for done, model in enumerate(models):
        job.step(Progress(done, len(models), "Storing models", model.run.name))
        verify_model(cohort.models.add(model.run.model_id, model.file))
    used, labels = plan.used_split, data.label_of()
    single = None if plan.protocol.folded else plan.folds[0]
    config = ExperimentConfig.of_training(
        scheme=data.scheme,
        protocol=plan.record(labels),
        preprocessing=data.config.to_dict(),
        recipe=published(recipe),
        seed=recipe.seed,
        aggregation=models[0].card.aggregation,
        training_groups=group_sizes(used.train, labels),
        training_labels={} if single is None else {p: labels[p] for p in used.train},
        validation_patients=() if single is None else single.validation,
        excluded=[(patient, str(reason)) for patient, reason in data.excluded],
        notes={m.run.model_id.partition("-")[2]: m.card.lineage["notes"] for m in models},
        weights_sha256={m.run.family: m.card.lineage["weights_sha256"] for m in models},
        data_sha256=models[0].card.lineage["data_sha256"],
        libraries=libraries(),
        search=None if search is None else search.to_dict(),
        chosen=chosen,
        label_origins={
            "train": data.origin_counts(used.train),
            "test": data.origin_counts(used.test),
        },
        origins=write_origins(origins),
        reopened=[(case.patient, case.version, case.since) for case in reopened],
        recipe_name=recipe_name(recipe),
    )
    runs = tuple(model.run for model in models)
    cohort.experiments.save(Experiment(experiment_id, now(), config, used, runs))
    stored = cohort.experiments.get(experiment_id)
    if [run.predictions for run in stored.runs] != [run.predictions for run in runs]:
        raise IntegrityError(
            "Experiment {experiment} was not stored as it was computed.",
            remedy="Check the disk, then train again.",
            experiment=experiment_id,
        )
    cohort.audit.note(
        "train",
        experiment=experiment_id,
        scheme=data.scheme,
        models=[run.model_id for run in runs],
        protocol=plan.protocol.kind,
        training_patients=len(used.train),
        test_patients=len({p for fold in plan.folds for p in fold.test}),
    )
    return stored


def _reopened_in(cohort: Cohort, data: PreparedSet) -> tuple[ReopenedCase, ...]:
    used = set(data.patients)
    return tuple(case for case in cohort.references.reopened() if case.patient in used)

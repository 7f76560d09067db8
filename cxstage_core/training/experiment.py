"""A comparison from the locked split of a cohort to the stored, verified experiment."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.records import Experiment, Split
from cxstage_core.dataset import PreparedSet, Preprocessing, check_split, prepare_cohort
from cxstage_core.errors import IntegrityError, TrainingError
from cxstage_core.jobs import Job, Message, Progress, unwatched
from cxstage_core.models import find_families, verify_model
from cxstage_core.text import text
from cxstage_core.training.comparison import TrainedModel, compare
from cxstage_core.training.parts import divide, used_split
from cxstage_core.training.provenance import libraries, now, published
from cxstage_core.training.recipe import Recipe

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def run_experiment(
    cohort: Cohort,
    families: Sequence[str],
    *,
    scheme: str = "paper",
    preprocessing: Preprocessing | None = None,
    recipe: Recipe | None = None,
    job: Job | None = None,
) -> Experiment:
    """Prepare, train, judge and store a comparison on the cohort's locked split.

    Interrupted and called again with the same settings, it goes on where it was.

    Args:
        families: keys or titles.
        scheme: key of the label scheme.
        preprocessing, recipe: the defaults when None.

    Returns:
        The experiment as read back from the cohort, with every model file verified.

    Raises:
        TrainingError: no split is locked, or the parts cannot be trained on.
        LeakError: the split would leak.
        Cancelled: a stop was asked for; nothing of the experiment is in the cohort.
    """
    preprocessing, recipe, job = (
        preprocessing or Preprocessing(),
        recipe or Recipe(),
        job or unwatched(),
    )
    for family in find_families(tuple(families)):
        family.check_size(preprocessing.size_px)
    split = locked_split(cohort)
    data = prepare_cohort(cohort, (*split.train, *split.test), scheme, preprocessing, job)
    for patient, reason in data.excluded:
        job.emit(
            Message(text("{patient} is left out: {reason}", patient=patient, reason=reason), "warning")
        )
    experiment = _free_id(cohort)
    work = work_folder(cohort, families, scheme, preprocessing, recipe)
    models = compare(data, split, families, recipe, work=work, experiment=experiment, job=job)
    stored = store_experiment(cohort, experiment, data, split, recipe, models, job=job)
    shutil.rmtree(work)
    return stored


def locked_split(cohort: Cohort) -> Split:
    """The cohort's split, checked for leaks.

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
    split: Split,
    recipe: Recipe,
    models: Sequence[TrainedModel],
    *,
    job: Job | None = None,
) -> Experiment:
    """Store model files and experiment, read them back, and log it.

    Raises:
        IntegrityError: what was read back is not what was stored.
    """
    job = job or unwatched()
    parts = divide(data, split, validation=recipe.validation, seed=recipe.seed)
    for done, model in enumerate(models):
        job.step(Progress(done, len(models), "Storing models", model.run.name))
        verify_model(cohort.add_model(model.run.model_id, model.file))
    trained_on = [data.label_of()[patient] for patient in used_split(split, parts).train]
    config: dict[str, Any] = {
        "scheme": data.scheme,
        "preprocessing": data.config.to_dict(),
        "recipe": published(recipe),
        "seed": recipe.seed,
        "aggregation": models[0].card.aggregation,
        "training_groups": [trained_on.count(0), trained_on.count(1)],
        "validation_patients": list(parts.validation),
        "excluded": [[patient, str(reason)] for patient, reason in data.excluded],
        "notes": {model.run.family: list(model.card.lineage["notes"]) for model in models},
        "data_sha256": models[0].card.lineage["data_sha256"],
        "libraries": libraries(),
    }
    runs = tuple(model.run for model in models)
    cohort.save_experiment(Experiment(experiment_id, now(), config, used_split(split, parts), runs))
    stored = cohort.experiment(experiment_id)
    if [run.predictions for run in stored.runs] != [run.predictions for run in runs]:
        raise IntegrityError(
            "Experiment {experiment} was not stored as it was computed.",
            remedy="Check the disk, then train again.",
            experiment=experiment_id,
        )
    cohort.log(
        "train",
        experiment=experiment_id,
        scheme=data.scheme,
        models=[run.model_id for run in runs],
        training_patients=len(parts.training),
        test_patients=len(parts.test),
    )
    return stored


def _free_id(cohort: Cohort) -> str:
    """The next id without models: an attempt that broke off while storing may have left some."""
    taken = {model.split("-")[0] for model in cohort.models()}
    wanted = cohort.next_experiment_id()
    while wanted in taken:
        wanted = f"E{int(wanted[1:]) + 1:04d}"
    return wanted


def work_folder(
    cohort: Cohort,
    families: Sequence[str],
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
) -> Path:
    """Where the checkpoints of these very settings lie while they train."""
    chosen = [family.key for family in find_families(tuple(families))]
    written = json.dumps([chosen, scheme, preprocessing.to_dict(), recipe.to_dict()], sort_keys=True)
    return cohort.prepared_folder / f"training-{hashlib.sha256(written.encode()).hexdigest()[:16]}"

"""The slices to pre-train on: of phantoms that are made for it, and of the training patients.

The phantoms come from seeds that no phantom cohort can have, so that none of them is a patient of any
cohort. Of the patients of the training part every imported series is used, whatever its plane and sequence;
of those of the test part none is opened.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset import Preprocessing, prepare_patient
from cxstage_core.dataset.crop import Window
from cxstage_core.dataset.intensity import normalisation
from cxstage_core.dataset.prepared_set import check_person
from cxstage_core.dataset.preprocessing import CHANNELS
from cxstage_core.dataset.upright import upright_volume
from cxstage_core.errors import DatasetError, TrainingError
from cxstage_core.imaging import Volume, unmeasured
from cxstage_core.jobs import Job, Message, Progress
from cxstage_core.models.weights_card import SeenPatients, patient_mark
from cxstage_core.phantom import draw_patient
from cxstage_core.phantom.cohort import SEEDS
from cxstage_core.phantom.readers import readings
from cxstage_core.phantom.rendering import render, truth
from cxstage_core.text import text
from cxstage_core.training.experiment.experiment import locked_split
from cxstage_core.training.pretraining.tasks import Answers, patient_answers, phantom_answers
from cxstage_core.training.settings.origin import image_marks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Pixels = npt.NDArray[np.float32]
SLICES_OF_A_SERIES = 8
_MIDDLE = (0.15, 0.85)


@dataclass(frozen=True, slots=True, eq=False)
class Slices:
    """Slices with what is known of them.

    Args:
        arrays: float32 (slice, channel, row, column), one per phantom or series.
        answers: (slice, task), one per array; NaN where a task is not asked.
    """

    arrays: tuple[Pixels, ...] = ()
    answers: tuple[Answers, ...] = ()

    def __len__(self) -> int:
        return sum(len(array) for array in self.arrays)

    def __add__(self, other: Slices) -> Slices:
        return Slices(self.arrays + other.arrays, self.answers + other.answers)


def phantom_seed(seed: int) -> int:
    """Return the seed of the phantoms that a pre-training of this seed makes."""
    return SEEDS + seed


def phantom_slices(config: Preprocessing, phantoms: int, seed: int, job: Job) -> Slices:
    """Make phantoms, outlined by their simulated readers in turn, and prepare them as patients are.

    Args:
        seed: as `phantom_seed` returns it.

    Raises:
        Cancelled: between two phantoms.
    """
    whole = replace(config, channels=CHANNELS)
    arrays, answers = [], []
    for number in range(1, phantoms + 1):
        job.step(Progress(number - 1, phantoms, "Making phantoms"))
        patient = draw_patient(seed, number)
        images = render(patient, planes=("axial",))
        outlines = readings(truth(patient), seed, number)
        outline = outlines[sorted(outlines)[number % len(outlines)]]
        array = prepare_patient(images["t2_axial"], images["t1_axial"], outline, whole).array
        areas = (
            array[:, whole.inputs.index("mask")].sum(axis=(1, 2), dtype=np.float64) * config.pixel_mm**2
        )
        kept = np.zeros((len(array), len(config.inputs), *array.shape[2:]), dtype=np.float32)
        for place, name in enumerate(config.inputs):
            if (
                name in whole.inputs
            ):  # a channel that phantoms have not got is empty, as a missing series
                kept[:, place] = array[:, whole.inputs.index(name)]
        arrays.append(kept)
        answers.append(phantom_answers(patient.findings.facts, areas))
    job.step(Progress(phantoms, phantoms, "Making phantoms"))
    return Slices(tuple(arrays), tuple(answers))


def training_patients(cohort: Cohort) -> tuple[str, ...]:
    """Return the patients of the training part who are no one of the test part under another pseudonym.

    Raises:
        TrainingError: no split is locked.
        LeakError: the split would leak.
    """
    split = locked_split(cohort)
    tested = set(split.test)
    for group in cohort.people.same_person():
        if group & tested:
            tested |= group
    return tuple(patient for patient in split.train if patient not in tested)


def patient_slices(
    cohort: Cohort, patients: Sequence[str], config: Preprocessing, job: Job
) -> tuple[Slices, tuple[str, ...]]:
    """Take slices from the middle of every series of these patients, without any outline or label.

    Returns:
        The slices (see `series_slices`), and the patients of whom there are any.

    Raises:
        TrainingError: no series of any patient can be used.
        Cancelled: between two series.
    """
    found, used = Slices(), []
    for done, patient in enumerate(patients):
        job.step(Progress(done, len(patients), "Preparing unlabelled slices", patient))
        before = len(found)
        try:
            check_person(cohort, patient, config)
        except DatasetError as error:
            reason = text("{patient} is left out: {reason}", patient=patient, reason=error.what)
            job.emit(Message(reason, "warning"))
            continue
        for record in cohort.series(patient):
            job.check()
            try:
                volume = cohort.volume(patient, record.id)
                array = series_slices(volume, record.info.sequence, config)
            except DatasetError as error:
                reason = text(
                    "{patient}: series {series} is left out: {reason}",
                    patient=patient,
                    series=record.id,
                    reason=error.what,
                )
                job.emit(Message(reason, "warning"))
                continue
            found += Slices((array,), (patient_answers(len(array)),))
        if len(found) > before:
            used.append(patient)
    job.step(Progress(len(patients), len(patients), "Preparing unlabelled slices"))
    if not used:
        raise TrainingError(
            "None of the {n} training patients has a series that can be used.",
            remedy="Pre-train on phantoms (--source phantoms).",
            n=len(patients),
        )
    return found, tuple(used)


def seen_patients(cohort: Cohort, patients: Iterable[str]) -> SeenPatients:
    """Return the marks by which these patients, and every image of theirs, are recognised later."""
    names = sorted(patients)
    images = image_marks(record.sha256 for name in names for record in cohort.series(name))
    return SeenPatients(cohort.id, tuple(sorted(patient_mark(cohort.id, n) for n in names)), images)


def series_slices(volume: Volume, sequence: str, config: Preprocessing) -> Pixels:
    """Take slices from the middle of a series, as a network would see them.

    Each is seen through a window of the field of view on the middle of the image. A T1 series comes into the
    channel of T1, any other into that of T2; the others are 0, as for a missing series.

    Returns:
        float32 (slice, channel, row, column).

    Raises:
        DatasetError: the image has no contrast, or voxels hold no measurement.
    """
    count = unmeasured(volume.array)
    if count:
        raise DatasetError(
            "{count} voxels of the {sequence} series hold no measurement (NaN, infinite, or impossibly large).",
            remedy="Import the series again from its original.",
            count=count,
            sequence=sequence,
        )
    if volume.grid.plane == "axial":
        volume = upright_volume(volume)
    depth, rows, columns = volume.array.shape
    low, high = (round(share * (depth - 1)) for share in _MIDDLE)
    chosen = np.unique(np.linspace(low, high, SLICES_OF_A_SERIES).round().astype(int))
    image = normalisation(volume.array, config.clip_percentiles).apply(volume.array[chosen])
    spacing = (volume.grid.spacing[1], volume.grid.spacing[2])
    middle = ((rows - 1) / 2, (columns - 1) / 2)
    seen = Window(middle, spacing, config.fov_mm, config.size_px).sample(image)
    place = config.inputs.index("T1" if sequence == "T1" and "T1" in config.inputs else "T2")
    found = np.zeros((len(chosen), len(config.inputs), config.size_px, config.size_px), np.float32)
    found[:, place] = seen
    return found

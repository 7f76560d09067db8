"""Value types of a cohort: immutable and free of identifiers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.imaging import Grid, Mask
from cxstage_core.staging.facts import Edition, Facts

Value = float | bool | date | str | None
"""A cell of the clinical table."""
OUT_OF_FOLD = "out-of-fold"
"""The part of a prediction by the member of an ensemble that has not seen the patient."""


@dataclass(frozen=True, slots=True)
class SeriesInfo:
    """Metadata of a series; every value has passed the allow-list.

    Args:
        sequence: "T2", "T1", "PD", "DWI", "ADC" or "other".
        description: the scanner's series description, reduced to known technical words.
        tags: kept acquisition tags, DICOM keyword to number or text.
        notes: information for the reader (a declared gap, a resampling), one sentence each.
    """

    sequence: str
    description: str = ""
    modality: str = "MR"
    tags: Mapping[str, str | float] = field(default_factory=dict)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SeriesRecord:
    """One immutable series of a patient.

    Args:
        id: unique within the patient, readable, such as "t2-axial" or "t2-axial-2".
        patient: pseudonym, such as "P0001".
        sha256: of pixels and geometry.
    """

    id: str
    patient: str
    info: SeriesInfo
    grid: Grid
    dtype: str
    sha256: str

    @property
    def plane(self) -> str:
        """The plane in which the slices were acquired."""
        return self.grid.plane


@dataclass(frozen=True, slots=True)
class ClinicalRecord:
    """One patient's row of the clinical table.

    Args:
        facts: findings for staging, those not stated unknown; None if the row contains none.
        edition: edition in which `entered_stage` is written; mandatory with a stage.
        entered_stage: the stage as the department wrote it, "" when not entered.
        computed_stage: computed from `facts`, FIGO 2018, "" when refused.
        computed_reason: reason of the computed stage, or of its absence.
        mri_date, treatment_date: shifted by one secret number of days per patient.
        perineural_invasion, vascular_emboli: post-operative; never a model's input.
        extra: further columns of the department's table, by column name.
        values: columns of `clinical_columns` that have no field of their own; empty ones are left out.
    """

    patient: str
    age: float | None = None
    histology: str = ""
    edition: Edition | None = None
    facts: Facts | None = None
    entered_stage: str = ""
    computed_stage: str = ""
    computed_reason: str = ""
    mri_date: date | None = None
    treatment_date: date | None = None
    perineural_invasion: bool | None = None
    vascular_emboli: bool | None = None
    extra: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FactSources:
    """What about a patient's facts and label does not rest on a statement of the clinical table alone.

    Args:
        assumed: facts that are absent because the user chose that an empty cell means none.
        unstated: facts that an earlier version stored as absent, whether stated or not.
        by_entered_stage: the user chose to label by the entered stage where facts are missing.
    """

    assumed: tuple[str, ...] = ()
    unstated: tuple[str, ...] = ()
    by_entered_stage: bool = False


class ReadingState(StrEnum):
    """State of a reading."""

    IN_PROGRESS = "in progress"
    COMPLETE = "complete"


@dataclass(frozen=True, slots=True)
class Reading:
    """One reader's masks of one patient, by series id.

    Args:
        confidence: 1 (guess) to 5 (certain), None if not given.
        seconds: time spent on the case.
        version: grows with each save; 0 before the first.
        saved_at: UTC, ISO 8601, "" before the first save.
    """

    patient: str
    reader: str
    masks: Mapping[str, Mask]
    state: ReadingState = ReadingState.IN_PROGRESS
    confidence: int | None = None
    comment: str = ""
    seconds: float = 0.0
    version: int = 0
    saved_at: str = ""


@dataclass(frozen=True, slots=True)
class Reference:
    """The frozen tumour outline of one patient, by series id.

    Args:
        origin: its origin, such as "reader A".
        sha256: of all masks, labels and grids.
        rule: keys of the applied consensus rules, and how slivers along the border were decided as a group,
            such as "74 x border 1.5 mm: union"; "" if a reviewer decided every component.
    """

    patient: str
    masks: Mapping[str, Mask]
    origin: str
    version: int
    sha256: str
    frozen_at: str
    rule: str = ""


@dataclass(frozen=True, slots=True)
class Split:
    """The patients of the training and the test part, stored once and locked.

    Args:
        fraction: wanted share of the test part.
        stratified_by: label scheme whose groups were balanced between the parts.
    """

    train: tuple[str, ...]
    test: tuple[str, ...]
    fraction: float
    seed: int
    stratified_by: str

    def part(self, patient: str) -> str:
        """Return "train" or "test", "" for a patient in neither part."""
        if patient in self.train:
            return "train"
        return "test" if patient in self.test else ""


VALIDATION_LOGITS = "validation_logits"
"""Column of `ModelRun.history` with every validation patient's logit: epoch by epoch, in each the patients in the
order of the run's validation predictions."""


@dataclass(frozen=True, slots=True)
class PatientPrediction:
    """Prediction of a model for one patient.

    Args:
        part: "validation", "test", or for a member of an ensemble "out-of-fold".
        truth: 1 for the chemoradiotherapy/systemic group, 0 for surgery.
        probability: of group 1.
        logit: the patient-level logit before temperature.
    """

    patient: str
    part: str
    truth: int
    probability: float
    logit: float


@dataclass(frozen=True, slots=True)
class ModelRun:
    """One trained network of an experiment.

    Args:
        name: displayed name: the family's title, with the fold if there are several ("HRNet 2").
        family: the registry's key, such as "hrnet_w32".
        model_id: file name (without suffix) in the cohort's models folder.
        parameters: number of trainable parameters.
        weights: origin of the initial weights ("from scratch").
        history: column name to one value per epoch (train_loss, validation_loss,
            validation_auc, learning_rate, images_per_s, seconds); `VALIDATION_LOGITS` holds one value per epoch and
            validation patient.
        best_epoch: 1-based epoch whose weights were kept.
        threshold: probability from which group 1 is predicted; from validation only.
        temperature: divides the logit; from validation only.
        title: the family's title without fold; `name` if empty.
        repeat, fold: 1-based; both 1 where there is a single split. Of a member `fold` is its number.
        members: of an ensemble, one run each, with the id of the ensemble's model file; they have no threshold and
            no temperature of their own (0.5 and 1).
    """

    name: str
    family: str
    model_id: str
    parameters: int
    weights: str
    history: Mapping[str, npt.NDArray[np.float64]]
    best_epoch: int
    threshold: float
    temperature: float
    predictions: tuple[PatientPrediction, ...]
    title: str = ""
    repeat: int = 1
    fold: int = 1
    members: tuple[ModelRun, ...] = ()

    def __post_init__(self) -> None:
        if not self.title:
            object.__setattr__(self, "title", self.name)

    def of_part(self, part: str) -> tuple[PatientPrediction, ...]:
        """Return the predictions of one part."""
        return tuple(p for p in self.predictions if p.part == part)

    @property
    def out_of_fold(self) -> tuple[PatientPrediction, ...]:
        """Return the scores of an ensemble's calibration set, each by the member that has not seen the patient."""
        return tuple(p for member in self.members for p in member.of_part(OUT_OF_FOLD))


@dataclass(frozen=True, slots=True)
class Experiment:
    """A finished comparison: its results, and the settings to run it again.

    Args:
        id: such as "E0001".
        config: scheme, protocol, preprocessing, recipe, library versions.
        split: patients it was trained and tested on.
    """

    id: str
    created_at: str
    config: ExperimentConfig
    split: Split
    runs: tuple[ModelRun, ...]


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One line of the audit log.

    Args:
        number: 1-based line number.
        at: UTC, ISO 8601.
        actor: the user ("coordinator" while there are no accounts).
        act: the event, such as "import" or "freeze reference".
        details: plain JSON values, no identifiers.
        previous, sha256: hash of the line before, and of this one.
    """

    number: int
    at: str
    actor: str
    act: str
    details: Mapping[str, Any]
    previous: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Problem:
    """A problem found by `verify`: file (relative to the cohort) and description."""

    file: str
    what: str

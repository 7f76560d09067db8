"""Cohorts whose experiments a study report is written of."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.cohort.values.records import (
    ClinicalRecord,
    Experiment,
    Reading,
    ReadingState,
    SeriesInfo,
)
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.staging import Edition, Facts
from cxstage_core.training import run_experiment
from tests.core.dataset.cohorts import T1_GRID
from tests.core.dataset.synthetic import study
from tests.core.training.toy import quick_recipe

NAMES = ("dr-li", "dr-wang")
SECRETS = ("张三", "0012345", *NAMES, "Zhang", "Ward")
"""What a careless hospital writes into names, ids and free text; no report shows it."""
MRI = {
    "Manufacturer": "Siemens",
    "MagneticFieldStrength": 3.0,
    "RepetitionTime": 4000.0,
    "EchoTime": 100.0,
    "SliceThickness": 4.0,
}


def fill_cohort(path: Path, patients: int = 12) -> Cohort:
    """Patients of two scanners with T2, T1, findings, ages, dates and two readings each."""
    cohort = Cohort.create(path, name="张三 Ward 7")
    for number in range(patients):
        patient = cohort.pseudonym(f"张三-0012345-{number}")
        radius = 8.0 + 2.0 * number
        t2, mask = study(radius_mm=radius, seed=number)
        t1, _ = study(T1_GRID, radius_mm=radius, seed=100 + number)
        tags = {**MRI, "Manufacturer": ("Siemens", "GE")[number % 2]}
        record, _ = cohort.add_series(patient, t2, SeriesInfo("T2", tags=tags))
        cohort.add_series(patient, t1, SeriesInfo("T1", tags=tags))
        _, other = study(radius_mm=radius + 1, seed=number)
        for reader, outline in zip(NAMES, (mask, other), strict=True):
            cohort.save_reading(Reading(patient, reader, {record.id: outline}, ReadingState.COMPLETE))
        cohort.references.freeze(patient, {record.id: mask}, origin=f"reader {NAMES[0]}")
        cohort.clinical.save(
            [
                ClinicalRecord(
                    patient,
                    age=40.0 + 5 * number,
                    histology="squamous, Zhang 0012345",
                    edition=Edition.FIGO_2018,
                    facts=Facts(diameter_mm=2 * radius),
                    computed_stage="IB3" if 2 * radius > 40 else "IB2",
                    mri_date=date(2024, 1, 1),
                    treatment_date=date(2024, 1, 11 + number),
                )
            ]
        )
    return cohort


def lock(cohort: Cohort) -> None:
    """Draw and lock the split."""
    labels, _ = label_patients(cohort, "paper")
    cohort.lock_split(make_split(labels, test=0.4, seed=1, scheme="paper"))


def train(cohort: Cohort, protocol: Protocol | None = None) -> Experiment:
    """Train a small network for one epoch."""
    return run_experiment(
        cohort,
        ["ShuffleNet"],
        preprocessing=Preprocessing(size_px=32),
        recipe=quick_recipe(epochs=1),
        **({} if protocol is None else {"protocol": protocol}),
    )


def save_bare(path: Path, made: Experiment) -> Cohort:
    """A cohort without a patient that holds only an experiment; its model files are no model files."""
    cohort = Cohort.create(path)
    for run in made.runs:
        file = path.parent / run.model_id
        file.write_bytes(run.model_id.encode())
        cohort.models.add(run.model_id, file)
    cohort.experiments.save(made)
    return cohort


def with_protocol(made: Experiment, **values: object) -> Experiment:
    """The experiment with other values of its protocol."""
    stored = made.config.to_dict()
    protocol = {**(stored.get("protocol") or {}), **values}
    return replace(made, config=ExperimentConfig({**stored, "protocol": protocol}))

"""A small phantom cohort, put into the store directly: quick, and complete enough to train on."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.cohort import ClinicalRecord, Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.cohort.bulk.single_reader_reference import adopt_readings
from cxstage_core.dataset import label_patients, make_split
from cxstage_core.phantom import draw_patient, render, truth
from cxstage_core.phantom.readers import readings
from cxstage_core.staging import Edition, stage

SEQUENCES = {"t2_axial": "T2", "t2_sagittal": "T2", "t1_axial": "T1"}


def build_small_cohort(folder: Path, *, patients: int, seed: int = 5, ready: bool = True) -> Path:
    """Make a cohort of phantom patients.

    Args:
        ready: with complete readings of A and B, a frozen reference and a locked split.
    """
    cohort = Cohort.create(folder / "Small.cxcohort", name="Small")
    records = []
    for number in range(1, patients + 1):
        drawn = draw_patient(seed, number)
        patient = cohort.pseudonym(drawn.patient_id)
        series = {}
        for name, volume in render(drawn).items():
            record, _ = cohort.add_series(patient, volume, SeriesInfo(SEQUENCES[name], name))
            series[name] = record.id
        if ready:
            for stem, mask in readings(truth(drawn), seed, number).items():
                reader = stem[-1].upper()
                masks = {series["t2_axial"]: mask}
                cohort.save_reading(Reading(patient, reader, masks, ReadingState.COMPLETE))
        staged = stage(drawn.findings.facts)
        records.append(
            ClinicalRecord(
                patient,
                age=drawn.identity.age,
                edition=Edition.FIGO_2018,
                facts=drawn.findings.facts,
                entered_stage=staged.stage,
                computed_stage=staged.stage,
                computed_reason=str(staged.reason),
            )
        )
    cohort.clinical.save(records)
    if ready:
        adopt_readings(cohort, "A")
        labelled, _ = label_patients(cohort, "paper")
        cohort.lock_split(make_split(labelled, test=0.3, seed=1, scheme="paper"))
    return cohort.path

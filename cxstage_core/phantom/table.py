"""The clinical table of a phantom cohort, as a department would hand it in."""

from __future__ import annotations

from collections.abc import Iterable

from cxstage_core.cohort.values.clinical_columns import Place, columns
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.phantom.identity import drawn_value
from cxstage_core.phantom.patient import Patient
from cxstage_core.staging import Edition
from cxstage_core.storage.spreadsheet import csv_text


def clinical_csv(patients: Iterable[Patient]) -> str:
    """Write the table as CSV, one row per patient; dates ISO, yes/no, empty where nothing is known."""
    imported = columns(imported=True)
    rows = [["patient_id", *(column.name for column in imported)]]
    for patient in patients:
        record = _record(patient)
        rows.append([patient.patient_id, *(column.written(record) for column in imported)])
    return csv_text(rows)


def _record(patient: Patient) -> ClinicalRecord:
    """The row of a patient, with the true dates."""
    identity, findings = patient.identity, patient.findings
    return ClinicalRecord(
        patient.patient_id,
        age=identity.age,
        histology=identity.histology,
        edition=Edition.FIGO_2018,
        facts=findings.facts,
        entered_stage=findings.stage,
        mri_date=identity.mri_date,
        treatment_date=identity.treatment_date,
        perineural_invasion=findings.perineural_invasion,
        vascular_emboli=findings.vascular_emboli,
        values={
            column.name: drawn_value(column, patient.seed, patient.number)
            for column in columns(Place.VALUES)
            if column.phantom
        },
    )

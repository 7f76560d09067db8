"""The clinical table of a phantom cohort, as a department would hand it in."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from cxstage_core.phantom.patient import Patient
from cxstage_core.staging import Edition

COLUMNS = (
    "patient_id", "age", "histology", "edition", "stage", "stromal_depth_mm", "diameter_mm",
    "microscopic", "vagina", "parametrium", "hydronephrosis",
    "hydronephrosis_otherwise_explained", "pelvic_nodes", "paraaortic_nodes", "nodes_by",
    "bladder_mucosa", "rectal_mucosa", "distant", "mri_date", "treatment_date",
    "perineural_invasion", "vascular_emboli",
)  # fmt: skip


def clinical_csv(patients: Iterable[Patient]) -> str:
    """The table as CSV, one row a patient; dates ISO, yes/no, empty where nothing is known."""
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for patient in patients:
        writer.writerow(_row(patient))
    return buffer.getvalue()


def _row(patient: Patient) -> dict[str, str]:
    who, found = patient.identity, patient.findings
    facts = found.facts
    return {
        "patient_id": who.patient_id,
        "age": str(who.age),
        "histology": who.histology,
        "edition": Edition.FIGO_2018.value,
        "stage": found.stage,
        "stromal_depth_mm": _mm(facts.stromal_depth_mm),
        "diameter_mm": _mm(facts.diameter_mm),
        "microscopic": _yes(facts.microscopic),
        "vagina": facts.vagina.value,
        "parametrium": facts.parametrium.value,
        "hydronephrosis": _yes(facts.hydronephrosis),
        "hydronephrosis_otherwise_explained": _yes(facts.hydronephrosis_otherwise_explained),
        "pelvic_nodes": facts.pelvic_nodes.value,
        "paraaortic_nodes": facts.paraaortic_nodes.value,
        "nodes_by": "" if facts.nodes_by is None else facts.nodes_by.value,
        "bladder_mucosa": facts.bladder_mucosa.value,
        "rectal_mucosa": facts.rectal_mucosa.value,
        "distant": _yes(facts.distant),
        "mri_date": who.mri_date.isoformat(),
        "treatment_date": who.treatment_date.isoformat(),
        "perineural_invasion": _yes(found.perineural_invasion),
        "vascular_emboli": _yes(found.vascular_emboli),
    }


def _mm(value: float | None) -> str:
    return "" if value is None else f"{value:g}"


def _yes(value: bool | None) -> str:
    return "" if value is None else "yes" if value else "no"

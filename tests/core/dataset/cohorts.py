"""A small cohort of synthetic studies, stored for real."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ClinicalRecord, SeriesInfo
from cxstage_core.imaging import Grid
from cxstage_core.staging import Edition, Facts
from tests.core.dataset.synthetic import study

T1_GRID = Grid.axial((7, 80, 80), (6.0, 2.0, 2.0), (-80.0, -78.0, -20.0))


def fill(path: Path, patients: int = 5, *, step_mm: float = 5.0) -> Cohort:
    """Patients with growing tumours, T2 and T1, and a reference."""
    cohort = Cohort.create(path)
    for i in range(patients):
        patient = cohort.pseudonym(f"HOSPITAL-{i}")
        radius = 8.0 + step_mm * i
        t2, mask = study(radius_mm=radius, seed=i)
        t1, _ = study(T1_GRID, radius_mm=radius, seed=100 + i)
        record, _ = cohort.add_series(patient, t2, SeriesInfo("T2"))
        cohort.add_series(patient, t1, SeriesInfo("T1"))
        cohort.references.freeze(patient, {record.id: mask}, origin="test")
        facts = Facts(diameter_mm=2 * radius)
        cohort.clinical.save([ClinicalRecord(patient, edition=Edition.FIGO_2018, facts=facts)])
    return cohort

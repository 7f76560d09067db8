"""The cohort store: everything of one study population in one folder, written so that it lasts."""

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.values.records import (
    AuditEntry,
    ClinicalRecord,
    Experiment,
    ModelRun,
    PatientPrediction,
    Problem,
    Reading,
    ReadingState,
    Reference,
    SeriesInfo,
    SeriesRecord,
    Split,
)

__all__ = [
    "AuditEntry",
    "ClinicalRecord",
    "Cohort",
    "Experiment",
    "ModelRun",
    "PatientPrediction",
    "Problem",
    "Reading",
    "ReadingState",
    "Reference",
    "SeriesInfo",
    "SeriesRecord",
    "Split",
]

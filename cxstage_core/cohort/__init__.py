"""The cohort store: everything of one study population in one folder, written so that it lasts."""

from cxstage_core.cohort.records import (
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
from cxstage_core.cohort.store import Cohort

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

"""The cohort store: all data of one study population in one folder, written durably."""

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.double_reading.reopened_cases import ReopenedCase
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
    "ReopenedCase",
    "SeriesInfo",
    "SeriesRecord",
    "Split",
]

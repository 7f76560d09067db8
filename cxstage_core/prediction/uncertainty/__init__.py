"""How far one prediction can be trusted: interval, set of groups, repeatability, operating point."""

from cxstage_core.prediction.uncertainty.estimate import uncertainty_of
from cxstage_core.prediction.uncertainty.of_cohort import outlines_of, tested_patients
from cxstage_core.prediction.uncertainty.repeats import REFERENCE, share_changed
from cxstage_core.prediction.uncertainty.result import OperatingPoint, Repeat, Uncertainty

__all__ = [
    "REFERENCE",
    "OperatingPoint",
    "Repeat",
    "Uncertainty",
    "outlines_of",
    "share_changed",
    "tested_patients",
    "uncertainty_of",
]

"""A synthetic female pelvis cohort, written as DICOM: for demonstration, tests and teaching."""

from cxstage_core.phantom.cohort import PhantomCohort, PhantomPatient, PhantomSeries, write_cohort
from cxstage_core.phantom.patient import Patient, draw_patient
from cxstage_core.phantom.scanner import SCANNERS, Scanner
from cxstage_core.phantom.styles import STANDARD, STYLES, Style

__all__ = [
    "SCANNERS",
    "STANDARD",
    "STYLES",
    "Patient",
    "PhantomCohort",
    "PhantomPatient",
    "PhantomSeries",
    "Scanner",
    "Style",
    "draw_patient",
    "render",
    "truth",
    "write_cohort",
]


def __getattr__(name: str) -> object:
    """`render` and `truth` on first use."""
    if name in ("render", "truth"):
        from cxstage_core.phantom import rendering

        return getattr(rendering, name)
    raise AttributeError(name)

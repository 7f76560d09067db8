"""Codes of the DICOM objects that a prediction writes: the one table of them.

Public schemes where they have the concept: SNOMED CT (SCT), DICOM (DCM), LOINC (LN), UCUM. What no public
scheme has stands in the private scheme `SCHEME`, which every object that uses it identifies (0008,0110).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from cxstage_core.imaging import Label
from cxstage_core.staging import Group

SCHEME = "99CXSTAGE"
"""Designator of the private scheme; designators that begin with 99 are private (PS3.16 section 8.2)."""
SCHEME_NAME = "CxStage local codes"


class Coded(NamedTuple):
    """A coded concept: value, scheme, meaning."""

    value: str
    scheme: str
    meaning: str


class Segment(NamedTuple):
    """A label as a segment.

    Args:
        category, type: coded property of the segment.
        rgb: recommended colour, 0 to 255.
    """

    label: str
    category: Coded
    type: Coded
    rgb: tuple[int, int, int]


ABNORMAL = Coded("49755003", "SCT", "Morphologically Abnormal Structure")
PRIMARY = Coded("372087000", "SCT", "Neoplasm, Primary")
LESION = Coded("52988006", "SCT", "Lesion")
CERVIX = Coded("71252005", "SCT", "Cervix")

SEGMENTS: Mapping[Label, Segment] = {
    Label.TUMOUR: Segment("Tumour", ABNORMAL, PRIMARY, (230, 60, 60)),
    Label.INFILTRATION: Segment("Possible infiltration", ABNORMAL, LESION, (240, 190, 40)),
}
"""A possible infiltration is coded as a lesion: the code must not assert what the readers left open."""

MR_PELVIS = Coded("24867-4", "LN", "MR Pelvis")
REPORT = Coded("126000", "DCM", "Imaging Measurement Report")
CONCLUSION = Coded("121077", "DCM", "Conclusion")
EVALUATIONS = Coded("C0034375", "UMLS", "Qualitative Evaluations")
VOLUME = Coded("118565006", "SCT", "Volume")
LONG_AXIS = Coded("103339001", "SCT", "Long Axis")
DERIVED_FROM = Coded("121324", "DCM", "Source image")
LANGUAGES: Mapping[str, Coded] = {
    "en": Coded("en", "RFC5646", "English"),
    "zh_CN": Coded("zh-CN", "RFC5646", "Chinese (China)"),
}

CM3 = Coded("cm3", "UCUM", "cubic centimeter")
MM = Coded("mm", "UCUM", "millimeter")
RATIO = Coded("1", "UCUM", "no units")

LONGEST_IN_SPACE = Coded("longest-in-space", SCHEME, "Longest diameter in space")
PROBABILITY = Coded("probability", SCHEME, "Probability of the chemoradiotherapy or systemic group")
LOW = Coded("probability-low", SCHEME, "Lower end of the interval of the probability")
HIGH = Coded("probability-high", SCHEME, "Upper end of the interval of the probability")
LEVEL = Coded("interval-level", SCHEME, "Level of the interval of the probability")
THRESHOLD = Coded("threshold", SCHEME, "Operating threshold of the probability")
GROUP = Coded("group", SCHEME, "Guideline-recommended group")
CONFORMAL = Coded("conformal-set", SCHEME, "Group in the conformal set")
SET_LEVEL = Coded("conformal-level", SCHEME, "Level of the conformal set")
ABSTAINED = Coded("abstained", SCHEME, "No answer: the input gate abstained")
NO_GROUP = Coded("no-group", SCHEME, "No group")
GROUPS: Mapping[Group, Coded] = {
    Group.SURGERY: Coded("surgery", SCHEME, "Surgery"),
    Group.CHEMORADIOTHERAPY: Coded("chemoradiation", SCHEME, "Chemoradiotherapy or systemic treatment"),
}
OWN = (
    LONGEST_IN_SPACE, PROBABILITY, LOW, HIGH, LEVEL, THRESHOLD, GROUP, CONFORMAL, SET_LEVEL, ABSTAINED, NO_GROUP,
    *GROUPS.values(),
)  # fmt: skip
"""Every code of the private scheme."""
PUBLIC = (
    ABNORMAL, PRIMARY, LESION, CERVIX, MR_PELVIS, REPORT, CONCLUSION, EVALUATIONS, VOLUME, LONG_AXIS,
    DERIVED_FROM, CM3, MM, RATIO,
)  # fmt: skip
"""Every code of a public scheme."""

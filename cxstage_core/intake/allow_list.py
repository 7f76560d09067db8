"""The one table of what is kept of a header: numbers of the acquisition and words of a fixed list.

Nothing else reaches a cohort: no name, id, date, place, UID, private tag or free text. A series
description is reduced to technical words, so that a name typed into it cannot survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from cxstage_core.cohort.values.gate_rules import FITTING_BODY_PARTS, OTHER_BODY_PARTS

NUMBERS: Mapping[str, tuple[float, float]] = {
    "MagneticFieldStrength": (0.01, 25.0),
    "RepetitionTime": (0.0, 60_000.0),
    "EchoTime": (0.0, 5_000.0),
    "InversionTime": (0.0, 20_000.0),
    "FlipAngle": (0.0, 360.0),
    "SliceThickness": (0.0, 100.0),
    "SpacingBetweenSlices": (0.0, 200.0),
    "EchoTrainLength": (0.0, 2_000.0),
    "NumberOfAverages": (0.0, 500.0),
    "PixelBandwidth": (0.0, 100_000.0),
    "DiffusionBValue": (0.0, 20_000.0),
    "BitsStored": (1.0, 32.0),
}
"""DICOM keywords whose single number is kept, if it lies in the range that physics allows: a
telephone or record number typed into such a field does not."""

WORDS: Mapping[str, frozenset[str]] = {
    "MRAcquisitionType": frozenset({"2D", "3D"}),
    "ScanningSequence": frozenset({"SE", "IR", "GR", "EP", "RM"}),
    "SequenceVariant": frozenset({"SK", "MTC", "SS", "TRSS", "SP", "MP", "OSP", "NONE"}),
    "ImageType": frozenset(
        "ORIGINAL DERIVED PRIMARY SECONDARY M P R I NORM DIS2D DIS3D FFE SE ADC DIFFUSION TRACEW FM "  # noqa: SIM905
        "MFSPLIT M_FFE M_SE FIL PROJECTION WATER FAT".split()
    ),
    "PatientPosition": frozenset({"HFS", "HFP", "FFS", "FFP", "HFDR", "HFDL", "FFDR", "FFDL"}),
    "BodyPartExamined": FITTING_BODY_PARTS | OTHER_BODY_PARTS,
    "PatientSex": frozenset({"F", "M", "O"}),
}
"""DICOM keywords whose coded words are kept if they are on the list."""

VENDORS: tuple[str, ...] = (
    "Siemens", "Philips", "GE", "Canon", "Toshiba", "Hitachi", "United Imaging", "Neusoft", "Esaote",
)  # fmt: skip
"""Manufacturers; any other name is kept as "other"."""

_TECHNICAL = frozenset(
    """
    t1 t2 t1w t2w t1wi t2wi pd pdw dwi dw adc diff diffusion bval bvalue trace tracew calc dyndist
    dyndistcalc epi ep ep2d epi2d b0 swi flair stir tirm tir spair spir fs fatsat fat water dixon
    ideal ip opp phase inphase outphase tse fse frfse ffe gre tfl tfe spgr vibe lava thrive mprage space
    cube vista haste ssfse ssh bffe truefisp fiesta medic blade propeller multivane rt resp trig nav
    dyn dynamic dce perf perfusion contrast gd ce delay sub subtraction ax axi axial tra trans
    transversal transverse sag sagittal cor coronal obl oblique paracor parasag paraax loc localizer
    scout survey ref reference map fmap iso pelvis pelvic cervix cervical uterus uterine abdomen rectum
    bladder gyn highres hr lowres fov thin thick axis 2d 3d
    """.split()  # noqa: SIM905 - a table of words is read as words
) | {"sat"}
"""No word that is a common name or part of a date, even if a scanner uses it ("small", "post")."""

_MEASURE = re.compile(
    r"b\d{1,3}|b[1-5]\d[05]0|t\d|\d{1,2}(?:\.\d{1,2})?mm|\d(?:\.\d{1,2})?x\d(?:\.\d{1,2})?"
)
_PHASE = re.compile(r"\b(in|out)[ _-]?phase")


def technical_words(description: str) -> str:
    """The known technical words of a series description, each once, in lower case, joined by blanks."""
    joined = _PHASE.sub(r"\1phase", description.lower())
    words = re.split(r"[^0-9a-z.]+", joined)
    return " ".join(dict.fromkeys(w for w in words if w in _TECHNICAL or _MEASURE.fullmatch(w)))[:100]


def vendor(name: str) -> str:
    """The manufacturer, if it is a known one; "other" for any other, "" for none."""
    flat = f" {re.sub('[^a-z]+', ' ', name.lower())} "
    for known in VENDORS:
        if f" {known.lower()} " in flat or (len(known) > 3 and known.lower() in flat):
            return known
    return "other" if name.strip() else ""


def kept_tags(header: Mapping[str, Any]) -> dict[str, str | float]:
    """Return the values of a header that are kept (DICOM keyword to value as pydicom gives it)."""
    kept: dict[str, str | float] = {}
    for keyword, (low, high) in NUMBERS.items():
        number = _number(header.get(keyword))
        if number is not None and low <= number <= high:
            kept[keyword] = number
    for keyword, allowed in WORDS.items():
        words = [w for w in _words(header.get(keyword)) if w in allowed]
        if words:
            kept[keyword] = "\\".join(words)
    maker = vendor(str(header.get("Manufacturer") or ""))
    if maker:
        kept["Manufacturer"] = maker
    return kept


def _number(value: Any) -> float | None:
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


def _words(value: Any) -> list[str]:
    if value is None:
        return []
    parts: Iterable[Any] = [value] if isinstance(value, str) else value
    return [str(p).strip().upper() for p in parts]

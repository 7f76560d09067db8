"""The one table of what is kept of a header: numbers of the acquisition and words of a fixed list.

Nothing else reaches a cohort: no name, id, date, place, UID, private tag or free text. A series
description is reduced to technical words, so that a name typed into it cannot survive.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

NUMBERS: tuple[str, ...] = (
    "MagneticFieldStrength",
    "RepetitionTime",
    "EchoTime",
    "InversionTime",
    "FlipAngle",
    "SliceThickness",
    "SpacingBetweenSlices",
    "EchoTrainLength",
    "NumberOfAverages",
    "PixelBandwidth",
    "DiffusionBValue",
    "BitsStored",
)
"""DICOM keywords whose single number is kept as it is."""

WORDS: Mapping[str, frozenset[str]] = {
    "MRAcquisitionType": frozenset({"2D", "3D"}),
    "ScanningSequence": frozenset({"SE", "IR", "GR", "EP", "RM"}),
    "SequenceVariant": frozenset({"SK", "MTC", "SS", "TRSS", "SP", "MP", "OSP", "NONE"}),
    "ImageType": frozenset(
        [
            "ORIGINAL",
            "DERIVED",
            "PRIMARY",
            "SECONDARY",
            "M",
            "P",
            "R",
            "I",
            "NORM",
            "DIS2D",
            "DIS3D",
            "FFE",
            "SE",
            "ADC",
            "DIFFUSION",
            "TRACEW",
            "FM",
            "MFSPLIT",
            "M_FFE",
            "M_SE",
            "FIL",
            "PROJECTION",
            "WATER",
            "FAT",
        ]
    ),
    "PatientPosition": frozenset({"HFS", "HFP", "FFS", "FFP", "HFDR", "HFDL", "FFDR", "FFDL"}),
    "BodyPartExamined": frozenset(
        {"PELVIS", "ABDOMEN", "ABDOMENPELVIS", "CERVIX", "UTERUS", "PROSTATE"}
    ),
    "PatientSex": frozenset({"F", "M", "O"}),
}
"""DICOM keywords whose coded words are kept if they are on the list."""

VENDORS: tuple[str, ...] = (
    "Siemens", "Philips", "GE", "Canon", "Toshiba", "Hitachi", "United Imaging", "Neusoft", "Esaote",
)  # fmt: skip
"""Manufacturers; any other name is kept as "other"."""

_TECHNICAL = frozenset(
    [
        "t1",
        "t2",
        "t2w",
        "t1w",
        "pd",
        "pdw",
        "dwi",
        "dw",
        "adc",
        "diff",
        "diffusion",
        "bval",
        "bvalue",
        "trace",
        "tracew",
        "epi",
        "ep",
        "ep2d",
        "epi2d",
        "calc",
        "dyndist",
        "dyndistcalc",
        "fa",
        "b0",
        "swi",
        "flair",
        "stir",
        "tirm",
        "tir",
        "spair",
        "spir",
        "fs",
        "fatsat",
        "fat",
        "sat",
        "water",
        "dixon",
        "ideal",
        "ip",
        "opp",
        "in",
        "out",
        "phase",
        "inphase",
        "outphase",
        "tse",
        "fse",
        "ffe",
        "gre",
        "tfl",
        "tfe",
        "spgr",
        "vibe",
        "lava",
        "thrive",
        "mprage",
        "space",
        "cube",
        "vista",
        "haste",
        "ssfse",
        "ssh",
        "bffe",
        "truefisp",
        "fiesta",
        "me",
        "med",
        "medic",
        "blade",
        "propeller",
        "multivane",
        "rt",
        "resp",
        "trig",
        "nav",
        "dyn",
        "dynamic",
        "dce",
        "perf",
        "perfusion",
        "contrast",
        "gd",
        "post",
        "pre",
        "ce",
        "art",
        "ven",
        "delay",
        "sub",
        "subtraction",
        "ax",
        "axi",
        "axial",
        "tra",
        "trans",
        "transversal",
        "transverse",
        "sag",
        "sagittal",
        "cor",
        "coronal",
        "obl",
        "oblique",
        "para",
        "paracor",
        "parasag",
        "paraax",
        "loc",
        "localizer",
        "scout",
        "survey",
        "ref",
        "reference",
        "map",
        "field",
        "fmap",
        "ns",
        "iso",
        "pelvis",
        "pelvic",
        "cervix",
        "cervical",
        "uterus",
        "uterine",
        "abdomen",
        "rectum",
        "bladder",
        "female",
        "gyn",
        "small",
        "large",
        "high",
        "res",
        "highres",
        "hr",
        "lowres",
        "fov",
        "thin",
        "thick",
        "long",
        "short",
        "axis",
        "hx",
        "2d",
        "3d",
    ]
)
_MEASURE = re.compile(r"(?:b\d{1,4}|t\d|\d{1,2}(?:\.\d{1,2})?mm|\d(?:\.\d{1,2})?x\d(?:\.\d{1,2})?)")


def technical_words(description: str) -> str:
    """The known technical words of a series description, in lower case, joined by blanks."""
    words = re.split(r"[^0-9a-z.]+", description.lower())
    return " ".join(w for w in words if w in _TECHNICAL or _MEASURE.fullmatch(w))[:100]


def vendor(name: str) -> str:
    """The manufacturer, if it is a known one; "other" for any other, "" for none."""
    flat = f" {re.sub('[^a-z]+', ' ', name.lower())} "
    for known in VENDORS:
        if f" {known.lower()} " in flat or (len(known) > 3 and known.lower() in flat):
            return known
    return "other" if name.strip() else ""


def kept_tags(header: Mapping[str, Any]) -> dict[str, str | float]:
    """What the table keeps of a header (DICOM keyword to value as pydicom gives it)."""
    kept: dict[str, str | float] = {}
    for keyword in NUMBERS:
        number = _number(header.get(keyword))
        if number is not None:
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
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if abs(number) < 1e9 else None


def _words(value: Any) -> list[str]:
    if value is None:
        return []
    parts: Iterable[Any] = [value] if isinstance(value, str) else value
    return [str(p).strip().upper() for p in parts]

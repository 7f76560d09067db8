"""Classify a series by the words of its description, then by its echo and repetition times."""

from __future__ import annotations

import re
from collections.abc import Mapping

_WEIGHTED = r"(?:wi?|fs|tse|fse|frfse|haste|space|blade|dixon)*"
_T1 = re.compile(rf"t1{_WEIGHTED}")
_T2 = re.compile(rf"t2{_WEIGHTED}")
_STAR = re.compile(r"t2(?:\*|[ _-]?star)")
_CONTRAST = re.compile(r"\+ ?(?:c|gd|km)\b")

_ADC = re.compile(r"\b(?:apparent|average) +(?:diffusion +coeff\w*|dc\b)|mm.{0,2}/s(?:ec)?\b")
"""The map under its full name, or with its unit (mm²/s; a b-value has s/mm²)."""
_EXPONENTIAL = re.compile(r"(?<![a-z])e[ _-]?adc(?![a-z])|\bexp(?:onential)?[ _-]*(?:apparent|adc)")
"""The exponential of the ADC, bright where the ADC is dark."""

_AIDS = {
    "loc", "localizer", "localiser", "scout", "survey", "3pl", "fmap", "field", "map", "b0", "cal",
    "calibration", "asset", "shim", "swi", "eadc",
}  # fmt: skip
_ALTERED = {
    "stir", "tirm", "tir", "flair", "sub", "subtraction", "dyn", "dynamic", "dce", "perf", "mip", "mpr",
}  # fmt: skip
_DIFFUSION = {"dwi", "dw", "diff", "diffusion", "trace", "tracew", "ep2d", "bval"}
_AFTER_CONTRAST = {"ce", "gd", "post", "postcontrast", "contrast", "km", "art", "ven"}


def classify(  # noqa: PLR0911 - a list of rules
    description: str, tags: Mapping[str, str | float], *, contrast: bool = False
) -> str:
    """ "T2", "T1", "T1+C", "PD", "DWI", "ADC" or "other".

    Args:
        description: series description of the scanner, or the file's name; not kept.
        tags: kept tags; EchoTime and RepetitionTime in ms.
        contrast: whether the header names a contrast agent.

    Inversion-recovery, T2*, subtracted and dynamic series are "other": they look like neither T1 nor
    T2 to a network trained on plain sequences. T1 after contrast is a kind of its own. An exponential
    ADC ("eADC") is not an ADC: bright where that one is dark.
    """
    lower = description.lower()
    words = set(re.split(r"[^0-9a-z]+", lower))
    image_type = set(str(tags.get("ImageType", "")).split("\\"))
    if _EXPONENTIAL.search(lower.replace("_", " ")):
        return "other"
    if "ADC" in image_type or "adc" in words or _ADC.search(lower.replace("_", " ")):
        return "ADC"
    if "DIFFUSION" in image_type or words & _DIFFUSION:
        return "DWI"
    if words & _AIDS or words & _ALTERED or _STAR.search(lower):
        return "other"
    t1 = any(_T1.fullmatch(word) for word in words)
    t2 = any(_T2.fullmatch(word) for word in words)
    if t2 and not t1:
        return "T2"
    if t1 and not t2:
        after = contrast or words & _AFTER_CONTRAST or _CONTRAST.search(lower)
        return "T1+C" if after else "T1"
    if words & {"pd", "pdw"} and not (t1 or t2):
        return "PD"
    found = _by_times(tags)
    return "T1+C" if found == "T1" and contrast else found


def _by_times(tags: Mapping[str, str | float]) -> str:
    echo, repetition = tags.get("EchoTime"), tags.get("RepetitionTime")
    spin_echo = "SE" in str(tags.get("ScanningSequence", "")).split("\\")
    if not (spin_echo and isinstance(echo, float) and isinstance(repetition, float)):
        return "other"
    if "IR" in str(tags.get("ScanningSequence")).split("\\"):
        return "other"
    if echo >= 60 and repetition >= 1500:
        return "T2"
    if echo <= 30 and repetition <= 1000:
        return "T1"
    return "PD" if echo <= 45 and repetition >= 1500 else "other"

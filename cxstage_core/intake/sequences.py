"""Which kind of MR image a series is, by what the scanner wrote: words first, then times."""

from __future__ import annotations

from collections.abc import Mapping


def classify(description: str, tags: Mapping[str, str | float]) -> str:  # noqa: PLR0911 - a list of rules
    """ "T2", "T1", "T1+C", "PD", "DWI", "ADC" or "other".

    Args:
        description: technical words only, as `allow_list.technical_words` gives them.
        tags: kept tags; EchoTime and RepetitionTime in ms.

    Inversion-recovery series without fat and dynamic series are "other": they look like neither T1 nor
    T2 to a network trained on plain sequences. T1 after contrast is told apart from plain T1.
    """
    words = set(description.split())
    image_type = set(str(tags.get("ImageType", "")).split("\\"))
    if "ADC" in image_type or "adc" in words:
        return "ADC"
    diffusion = {"dwi", "dw", "diff", "diffusion", "trace", "tracew", "ep2d", "bval"}
    if "DIFFUSION" in image_type or words & diffusion:
        return "DWI"
    if words & {"loc", "localizer", "scout", "survey", "fmap", "field", "map", "b0"}:
        return "other"
    if words & {"stir", "tirm", "tir", "flair", "sub", "subtraction", "dyn", "dynamic", "dce", "perf"}:
        return "other"
    if words & {"t1", "t1w"}:
        return "T1+C" if words & {"ce", "gd", "post", "contrast", "art", "ven"} else "T1"
    if words & {"t2", "t2w"}:
        return "T2"
    if words & {"pd", "pdw"}:
        return "PD"
    return _by_times(tags)


def _by_times(tags: Mapping[str, str | float]) -> str:
    echo, repetition = tags.get("EchoTime"), tags.get("RepetitionTime")
    spin_echo = "SE" in str(tags.get("ScanningSequence", "")).split("\\")
    if not (spin_echo and isinstance(echo, float) and isinstance(repetition, float)):
        return "other"
    if echo >= 60 and repetition >= 1500:
        return "T2"
    if echo <= 30 and repetition <= 1000:
        return "T1"
    return "PD" if echo <= 45 and repetition >= 1500 else "other"

"""Checks of what is recorded: the person, echo times, sizes, scanner. They come before any score."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cxstage_core.cohort.values.gate_rules import Objection, objection
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset.prepared_set import scanner_of
from cxstage_core.models.reference.limits import TrainingReference
from cxstage_core.prediction.check import Check
from cxstage_core.prediction.input_checks.found import check_of, unknown
from cxstage_core.text import Text, text

_ECHO_MS = 40.0
"""T2-weighted spin echo has a longer echo time, T1-weighted a shorter one."""
_LEAST_MM, _MOST_MM, _MOST_SLICE_MM = 80.0, 600.0, 15.0

NOT_RECORDED = text("It is not recorded in the images, so it was not checked.")
NOT_DESCRIBED = text(
    "The model file does not describe the studies of its training patients, so this was not compared."
)


def recorded_objections(
    info: Mapping[str, SeriesInfo], measures: Mapping[str, float]
) -> tuple[Objection, ...]:
    """Return the broken rules about echo times and sizes.

    Args:
        info: as in `Case`.
        measures: as in `PreparedPatient`.
    """
    found = []
    for channel in ("T2", "T1"):
        ms = _echo_ms(info, channel)
        if ms is not None and (ms < _ECHO_MS if channel == "T2" else ms > _ECHO_MS):
            found.append(objection("echo-time", channel=channel, ms=ms))
            break
    rows, columns = measures.get("field rows mm"), measures.get("field columns mm")
    distance = measures.get("slice mm")
    if rows is not None and columns is not None and distance is not None:
        possible = all(_LEAST_MM <= mm <= _MOST_MM for mm in (rows, columns))
        if not possible or distance > _MOST_SLICE_MM:
            found.append(objection("possible-geometry", rows=rows, columns=columns, slice=distance))
    return tuple(found)


def recorded_checks(
    info: Mapping[str, SeriesInfo],
    measures: Mapping[str, float],
    objections: Sequence[Objection],
) -> tuple[Check, ...]:
    """Return the checks of the person, echo times and sizes."""
    tags = info["T2"].tags if "T2" in info else {}
    checks = [
        _person("sex", str(tags.get("PatientSex", "")), text("F, or not recorded"), objections),
        _person(
            "body-part",
            str(tags.get("BodyPartExamined", "")),
            text("pelvis, or a part of it"),
            objections,
        ),
    ]
    times = {channel: _echo_ms(info, channel) for channel in ("T2", "T1")}
    said = [
        text("{channel} {ms:g} ms", channel=channel, ms=ms)
        for channel, ms in times.items()
        if ms is not None
    ]
    fitting = text("T2 from {ms:g} ms, T1 up to {ms:g} ms", ms=_ECHO_MS)
    checks.append(
        check_of("echo-time", listed(said), fitting, objections)
        if said
        else unknown("echo-time", NOT_RECORDED, fitting)
    )
    if "field rows mm" in measures:
        value = text(
            "{rows:.0f} × {columns:.0f} mm, slices {slice:.1f} mm apart",
            rows=measures["field rows mm"],
            columns=measures["field columns mm"],
            slice=measures["slice mm"],
        )
        fitting = text(
            "{low:g} to {high:g} mm, slices up to {most:g} mm apart",
            low=_LEAST_MM,
            high=_MOST_MM,
            most=_MOST_SLICE_MM,
        )
        checks.append(check_of("possible-geometry", value, fitting, objections))
    return tuple(checks)


def scanner_objection(
    info: Mapping[str, SeriesInfo], reference: TrainingReference | None
) -> Objection | None:
    """Return the broken rule about scanner and field strength."""
    if reference is None or "T2" not in info:
        return None
    found = scanner_of(info["T2"])
    known = (reference.scanners, reference.field_strengths)
    strange = [
        word for word, seen in zip(found, known, strict=True) if word and any(seen) and word not in seen
    ]
    return objection("scanner", found=", ".join(strange)) if strange else None


def scanner_check(
    info: Mapping[str, SeriesInfo],
    reference: TrainingReference | None,
    objections: Sequence[Objection],
) -> Check:
    """Return the check of scanner and field strength."""
    if reference is None:
        return unknown("scanner", NOT_DESCRIBED)
    seen = [
        f"{word} ({count})"
        for counts in (reference.scanners, reference.field_strengths)
        for word, count in counts.items()
        if word
    ]
    found = [word for word in (scanner_of(info["T2"]) if "T2" in info else ()) if word]
    if not seen:
        return unknown("scanner", text("No scanner is recorded of the training patients."))
    fitting = text("{values}", values=", ".join(seen))
    if not found:
        return unknown("scanner", NOT_RECORDED, fitting)
    return check_of("scanner", text("{values}", values=", ".join(found)), fitting, objections)


def listed(parts: Sequence[Text]) -> Text:
    """Return several values as one; there is at least one."""
    joined = parts[0]
    for part in parts[1:]:
        joined = text("{first}, {second}", first=joined, second=part)
    return joined


def _person(key: str, word: str, fitting: Text, objections: Sequence[Objection]) -> Check:
    if not word and not any(one.rule.key == key for one in objections):
        return unknown(key, NOT_RECORDED, fitting)
    return check_of(key, text("{values}", values=word or "–"), fitting, objections)


def _echo_ms(info: Mapping[str, SeriesInfo], channel: str) -> float | None:
    value = info[channel].tags.get("EchoTime") if channel in info else None
    return float(value) if isinstance(value, float | int) and value > 0 else None

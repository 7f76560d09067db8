"""Make the candidates of one series: its volumes, the notes on them, and what is left out."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import partial
from math import isfinite
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.identity import Evidence
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.intake.allow_list import kept_tags, technical_words
from cxstage_core.intake.header import Frame, SeriesKey
from cxstage_core.intake.pixels import check_rescale, decode
from cxstage_core.intake.report import Candidate, Rejected
from cxstage_core.intake.sequences import classify
from cxstage_core.intake.series_notes import (
    joined,
    left_out,
    lossy,
    one_of_volumes,
    other_spacing,
    repeated,
    several_thicknesses,
    split_by,
    unusable,
    wider_than_thick,
)
from cxstage_core.intake.slice_lattice import Lattice
from cxstage_core.intake.stacking import Sorted, Stack, sort_series
from cxstage_core.intake.volume_fields import FIELDS, component, image_words, number_of
from cxstage_core.text import Text, text

_LENGTHS = {
    "SliceThickness": "Slice Thickness",
    "SpacingBetweenSlices": "Spacing Between Slices",
}
_WIDE = 1.9
"""Slice distances, in slice thicknesses, from which every second slice may be missing."""


def candidates_of(
    key: SeriesKey, frames: Sequence[Frame], *, whole: bool
) -> tuple[list[Candidate], list[Rejected]]:
    """The volumes of one series and the refusals.

    Args:
        key: patient, study and series.
        whole: False if a file was refused that may hold a slice of the series.
    """
    source = folder_of(frames)
    description = technical_words(str(frames[0].header.get("SeriesDescription") or ""))
    if not whole:
        reason = text(
            "A file of this series was refused, so the series is incomplete; export it again."
        )
        return [], [Rejected(source, description, reason)]
    try:
        check_rescale(frames)
        found = sort_series(frames)
    except IntakeError as error:
        return [], [Rejected(source, description, anonymous(error))]
    made, lost = [], []
    for number, stack in enumerate(found.stacks, start=1):
        notes = _notes_of(stack, number, found)
        if isinstance(stack.found, Lattice):
            made.append(_candidate(key, source, stack.found, notes))
            continue
        reason = anonymous(stack.found)
        if len(found.stacks) > 1:
            reason = text("{which} {reason}", which=joined(notes), reason=reason)
        lost.append(Rejected(source, description, reason))
    return made, lost + _strays(found, description)


def _notes_of(stack: Stack, number: int, found: Sorted) -> tuple[Text, ...]:
    header = stack.frames[0].header
    notes: tuple[Text, ...] = ()
    if found.repeated:
        notes += (repeated(found.repeated),)
    strength = None if _sequence(stack.frames[0]) == "ADC" else number_of(header, "DiffusionBValue")
    if len(found.stacks) > 1:
        notes += (one_of_volumes(number, len(found.stacks), strength),)
    if stack.by and not (strength is not None and stack.by == FIELDS["DiffusionBValue"]):
        notes += (split_by(stack.by),)
    if found.left_out:
        notes += (left_out(len(found.left_out)),)
    if str(header.get("LossyImageCompression") or "") == "01":
        notes += (lossy(),)
    return notes


def _candidate(key: SeriesKey, source: Path, found: Lattice, notes: tuple[Text, ...]) -> Candidate:
    first = found.frames[0]
    written = str(first.header.get("SeriesDescription") or "")
    tags = kept_tags(first.header)
    notes += found.notes + _spacing_notes(found, tags) + _unusable_notes(first.header)
    sequence = _sequence(first)
    if sequence == "ADC":
        tags.pop("DiffusionBValue", None)
    info = SeriesInfo(
        sequence, technical_words(written), "MR", tags, tuple(str(note) for note in notes)
    )
    patient, study, _ = key
    load = partial(decode, found.frames, found.grid)
    evidence = _evidence(found.frames)
    return Candidate(source, patient.strip(), info, found.grid, load, study, evidence, found.frames)


def _evidence(frames: Sequence[Frame]) -> Evidence:
    """Evidence of the person in the headers, in memory only."""
    header = frames[0].header
    return Evidence.of(
        (frame.header.get("PatientBirthDate") for frame in frames),
        (frame.header.get("PatientSex") for frame in frames),
        str(header.get("StudyInstanceUID") or ""),
        str(header.get("SeriesInstanceUID") or ""),
        (frame.uid for frame in frames),
    )


def _sequence(frame: Frame) -> str:
    """The kind of sequence of a frame; a phase image is of none that a network knows."""
    header = frame.header
    if component(header) in ("phase", "imaginary") or "EADC" in image_words(header):
        return "other"
    return classify(
        str(header.get("SeriesDescription") or ""),
        kept_tags(header),
        contrast=bool(header.get("ContrastBolusAgent")),
    )


def _spacing_notes(found: Lattice, tags: Mapping[str, str | float]) -> tuple[Text, ...]:
    """Note where evenly spaced slices contradict the declared distance or thickness."""
    distance = found.grid.spacing[0]
    declared, thickness = tags.get("SpacingBetweenSlices"), tags.get("SliceThickness", 0.0)
    notes: tuple[Text, ...] = ()
    if not isinstance(thickness, float):
        return notes
    every = [number_of(frame.header, "SliceThickness") for frame in found.frames]
    known = [mm for mm in every if mm is not None and 0 < mm < 1000]
    if known and max(known) > 1.01 * min(known):
        notes += (several_thicknesses(min(known), max(known)),)
    if isinstance(declared, float) and declared > 0:
        wanted = declared if declared >= 0.9 * thickness else declared + thickness
        if min(abs(distance - declared), abs(distance - wanted)) > 0.05 * distance:
            notes += (other_spacing(distance, declared),)  # some scanners declare the gap only
    elif 0 < _WIDE * thickness <= distance:
        notes += (wider_than_thick(distance, thickness),)
    return notes


def _unusable_notes(header: Mapping[str, Any]) -> tuple[Text, ...]:
    notes: tuple[Text, ...] = ()
    for keyword, name in _LENGTHS.items():
        try:
            length = float(header.get(keyword) or 1.0)
        except (TypeError, ValueError, OverflowError):  # no number at all: the tag is not kept
            continue
        if not (isfinite(length) and length > 0):
            notes += (unusable(name, length),)
    return notes


def _strays(found: Sorted, description: str) -> list[Rejected]:
    """One line for each file that holds images of no volume."""
    files: dict[tuple[Path, Text], int] = defaultdict(int)
    frames: dict[Path, int] = {}
    for frame, reason in found.left_out:
        files[frame.file, reason] += 1
        frames[frame.file] = frame.frames
    return [
        Rejected(
            file,
            description,
            reason
            if frames[file] == 1
            else text("{count} frames: {reason}", count=count, reason=reason),
        )
        for (file, reason), count in files.items()
    ]


def folder_of(frames: Sequence[Frame]) -> Path:
    """The file, or the deepest folder that holds all files."""
    folders = {frame.file.parent for frame in frames}
    if len(frames) == 1 or len({frame.file for frame in frames}) == 1:
        return frames[0].file
    return folders.pop() if len(folders) == 1 else Path(os.path.commonpath([str(f) for f in folders]))


def anonymous(error: CxStageError) -> Text:
    """Sentence and remedy as one text, without the file, which is listed as the source."""
    what, remedy = _without_file(error.what), _without_file(error.remedy)
    return text("{what} {remedy}", what=what, remedy=remedy) if remedy.template else what


def _without_file(sentence: Text) -> Text:
    if "{file}" in sentence.template:
        return sentence
    return Text(sentence.template, tuple((k, v) for k, v in sentence.params if k != "file"))

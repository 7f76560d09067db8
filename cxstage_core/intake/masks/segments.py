"""Segments of an outline file, and how they become one mask of labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.text import Text, text

Key = int | str
"""By what a segment is chosen: its name, or its number where the file gives no names."""
Choices = Mapping[Key, Label]


@dataclass(frozen=True, slots=True, eq=False)
class Segment:
    """One segment of a file.

    Args:
        key: its name, or its number if the file names none.
        number: its number in the file, 0 if it has none.
        meant: what its name or number stands for, None if that is unknown.
        inside: bool (slice, row, column).
    """

    key: Key
    number: int
    meant: Label | None
    inside: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Segments:
    """All segments of a file on one grid.

    Args:
        notes: what was corrected or decided when reading.
    """

    grid: Grid
    all: tuple[Segment, ...]
    notes: tuple[Text, ...] = ()

    @property
    def unclear(self) -> tuple[Key, ...]:
        """Keys of the segments that are not empty and whose meaning is unknown."""
        return tuple(s.key for s in self.all if s.meant is None and s.inside.any())


def combined(found: Segments, choices: Choices, file: Path) -> tuple[Mask, tuple[Text, ...]]:
    """Make one mask of the segments; where tumour and infiltration overlap, the tumour is kept.

    Args:
        choices: the user's meanings by key, which count before the file's; `Label.BACKGROUND` omits one.

    Raises:
        IntakeError: the meaning of a segment is unknown, or a choice names no segment of the file.
    """
    chosen = {_same(key): label for key, label in choices.items()}
    absent = [str(key) for key in choices if _same(key) not in {_same(s.key) for s in found.all}]
    if absent:
        raise IntakeError(
            "The outline {file} has no segment {absent}; it has: {segments}.",
            remedy="Use the names of the file.",
            file=file,
            absent=_quoted(absent),
            segments=_quoted(s.key for s in found.all),
        )
    labelled = [(s, chosen.get(_same(s.key), s.meant)) for s in found.all]
    unclear = [s.key for s, label in labelled if label is None and s.inside.any()]
    if unclear:
        raise IntakeError(
            "The meaning of these segments of {file} is unknown: {segments}.",
            remedy="State for each whether it is tumour, infiltration or none (on the command line with "
            "--label NAME=tumour).",
            file=file,
            segments=_quoted(unclear),
        )
    array = np.zeros(found.grid.size, np.uint8)
    notes: list[Text] = []
    for label in (Label.INFILTRATION, Label.TUMOUR):
        of_label = [s for s, meant in labelled if meant == label and s.inside.any()]
        for segment in of_label:
            array[segment.inside] = label
        if len(of_label) > 1:
            notes.append(
                text(
                    "The segments {segments} were joined as {label}.",
                    segments=_quoted(s.key for s in of_label),
                    label=label_name(label),
                )
            )
    notes += _overlap(labelled, found.grid)
    for segment, meant in labelled:
        notes += _note_of(segment, meant)
    return Mask(array, found.grid), tuple(notes)


def label_name(label: Label) -> Text:
    """Return the name of a label, as it stands within a sentence."""
    names = {Label.TUMOUR: text("tumour"), Label.INFILTRATION: text("possible infiltration")}
    return names.get(label, text("background"))


def _note_of(segment: Segment, meant: Label | None) -> tuple[Text, ...]:
    """The note about a segment that became a label, or was omitted."""
    numbered = isinstance(segment.key, int)
    if segment.key == meant or (numbered and not segment.inside.any()):
        return ()
    if not segment.inside.any():
        return (text("The segment “{segment}” is empty.", segment=segment.key),)
    if meant is None or meant == Label.BACKGROUND:
        if numbered:
            return (text("Label {number} of the file was omitted.", number=segment.key),)
        return (text("The segment “{segment}” was omitted.", segment=segment.key),)
    name = label_name(meant)
    if numbered:
        return (
            text("Label {number} of the file was imported as {label}.", number=segment.key, label=name),
        )
    return (text("The segment “{segment}” was imported as {label}.", segment=segment.key, label=name),)


def _overlap(labelled: Sequence[tuple[Segment, Label | None]], grid: Grid) -> tuple[Text, ...]:
    both = [
        np.logical_or.reduce(
            [s.inside for s, meant in labelled if meant == label] or [np.zeros((), bool)]
        )
        for label in (Label.TUMOUR, Label.INFILTRATION)
    ]
    voxels = int(np.count_nonzero(both[0] & both[1]))
    if not voxels:
        return ()
    return (
        text(
            "Tumour and possible infiltration overlap in {voxels} voxels ({volume:.2f} cm³), which were "
            "taken as tumour.",
            voxels=voxels,
            volume=voxels * grid.voxel_mm3 / 1000.0,
        ),
    )


def _same(key: Key) -> str:
    return " ".join(str(key).split()).casefold()


def _quoted(keys: object) -> str:
    return ", ".join(f"“{key}”" for key in keys)  # type: ignore[attr-defined]

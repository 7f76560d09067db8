"""The journal of a drawing: steps, undo and redo, and the place on screen."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from enum import IntEnum
from functools import partial
from typing import Any, Protocol

from cxstage_core.errors import CxStageError
from cxstage_core.imaging import Mask
from cxstage_core.reading.delta import Delta
from cxstage_core.reading.history.state import State, state_after
from cxstage_core.reading.history.step_code import decode_delta, encode, encode_name, whole
from cxstage_core.reading.history.undo import Step

_NUMBER = struct.Struct("<BI")


class Entry(IntEnum):
    """Kinds of entries: the first byte of each."""

    MASKS = 1
    STEP = 2
    UNDO = 3
    REDO = 4
    PLACE = 5
    SAVED = 6
    OPENED = 7
    CLOSED = 8


class EntryLog(Protocol):
    """Keeps numbered entries so that they outlive the process; the cohort's journal file is one."""

    @property
    def trouble(self) -> CxStageError | None:
        """Why entries wait in memory, None when all are written."""

    @property
    def size(self) -> int:
        """Bytes of all entries."""

    @property
    def damage(self) -> object | None:
        """What was wrong with the entries when they were read, None if nothing was."""

    @property
    def numbers(self) -> Sequence[int]:
        """The number that each entry was written with; one that is left out belongs to a lost entry."""

    @property
    def end_lost(self) -> bool:
        """Return True if entries are missing behind the last one."""

    def append(self, entry: bytes, *, hold: bool = False) -> int:
        """Keep an entry; its number. With `hold`, an empty log may wait for something better."""

    def read(self, number: int) -> bytes:
        """An entry by its number."""

    def entries(self) -> Sequence[bytes]:
        """All entries, oldest first."""

    def rewrite(self, entries: Sequence[bytes]) -> None:
        """Replace all entries at once."""

    def write(self) -> bool:
        """Retry pending writes. Return True if nothing is pending."""

    def close(self) -> None:
        """Let go."""


@dataclass(frozen=True, slots=True)
class Place:
    """The place of a reader: series on screen, "" for none, and the slice of the first."""

    first: str
    second: str
    index: int


class Journal:
    """The journal of one drawing; every call returns when its entry is written.

    Args:
        size_of: (slices, rows, columns) of a series.
    """

    def __init__(self, log: EntryLog, size_of: Callable[[str], tuple[int, ...]]) -> None:
        self._log = log
        self._size_of = size_of
        self._place: Place | None = None
        self._changed = False
        self.closed = False
        self.state: State = 0
        """Number of the masks as they are now; see `state_of`."""

    @property
    def trouble(self) -> CxStageError | None:
        """Why entries wait in memory, None when all are written."""
        return self._log.trouble

    def retry(self) -> bool:
        """Retry pending writes. Return True if nothing is pending."""
        return self.closed or self._log.write()

    def opened(self) -> None:
        """The drawing is on screen from now on."""
        self._log.append(bytes([Entry.OPENED]), hold=True)

    def masks(self, masks: Mapping[str, Mask]) -> None:
        """These are the masks at this point, whatever was before."""
        self._log.append(masks_entry(masks), hold=True)

    def step(self, step: Step) -> None:
        """A step was done; from now on its difference can be read back from here."""
        if not self.closed:
            self._changed = True
            before, self.state = self.state, state_after(self.state, step.series, step.delta)
            number = self._log.append(step_entry(step, before, self.state))
            step.number = self._log.numbers[number]
            step.load = self.loader(number, step.series)

    def moved(self, numbers: Sequence[int | None], state: State, *, undo: bool) -> None:
        """Steps were undone or done again.

        Args:
            numbers: of their entries, in this order.
            state: of the masks after it.
        """
        if numbers and not self.closed:
            self._changed = True
            before, self.state = self.state, state
            self._log.append(moved_entry(numbers, undo=undo, before=before, after=state))

    def at(self, place: Place) -> None:
        """The reader looks at this place now."""
        if place != self._place and not self.closed:
            self._place = place
            self._log.append(place_entry(place), hold=True)

    def saved(self, version: int) -> None:
        """The reading was saved as this version."""
        if not self.closed:
            self._log.append(_NUMBER.pack(Entry.SAVED, version), hold=True)

    def close(self, masks: Mapping[str, Mask]) -> None:
        """Record that the drawing was closed in good order."""
        if not self.closed:
            self.closed = True  # first: another thread may be about to say that a reading was saved
            if self._changed:
                self.masks(masks)
            self._log.append(bytes([Entry.CLOSED]), hold=True)
            self._log.close()

    def loader(self, number: int, series: str) -> Callable[[], Delta]:
        """Reads the difference of an entry again."""
        return partial(_load, self._log, number, self._size_of(series))


def masks_entry(masks: Mapping[str, Mask]) -> bytes:
    """All masks: one difference to an empty mask per series."""
    parts: list[bytes] = []
    names = []
    for series in sorted(masks):
        names.append(series)
        parts.append(encode(Entry.MASKS, {"series": series}, whole(masks[series].array)))
    lengths = json.dumps([len(part) for part in parts]).encode()
    return bytes([Entry.MASKS]) + struct.pack("<H", len(lengths)) + lengths + b"".join(parts)


def masks_parts(entry: bytes) -> list[bytes]:
    """The entries, one per series, inside one of `masks_entry`."""
    (length,) = struct.unpack_from("<H", entry, 1)
    at = 3 + length
    parts = []
    for size in json.loads(entry[3:at]):
        parts.append(entry[at : at + size])
        at += size
    return parts


def step_entry(step: Step, before: State, after: State) -> bytes:
    """A step as an entry, with the states of the masks before and after it."""
    head = {**encode_name(step.name), "series": step.series, "before": before, "after": after}
    return encode(Entry.STEP, head, step.delta)


def place_entry(place: Place) -> bytes:
    """A place as an entry."""
    return bytes([Entry.PLACE]) + json.dumps(asdict(place)).encode()


def moved_entry(
    numbers: Sequence[int | None], *, undo: bool, before: State | None, after: State
) -> bytes:
    """Steps that were undone or done again as an entry: how many, which, and the states of the masks."""
    kind = Entry.UNDO if undo else Entry.REDO
    words = {"steps": list(numbers), "before": before, "after": after}
    return _NUMBER.pack(kind, len(numbers)) + json.dumps(words, separators=(",", ":")).encode()


def content_of(entry: bytes) -> dict[str, Any]:
    """Return the content of an entry of undo or redo after its number; empty in a journal of version 1."""
    rest = entry[_NUMBER.size :]
    found = json.loads(rest) if rest else {}
    if not isinstance(found, dict):
        raise TypeError("words that are not an object")
    return found


def number_of(entry: bytes) -> int:
    """The number in an entry of undo, redo or a saved version."""
    return int(_NUMBER.unpack_from(entry)[1])


def place_of(entry: bytes) -> Place:
    """The inverse of `place_entry`."""
    found = json.loads(entry[1:])
    return Place(str(found["first"]), str(found["second"]), int(found["index"]))


def _load(log: EntryLog, number: int, size: tuple[int, ...]) -> Delta:
    return decode_delta(log.read(number), size)

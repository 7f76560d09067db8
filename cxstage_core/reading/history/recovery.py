"""Resuming a drawing from its journal: masks, undo and redo, and the place on screen."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading.delta import Delta
from cxstage_core.reading.history.editor import MaskEditor
from cxstage_core.reading.history.journal import (
    Entry,
    EntryLog,
    Journal,
    Place,
    masks_entry,
    masks_parts,
    moved_entry,
    number_of,
    place_entry,
    place_of,
)
from cxstage_core.reading.history.step_code import decode_delta, decode_head, decode_name
from cxstage_core.reading.history.undo import CAP_BYTES, History, Step

LARGEST_BYTES = 256 * 2**20
"""A journal above this size forgets its oldest steps when it is resumed."""
_WORTH_BYTES = 2**20


@dataclass(frozen=True, slots=True)
class Recovered:
    """A drawing as it was.

    Args:
        place: where the reader was last, None when that is not known.
        interrupted: the drawing was not closed in good order.
        ahead: the journal knew more than the saved reading.
    """

    editor: MaskEditor
    place: Place | None = None
    interrupted: bool = False
    ahead: bool = False


def recover(
    log: EntryLog,
    stored: Mapping[str, Mask],
    version: int,
    grids: Mapping[str, Grid],
    *,
    cap_bytes: int = CAP_BYTES,
) -> Recovered:
    """Resume a drawing from its journal, or begin a journal for it.

    What was saved from outside meanwhile (an imported outline, a restored backup) becomes one
    more step, so that nothing drawn is lost and that, too, can be undone.

    Args:
        stored: the masks of the saved reading, by series; none before the first save.
        version: of the saved reading, 0 before the first save.
        grids: of all series of the patient.

    Raises:
        ReadingError: the journal does not fit the images.
        CohortError: the journal cannot be read.
    """
    all_grids = {**grids, **{series: mask.grid for series, mask in stored.items()}}
    entries = log.entries()
    replay = _Replay(log, all_grids, stored)
    try:
        for number, entry in enumerate(entries):
            replay.take(number, entry)
        masks = replay.finish(version)
    except (struct.error, ValueError, KeyError, IndexError, TypeError) as error:
        raise ReadingError(
            "The journal of this reading does not fit its images; the saved reading is shown instead.",
            remedy="Go on; a new journal was begun.",
        ) from error
    if masks is None:
        masks = {series: Mask(mask.array.copy(), mask.grid) for series, mask in stored.items()}
    history = History(cap_bytes, replay.done, replay.undone)
    interrupted = bool(entries) and entries[-1][0] != Entry.CLOSED
    known = bool(entries) and replay.knows(version)
    if _is_wasteful(log.size, entries, replay):
        history = _compact(log, entries, replay, masks, cap_bytes)
    journal = replay.journal
    editor = MaskEditor(masks, stored=stored, history=history, journal=journal)
    if not entries:
        journal.masks(masks)
    journal.opened()
    ahead = known and not editor.agrees(stored)
    if entries and not known:
        editor.adopt(stored)
    journal.saved(version)
    return Recovered(editor, replay.place, interrupted, ahead)


@dataclass(slots=True)
class _Replay:
    """Follows the entries of a journal; masks are drawn only from the last whole ones on."""

    log: EntryLog
    grids: Mapping[str, Grid]
    stored: Mapping[str, Mask]
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    place: Place | None = None
    saved_version: int = 0
    agreed: bool = False
    numbers: dict[Step, int] = field(default_factory=dict)
    journal: Journal = field(init=False)
    _bases: list[tuple[int, bytes]] = field(default_factory=list)
    _moves: list[tuple[Step, bool]] = field(default_factory=list)
    _saved_at: int = 0

    def __post_init__(self) -> None:
        self.journal = Journal(self.log, self._size_of)

    def take(self, number: int, entry: bytes) -> None:
        """One entry after the other."""
        match entry[0]:
            case Entry.MASKS:
                self._bases.append((len(self._moves), entry))
            case Entry.STEP:
                head, slices = decode_head(entry)
                series = str(head["series"])
                load = self.journal.loader(number, series)
                step = Step(decode_name(head), series, None, slices=slices, load=load)
                self.undone.clear()
                self.done.append(step)
                self.numbers[step] = number
                self._moves.append((step, False))
            case Entry.UNDO:
                for _ in range(number_of(entry)):
                    self.undone.append(self.done.pop())
                    self._moves.append((self.undone[-1], True))
            case Entry.REDO:
                for _ in range(number_of(entry)):
                    self.done.append(self.undone.pop())
                    self._moves.append((self.done[-1], False))
            case Entry.PLACE:
                self.place = place_of(entry)
            case Entry.SAVED:
                self.saved_version = number_of(entry)
                self._saved_at = len(self._moves)
            case Entry.OPENED | Entry.CLOSED:
                pass
            case _:
                raise ValueError("an entry of a kind that is never written")

    def finish(self, version: int) -> dict[str, Mask] | None:
        """Draw from the last whole masks on; None without a journal.

        When the saved reading is newer than the last save that the journal knows of, the way begins
        there: somewhere on it the reading must have been saved.
        """
        if not self._bases:
            if self.done or self.undone:
                raise ValueError("steps without masks to begin with")
            return None
        latest = len(self._moves) if version == self.saved_version else self._saved_at
        start, base = next((b for b in reversed(self._bases) if b[0] <= latest), self._bases[0])
        masks: dict[str, Mask] = {}
        for part in masks_parts(base):
            series = str(decode_head(part)[0]["series"])
            masks[series] = Mask.empty(self.grids[series])
            decode_delta(part, self._size_of(series)).write(masks[series].array)
        other = _Difference(masks, self.stored)
        self.agreed = start >= self._saved_at and other.none
        for at, (step, undo) in enumerate(self._moves[start:], start + 1):
            delta = step.delta
            if step.series not in masks:
                masks[step.series] = Mask.empty(self.grids[step.series])
            other.follow(step.series, delta, undo=undo)
            delta.write(masks[step.series].array, undo=undo)
            self.agreed = self.agreed or (at >= self._saved_at and other.none)
        return masks

    def knows(self, version: int) -> bool:
        """True if the saved reading is one that this drawing went through."""
        if version == self.saved_version:
            return True
        return version > self.saved_version and self.agreed

    def _size_of(self, series: str) -> tuple[int, ...]:
        return self.grids[series].size


class _Difference:
    """How many pixels differ from the saved reading, kept up while the masks change."""

    def __init__(self, masks: Mapping[str, Mask], stored: Mapping[str, Mask]) -> None:
        self._stored = stored
        self._count = 0
        for series in masks.keys() | stored.keys():
            mine, saved = masks.get(series), stored.get(series)
            if mine is None or saved is None:
                there = saved if mine is None else mine
                self._count += 0 if there is None else int(np.count_nonzero(there.array))
            else:
                self._count += int(np.count_nonzero(mine.array != saved.array))

    @property
    def none(self) -> bool:
        """True if the masks are those of the saved reading."""
        return self._count == 0

    def follow(self, series: str, delta: Delta, *, undo: bool) -> None:
        """Count a change, before it is written."""
        for part in delta.parts:
            places = part.places
            was = np.repeat(part.after if undo else part.before, part.lengths)
            now = np.repeat(part.before if undo else part.after, part.lengths)
            there = self._stored.get(series)
            saved = np.uint8(0) if there is None else there.array[part.index].reshape(-1)[places]
            self._count += int(np.count_nonzero(now != saved)) - int(np.count_nonzero(was != saved))


def _is_wasteful(size: int, entries: Sequence[bytes], replay: _Replay) -> bool:
    """Return True if most of the journal is about steps that cannot be reached any more."""
    if size <= _WORTH_BYTES or size > LARGEST_BYTES:
        return size > LARGEST_BYTES
    reached = sum(len(entries[replay.numbers[s]]) for s in (*replay.done, *replay.undone))
    return size > 2 * reached


def _compact(
    log: EntryLog, entries: Sequence[bytes], replay: _Replay, masks: Mapping[str, Mask], cap_bytes: int
) -> History:
    """Rewrite the journal: the steps that can be reached, then the masks as they are."""
    order = [*replay.done, *reversed(replay.undone)]
    kept = [entries[replay.numbers[step]] for step in order]
    drop, size = 0, sum(map(len, kept))
    while size > LARGEST_BYTES // 2 and drop < len(replay.done):
        size -= len(kept[drop])
        drop += 1
    log.rewrite(
        [
            *kept[drop:],
            *([moved_entry(-len(replay.undone))] if replay.undone else []),
            masks_entry(masks),
            *([] if replay.place is None else [place_entry(replay.place)]),
        ]
    )
    left, done = order[drop:], len(replay.done) - drop
    for number, step in enumerate(left):
        step.load = replay.journal.loader(number, step.series)
    return History(cap_bytes, left[:done], reversed(left[done:]))


__all__ = ["Recovered", "recover"]

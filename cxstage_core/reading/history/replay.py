"""Following the entries of a journal, also of one in which some are missing.

The difference of a step holds the labels of its own pixels before and after it, so each step that is there
holds those pixels as they were at that time, whatever is missing before it: the latest known label of a pixel is the right one
unless a lost step changed it later. The entries also carry the state of all masks before and after them, by which is
known, behind a gap, whether anything that was lost changed the masks. Where it did, the steps before the gap cannot be
undone any more, because what lies above them is not known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import numpy as np

from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading.delta import Delta
from cxstage_core.reading.history.journal import (
    Entry,
    EntryLog,
    Journal,
    Place,
    content_of,
    masks_parts,
    number_of,
    place_of,
)
from cxstage_core.reading.history.state import State, state_of
from cxstage_core.reading.history.step_code import decode_delta, decode_head, decode_name
from cxstage_core.reading.history.undo import Step


@dataclass(frozen=True, slots=True)
class _Move:
    """One step that was done or undone, and the states of the masks before and after, as far as known."""

    step: Step
    undo: bool
    before: State | None = None
    after: State | None = None


@dataclass(frozen=True, slots=True)
class _Base:
    """Whole masks at a place among the moves; with None, they are those of the saved reading.

    Args:
        gaps: number of gaps before it.
    """

    at: int
    gaps: int
    masks: Mapping[str, Mask] | bytes | None


@dataclass(slots=True)
class Replay:
    """Follows the entries of a journal; masks are drawn only from the last whole ones on."""

    log: EntryLog
    grids: Mapping[str, Grid]
    stored: Mapping[str, Mask]
    done: list[Step] = field(default_factory=list)
    undone: list[Step] = field(default_factory=list)
    place: Place | None = None
    saved_version: int = 0
    agreed: bool = False
    exact: bool = True
    places: dict[Step, int] = field(default_factory=dict)
    journal: Journal = field(init=False)
    _steps: dict[int, Step] = field(default_factory=dict)
    _bases: list[_Base] = field(default_factory=list)
    _moves: list[_Move] = field(default_factory=list)
    _gaps: list[int] = field(default_factory=list)
    _state: State | None = None
    _latest: bytes | None = None
    _last: int = -1
    _open_gap: bool = False
    _saved_at: int = 0

    def __post_init__(self) -> None:
        self.journal = Journal(self.log, self._size_of)

    def take(self, index: int, number: int, entry: bytes) -> None:
        """One entry after the other.

        Args:
            index: its place among the entries that are there.
            number: the number that it was written with.
        """
        self._open_gap = self._open_gap or number != self._last + 1
        self._last = number
        match entry[0]:
            case Entry.MASKS:
                if self._open_gap:
                    self._close_gap(state_of(self._drawn(entry)))
                self._state = None
                self._latest = entry
                self._bases.append(_Base(len(self._moves), len(self._gaps), entry))
            case Entry.STEP:
                self._take_step(index, number, entry)
            case Entry.UNDO | Entry.REDO:
                self._take_moves(entry, undo=entry[0] == Entry.UNDO)
            case Entry.PLACE:
                self.place = place_of(entry)
            case Entry.SAVED:
                self.saved_version = number_of(entry)
                self._saved_at = len(self._moves)
            case Entry.OPENED | Entry.CLOSED:
                pass
            case _:
                raise ValueError("an entry of a kind that is never written")

    def cut_end(self) -> None:
        """The last entries are lost."""
        self._gaps.append(len(self._moves))
        self._open_gap = False

    def finish(self, version: int) -> dict[str, Mask] | None:
        """Draw from the last whole masks on; None without a journal.

        When the saved reading is newer than the last save that the journal knows of, the way begins
        there: somewhere on it the reading must have been saved.
        """
        if self._open_gap:
            self.cut_end()
        base = self._mended_base(version) if self._gaps else self._base(version)
        if base is None:
            return None
        masks = self._whole(base)
        other = _Difference(masks, self.stored)
        self.agreed = (base.at >= self._saved_at or base.masks is None) and other.none
        for at, move in enumerate(self._moves[base.at :], base.at + 1):
            delta, series = move.step.delta, move.step.series
            if series not in masks:
                masks[series] = Mask.empty(self.grids[series])
            other.follow(masks[series], series, delta, undo=move.undo)
            delta.write(masks[series].array, undo=move.undo)
            self.agreed = self.agreed or (at >= self._saved_at and other.none)
        end_lost = bool(self._gaps) and self._gaps[-1] == len(self._moves)
        if len(self._gaps) > base.gaps:
            known = self._moves[-1].after if self._moves else None
            self.exact = not end_lost and known is not None and state_of(masks) == known
        return masks

    def knows(self, version: int) -> bool:
        """True if the saved reading is one that this drawing went through."""
        if version == self.saved_version:
            return True
        return version > self.saved_version and self.agreed

    @property
    def whole(self) -> bool:
        """Return True if nothing that changed the masks is missing."""
        return not self._gaps

    # --- entries

    def _take_step(self, index: int, number: int, entry: bytes) -> None:
        head, slices = decode_head(entry)
        series = str(head["series"])
        before, after = _state(head, "before"), _state(head, "after")
        self._close_gap(before)
        load = self.journal.loader(index, series)
        step = Step(decode_name(head), series, None, slices=slices, load=load)
        step.number = number
        self.undone.clear()
        self.done.append(step)
        self.places[step], self._steps[number] = index, step
        self._moves.append(_Move(step, False, before, after))
        self._state, self._latest = after, None

    def _take_moves(self, entry: bytes, *, undo: bool) -> None:
        words = content_of(entry)
        before, after = _state(words, "before"), _state(words, "after")
        self._close_gap(before)
        steps = list(self._named(words, number_of(entry), undo=undo))
        taken, given = (self.done, self.undone) if undo else (self.undone, self.done)
        for n, step in enumerate(steps):
            if taken and taken[-1] is step:
                taken.pop()
            given.append(step)
            last = n == len(steps) - 1
            self._moves.append(_Move(step, undo, before if n == 0 else None, after if last else None))
        self._state, self._latest = after, None

    def _named(self, words: Mapping[str, object], count: int, *, undo: bool) -> Iterator[Step]:
        """Yield the steps that an entry of undo or redo is about, as far as they are there."""
        numbers = words.get("steps")
        if isinstance(numbers, list) and None not in numbers:
            for number in numbers:
                if number in self._steps:
                    yield self._steps[number]
                else:  # what it changed is not known
                    self._gap()
            return
        known = list(reversed(self.done if undo else self.undone))
        if count > len(known):
            if not self._gaps:
                raise IndexError("more steps than there are")
            yield from known
            self._gap()
            return
        yield from known[:count]

    def _close_gap(self, state: State | None) -> None:
        """Entries are missing: if the masks are not as they were before, what was lost changed them."""
        if self._open_gap:
            if self._state is None and self._latest is not None:
                self._state = state_of(self._drawn(self._latest))
            if state is None or state != self._state:
                self._gap()
        self._open_gap = False

    def _gap(self) -> None:
        self._gaps.append(len(self._moves))
        self.done.clear()
        self.undone.clear()

    # --- whole masks

    def _base(self, version: int) -> _Base | None:
        if not self._bases:
            if self.done or self.undone:
                raise ValueError("steps without masks to begin with")
            return None
        latest = len(self._moves) if version == self.saved_version else self._saved_at
        return next((b for b in reversed(self._bases) if b.at <= latest), self._bases[0])

    def _mended_base(self, version: int) -> _Base:
        """Return the last whole masks that are known for certain, else the saved reading from the beginning on."""
        found = list(self._bases)
        saved, ends = state_of(self.stored), False
        for at, move in enumerate(self._moves):
            gaps = sum(1 for gap in self._gaps if gap <= at)
            if move.before == 0:
                found.append(_Base(at, gaps, {}))
            if move.before == saved:
                found.append(_Base(at, gaps, None))
                ends = True
            gaps = sum(1 for gap in self._gaps if gap < at + 1)
            if move.after == saved:
                found.append(_Base(at + 1, gaps, None))
                ends = True
        if not ends and version and version == self.saved_version:
            # It was saved within a gap; all that is known to follow is drawn on it.
            within = [n for n, gap in enumerate(self._gaps) if gap <= self._saved_at]
            if within:
                found.append(_Base(self._gaps[within[-1]], within[-1] + 1, None))
        start = _Base(0, 0, None)
        return max(reversed(found), key=lambda b: (b.at, b.gaps, b.masks is not None), default=start)

    def _whole(self, base: _Base) -> dict[str, Mask]:
        if isinstance(base.masks, bytes):
            return self._drawn(base.masks)
        given = self.stored if base.masks is None else base.masks
        return {series: Mask(mask.array.copy(), mask.grid) for series, mask in given.items()}

    def _drawn(self, entry: bytes) -> dict[str, Mask]:
        masks: dict[str, Mask] = {}
        for part in masks_parts(entry):
            series = str(decode_head(part)[0]["series"])
            masks[series] = Mask.empty(self.grids[series])
            decode_delta(part, self._size_of(series)).write(masks[series].array)
        return masks

    def _size_of(self, series: str) -> tuple[int, ...]:
        return self.grids[series].size


def _state(words: Mapping[str, object], key: str) -> State | None:
    found = words.get(key)
    return found if isinstance(found, int) else None


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

    def follow(self, mask: Mask, series: str, delta: Delta, *, undo: bool) -> None:
        """Count a change of this mask, before it is written."""
        for part in delta.parts:
            places = part.places
            was = mask.array[part.index].reshape(-1)[places]
            now = np.repeat(part.before if undo else part.after, part.lengths)
            there = self._stored.get(series)
            saved = np.uint8(0) if there is None else there.array[part.index].reshape(-1)[places]
            self._count += int(np.count_nonzero(now != saved)) - int(np.count_nonzero(was != saved))

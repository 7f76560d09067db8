"""Resuming a drawing from its journal: masks, undo and redo, and the place on screen."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading.history.editor import MaskEditor
from cxstage_core.reading.history.journal import (
    Entry,
    EntryLog,
    Place,
    masks_entry,
    moved_entry,
    place_entry,
)
from cxstage_core.reading.history.replay import Replay
from cxstage_core.reading.history.state import State, state_of
from cxstage_core.reading.history.undo import CAP_BYTES, History, Step
from cxstage_core.text import Text, text

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
        loss: what a damaged journal has lost, None if it was intact.
    """

    editor: MaskEditor
    place: Place | None = None
    interrupted: bool = False
    ahead: bool = False
    loss: Text | None = None


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
    replay = Replay(log, all_grids, stored)
    try:
        for index, (number, entry) in enumerate(zip(log.numbers, entries, strict=True)):
            replay.take(index, number, entry)
        if log.end_lost:
            replay.cut_end()
        masks = replay.finish(version)
    except (struct.error, ValueError, OverflowError, KeyError, IndexError, TypeError) as error:
        raise ReadingError(
            "The journal of this reading does not fit its images; the saved reading is shown instead.",
            remedy="Go on; a new journal was begun.",
        ) from error
    if masks is None:
        masks = {series: Mask(mask.array.copy(), mask.grid) for series, mask in stored.items()}
    history = History(cap_bytes, replay.done, replay.undone)
    interrupted = bool(entries) and entries[-1][0] != Entry.CLOSED
    known = bool(entries) and replay.knows(version)
    loss = None if log.damage is None else _loss(replay, bool(entries))
    if entries and (log.damage is not None or _is_wasteful(log.size, entries, replay)):
        history = _compact(log, entries, replay, masks, cap_bytes)
    journal = replay.journal
    journal.state = state_of(masks)
    editor = MaskEditor(masks, stored=stored, history=history, journal=journal)
    if not entries:
        journal.masks(masks)
    journal.opened()
    ahead = known and not editor.agrees(stored)
    if entries and not known:
        editor.adopt(stored)
    journal.saved(version)
    return Recovered(editor, replay.place, interrupted, ahead, loss)


def _loss(replay: Replay, anything: bool) -> Text:
    if not anything:
        return text(
            "The journal of this drawing is damaged or missing, and nothing in it can be read; the saved reading is shown."
        )
    if replay.whole:
        return text(
            "The journal of this drawing was damaged; all strokes found in it were recovered. Compare the "
            "outlines with the images before you go on."
        )
    if replay.exact:
        return text(
            "The journal of this drawing is damaged: the outlines are complete, but some steps can no "
            "longer be undone."
        )
    return text(
        "The journal of this drawing is damaged and strokes in it are lost; those before and after were "
        "recovered. Compare the outlines with the images before you go on."
    )


def _is_wasteful(size: int, entries: Sequence[bytes], replay: Replay) -> bool:
    """Return True if most of the journal is about steps that cannot be reached any more."""
    if size <= _WORTH_BYTES or size > LARGEST_BYTES:
        return size > LARGEST_BYTES
    reached = sum(len(entries[replay.places[s]]) for s in (*replay.done, *replay.undone))
    return size > 2 * reached


def _compact(
    log: EntryLog, entries: Sequence[bytes], replay: Replay, masks: Mapping[str, Mask], cap_bytes: int
) -> History:
    """Rewrite the journal: the steps that can be reached, then the masks as they are."""
    order = [*replay.done, *reversed(replay.undone)]
    kept = [entries[replay.places[step]] for step in order]
    drop, size = 0, sum(map(len, kept))
    while size > LARGEST_BYTES // 2 and drop < len(replay.done):
        size -= len(kept[drop])
        drop += 1
    log.rewrite(
        [
            *kept[drop:],
            *([_undone(replay, order, drop, state_of(masks))] if replay.undone else []),
            masks_entry(masks),
            *([] if replay.place is None else [place_entry(replay.place)]),
        ]
    )
    left, done = order[drop:], len(replay.done) - drop
    for number, step in enumerate(left):
        step.load = replay.journal.loader(number, step.series)
        step.number = number
    return History(cap_bytes, left[:done], reversed(left[done:]))


def _undone(replay: Replay, order: Sequence[Step], drop: int, state: State) -> bytes:
    """The entry by which the steps at the end of a rewritten journal are undone again."""
    last = len(order) - drop
    numbers = range(last - 1, last - 1 - len(replay.undone), -1)
    return moved_entry(list(numbers), undo=True, before=None, after=state)


__all__ = ["Recovered", "recover"]

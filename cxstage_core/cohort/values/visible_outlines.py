"""Who may see whose outlines: reading is blind until both readers have finished."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from cxstage_core.cohort.values.reading_key import ReadingKey, of_readers
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.imaging import Mask


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Somebody else's outlines of a patient.

    Args:
        author: name of the reader, "" for the frozen reference.
        masks: by series id.
    """

    author: str
    masks: Mapping[str, Mask]

    @property
    def is_reference(self) -> bool:
        """Whether this is the frozen reference."""
        return not self.author


def visible_readings(
    reader: str, states: Mapping[str, ReadingState], awaited: Collection[str] = ()
) -> tuple[str, ...]:
    """The readings of a patient that this reader may see.

    One's own always; another's once both are complete. Whoever reopens a reading is blind again, and
    so is whoever has to read the patient once more, to their own earlier reading, too.

    Args:
        reader: the name under which the reader reads now, such as "A" or "A#2".
        states: by stored name, of this patient.
        awaited: stored names of readings of this patient that were assigned.
    """
    own = (reader,) if reader in states else ()
    if not _finished(reader, states, awaited):
        return own
    others = (name for name in of_readers(states) if states[name] == ReadingState.COMPLETE)
    return (*own, *(name for name in others if name != reader))


def may_see_reference(
    reader: str, states: Mapping[str, ReadingState], awaited: Collection[str] = ()
) -> bool:
    """Whether the reader may see the frozen reference of a patient: after completing it themselves."""
    return _finished(reader, states, awaited)


def case_finished(states: Mapping[str, ReadingState], awaited: Collection[str] = ()) -> bool:
    """Whether the first readings of a case are complete, all that were assigned and all that were begun."""
    names = {name for name in (*awaited, *states) if ReadingKey.parse(name).number == 1}
    return bool(names) and all(states.get(name) == ReadingState.COMPLETE for name in names)


def _finished(reader: str, states: Mapping[str, ReadingState], awaited: Collection[str]) -> bool:
    """Whether all that this person began or is still to read of the patient is complete."""
    person = ReadingKey.parse(reader).person
    names = {
        n
        for n in (*awaited, *states)
        if ReadingKey.parse(n).person == person and ReadingKey.parse(n).number
    }
    return states.get(reader) == ReadingState.COMPLETE and all(
        states.get(name) == ReadingState.COMPLETE for name in names
    )

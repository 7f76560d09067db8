"""Who may see whose outlines: reading is blind until both readers have finished."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from cxstage_core.cohort.records import ReadingState
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


def visible_readings(reader: str, states: Mapping[str, ReadingState]) -> tuple[str, ...]:
    """The readers whose outlines of a patient this reader may see.

    One's own always; another's once both are complete. Whoever reopens a reading is blind again.

    Args:
        states: by reader, of this patient.
    """
    own = (reader,) if reader in states else ()
    if states.get(reader) != ReadingState.COMPLETE:
        return own
    others = (name for name, state in states.items() if state == ReadingState.COMPLETE)
    return (*own, *sorted(name for name in others if name != reader))


def may_see_reference(reader: str, states: Mapping[str, ReadingState]) -> bool:
    """Whether the reader may see the frozen reference of a patient: after completing it themselves."""
    return states.get(reader) == ReadingState.COMPLETE

"""Outlines of other users, as shown to a user who may see them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.imaging import Mask


class Source(StrEnum):
    """Source of outlines of a patient, or of decisions and comments about them."""

    READING = "reading"
    REFERENCE = "reference"
    REVIEW = "review"


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """Outlines of a patient by another user.

    Args:
        source: a reading or the frozen reference.
        author: stored name of the reading, "" for the frozen reference.
        masks: by series id.
    """

    source: Source
    author: str
    masks: Mapping[str, Mask]

    @property
    def is_reference(self) -> bool:
        """Return True if this is the frozen reference."""
        return self.source is Source.REFERENCE

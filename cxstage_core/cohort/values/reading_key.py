"""Reading keys: the stored name of a reading, made of the reader's name and the number of the repeat.

A           the first reading of reader A
A#2         the first repeat by reader A, after a wash-out
R#review    the draft of reviewer R, which is not a reading
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from cxstage_core.cohort.values.file_names import reader_name

_MARK = "#"
_REVIEW = "review"
_ENDING = re.compile(r"(?P<person>.+)#(?P<what>review|[2-9]|[1-9]\d{1,3})", re.DOTALL)


@dataclass(frozen=True, slots=True, order=True)
class ReadingKey:
    """Reader and number of a reading, or a reviewer's draft.

    Args:
        person: name of the reader or reviewer.
        number: 1 for the first reading, 2 for the first repeat; 0 for a reviewer's draft.
    """

    person: str
    number: int = 1

    @classmethod
    def parse(cls, name: str) -> ReadingKey:
        """Parse a stored name; a name without a suffix is a first reading.

        Raises:
            CohortError: the name is not valid.
        """
        clean = reader_name(name)
        found = _ENDING.fullmatch(clean)
        if found is None:
            return cls(clean)
        what = found["what"]
        return cls(found["person"], 0 if what == _REVIEW else int(what))

    @property
    def is_review(self) -> bool:
        """Return True if this is a reviewer's draft."""
        return self.number == 0

    def __str__(self) -> str:
        if self.is_review:
            return f"{self.person}{_MARK}{_REVIEW}"
        return self.person if self.number == 1 else f"{self.person}{_MARK}{self.number}"


def person_of(name: str) -> str:
    """Return the person of a stored name."""
    return ReadingKey.parse(name).person


def is_review(name: str) -> bool:
    """Return True if a stored name is that of a reviewer's draft."""
    return ReadingKey.parse(name).is_review


def is_first(name: str) -> bool:
    """Return True if a stored name is that of a first reading."""
    return ReadingKey.parse(name).number == 1


def of_readers(names: Iterable[str]) -> tuple[str, ...]:
    """Return the stored names of readings, in order, without reviewers' drafts."""
    return tuple(
        str(reading_key)
        for reading_key in sorted(ReadingKey.parse(name) for name in names)
        if reading_key.number
    )


def draft_of(reviewer: str) -> str:
    """Return the stored name of a reviewer's draft."""
    return str(ReadingKey(reader_name(reviewer), 0))

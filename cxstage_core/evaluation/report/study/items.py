"""Rows of a reporting checklist: what a study reports, with a link to where, or that it is not reported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.evaluation.report.study.evidence import Study

REPORTED = text("reported")
NOT_REPORTED = text("not reported")

AUTHORS = text("the authors")
COORDINATOR = text("the coordinator of the study")
CLINICIAN = text("the treating clinicians")
PATHOLOGIST = text("the pathologist")
STATISTICIAN = text("the statistician")
LEADER = text("the principal investigator")
PHYSICIST = text("the physicist or who trained the networks")
REVIEWER = text("the reviewing radiologist")


@dataclass(frozen=True, slots=True)
class Link:
    """A place of the report's folder.

    Args:
        file: relative to the folder.
        part: section of the file, where it has several.
    """

    file: str
    part: Text | None = None

    def words(self, localized: Localizer) -> str:
        """The place as a cell shows it."""
        return self.file if self.part is None else f"{self.file} ({localized(self.part)})"


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known for a row: one sentence, and where it stands."""

    sentence: Text
    links: tuple[Link, ...]


Find = Callable[["Study"], Evidence | None]


@dataclass(frozen=True, slots=True)
class Item:
    """One row of a checklist, in our own words.

    Args:
        number: such as "12a".
        section: of the checklist.
        topic: what the row asks for.
        knows: who can write it where the program knows nothing.
    """

    number: str
    section: Text
    topic: Text
    knows: Text


@dataclass(frozen=True, slots=True)
class Row:
    """A row with what the study reports; `evidence` is None where nothing is known."""

    item: Item
    evidence: Evidence | None

    @property
    def reported(self) -> bool:
        """Return True if something is known."""
        return self.evidence is not None

    def where(self, localized: Localizer) -> str:
        """The sentence with its links, or who knows."""
        if self.evidence is None:
            return localized(text("To be written by {who}.", who=self.item.knows))
        links = "; ".join(link.words(localized) for link in self.evidence.links)
        return f"{localized(self.evidence.sentence)} → {links}"

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, in English."""
        found = self.evidence
        return {
            "item": self.item.number,
            "section": str(self.item.section),
            "topic": str(self.item.topic),
            "status": str(REPORTED if self.reported else NOT_REPORTED),
            "evidence": None if found is None else str(found.sentence),
            "links": [] if found is None else [link.file for link in found.links],
            "to_be_written_by": str(self.item.knows) if found is None else None,
        }


def rows_of(items: Sequence[Item], finders: Mapping[str, Find], study: Study) -> tuple[Row, ...]:
    """Fill the rows of a checklist; a row without a finder is for a person to write."""
    return tuple(
        Row(item, finders[item.number](study) if item.number in finders else None) for item in items
    )

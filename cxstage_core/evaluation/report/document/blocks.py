"""A document as blocks, before it becomes Word, PDF or Markdown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.evaluation.report.table_cells import Sheet

WIDE = 6
"""Columns from which on a table is set on a landscape page."""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 begins a section."""

    words: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; a strong one is a notice."""

    words: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture of the report's folder with its caption."""

    file: Path
    caption: str
    width_mm: float = 110.0


Block = Heading | Paragraph | Picture | Sheet


@dataclass(frozen=True, slots=True)
class Document:
    """A document in one language.

    Args:
        footer: on every page.
    """

    title: str
    blocks: tuple[Block, ...]
    footer: str


def is_wide(sheet: Sheet) -> bool:
    """Return True if a table needs a landscape page."""
    return len(sheet.head) > WIDE


def oriented(document: Document) -> Iterator[tuple[Block, bool]]:
    """Give every block with True where it stands on a landscape page; a heading stands with what follows it."""
    wide = [isinstance(block, Sheet) and is_wide(block) for block in document.blocks]
    for place in reversed(range(len(wide) - 1)):
        if isinstance(document.blocks[place], Heading):
            wide[place] = wide[place + 1]
    yield from zip(document.blocks, wide, strict=True)


def column_shares(sheet: Sheet) -> tuple[float, ...]:
    """Return the share of the width that each column of a table gets, by the length of its cells.

    A long cell wraps, so that its length counts by its square root; no column is narrower than its longest word.
    """
    columns = list(zip(sheet.head, *sheet.rows, strict=True))
    weights = []
    for cells in columns:
        longest = max(_length(cell) for cell in cells)
        word = max((_length(word) for cell in cells for word in cell.split()), default=1)
        weights.append(max(min(word, 22) + 2, 3.2 * longest**0.5, 5))
    return tuple(weight / sum(weights) for weight in weights)


def _length(words: str) -> int:
    """Number of characters, a Chinese one counted twice."""
    return sum(2 if sign >= "\u2e80" else 1 for sign in words)

"""A document as Markdown."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from cxstage_core.evaluation.report.document.blocks import Document, Heading, Paragraph, Picture
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.storage import atomic_write

_SIGNS = re.compile(r"([\\`*_{}\[\]<>|])")


def to_markdown(document: Document) -> str:
    """Return the text of a document; nothing in it is taken for a tag."""
    lines = [f"# {_plain(document.title)}"]
    for block in document.blocks:
        match block:
            case Heading():
                lines.append(f"{'#' * (block.level + 1)} {_plain(block.words)}")
            case Paragraph():
                words = _plain(block.words)
                lines.append(f"**{words}**" if block.strong else words)
            case Picture():
                lines.append(f"![{_plain(block.caption)}]({block.file.name})")
            case Sheet():
                lines += _table(block)
    lines.append(f"*{_plain(document.footer)}*")
    return "\n\n".join(lines) + "\n"


def write_markdown(document: Document, file: Path) -> None:
    """Write a document.

    Raises:
        CohortError: it cannot be written.
    """
    atomic_write.write_bytes(file, to_markdown(document).encode())


def _table(sheet: Sheet) -> Iterator[str]:
    yield f"**{_plain(sheet.title)}**"
    rule = "|".join(" ---: " if number else " --- " for number in sheet.numbers)
    yield "\n".join([_row(sheet.head), f"|{rule}|", *(_row(row) for row in sheet.rows)])
    yield from (_plain(note) for note in sheet.notes)


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(_plain(cell).replace("\n", " ") for cell in cells) + " |"


def _plain(words: str) -> str:
    return _SIGNS.sub(r"\\\1", words)

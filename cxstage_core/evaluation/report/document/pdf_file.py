"""A document as a PDF whose text flows over A4 pages; wide tables stand on landscape pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.evaluation.report.document.blocks import (
    Block,
    Document,
    Heading,
    Paragraph,
    Picture,
    column_shares,
    oriented,
)
from cxstage_core.evaluation.report.document.pdf_fonts import (
    LATIN,
    marked,
    needs_chinese,
    register_fonts,
)
from cxstage_core.evaluation.report.figures import check_written
from cxstage_core.evaluation.report.pdf import ENGLISH_ONLY
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.storage import atomic_write

if TYPE_CHECKING:
    from reportlab.platypus import Flowable

_MARGIN = 48.0
_HEADING_ROOM, _TABLE_ROOM = 130.0, 110.0
"""Points that must be left on a page for a heading, and for a table's title, to begin there."""
_GREY = "#666666"
_LINE = "#b8b8b8"
_HEAD = "#eceff3"
_POINTS_PER_MM = 72 / 25.4


def write_document_pdf(document: Document, english: Callable[[], Document], file: Path) -> None:
    """Write a document; in English on a computer whose fonts have no Chinese characters.

    Args:
        english: gives the same document in English.

    Raises:
        CohortError: a full disk, or the file was not read back as written.
    """
    chinese = register_fonts()
    comment = "" if chinese or not _is_chinese(document) else ENGLISH_ONLY
    chosen = english() if comment else document
    atomic_write.replace_file(
        file, lambda path: _save(chosen, comment, path), lambda path: check_written(path, "pdf", file)
    )


def _is_chinese(document: Document) -> bool:
    def words(block: Block) -> Iterator[str]:
        match block:
            case Heading() | Paragraph():
                yield block.words
            case Picture():
                yield block.caption
            case Sheet():
                yield from (cell for row in (block.head, *block.rows) for cell in row)

    return needs_chinese(document.title) or any(
        needs_chinese(one) for block in document.blocks for one in words(block)
    )


def _save(document: Document, comment: str, path: Path) -> None:
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import (
        BaseDocTemplate,
        Frame,
        NextPageTemplate,
        PageBreak,
        PageTemplate,
        Spacer,
    )

    def template(name: str, size: tuple[float, float]) -> Any:
        frame = Frame(_MARGIN, _MARGIN, size[0] - 2 * _MARGIN, size[1] - 2 * _MARGIN, 0, 0, 0, 0)
        return PageTemplate(
            name, [frame], pagesize=size, onPage=lambda canvas, _doc: _footer(canvas, document.footer)
        )

    book = BaseDocTemplate(
        str(path),
        pageTemplates=[template("upright", A4), template("wide", landscape(A4))],
        title=document.title,
        author="CxStage",
        creator="CxStage",
        producer="CxStage",
        invariant=True,
    )
    styles = _styles()
    story: list[Flowable] = [_paragraph(document.title, styles["title"], bold=True)]
    if comment:
        story.append(_paragraph(comment, styles["text"]))
    wide = False
    for block, now in oriented(document):
        if now != wide:
            story += [NextPageTemplate("wide" if now else "upright"), PageBreak()]
            wide = now
        story += _flowables(block, styles, (A4[1] if now else A4[0]) - 2 * _MARGIN)
        if not isinstance(block, Heading):
            story.append(Spacer(1, 6))
    book.build(story)


def _footer(canvas: Any, words: str) -> None:
    canvas.saveState()
    paragraph = _paragraph(f"{words} · {canvas.getPageNumber()}", _styles()["small"])
    paragraph.wrap(canvas._pagesize[0] - 2 * _MARGIN, 30)
    paragraph.drawOn(canvas, _MARGIN, 24)
    canvas.restoreState()


def _styles() -> dict[str, Any]:
    from reportlab.lib.styles import ParagraphStyle

    text = ParagraphStyle("text", fontName=LATIN, fontSize=9, leading=13.5, spaceAfter=4)
    return {
        "text": text,
        "title": ParagraphStyle("title", text, fontSize=17, leading=22, spaceAfter=10),
        "heading1": ParagraphStyle("h1", text, fontSize=13, leading=18, spaceBefore=12, spaceAfter=5),
        "heading2": ParagraphStyle("h2", text, fontSize=10.5, leading=15, spaceBefore=8, spaceAfter=3),
        "small": ParagraphStyle("small", text, fontSize=7, leading=9.5, spaceAfter=1, textColor=_GREY),
        "cell": ParagraphStyle("cell", text, fontSize=7, leading=9.5, spaceAfter=0),
        "number": ParagraphStyle("number", text, fontSize=7, leading=9.5, spaceAfter=0, alignment=2),
    }


def _paragraph(words: str, style: Any, *, bold: bool = False) -> Any:
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.platypus import Paragraph as Flowing

    if needs_chinese(words):
        style = ParagraphStyle(f"{style.name}-chinese", style, wordWrap="CJK")
    return Flowing(marked(words, bold=bold), style)


def _flowables(block: Block, styles: dict[str, Any], room: float) -> list[Any]:
    from reportlab.platypus import CondPageBreak

    match block:
        case Heading():
            style = styles["heading1" if block.level == 1 else "heading2"]
            return [CondPageBreak(_HEADING_ROOM), _paragraph(block.words, style, bold=True)]
        case Paragraph():
            return [_paragraph(block.words, styles["text"], bold=block.strong)]
        case Picture():
            return _picture(block, styles, room)
        case Sheet():
            return _table(block, styles, room)


def _picture(block: Picture, styles: dict[str, Any], room: float) -> list[Any]:
    from reportlab.lib.utils import ImageReader
    from reportlab.platypus import Image, KeepTogether

    width, height = ImageReader(str(block.file)).getSize()
    across = min(block.width_mm * _POINTS_PER_MM, room, 560 * width / height)
    image = Image(str(block.file), across, across * height / width, hAlign="LEFT")
    return [KeepTogether([image, _paragraph(block.caption, styles["small"])])]


def _table(sheet: Sheet, styles: dict[str, Any], room: float) -> list[Any]:
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import CondPageBreak, Table, TableStyle

    rows: list[list[Any]] = []
    for number, cells in enumerate((sheet.head, *sheet.rows)):
        rows.append(
            [
                _paragraph(cell, styles["number" if right else "cell"], bold=number == 0)
                for cell, right in zip(cells, sheet.numbers, strict=True)
            ]
        )
    table = Table(rows, [room * share for share in column_shares(sheet)], repeatRows=1, hAlign="LEFT")
    table.setStyle(
        TableStyle(
            [
                ("VALIGN", (0, 0), (-1, -1), "TOP"),
                ("BACKGROUND", (0, 0), (-1, 0), HexColor(_HEAD)),
                ("LINEBELOW", (0, 0), (-1, -1), 0.4, HexColor(_LINE)),
                ("LEFTPADDING", (0, 0), (-1, -1), 3),
                ("RIGHTPADDING", (0, 0), (-1, -1), 3),
                ("TOPPADDING", (0, 0), (-1, -1), 2),
                ("BOTTOMPADDING", (0, 0), (-1, -1), 2.5),
            ]
        )
    )
    title = _paragraph(sheet.title, styles["heading2"], bold=True)
    return [
        CondPageBreak(_TABLE_ROOM),
        title,
        table,
        *(_paragraph(note, styles["small"]) for note in sheet.notes),
    ]

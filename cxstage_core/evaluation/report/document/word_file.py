"""A document as a Word file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.document.blocks import (
    Document,
    Heading,
    Paragraph,
    Picture,
    column_shares,
    is_wide,
    oriented,
)
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.storage import atomic_write

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

_MARGIN_MM = 20.0
_PORTRAIT_MM = (210.0, 297.0)
_CHINESE_FONT = "Microsoft YaHei"
_LATIN_FONT = "Calibri"


def write_docx(document: Document, file: Path) -> None:
    """Write a document; the file names no person and no computer.

    Raises:
        CohortError: a full disk, or the file was not read back as written.
    """
    from docx import Document as make

    book = make()
    _set_up(book, document)
    landscape = False
    book.add_heading(document.title, level=0)
    for block, wide in oriented(document):
        if wide != landscape:
            _turn(book, landscape=wide)
            landscape = wide
        _add(book, block)
    tables = sum(isinstance(block, Sheet) for block in document.blocks)

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            book.save(stream)

    def check(path: Path) -> None:
        with path.open("rb") as stream:
            found = len(make(stream).tables)
        if found != tables:
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=file,
            )

    atomic_write.replace_file(file, write, check)


def _set_up(book: WordDocument, document: Document) -> None:
    from datetime import UTC, datetime

    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    about = book.core_properties
    about.author, about.title, about.comments = "CxStage", document.title, ""
    about.created = about.modified = datetime(2000, 1, 1, tzinfo=UTC)
    for style in ("Normal", "Title", "Heading 1", "Heading 2", "Heading 3"):
        font: Any = book.styles[style].font
        font.name = _LATIN_FONT
        font.element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), _CHINESE_FONT)
    book.styles["Normal"].font.size = Pt(10)
    book.styles["Title"].font.size = Pt(20)
    section = book.sections[0]
    section.page_width, section.page_height = (Mm(side) for side in _PORTRAIT_MM)
    _margins(section)
    footer = section.footer.paragraphs[0]
    footer.add_run(document.footer).font.size = Pt(8)


def _turn(book: WordDocument, *, landscape: bool) -> None:
    from docx.enum.section import WD_ORIENT, WD_SECTION
    from docx.shared import Mm

    section = book.add_section(WD_SECTION.NEW_PAGE)
    section.orientation = WD_ORIENT.LANDSCAPE if landscape else WD_ORIENT.PORTRAIT
    width, height = _PORTRAIT_MM[::-1] if landscape else _PORTRAIT_MM
    section.page_width, section.page_height = Mm(width), Mm(height)
    _margins(section)


def _margins(section: Any) -> None:
    from docx.shared import Mm

    section.left_margin = section.right_margin = Mm(_MARGIN_MM)
    section.top_margin = section.bottom_margin = Mm(_MARGIN_MM)


def _add(book: WordDocument, block: Heading | Paragraph | Picture | Sheet) -> None:
    from docx.shared import Mm, Pt

    match block:
        case Heading():
            book.add_heading(block.words, level=block.level)
        case Paragraph():
            book.add_paragraph().add_run(block.words).bold = block.strong
        case Picture():
            with block.file.open("rb") as stream:
                book.add_picture(stream, width=Mm(block.width_mm))
            book.paragraphs[-1].paragraph_format.keep_with_next = True
            book.add_paragraph().add_run(block.caption).font.size = Pt(9)
        case Sheet():
            _add_table(book, block)


def _add_table(book: WordDocument, sheet: Sheet) -> None:
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn
    from docx.shared import Mm, Pt

    title = book.add_paragraph()
    title.add_run(sheet.title).bold = True
    title.paragraph_format.keep_with_next = True
    wide = is_wide(sheet)
    size = Pt(7 if wide else 8)
    room = _PORTRAIT_MM[1 if wide else 0] - 2 * _MARGIN_MM
    widths = [Mm(room * share) for share in column_shares(sheet)]
    table = book.add_table(rows=0, cols=len(sheet.head))
    table.style = "Light List"
    table.autofit = False
    for number, cells in enumerate((sheet.head, *sheet.rows)):
        row = table.add_row()
        for cell, words, right, width in zip(row.cells, cells, sheet.numbers, widths, strict=True):
            cell.width = width
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.space_after = Pt(1)
            run = paragraph.add_run(words)
            run.font.size = size
            # The style makes first row and first column bold; a long first column is easier to read without.
            run.bold = number == 0
            if right:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        properties = row._tr.get_or_add_trPr()
        properties.append(OxmlElement("w:cantSplit"))
        if number == 0:
            again = OxmlElement("w:tblHeader")
            again.set(qn("w:val"), "true")
            properties.append(again)
    for note in sheet.notes:
        paragraph = book.add_paragraph()
        paragraph.paragraph_format.space_after = Pt(2)
        paragraph.add_run(note).font.size = Pt(8)

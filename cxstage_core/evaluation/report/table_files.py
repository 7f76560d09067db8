"""Tables as files: CSV for a spreadsheet, LaTeX and DOCX for a paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.storage import atomic_write
from cxstage_core.storage.spreadsheet import csv_text

_TEX = {
    "\\": r"\textbackslash{}",
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\{",
    "}": r"\}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "×": r"$\times$",
    "−": r"$-$",
    "–": "--",
    "…": r"\ldots{}",
    "≥": r"$\geq$",
    "³": r"\textsuperscript{3}",
}


def to_csv(sheet: Sheet) -> str:
    """Comma-separated values with a header line; no title, no notes."""
    return csv_text([sheet.head, *sheet.rows], end="\r\n")


def to_latex(sheet: Sheet) -> str:
    """A `table` with rules of the package booktabs; needs `\\usepackage{booktabs}`."""
    align = "".join("r" if number else "l" for number in sheet.numbers)
    lines = [
        r"\begin{table}",
        rf"\caption{{{_tex(sheet.title)}}}",
        rf"\begin{{tabular}}{{{align}}}",
        r"\toprule",
        _tex_row(sheet.head),
        r"\midrule",
        *(_tex_row(row) for row in sheet.rows),
        r"\bottomrule",
        r"\end{tabular}",
        *(rf"\par\footnotesize {_tex(note)}" for note in sheet.notes),
        r"\end{table}",
    ]
    return "\n".join(lines) + "\n"


def write_sheet(sheet: Sheet, file: Path) -> None:
    """Write a table; the file's suffix (.csv, .tex, .docx) selects the format.

    Raises:
        CohortError: another suffix, a full disk, or the file was not read back as written.
    """
    suffix = file.suffix.lower()
    if suffix == ".docx":
        _write_docx(sheet, file)
        return
    written: dict[str, Callable[[Sheet], str]] = {".csv": to_csv, ".tex": to_latex}
    if suffix not in written:
        raise CohortError(
            "A table cannot be written as {file}.",
            remedy="Choose a name that ends in .csv, .tex or .docx.",
            file=file,
        )
    # The mark at the front tells spreadsheets that the file is UTF-8.
    encoding = "utf-8-sig" if suffix == ".csv" else "utf-8"
    atomic_write.write_bytes(file, written[suffix](sheet).encode(encoding))


def _write_docx(sheet: Sheet, file: Path) -> None:
    from docx import Document
    from docx.enum.section import WD_ORIENT
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    document = Document()
    section = document.sections[0]
    section.orientation = WD_ORIENT.LANDSCAPE
    section.page_width, section.page_height = section.page_height, section.page_width
    document.core_properties.author = "CxStage"
    document.core_properties.title = sheet.title
    document.add_heading(sheet.title, level=2)
    table = document.add_table(rows=0, cols=len(sheet.head))
    table.style = "Light List"
    for cells in (sheet.head, *sheet.rows):
        for cell, words, number in zip(table.add_row().cells, cells, sheet.numbers, strict=True):
            paragraph = cell.paragraphs[0]
            paragraph.add_run(words).font.size = Pt(8)
            if number:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    for note in sheet.notes:
        document.add_paragraph().add_run(note).font.size = Pt(8)

    def check(path: Path) -> None:
        with path.open("rb") as stream:
            rows = Document(stream).tables[0].rows
        if len(rows) != len(sheet.rows) + 1:
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=file,
            )

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            document.save(stream)

    atomic_write.replace_file(file, write, check)


def _tex(words: str) -> str:
    return "".join(_TEX.get(sign, sign) for sign in words)


def _tex_row(cells: tuple[str, ...]) -> str:
    return " & ".join(_tex(cell) for cell in cells) + r" \\"

"""Tables as sheets of one workbook."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.document.blocks import column_shares
from cxstage_core.evaluation.report.table_cells import Sheet
from cxstage_core.storage import atomic_write

_WIDTH = 150
_WHOLE = re.compile(r"-?(?:0|[1-9]\d{0,8})")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def write_workbook(sheets: Mapping[str, Sheet], file: Path) -> None:
    """Write tables as sheets, by the names of their tabs.

    Every cell is text, so that no spreadsheet runs it as a formula; whole numbers are numbers.

    Raises:
        CohortError: a full disk, or the file was not read back as written.
    """
    from openpyxl import Workbook, load_workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    book.remove(book.active)
    book.properties.creator = "CxStage"
    for name, sheet in sheets.items():
        page = book.create_sheet(name[:31])
        for number, cells in enumerate((sheet.head, *sheet.rows), start=1):
            for column, words in enumerate(cells, start=1):
                cell = page.cell(number, column)
                if number > 1 and _WHOLE.fullmatch(words):
                    cell.value = int(words)
                else:
                    cell.value, cell.data_type = _CONTROL.sub("", words), "s"
                cell.alignment = Alignment(wrap_text=True, vertical="top")
                if number == 1:
                    cell.font = Font(bold=True)
        for number, note in enumerate(sheet.notes, start=len(sheet.rows) + 3):
            cell = page.cell(number, 1)
            cell.value, cell.data_type = _CONTROL.sub("", note), "s"
        for column, share in enumerate(column_shares(sheet), start=1):
            page.column_dimensions[get_column_letter(column)].width = max(8, share * _WIDTH)
        page.freeze_panes = "A2"

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            book.save(stream)

    def check(path: Path) -> None:
        with path.open("rb") as stream:
            found = load_workbook(stream).sheetnames
        if len(found) != len(sheets):
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=file,
            )

    atomic_write.replace_file(file, write, check)

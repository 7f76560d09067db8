"""The table of results as CSV or XLSX; no cell is ever a formula."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError, PredictionError
from cxstage_core.prediction.many.row import COLUMNS, Column, Row, State
from cxstage_core.prediction.result import RESEARCH_ONLY
from cxstage_core.storage import atomic_write
from cxstage_core.storage.spreadsheet import csv_text
from cxstage_core.text import Text, text

SUFFIXES = (".csv", ".xlsx")
Localizer = Callable[[Text], str]
_LONGEST = 32_000
"""Characters of a cell that every spreadsheet shows."""


def check_table(table: Path) -> None:
    """Refuse a table that cannot be written.

    Raises:
        PredictionError: its suffix is neither .csv nor .xlsx, or its folder does not exist.
    """
    if table.suffix.lower() not in SUFFIXES:
        raise PredictionError(
            "A table cannot be written as {file}.",
            remedy="Choose a name that ends in .csv or .xlsx.",
            file=table,
        )
    if not table.absolute().parent.is_dir():
        raise PredictionError(
            "The folder of {file} does not exist.", remedy="Make it, or choose another.", file=table
        )


def write_table(rows: Sequence[Row], table: Path, localized: Localizer = str) -> None:
    """Replace the table; its suffix selects the format.

    Raises:
        PredictionError: the disk is full, the folder may not be written to, or another program holds the table.
    """
    try:
        if table.suffix.lower() == ".xlsx":
            _write_xlsx(rows, table, localized)
            return
        lines = [[column.key for column in COLUMNS]]
        lines += [[_written(row, column) for column in COLUMNS] for row in rows]
        atomic_write.write_bytes(table, csv_text(lines, end="\r\n").encode("utf-8-sig"))
    except CohortError as error:
        raise PredictionError(
            "The table {file} could not be written.",
            remedy="Close it in other programs, and check the disk and the right to write there. What was predicted "
            "is in the journal; the same command goes on.",
            file=table,
        ) from error


def reasons_of(rows: Sequence[Row]) -> tuple[tuple[str, int], ...]:
    """Count the studies without a prediction by reason, the most frequent first.

    Studies are counted together whose sentences differ in their values only; the first one's sentence stands for them.
    """
    without = [row for row in rows if row.state is not State.PREDICTED and not row.earlier]
    counts = Counter(row.reason_template for row in without)
    first: dict[str, str] = {}
    for row in without:
        first.setdefault(row.reason_template, row.reason)
    return tuple((first[template], n) for template, n in counts.most_common())


def _value(row: Row, column: Column) -> str | int | float | None:
    value: Any = getattr(row, column.key)
    if isinstance(value, bool):
        return "yes" if value else ""
    if isinstance(value, tuple):
        return " ".join(str(one) for one in value)[:_LONGEST]
    if value is None or isinstance(value, int | float):
        if row.state is not State.PREDICTED and column.key == "slices":
            return None
        return (
            value if value is None or column.digits is None else round(float(value), column.digits + 2)
        )
    return str(value)[:_LONGEST]


def _written(row: Row, column: Column) -> str:
    value = _value(row, column)
    return "" if value is None else str(value)


def _write_xlsx(rows: Sequence[Row], table: Path, localized: Localizer) -> None:
    from openpyxl import Workbook, load_workbook
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    book = Workbook()
    sheet = book.active
    sheet.title = "Predictions"
    reasons = book.create_sheet("Without prediction")
    for number, column in enumerate(COLUMNS, start=1):
        _put(sheet, 1, number, localized(column.title)).font = Font(bold=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    for line, row in enumerate(rows, start=2):
        for number, column in enumerate(COLUMNS, start=1):
            cell = _put(sheet, line, number, _value(row, column))
            if column.digits is not None:
                cell.number_format = "0." + "0" * column.digits
            elif column.width >= 40:
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(COLUMNS))}{max(2, len(rows) + 1)}"
    head = (localized(text("Studies")), localized(text("Reason for no prediction")))
    for number, words in enumerate(head, start=1):
        _put(reasons, 1, number, words).font = Font(bold=True)
    for line, (sentence, n) in enumerate(reasons_of(rows), start=2):
        _put(reasons, line, 1, n)
        _put(reasons, line, 2, sentence)
    reasons.column_dimensions["B"].width = 100
    _put(reasons, len(reasons_of(rows)) + 3, 2, localized(RESEARCH_ONLY))
    book.properties.creator = "CxStage"

    def check(path: Path) -> None:
        with path.open("rb") as stream:
            again = load_workbook(stream, read_only=True)
            found = sum(1 for _ in again.worksheets[0].iter_rows())
        if found != len(rows) + 1:
            raise CohortError(
                "{file} was not read back as it was written.",
                remedy="Check the disk, then try again.",
                file=table,
            )

    def write(path: Path) -> None:
        with path.open("wb") as stream:
            book.save(stream)

    atomic_write.replace_file(table, write, check)


def _put(sheet: Any, line: int, column: int, value: str | int | float | None) -> Any:
    """Fill a cell; words stay words, whatever they begin with."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = sheet.cell(line, column)
    if isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value)
        cell.data_type = "s"
        cell.quotePrefix = True
    else:
        cell.value = value
    return cell

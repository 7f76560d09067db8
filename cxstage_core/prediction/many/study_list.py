"""A list of studies: a CSV or XLSX table with the columns `study` and, where it is known, `outline`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cxstage_core.cohort.clinical.csv_reader import column_name, read_rows
from cxstage_core.errors import CohortError, PredictionError

LISTS = (".csv", ".xlsx")
_STUDY, _OUTLINE = "study", "outline"
_LARGEST = 32 << 20
_MOST_ROWS = 100_000


def read_list(file: Path) -> Iterator[tuple[Path, Path | None]]:
    """Yield study and outline of each row; relative paths begin at the list's folder.

    Raises:
        PredictionError: the file is not a table, has no column `study`, or a row names no study.
    """
    columns, rows = _csv(file) if file.suffix.lower() == ".csv" else _xlsx(file)
    if _STUDY not in columns:
        raise PredictionError(
            "The list {file} has no column “study”.",
            remedy="Name the columns study and outline in the first row.",
            file=file,
        )
    for number, cells in rows:
        study, outline = cells.get(_STUDY, "").strip(), cells.get(_OUTLINE, "").strip()
        if not study:
            raise PredictionError(
                "Row {row} of the list {file} names no study.",
                remedy="Write the study's folder or file into the column study, or remove the row.",
                file=file,
                row=number,
            )
        yield file.parent / study, file.parent / outline if outline else None


def _csv(file: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    try:
        columns, rows = read_rows(file)
    except CohortError as error:
        raise PredictionError.restating(error) from error
    return columns, [(row.number, row.cells) for row in rows]


def _xlsx(file: Path) -> tuple[tuple[str, ...], list[tuple[int, dict[str, str]]]]:
    """Read the first sheet; a formula counts with the value that was saved with it."""
    from openpyxl import load_workbook

    if file.stat().st_size > _LARGEST:
        raise _unreadable(file)
    try:
        book = load_workbook(file, read_only=True, data_only=True)
        try:
            lines = []
            for number, row in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
                if number > _MOST_ROWS:
                    raise _unreadable(file)
                lines.append((number, [_cell(value) for value in row]))
        finally:
            book.close()
    except PredictionError:
        raise
    except Exception as error:  # openpyxl fails on damaged files in more ways than can be listed
        raise _unreadable(file) from error
    if not lines:
        raise _unreadable(file)
    header = tuple(column_name(cell) for cell in lines[0][1])
    rows = [(n, dict(zip(header, cells, strict=False))) for n, cells in lines[1:] if any(cells)]
    return header, rows


def _cell(value: Any) -> str:
    return "" if value is None else str(value).strip()


def _unreadable(file: Path) -> PredictionError:
    return PredictionError(
        "The list {file} cannot be read.",
        remedy="Save it again as CSV with the columns study and outline.",
        file=file,
    )

"""Parser of one row of the clinical table: values of the cells, stage from the findings, reason of a refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from cxstage_core.cohort.clinical.identifier_screen import holds_identifier
from cxstage_core.cohort.values.clinical_columns import (
    COLUMNS,
    NO_FACTS,
    ColumnSpec,
    Kind,
    Place,
    columns,
)
from cxstage_core.cohort.values.records import ClinicalRecord, Value
from cxstage_core.errors import CohortError, StagingError
from cxstage_core.staging import check_entered, parse_stage, stage
from cxstage_core.staging.facts import Edition, Facts
from cxstage_core.text import Text, text

_YES = {"yes", "y", "true", "1", "是", "有"}
_NO = {"no", "n", "false", "0", "否", "无"}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ][\d:.]+)?")
_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:mm|y|yr|years|岁)?", re.IGNORECASE)
_EDITIONS = {"2009": Edition.FIGO_2009, "2018": Edition.FIGO_2018}
_LONGEST_STAGE = 24


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed row; its dates are not yet shifted and its patient has no pseudonym yet."""

    hospital_id: str
    record: ClinicalRecord


def understand(cells: Mapping[str, str], extra: Mapping[str, str]) -> Draft:
    """Parse one row.

    Args:
        cells: the row by column name.
        extra: further columns that may be kept.

    Raises:
        CohortError, StagingError: the row is refused; cells that may contain an identifier are not quoted.
    """
    hospital_id = cells.get("patient_id", "")
    if not hospital_id:
        raise CohortError("The row has no patient_id.", remedy="Enter the patient's id.")
    if cells.get(""):
        raise CohortError(
            "The row has more cells than the table has columns.",
            remedy="Put text that contains commas in quotation marks.",
        )
    edition = _edition(cells.get("edition", ""))
    written = cells.get("stage", "")
    if len(written) > _LONGEST_STAGE:
        raise CohortError(
            "Column stage must contain a FIGO stage.", remedy="Write it like IB2 or IIIC1r."
        )
    record, facts, values = (_values(place, cells, hospital_id) for place in Place)
    found = _facts(facts) if any(cells.get(column.name) for column in columns(Place.FACTS)) else None
    computed, reason = _stages(found, written, edition)
    return Draft(
        hospital_id,
        ClinicalRecord(
            patient="",
            **{**record, "edition": edition},
            facts=found,
            computed_stage=computed,
            computed_reason=str(reason),
            extra=extra,
            values={name: value for name, value in values.items() if value is not None},
        ),
    )


def _values(place: Place, cells: Mapping[str, str], hospital_id: str) -> dict[str, Any]:
    """Return the values of the columns of one place of the record, by key."""
    found: dict[str, Any] = {}
    for column in columns(place, imported=True):
        if column is not COLUMNS.get("edition"):
            found[column.key] = _value(cells.get(column.name, ""), column, hospital_id)
    return found


def _value(cell: str, column: ColumnSpec, hospital_id: str) -> Value:
    if column.kind is Kind.TEXT and holds_identifier(cell, hospital_id):
        raise CohortError(
            "Column {column} contains something that identifies a person.",
            remedy="Remove names, ids and contact data from this column.",
            column=column.name,
        )
    if not cell:
        return "" if column.kind is Kind.TEXT and column.place is Place.RECORD else None
    return _PARSERS[column.kind](cell, column)


def read_date(value: str) -> date | None:
    """Parse a date written year first; None if the value is not a date."""
    found = _DATE.fullmatch(value.strip())
    if found is None:
        return None
    year, month, day = found[1], found[2] or found[4], found[3] or found[5]
    try:
        parsed = date(int(year), int(month), int(day))
    except ValueError:
        return None
    return parsed if 1900 <= parsed.year <= 2100 else None


def shifted(value: date | None, days: int) -> date | None:
    """Shift a date by the patient's secret number of days."""
    return None if value is None else value + timedelta(days=days)


def shifted_text(value: str, days: int) -> str:
    """Shift the date in a cell of a further column; return other text unchanged."""
    found = read_date(value)
    return value if found is None else (found + timedelta(days=days)).isoformat()


def _stages(facts: Facts | None, written: str, edition: Edition) -> tuple[str, Text]:
    if facts is None:
        if written:
            parse_stage(written, edition)
        return "", text("The row holds no facts, so no stage was computed.")
    try:
        staged = stage(facts)
    except StagingError as error:
        if written:
            parse_stage(written, edition)
        return "", error.what
    if written:
        check_entered(facts, written, edition)
    return staged.stage, staged.reason


def _edition(value: str) -> Edition:
    digits = re.sub(r"\D", "", value)
    if digits not in _EDITIONS:
        raise CohortError(
            "The FIGO edition of the row is missing or unknown.",
            remedy="Enter “FIGO 2018” or “FIGO 2009” in the column edition; IB2 means different things in them.",
        )
    return _EDITIONS[digits]


def _facts(values: Mapping[str, Value]) -> Facts:
    """Build the findings; an empty cell takes the default of `Facts`."""
    given = {key: value for key, value in values.items() if value is not None}
    return replace(NO_FACTS, **given)  # type: ignore[arg-type]


def _number(cell: str, column: ColumnSpec) -> float:
    found = _NUMBER.fullmatch(cell)
    number = float(found[1].replace(",", ".")) if found else math.nan
    if not math.isfinite(number):
        raise CohortError(
            "Column {column} must contain a number.",
            remedy="Enter a number, or leave the cell empty when it was not measured.",
            column=column.name,
        )
    if column.limits is not None and not column.limits[0] <= number <= column.limits[1]:
        raise CohortError(
            "Column {column} must contain a number between {low:g} and {high:g}.",
            remedy="Correct the cell, or leave it empty.",
            column=column.name,
            low=column.limits[0],
            high=column.limits[1],
        )
    return number


def _flag(cell: str, column: ColumnSpec) -> bool:
    value = cell.casefold()
    if value in _YES or value in _NO:
        return value in _YES
    raise CohortError(
        "Column {column} must contain yes or no.",
        remedy="Write yes or no, or leave the cell empty.",
        column=column.name,
    )


def _choice(cell: str, column: ColumnSpec) -> str:
    value = _plain_words(cell)
    for choice in column.choices:
        if value == _plain_words(choice):
            return choice
    raise CohortError(
        "Column {column} must contain one of: {words}.",
        remedy="Correct the cell, or leave it empty.",
        column=column.name,
        words=", ".join(str(choice) for choice in column.choices),
    )


def _date(cell: str, column: ColumnSpec) -> date:
    found = read_date(cell)
    if found is None:
        raise CohortError(
            "Column {column} must contain a date (YYYY-MM-DD).",
            remedy="Write dates year first, such as 2024-03-31.",
            column=column.name,
        )
    return found


def _text(cell: str, _column: ColumnSpec) -> str:
    return cell


def _plain_words(value: str) -> str:
    return re.sub(r"[\s_\-]+", " ", str(value).strip().casefold())


_PARSERS: dict[Kind, Callable[[str, ColumnSpec], Value]] = {
    Kind.NUMBER: _number,
    Kind.YES_NO: _flag,
    Kind.CHOICE: _choice,
    Kind.DATE: _date,
    Kind.TEXT: _text,
}

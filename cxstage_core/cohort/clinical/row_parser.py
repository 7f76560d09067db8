"""Parser of one row of the clinical table: values of the cells, stage from the findings, reason of a refusal."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from cxstage_core.cohort.clinical.choices import ImportChoices
from cxstage_core.cohort.clinical.identifier_screen import holds_identifier
from cxstage_core.cohort.values.clinical_columns import (
    COLUMNS,
    ColumnSpec,
    Kind,
    Place,
    columns,
)
from cxstage_core.cohort.values.records import ClinicalRecord, FactSources, Value
from cxstage_core.errors import CohortError, StagingError
from cxstage_core.staging import check_possible, parse_stage, possible_stages_of, stage
from cxstage_core.staging.facts import ABSENT, UNKNOWN, Edition, Facts, unknown_facts
from cxstage_core.staging.labelling import believed_stage
from cxstage_core.staging.measures import check_measures
from cxstage_core.text import Text, text

_YES = {"yes", "y", "true", "1", "1.0", "ja", "j", "wahr", "是", "有", "对"}
_NO = {"no", "n", "false", "0", "0.0", "nein", "falsch", "否", "无", "没有"}
_NONE = {"none", "no", "nein", "kein", "keine", "keiner", "无", "没有", "否"}
_UNKNOWN = {"?", "？", "unknown", "not known", "unbekannt", "nicht bekannt", "未知", "不详", "不明"}
_CLEARED = {"?", "？"}
"""Mark an unknown value in any cell; words for it are accepted for facts and stage only."""
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ][\d:.]+)?")
_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:mm|y|yr|years|岁)?", re.IGNORECASE)
_EDITIONS = {"2009": Edition.FIGO_2009, "2018": Edition.FIGO_2018}
_LONGEST_STAGE = 24
ALL_STATED = FactSources()
NO_RECORD = ClinicalRecord("")


@dataclass(frozen=True, slots=True)
class Draft:
    """A parsed row, merged with what the table held of the patient.

    Args:
        record: the dates of this row are not yet shifted, and a new patient has no pseudonym yet.
        sources: what does not rest on a statement of the table.
        stated: keys of the columns that this row fills.
        extra: further columns of this row.
        changed: facts that the table stated before, by name: before and after, "" for unknown.
    """

    hospital_id: str
    record: ClinicalRecord
    sources: FactSources = ALL_STATED
    stated: frozenset[str] = frozenset()
    extra: Mapping[str, str] = field(default_factory=dict)
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the table held of a patient before this row."""

    record: ClinicalRecord = NO_RECORD
    sources: FactSources = ALL_STATED


NOTHING_EARLIER = Earlier()
NO_CHOICES = ImportChoices()


def understand(
    cells: Mapping[str, str],
    extra: Mapping[str, str],
    earlier: Earlier = NOTHING_EARLIER,
    choices: ImportChoices = NO_CHOICES,
) -> Draft:
    """Parse one row and merge it: a column that is absent, or an empty cell, leaves what was stated before.

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
    if len(cells.get("stage", "")) > _LONGEST_STAGE:
        raise CohortError(
            "Column stage must contain a FIGO stage.", remedy="Write it like IB2 or IIIC1r."
        )
    before = earlier.record
    record, facts, values = (_stated(place, cells, hospital_id) for place in Place)
    if "entered_stage" not in record and before.entered_stage:
        edition = before.edition or edition  # the edition says how the stage was written, which stays
    found, sources = _facts(facts, earlier, choices)
    merged = replace(
        before,
        **{**record, "edition": edition},
        facts=None if found == UNKNOWN else found,
        values={k: v for k, v in {**before.values, **values}.items() if v is not None},
    )
    if choices.label_by_entered_stage is not None:
        believed = believed_stage(merged.entered_stage, edition)
        sources = replace(sources, by_entered_stage=choices.label_by_entered_stage and bool(believed))
    computed, reason = _stages(merged.facts, merged.entered_stage, edition)
    return Draft(
        hospital_id,
        replace(merged, computed_stage=computed, computed_reason=str(reason)),
        sources,
        frozenset({*record, *facts, *values}),
        extra,
        _changed(before.facts, merged.facts),
    )


def _stated(place: Place, cells: Mapping[str, str], hospital_id: str) -> dict[str, Any]:
    """Return the values that the row states of one place of the record, by key; None for stated unknown."""
    return {
        column.key: _value(cell, column, hospital_id)
        for column in columns(place, imported=True)
        if column is not COLUMNS.get("edition") and (cell := cells.get(column.name, ""))
    }


def _facts(
    stated: Mapping[str, Any], earlier: Earlier, choices: ImportChoices
) -> tuple[Facts, FactSources]:
    """Merge the findings: stated now, stated before, or absent by the user's choice; all others unknown."""
    found: Facts = replace(earlier.record.facts or UNKNOWN, **stated)
    unknown = unknown_facts(found)
    assumed = {
        name: ABSENT[name]
        for name in choices.empty_means_none
        if name in unknown and name not in stated
    }
    if assumed:
        found = replace(found, **assumed)  # type: ignore[arg-type]
    sources = earlier.sources
    still = [name for name in sources.assumed if name not in stated]
    return found, replace(
        sources,
        assumed=tuple(dict.fromkeys([*still, *assumed])),
        unstated=tuple(name for name in sources.unstated if name not in stated),
    )


def _changed(before: Facts | None, after: Facts | None) -> dict[str, tuple[str, str]]:
    """Return the facts that were known and are another now."""
    old, new = before or UNKNOWN, after or UNKNOWN
    pairs = {f.name: (getattr(old, f.name), getattr(new, f.name)) for f in fields(Facts)}
    return {
        name: (str(was), "" if now is None else str(now))
        for name, (was, now) in pairs.items()
        if was is not None and was != now
    }


def _value(cell: str, column: ColumnSpec, hospital_id: str) -> Value:
    if column.kind is Kind.TEXT and holds_identifier(cell, hospital_id):
        raise CohortError(
            "Column {column} contains something that identifies a person.",
            remedy="Remove names, ids and contact data from this column.",
            column=column.name,
        )
    known = _UNKNOWN if column.place is Place.FACTS or column.name == "stage" else _CLEARED
    if cell.casefold() in known:
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
        check_measures(facts)
    except StagingError as error:
        if written:
            parse_stage(written, edition)
        return "", error.what
    if written:
        if facts.diameter_mm is None and len(possible_stages_of(facts)) > 1:
            parse_stage(written, edition)
        check_possible(facts, written, edition)
    try:
        staged = stage(facts)
    except StagingError as error:
        return "", error.what
    return staged.stage, staged.reason


def _edition(value: str) -> Edition:
    digits = re.sub(r"\D", "", value)
    if digits not in _EDITIONS:
        raise CohortError(
            "The FIGO edition of the row is missing or unknown.",
            remedy="Enter “FIGO 2018” or “FIGO 2009” in the column edition; IB2 means different things in them.",
        )
    return _EDITIONS[digits]


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
    absent = ABSENT.get(column.name)
    if isinstance(absent, StrEnum) and value in _NONE:
        return absent
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

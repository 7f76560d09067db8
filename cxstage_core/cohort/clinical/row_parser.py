"""One row of the clinical table: words to facts, facts to a stage, each refusal with its reason."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from cxstage_core.cohort.clinical.identifier_screen import holds_identifier
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.errors import CohortError, StagingError
from cxstage_core.staging import check_entered, parse_stage, stage
from cxstage_core.staging.facts import Edition, Facts, Mucosa, Nodes, NodesBy, Parametrium, Vagina
from cxstage_core.text import Text, text

Choice = TypeVar("Choice", bound=StrEnum)

_FACT_COLUMNS = (
    "stromal_depth_mm", "diameter_mm", "microscopic", "vagina", "parametrium", "hydronephrosis",
    "hydronephrosis_otherwise_explained", "pelvic_nodes", "paraaortic_nodes", "nodes_by", "bladder_mucosa",
    "rectal_mucosa", "distant",
)  # fmt: skip
COLUMNS = (
    "patient_id", "age", "histology", "edition", "stage", *_FACT_COLUMNS, "mri_date", "treatment_date",
    "perineural_invasion", "vascular_emboli",
)  # fmt: skip
"""The fixed columns; all others go to `extra` or are left out."""

_YES = {"yes", "y", "true", "1", "是", "有"}
_NO = {"no", "n", "false", "0", "否", "无"}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})[-/.月](\d{1,2})日?|(\d{2})(\d{2}))(?:[T ][\d:.]+)?")
_NUMBER = re.compile(r"([+-]?\d+(?:[.,]\d+)?)\s*(?:mm|y|yr|years|岁)?", re.IGNORECASE)
_EDITIONS = {"2009": Edition.FIGO_2009, "2018": Edition.FIGO_2018}
_OLDEST = 120
_LONGEST_STAGE = 24


@dataclass(frozen=True, slots=True)
class Draft:
    """A row that was understood; its dates are not yet shifted and its patient has no pseudonym."""

    hospital_id: str
    record: ClinicalRecord


def understand(cells: Mapping[str, str], extra: Mapping[str, str]) -> Draft:
    """Read one row.

    Args:
        cells: the row by column name.
        extra: its further columns that may be kept.

    Raises:
        CohortError, StagingError: why the row is refused; no cell that may hold an identifier is quoted.
    """
    hospital_id = cells.get("patient_id", "")
    if not hospital_id:
        raise CohortError("The row has no patient_id.", remedy="Enter the patient's id.")
    if cells.get(""):
        raise CohortError(
            "The row has more cells than the table has columns.",
            remedy="Put text with commas in quotation marks.",
        )
    histology = cells.get("histology", "")
    if holds_identifier(histology, hospital_id):
        raise CohortError(
            "The column histology holds something that identifies a person.",
            remedy="Enter the histological type only.",
        )
    edition = _edition(cells.get("edition", ""))
    facts = _facts(cells) if any(cells.get(name) for name in _FACT_COLUMNS) else None
    written = cells.get("stage", "")
    if len(written) > _LONGEST_STAGE:
        raise CohortError("The column stage holds no stage.", remedy="Write it like IB2 or IIIC1r.")
    computed, reason = _stages(facts, written, edition)
    age = _number(cells, "age")
    if age is not None and not 0 <= age <= _OLDEST:
        raise CohortError("The age must be between 0 and 120 years.")
    return Draft(
        hospital_id,
        ClinicalRecord(
            patient="",
            age=age,
            histology=histology,
            edition=edition,
            facts=facts,
            entered_stage=written,
            computed_stage=computed,
            computed_reason=str(reason),
            mri_date=_date(cells, "mri_date"),
            treatment_date=_date(cells, "treatment_date"),
            perineural_invasion=_flag(cells, "perineural_invasion"),
            vascular_emboli=_flag(cells, "vascular_emboli"),
            extra=extra,
        ),
    )


def read_date(value: str) -> date | None:
    """A date written year first, None when the value is no such date."""
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
    """A date moved by the patient's secret number of days."""
    return None if value is None else value + timedelta(days=days)


def shifted_text(value: str, days: int) -> str:
    """The same for a cell of a further column; what is no date stays."""
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
            "The row does not say in which FIGO edition it is staged.",
            remedy="Enter “FIGO 2018” or “FIGO 2009” in the column edition; IB2 means different things in them.",
        )
    return _EDITIONS[digits]


def _facts(cells: Mapping[str, str]) -> Facts:
    return Facts(
        stromal_depth_mm=_number(cells, "stromal_depth_mm"),
        diameter_mm=_number(cells, "diameter_mm"),
        microscopic=bool(_flag(cells, "microscopic")),
        vagina=_choice(cells, "vagina", Vagina) or Vagina.NONE,
        parametrium=_choice(cells, "parametrium", Parametrium) or Parametrium.NONE,
        hydronephrosis=bool(_flag(cells, "hydronephrosis")),
        hydronephrosis_otherwise_explained=bool(_flag(cells, "hydronephrosis_otherwise_explained")),
        pelvic_nodes=_choice(cells, "pelvic_nodes", Nodes) or Nodes.NONE,
        paraaortic_nodes=_choice(cells, "paraaortic_nodes", Nodes) or Nodes.NONE,
        nodes_by=_choice(cells, "nodes_by", NodesBy),
        bladder_mucosa=_choice(cells, "bladder_mucosa", Mucosa) or Mucosa.NONE,
        rectal_mucosa=_choice(cells, "rectal_mucosa", Mucosa) or Mucosa.NONE,
        distant=bool(_flag(cells, "distant")),
    )


def _number(cells: Mapping[str, str], column: str) -> float | None:
    value = cells.get(column, "")
    if not value:
        return None
    found = _NUMBER.fullmatch(value)
    number = float(found[1].replace(",", ".")) if found else math.nan
    if not math.isfinite(number):
        raise CohortError(
            "The column {column} holds something that is no number.",
            remedy="Enter a number, or leave the cell empty when it was not measured.",
            column=column,
        )
    return number


def _flag(cells: Mapping[str, str], column: str) -> bool | None:
    value = cells.get(column, "").casefold()
    if not value:
        return None
    if value in _YES or value in _NO:
        return value in _YES
    raise CohortError(
        "The column {column} must hold yes or no.",
        remedy="Write yes or no, or leave the cell empty.",
        column=column,
    )


def _choice(cells: Mapping[str, str], column: str, kind: type[Choice]) -> Choice | None:
    value = _plain_words(cells.get(column, ""))
    if not value:
        return None
    for member in kind:
        if value == _plain_words(member.value):
            return member
    raise CohortError(
        "The column {column} must hold one of: {words}.",
        remedy="Correct the cell, or leave it empty.",
        column=column,
        words=", ".join(member.value for member in kind),
    )


def _date(cells: Mapping[str, str], column: str) -> date | None:
    value = cells.get(column, "")
    if not value:
        return None
    found = read_date(value)
    if found is None:
        raise CohortError(
            "The column {column} holds something that is no date.",
            remedy="Write dates year first, such as 2024-03-31.",
            column=column,
        )
    return found


def _plain_words(value: Any) -> str:
    return re.sub(r"[\s_\-]+", " ", str(value).strip().casefold())

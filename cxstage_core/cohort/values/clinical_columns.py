"""Definitions of the clinical columns, used by storage, import, subgroups, exports, phantom and documentation.

A new column is one row here with `place=Place.VALUES` and `since` the next version of the clinical table,
which is raised in `cxstage_core/migrations/kinds.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cxstage_core.cohort.values.records import ClinicalRecord, Value
from cxstage_core.staging.facts import Edition, Facts, Mucosa, Nodes, NodesBy, Parametrium, Vagina
from cxstage_core.staging.size_limits import LARGE_MM
from cxstage_core.text import Text, text

_OLDER = 50.0
_LAST = 99


class Kind(StrEnum):
    """Type of the values of a column."""

    NUMBER = "number"
    YES_NO = "yes/no"
    DATE = "date"
    TEXT = "text"
    CHOICE = "choice"


class Place(StrEnum):
    """Part of a `ClinicalRecord` that stores the value."""

    RECORD = "record"
    FACTS = "facts"
    VALUES = "values"


@dataclass(frozen=True, slots=True)
class Subgroup:
    """Division of patients into subgroups by a column.

    Args:
        name: of the subgroups in tables.
        level: returns the name of the subgroup of a value.
        rank: position among all subgroups.
    """

    name: str
    level: Callable[[Value], str] = str
    rank: int = _LAST


@dataclass(frozen=True, slots=True)
class ColumnSpec:
    """One column of the clinical table.

    Args:
        name: in the department's table and in exports: lower case, words joined by underscores.
        kind: dates are shifted by the patient's secret number of days.
        title: header in tables.
        place: part of the record that stores it; `VALUES` for every column on which no rule depends.
        field: name in the record and in the file, "" for `name`.
        choices: for `Kind.CHOICE`.
        limits: lowest and highest number.
        unit: of a number.
        aliases: further names in the department's table.
        subgroup: division of the test patients, None for none.
        shown: True if tables of patients show it, in the window and on the command line.
        imported: True if the department's table may contain it; else the program computes it.
        after_treatment: True if it is unknown before the treatment, and so never an input of a network.
        since: first version of the clinical table that contains it.
        phantom: frequency of each value among phantom patients; None for no values.
    """

    name: str
    kind: Kind
    title: Text
    place: Place = Place.VALUES
    field: str = ""
    choices: tuple[StrEnum, ...] | tuple[str, ...] = ()
    limits: tuple[float, float] | None = None
    unit: str = ""
    aliases: tuple[str, ...] = ()
    subgroup: Subgroup | None = None
    shown: bool = False
    imported: bool = True
    after_treatment: bool = False
    since: int = 1
    phantom: Mapping[str, float] | None = None

    @property
    def key(self) -> str:
        """Name in the record and in the file."""
        return self.field or self.name

    def value(self, record: ClinicalRecord) -> Value:
        """Return the value of a patient, None if it is empty."""
        if self.place is Place.VALUES:
            return record.values.get(self.name)
        holder = record if self.place is Place.RECORD else record.facts
        found: Value = None if holder is None else getattr(holder, self.key)
        return None if found == "" else found

    def written(self, record: ClinicalRecord) -> str:
        """Return the value as a table cell: dates in ISO 8601, "" if it is empty."""
        value = self.value(record)
        if isinstance(value, bool):
            return "yes" if value else "no"
        if isinstance(value, float | int):
            return f"{value:g}"
        return value.isoformat() if isinstance(value, date) else str(value or "")


def _age_group(age: Value) -> str:
    return "50 and older" if isinstance(age, float | int) and age >= _OLDER else "younger than 50"


def _size_group(diameter: Value) -> str:
    large = isinstance(diameter, float | int) and diameter > LARGE_MM
    return "above 40 mm" if large else "up to 40 mm"


def _main_stage(stage: Value) -> str:
    return str(stage).rstrip("rp0123456789ABC") or "?"


def _fact(
    name: str, kind: Kind, title: Text, choices: type[StrEnum] | None = None, unit: str = ""
) -> ColumnSpec:
    return ColumnSpec(name, kind, title, Place.FACTS, choices=tuple(choices or ()), unit=unit)


COLUMNS: dict[str, ColumnSpec] = {
    column.name: column
    for column in (
        ColumnSpec(
            "age",
            Kind.NUMBER,
            text("Age"),
            Place.RECORD,
            limits=(0, 120),
            unit="years",
            subgroup=Subgroup("age", _age_group, 1),
            shown=True,
        ),
        ColumnSpec(
            "histology",
            Kind.TEXT,
            text("Histology"),
            Place.RECORD,
            subgroup=Subgroup("histology", rank=4),
            phantom={
                "squamous cell carcinoma": 0.80,
                "adenocarcinoma": 0.15,
                "adenosquamous carcinoma": 0.05,
            },
        ),
        ColumnSpec("edition", Kind.CHOICE, text("FIGO edition"), Place.RECORD, choices=tuple(Edition)),
        ColumnSpec("stage", Kind.TEXT, text("Entered stage"), Place.RECORD, "entered_stage"),
        _fact("stromal_depth_mm", Kind.NUMBER, text("Depth of stromal invasion"), unit="mm"),
        ColumnSpec(
            "diameter_mm",
            Kind.NUMBER,
            text("Largest diameter"),
            Place.FACTS,
            unit="mm",
            subgroup=Subgroup("diameter", _size_group, 2),
        ),
        _fact("microscopic", Kind.YES_NO, text("Seen by microscopy only")),
        _fact("vagina", Kind.CHOICE, text("Vagina"), Vagina),
        _fact("parametrium", Kind.CHOICE, text("Parametrium"), Parametrium),
        _fact("hydronephrosis", Kind.YES_NO, text("Hydronephrosis")),
        _fact(
            "hydronephrosis_otherwise_explained",
            Kind.YES_NO,
            text("Hydronephrosis with another cause"),
        ),
        _fact("pelvic_nodes", Kind.CHOICE, text("Pelvic nodes"), Nodes),
        _fact("paraaortic_nodes", Kind.CHOICE, text("Para-aortic nodes"), Nodes),
        _fact("nodes_by", Kind.CHOICE, text("Nodes assessed by"), NodesBy),
        _fact("bladder_mucosa", Kind.CHOICE, text("Bladder mucosa"), Mucosa),
        _fact("rectal_mucosa", Kind.CHOICE, text("Rectal mucosa"), Mucosa),
        _fact("distant", Kind.YES_NO, text("Distant metastasis")),
        ColumnSpec("mri_date", Kind.DATE, text("Date of the MRI"), Place.RECORD),
        ColumnSpec(
            "treatment_date",
            Kind.DATE,
            text("Date of the treatment"),
            Place.RECORD,
            after_treatment=True,
        ),
        ColumnSpec(
            "perineural_invasion",
            Kind.YES_NO,
            text("Perineural invasion"),
            Place.RECORD,
            after_treatment=True,
        ),
        ColumnSpec(
            "vascular_emboli",
            Kind.YES_NO,
            text("Vascular emboli"),
            Place.RECORD,
            after_treatment=True,
        ),
        ColumnSpec(
            "computed_stage",
            Kind.TEXT,
            text("Computed stage"),
            Place.RECORD,
            subgroup=Subgroup("stage", _main_stage, 3),
            imported=False,
        ),
        ColumnSpec(
            "computed_reason",
            Kind.TEXT,
            text("Reason of the computed stage"),
            Place.RECORD,
            imported=False,
        ),
    )
}
"""Columns by name, in the order of the table."""

RADIOLOGIST_COLUMN = "radiologist_group"
"""A further column that the comparison reads: the group that a radiologist named."""

NO_FACTS = Facts()


def columns(
    place: Place | None = None, *, version: int | None = None, imported: bool | None = None
) -> tuple[ColumnSpec, ...]:
    """Choose columns, in the order of the table.

    Args:
        place: only columns stored in this part of the record.
        version: only columns of a clinical table of this version.
        imported: True for columns that the department's table may contain, False for the others.
    """
    return tuple(
        column
        for column in COLUMNS.values()
        if (place is None or column.place is place)
        and (version is None or column.since <= version)
        and (imported is None or column.imported is imported)
    )


def shown_columns() -> tuple[ColumnSpec, ...]:
    """Return the columns that tables of patients show."""
    return tuple(column for column in COLUMNS.values() if column.shown)


def column_of(header: str) -> ColumnSpec | None:
    """Return the column for a header of the department's table, by name or alias; None if unknown."""
    found = COLUMNS.get(header)
    if found is None:
        found = next((c for c in COLUMNS.values() if header in c.aliases), None)
    return found if found is not None and found.imported else None

"""The columns of the patient table."""

from __future__ import annotations

import math

from PySide6.QtCore import QCoreApplication

from cxstage_core.cohort.values.clinical_columns import ColumnSpec, Kind, shown_columns
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.strings import localized
from cxstage_gui.theme import current
from cxstage_gui.widgets.table import Column

TICK, DASH = "✓", "–"


def patient_columns() -> list[Column[PatientRow]]:
    """Patient, images, readings, reference, stage, group, age, part."""
    translate = QCoreApplication.translate
    return [
        Column(translate("PatientTable", "Patient"), lambda row: row.patient),
        _sequence("T2"),
        _sequence("T1"),
        Column(
            translate("PatientTable", "Readings"),
            readings_text,
            tip=readings_tip,
        ),
        Column(
            translate("PatientTable", "Reference"),
            lambda row: f"v{row.reference}" if row.reference else DASH,
            colour=lambda row: current().good if row.reference else current().faint,
        ),
        Column(
            translate("PatientTable", "Stage"),
            lambda row: row.stage or DASH,
            tip=lambda row: localized(row.reason) or no_stage(),
            colour=lambda row: "" if row.stage else current().faint,
            header_tip=translate(
                "PatientTable", "FIGO 2018, computed from the clinical table's findings"
            ),
        ),
        Column(
            translate("PatientTable", "Group"),
            lambda row: localized(row.group) or DASH,
            colour=lambda row: "" if row.group else current().faint,
            header_tip=translate("PatientTable", "What guidelines recommend for the stage"),
        ),
        *(_clinical(spec) for spec in shown_columns()),
        Column(translate("PatientTable", "Part"), part_text),
    ]


def _sequence(name: str) -> Column[PatientRow]:
    return Column(
        name,
        lambda row: TICK if name in row.sequences else DASH,
        colour=lambda row: current().good if name in row.sequences else current().faint,
    )


def _clinical(spec: ColumnSpec) -> Column[PatientRow]:
    """A column of the clinical table; an empty cell sorts first."""
    number = spec.kind is Kind.NUMBER

    def shown(row: PatientRow) -> str:
        value = row.clinical.get(spec.name)
        if isinstance(value, bool):
            translate = QCoreApplication.translate
            return translate("PatientTable", "yes") if value else translate("PatientTable", "no")
        if isinstance(value, float | int):
            return f"{value:.0f}"
        return localized(str(value)) if value is not None else DASH

    def key(row: PatientRow) -> float | str:
        value = row.clinical.get(spec.name)
        if number:
            return value if isinstance(value, float | int) else -math.inf
        return "" if value is None else str(value)

    return Column(localized(spec.title), shown, sort=key, number=number)


def readings_text(row: PatientRow) -> str:
    """ "A ✓  B …": complete or in progress; of a clinical row alone, that images are missing."""
    if not row.readings:
        return clinical_only() if row.clinical and not row.sequences else DASH
    return "   ".join(
        f"{reader} {TICK if str(state) == 'complete' else '…'}"
        for reader, state in sorted(row.readings.items())
    )


def readings_tip(row: PatientRow) -> str:
    """The same in words."""
    translate = QCoreApplication.translate
    words = {
        "complete": translate("PatientTable", "complete"),
        "in progress": translate("PatientTable", "in progress"),
    }
    return "\n".join(
        translate("PatientTable", "Reader {reader}: {state}").format(
            reader=reader, state=words[str(state)]
        )
        for reader, state in sorted(row.readings.items())
    )


def clinical_only() -> str:
    """What stands where a clinical row has no images."""
    return QCoreApplication.translate("PatientTable", "clinical row, no images")


def no_stage() -> str:
    """Why the stage column may be empty."""
    return QCoreApplication.translate(
        "PatientTable", "No findings for this patient in the clinical table"
    )


def part_text(row: PatientRow) -> str:
    """Training or test part."""
    translate = QCoreApplication.translate
    words = {
        "train": translate("PatientTable", "training"),
        "test": translate("PatientTable", "test"),
    }
    return words.get(row.part, DASH)

"""One row per patient: what the patient table shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.records import ClinicalRecord, ReadingState
    from cxstage_core.text import Text


@dataclass(frozen=True, slots=True)
class PatientRow:
    """A patient as the table shows it; empty fields are not known.

    Args:
        sequences: sequences with at least one series, such as ("T1", "T2").
        readings: reader to state of the reading.
        reference: version of the frozen reference, 0 without one.
        stage, reason: computed FIGO 2018 stage, and why.
        group: the group that guidelines recommend for the stage.
        part: "train", "test" or "".
    """

    patient: str
    sequences: tuple[str, ...] = ()
    readings: Mapping[str, ReadingState] = field(default_factory=dict)
    reference: int = 0
    stage: str = ""
    reason: Text | str = ""
    group: str = ""
    age: float | None = None
    part: str = ""


def read_overview(cohort: Cohort) -> tuple[PatientRow, ...]:
    """Read the table's rows; of readings and references only what index and audit log know."""
    from cxstage_core.staging import group_of

    clinical = cohort.clinical()
    split = cohort.split()
    states = cohort.reading_states()
    references = _reference_versions(cohort)
    rows = []
    for patient in cohort.patients():
        record = clinical.get(patient)
        stage = record.computed_stage if record else ""
        rows.append(
            PatientRow(
                patient,
                tuple(sorted({s.info.sequence for s in cohort.series(patient)})),
                states.get(patient, {}),
                references.get(patient, 0),
                stage,
                _reason(record) if record else "",
                str(group_of(stage)) if stage else "",
                record.age if record else None,
                split.part(patient) if split else "",
            )
        )
    return tuple(rows)


def _reason(record: ClinicalRecord) -> Text | str:
    """Why the stage is what it is; as a sentence of its own it can be said in any language."""
    from cxstage_core.errors import StagingError
    from cxstage_core.staging import stage

    if record.facts is None:
        return record.computed_reason
    try:
        staged = stage(record.facts)
    except StagingError as error:
        return record.computed_reason if record.computed_stage else error.what
    return staged.reason if staged.stage == record.computed_stage else record.computed_reason


def _reference_versions(cohort: Cohort) -> dict[str, int]:
    """Patient to version of the latest reference, from the log of what was frozen."""
    from cxstage_core.cohort.acts import logged

    frozen = logged(cohort.audit()).references
    return {patient: version for patient, (version, _) in frozen.items()}


def completed_today(cohort: Cohort, reader: str) -> int:
    """How many patients' readings a reader completed today, by the audit log; local time."""
    from datetime import datetime

    from cxstage_core.cohort.acts import COMPLETE_READING

    today = datetime.now().astimezone().date()
    return len(
        {
            entry.details.get("patient")
            for entry in cohort.audit()
            if entry.act == COMPLETE_READING
            and entry.actor == reader
            and datetime.fromisoformat(entry.at).astimezone().date() == today
        }
    )

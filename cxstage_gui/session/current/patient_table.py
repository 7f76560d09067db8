"""One row per patient: what the patient table shows."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import ClinicalRecord, ReadingState, Value
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
        clinical: the shown columns of the clinical table, by column name.
        part: "train", "test" or "".
        slot: under which name the reader at work reads the patient, "" for the reader's own.
        code: under which number a reader with a work list sees the case; "" for the pseudonym.
        returned: by stored name, why a reviewer sent the reading back.
    """

    patient: str
    sequences: tuple[str, ...] = ()
    readings: Mapping[str, ReadingState] = field(default_factory=dict)
    reference: int = 0
    stage: str = ""
    reason: Text | str = ""
    group: str = ""
    part: str = ""
    reading_key: str = ""
    code: str = ""
    returned: Mapping[str, str] = field(default_factory=dict)
    clinical: Mapping[str, Value] = field(default_factory=dict)

    @property
    def case(self) -> str:
        """What the case is called on screen."""
        return self.code or self.patient


def read_overview(cohort: Cohort) -> tuple[PatientRow, ...]:
    """Read the table's rows; of readings and references only what index and audit log know."""
    from cxstage_core.cohort.values.clinical_columns import shown_columns
    from cxstage_core.cohort.values.permissions import Permission
    from cxstage_core.staging import group_of

    if cohort.principal.blind:
        return _work_list(cohort)
    clinical = cohort.clinical.records() if cohort.principal.may(Permission.SEE_CLINICAL) else {}
    split = cohort.split() if cohort.principal.may(Permission.SPLIT) else None
    states = cohort.readings.states()
    references = _reference_versions(cohort)
    returned = cohort.review.return_reasons()
    rows = []
    for patient in cohort.patients():
        record = clinical.get(patient)
        stage = record.computed_stage if record else ""
        rows.append(
            PatientRow(
                patient,
                _sequences(cohort, patient),
                states.get(patient, {}),
                references.get(patient, 0),
                stage,
                _reason(record) if record else "",
                str(group_of(stage)) if stage else "",
                split.part(patient) if split else "",
                returned=returned.get(patient, {}),
                clinical={c.name: c.value(record) for c in shown_columns()} if record else {},
            )
        )
    return tuple(rows)


def _work_list(cohort: Cohort) -> tuple[PatientRow, ...]:
    """A reader's rows, by case number; without assignments one for every patient."""
    states = cohort.readings.states()
    items = {item.patient: item for item in cohort.worklist.items()}
    name = cohort.principal.name
    rows = []
    for patient in cohort.patients():
        item = items.get(patient)
        if item is None:
            state = states.get(patient, {}).get(name)
            row = PatientRow(
                patient, _sequences(cohort, patient), {} if state is None else {name: state}
            )
        else:
            row = PatientRow(
                patient,
                _sequences(cohort, patient),
                {} if item.state is None else {name: item.state},
                reading_key=item.reading_key,
                code=item.code,
                returned={item.reading_key: item.returned} if item.returned else {},
            )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: row.case))


def _sequences(cohort: Cohort, patient: str) -> tuple[str, ...]:
    return tuple(sorted({record.info.sequence for record in cohort.series(patient)}))


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
    from cxstage_core.cohort.audit.events import logged

    frozen = logged(cohort.audit.entries()).references
    return {patient: max(versions) for patient, versions in frozen.items()}


def completed_today(cohort: Cohort, reader: str) -> int:
    """How many patients' readings a reader completed today, by the audit log; local time."""
    from datetime import datetime

    return cohort.worklist.completed_on(datetime.now().astimezone().date(), reader)

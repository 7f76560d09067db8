"""One row per patient: what the patient table shows."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cxstage_core.errors import IntegrityError

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import ReadingState, Split, Value
    from cxstage_core.reading.workflow import CaseState
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
        reading_key: under which the current user reads the patient, "" for the user's name.
        code: number of the case for a reader with a worklist; "" for the pseudonym.
        perhaps: an earlier version computed the stage from facts that may not have been stated.
        returned: by stored name, why a reviewer sent the reading back.
        closed: the case is in review or frozen, so that first readings cannot be changed; None if it is open.
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
    closed: CaseState | None = None
    perhaps: bool = False

    @property
    def case(self) -> str:
        """The name of the case on screen."""
        return self.code or self.patient


def read_overview(cohort: Cohort, patients: Collection[str] | None = None) -> tuple[PatientRow, ...]:
    """Read rows of the table; of readings and references only what index and audit log know.

    Args:
        patients: those to read, None for all.
    """
    from cxstage_core.cohort.clinical.stage_reason import computed_perhaps, stage_reason
    from cxstage_core.cohort.values.clinical_columns import shown_columns
    from cxstage_core.cohort.values.permissions import Permission
    from cxstage_core.staging import group_of

    if cohort.principal.blind:
        return _worklist(cohort, patients)
    clinical = cohort.clinical.records() if cohort.principal.may(Permission.SEE_CLINICAL) else {}
    split = _split_of(cohort) if cohort.principal.may(Permission.SPLIT) else None
    perhaps = {*computed_perhaps(cohort)} if clinical else set()
    states = cohort.readings.states()
    references = reference_versions(cohort)
    returned = cohort.review.return_reasons()
    closed = cohort.readings.closed_cases(patients)
    rows = []
    for patient in _wanted(cohort, patients):
        record = clinical.get(patient)
        stage = record.computed_stage if record else ""
        rows.append(
            PatientRow(
                patient,
                _sequences(cohort, patient),
                states.get(patient, {}),
                references.get(patient, 0),
                stage,
                stage_reason(record) if record else "",
                str(group_of(stage)) if stage else "",
                split.part(patient) if split else "",
                returned=returned.get(patient, {}),
                clinical={c.name: c.value(record) for c in shown_columns()} if record else {},
                closed=closed.get(patient),
                perhaps=patient in perhaps,
            )
        )
    return tuple(rows)


def _split_of(cohort: Cohort) -> Split | None:
    """The locked split; None where its file is missing or damaged, which every use of it refuses."""
    try:
        return cohort.split()
    except IntegrityError:
        return None


def _worklist(cohort: Cohort, patients: Collection[str] | None) -> tuple[PatientRow, ...]:
    """A reader's rows, by case number; without assignments one for every patient."""
    from cxstage_core.cohort.values.reading_key import is_first

    states = cohort.readings.states()
    items = {item.patient: item for item in cohort.worklist.items()}
    name = cohort.principal.name
    closed = cohort.readings.closed_cases(patients)
    rows = []
    for patient in _wanted(cohort, patients):
        item = items.get(patient)
        if item is None:
            state = states.get(patient, {}).get(name)
            row = PatientRow(
                patient,
                _sequences(cohort, patient),
                {} if state is None else {name: state},
                closed=closed.get(patient),
            )
        else:
            row = PatientRow(
                patient,
                _sequences(cohort, patient),
                {} if item.state is None else {name: item.state},
                reading_key=item.reading_key,
                code=item.code,
                returned={item.reading_key: item.return_reason} if item.return_reason else {},
                closed=closed.get(patient) if is_first(item.reading_key) else None,
            )
        rows.append(row)
    return tuple(sorted(rows, key=lambda row: row.case))


def _wanted(cohort: Cohort, patients: Collection[str] | None) -> tuple[str, ...]:
    known = cohort.patients()
    return known if patients is None else tuple(one for one in known if one in patients)


def _sequences(cohort: Cohort, patient: str) -> tuple[str, ...]:
    return tuple(sorted({record.info.sequence for record in cohort.series(patient)}))


def reference_versions(cohort: Cohort) -> dict[str, int]:
    """Patient to version of the latest reference, from the log of what was frozen."""
    from cxstage_core.cohort.audit.events import logged

    frozen = logged(cohort.audit.entries()).references
    return {patient: max(versions) for patient, versions in frozen.items()}


def completed_today(cohort: Cohort, reader: str) -> int:
    """Count the patients whose readings a reader completed today, by the audit log; local time."""
    from datetime import datetime

    return cohort.worklist.completed_on(datetime.now().astimezone().date(), reader)

"""Import series into a cohort; a rejected one does not stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.services.admission import Admission, PersonQuestionError
from cxstage_core.cohort.values.gate_rules import about_person
from cxstage_core.cohort.values.identity import Decisions
from cxstage_core.errors import CxStageError
from cxstage_core.intake.report import (
    DUPLICATE,
    IMPORTED,
    REJECTED,
    Candidate,
    ImportReport,
    SeriesImported,
    SeriesOutcome,
)
from cxstage_core.intake.scan import scan
from cxstage_core.intake.series_notes import joined, note_of
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.text import Text, text


def import_series(
    cohort: Cohort,
    sources: Sequence[Path],
    job: Job | None = None,
    patient: str | None = None,
    decisions: Decisions | None = None,
) -> ImportReport:
    """Import everything under the sources.

    Args:
        sources: folders and files.
        patient: the hospital's id or a pseudonym for files that carry no id (NIfTI, MHA, NRRD); without
            it the name of their folder stands in. Ids are hashed, never stored.
        decisions: answers to what an earlier import asked about persons; logged with their reason.

    Returns:
        One outcome per series; a rejection has its reason and stops nothing.

    Raises:
        Cancelled: a stop was asked for; series imported until then stay.
    """
    job = job or no_progress()
    door = cohort.people.admission(decisions)
    found = scan(sources, job)
    outcomes = [
        SeriesOutcome(r.source, "", "", r.description, REJECTED, r.reason) for r in found.rejections
    ]
    for outcome in outcomes:
        job.emit(SeriesImported(outcome))
    for done, candidate in enumerate(found.candidates):
        job.step(Progress(done, len(found.candidates), "Importing series"))
        outcome = _import(cohort, door, candidate, patient)
        outcomes.append(outcome)
        job.emit(SeriesImported(outcome))
    total = len(found.candidates)
    job.step(Progress(total, total, "Importing series"))
    report = ImportReport(tuple(outcomes))
    counts = report.by_status
    cohort.audit.note(
        "import", imported=counts[IMPORTED], duplicate=counts[DUPLICATE], rejected=counts[REJECTED]
    )
    cohort.refresh_index()
    return report


def _import(
    cohort: Cohort, door: Admission, candidate: Candidate, patient: str | None
) -> SeriesOutcome:
    info, grid = candidate.info, candidate.grid

    def rejected(error: CxStageError, of: str, question: str = "", about: str = "") -> SeriesOutcome:
        return SeriesOutcome(
            candidate.source,
            of,
            "",
            info.description,
            REJECTED,
            _sentence(error),
            grid.size,
            grid.spacing,
            question,
            about,
        )

    principal = ""
    try:
        volume = candidate.load()
        with cohort.people.locked():
            name, given = _id_of(candidate, patient)
            admitted = door.admit(name, candidate.evidence, volume, given=given)
            principal = admitted.patient
            record, new = cohort.add_series(principal, volume, info)
            door.remember(principal, candidate.evidence, volume)
    except PersonQuestionError as error:
        return rejected(error, error.newcomer or error.patient, error.question.value, error.patient)
    except CxStageError as error:
        return rejected(error, principal)
    kept = (
        [note_of(note) for note in info.notes]
        if new
        else [text("This image is already in the cohort.")]
    )
    unfit = about_person([(record.id, info.tags)])
    notes = [*kept, *admitted.notes, *(one.sentence for one in unfit)]
    if unfit:
        notes.append(text("It is left out of training and prediction unless you give a reason."))
    return SeriesOutcome(
        candidate.source,
        principal,
        record.id,
        info.description,
        IMPORTED if new else DUPLICATE,
        joined(notes) if notes else None,
        grid.size,
        grid.spacing,
    )


def _id_of(candidate: Candidate, patient: str | None) -> tuple[str, bool]:
    """The hospital id of a candidate, and whether it is the caller's: of its header, the caller, or the study."""
    if candidate.study and candidate.patient_id:
        return candidate.patient_id, False
    if patient:
        return patient, True
    return candidate.patient_id or candidate.study, False


def _sentence(error: CxStageError) -> Text:
    if not error.remedy.template:
        return error.what
    return text("{what} {remedy}", what=error.what, remedy=error.remedy)

"""Import series into a cohort; a rejected one does not stop the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from cxstage_core.cohort import Cohort
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
    cohort: Cohort, sources: Sequence[Path], job: Job | None = None, patient: str | None = None
) -> ImportReport:
    """Import everything under the sources.

    Args:
        sources: folders and files.
        patient: the hospital's id or a pseudonym for files that carry no id (NIfTI, MHA, NRRD); without
            it the name of their folder stands in. Ids are hashed, never stored.

    Returns:
        One outcome per series; a rejection has its reason and stops nothing.

    Raises:
        Cancelled: a stop was asked for; series imported until then stay.
    """
    job = job or no_progress()
    found = scan(sources, job)
    outcomes = [
        SeriesOutcome(r.source, "", "", r.description, REJECTED, r.reason) for r in found.rejections
    ]
    for outcome in outcomes:
        job.emit(SeriesImported(outcome))
    for done, candidate in enumerate(found.candidates):
        job.step(Progress(done, len(found.candidates), "Importing series"))
        outcome = _import(cohort, candidate, patient)
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


def _import(cohort: Cohort, candidate: Candidate, patient: str | None) -> SeriesOutcome:
    info, grid = candidate.info, candidate.grid
    principal = ""
    try:
        volume = candidate.load()
        principal = _pseudonym(cohort, candidate, patient)
        record, new = cohort.add_series(principal, volume, info)
    except CxStageError as error:
        return SeriesOutcome(
            candidate.source,
            principal,
            "",
            info.description,
            REJECTED,
            _sentence(error),
            grid.size,
            grid.spacing,
        )
    notes = joined(note_of(kept) for kept in info.notes) if info.notes else None
    return SeriesOutcome(
        candidate.source,
        principal,
        record.id,
        info.description,
        IMPORTED if new else DUPLICATE,
        notes if new else text("This image is already in the cohort."),
        grid.size,
        grid.spacing,
    )


def _pseudonym(cohort: Cohort, candidate: Candidate, patient: str | None) -> str:
    """The pseudonym of a candidate: by the DICOM patient id, the caller's id, or the study."""
    if candidate.study and candidate.patient_id:
        return cohort.pseudonym(candidate.patient_id)
    if patient:
        return cohort.find_patient(patient) or cohort.pseudonym(patient)
    return cohort.pseudonym(candidate.patient_id or candidate.study)


def _sentence(error: CxStageError) -> Text:
    if not error.remedy.template:
        return error.what
    return text("{what} {remedy}", what=error.what, remedy=error.remedy)

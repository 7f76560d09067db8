"""Import and export of a reader's outline."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import Reading, SeriesRecord
from cxstage_core.errors import IntakeError
from cxstage_core.intake.image_files import write_mask
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.intake.masks.same_patient import check_patient
from cxstage_core.intake.masks.segments import Choices
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class RoiImport:
    """The saved reading, with notes about the import."""

    reading: Reading
    notes: tuple[Text, ...]


def import_roi(
    cohort: Cohort,
    patient: str,
    series_id: str,
    file: Path,
    reader: str,
    choices: Choices | None = None,
) -> RoiImport:
    """Import an outline from a file into a reader's reading, on the grid of the series.

    Args:
        patient: pseudonym. series_id: such as "t2-axial".
        file: NIfTI, MHA, NRRD, a segmentation of 3D Slicer, DICOM SEG or RTSTRUCT; on another grid it is
            resampled by nearest neighbour, with a note.
        choices: what the segments of the file mean, where their names do not show it.

    Raises:
        IntakeError: the file is not an outline, contradicts itself, belongs to another patient, or lies
            entirely outside the series.
        CohortError: patient or series is unknown, or the user may not edit this reading.
    """
    record = find_series(cohort, patient, series_id)
    cohort.readings.require_own(patient, reader)
    outline = read_outline(file, (record.grid,), choices)
    notes = [*check_patient(cohort, patient, outline.patient_id, file), *outline.notes]
    mask, moved = on_series(outline.mask, record.grid, file)
    notes += moved
    if not outline.mask.array.any():
        notes.append(text("Nothing is outlined in this file."))
    before_reading = cohort.readings.get(patient, reader) or Reading(patient, reader, {})
    masks = {**before_reading.masks, series_id: mask}
    return RoiImport(cohort.save_reading(replace(before_reading, masks=masks)), tuple(notes))


def export_roi(
    cohort: Cohort,
    patient: str,
    series_id: str,
    file: Path,
    reader: str,
    *,
    drawing_as: str = "",
) -> None:
    """Export a reader's outline to a file; it is verified before it gets its final name.

    An outline of another reader is logged as seen.

    Args:
        drawing_as: in a cohort without accounts, the reader's name under which the user draws.

    Raises:
        IntakeError: the reader outlined nothing there, or the file cannot be written.
        CohortError: patient or series is unknown, or the user may not see the outline, or not yet.
    """
    find_series(cohort, patient, series_id)
    reading = cohort.readings.get(patient, reader, drawing_as=drawing_as)
    mask = None if reading is None else reading.masks.get(series_id)
    if mask is None:
        raise IntakeError(
            "Reader {reader} has no outline on {series} of {patient}.",
            remedy="Choose a reader and a series with an outline.",
            reader=reader,
            series=series_id,
            patient=patient,
        )
    write_mask(mask, file)


def find_series(cohort: Cohort, patient: str, series_id: str) -> SeriesRecord:
    """Return the record of a series.

    Raises:
        IntakeError: the patient has no such series; the message lists the existing ones.
    """
    records = {record.id: record for record in cohort.series(patient)}
    if series_id not in records:
        raise IntakeError(
            "{patient} has no series {series}.",
            remedy="Choose one of: {there}.",
            patient=patient,
            series=series_id,
            there=", ".join(records) or "none",
        )
    return records[series_id]

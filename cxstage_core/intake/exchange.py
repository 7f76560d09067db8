"""Import and export of outlines with their labels, through world space and verified."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.file_names import reader_file
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.errors import Cancelled, CxStageError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.intake.image_files import write_mask
from cxstage_core.intake.label_files import write_label_file
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.intake.masks.reading import label_file_of, read_outline, unclear_segments
from cxstage_core.intake.masks.segments import Choices, Key
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.tools.transfer import transferred
from cxstage_core.text import Text

FORMATS = (".nii.gz", ".mha", ".nrrd")


@dataclass(frozen=True, slots=True, eq=False)
class Incoming:
    """An outline from a file, on the grid of a series.

    Args:
        notes: changes made during the import.
    """

    mask: Mask
    notes: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class BatchExport:
    """Result of exporting a batch of readings.

    Args:
        refused: pseudonym and reason of readings that were not exported.
    """

    written: tuple[Path, ...]
    refused: tuple[tuple[str, str], ...]


def export_outline(mask: Mask, file: Path, *, describe: bool = True) -> tuple[Path, ...]:
    """Write an outline, verify it by reading it back, and describe its labels.

    Args:
        file: ends in .nii.gz, .nii, .mha or .nrrd.
        describe: also write an ITK-SNAP label description of the same name, ending in .label.

    Returns:
        The files.

    Raises:
        IntakeError: the file cannot be written, or differs when read back; it is then removed.
    """
    write_mask(mask, file)
    if not describe:
        return (file,)
    description = label_file_of(file)
    write_label_file(description)
    return (file, description)


def strange_labels(file: Path, labels: Path | None = None) -> tuple[Key, ...]:
    """Return the names of a file's segments, or their numbers, whose meaning is unknown.

    Raises:
        IntakeError: the file cannot be read.
    """
    return unclear_segments(file, labels)


def incoming_outline(
    file: Path,
    grid: Grid,
    *,
    labels: Path | None = None,
    meanings: Choices | None = None,
) -> Incoming:
    """Read an outline onto the grid of a series.

    Args:
        labels: label description; if None, that of the same name in the file's folder, if it exists.
        meanings: labels of further segments by name or number; `Label.BACKGROUND` omits one, with a note.

    Raises:
        IntakeError: the file is not an outline, has undescribed labels, or lies outside the series.
    """
    outline = read_outline(file, (grid,), meanings, labels)
    mask, moved = on_series(outline.mask, grid, file, _smooth)
    return Incoming(mask, (*outline.notes, *moved))


def _smooth(mask: Mask, grid: Grid) -> Mask:
    moved = np.zeros(grid.size, np.uint8)
    for label in (Label.INFILTRATION, Label.TUMOUR):
        moved[transferred(mask, grid, label)] = label
    return Mask(moved, grid)


def export_readings(
    cohort: Cohort,
    reader: str,
    folder: Path,
    suffix: str = ".nii.gz",
    *,
    patients: Sequence[str] = (),
    job: Job | None = None,
) -> BatchExport:
    """Export every complete reading of a reader; file names contain pseudonym, series and reader only.

    A failed export does not stop the others.

    Args:
        suffix: one of `FORMATS`.
        patients: pseudonyms; all if empty.

    Raises:
        Cancelled: cancelling was requested; written files are kept.
        CohortError: the folder cannot be created.
    """
    from cxstage_core.storage import atomic_write

    job = job or no_progress()
    atomic_write.make_folder(folder)
    wanted = tuple(patients) or cohort.patients()
    written: list[Path] = []
    refused: list[tuple[str, str]] = []
    for done, patient in enumerate(wanted):
        job.step(Progress(done, len(wanted), "Writing outlines", patient))
        try:
            reading = cohort.readings.get(patient, reader)
            if reading is None or reading.state != ReadingState.COMPLETE:
                continue
            for series, mask in sorted(reading.masks.items()):
                if mask.array.any():
                    file = folder / f"{patient}_{series}_{reader_file(reader)}{suffix}"
                    written += export_outline(mask, file)
        except Cancelled:
            raise
        except CxStageError as error:
            refused.append((patient, error.public))
    job.step(Progress(len(wanted), len(wanted), "Writing outlines"))
    return BatchExport(tuple(written), tuple(refused))

"""Import and export of outlines with their labels, through world space and verified."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.file_names import reader_file
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.errors import Cancelled, CxStageError, IntakeError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.intake.image_files import SAME_PLACE_MM, image_suffix, read_volume, write_mask
from cxstage_core.intake.label_files import read_label_file, write_label_file
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.tools.transfer import transferred
from cxstage_core.text import Text, text

FORMATS = (".nii.gz", ".mha", ".nrrd")
KNOWN = {int(label): label for label in Label}


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


def label_file_of(file: Path) -> Path:
    """Return the path of an outline's label description."""
    return file.with_name(file.name[: -len(image_suffix(file))] + ".label")


def strange_labels(file: Path, labels: Path | None = None) -> tuple[int, ...]:
    """Return the label values of a file that are neither known nor described.

    Raises:
        IntakeError: the file cannot be read.
    """
    values = set(np.unique(read_volume(file).array).tolist())
    return tuple(sorted(int(v) for v in values if v not in _meanings(file, labels)))


def incoming_outline(
    file: Path,
    grid: Grid,
    *,
    labels: Path | None = None,
    meanings: Mapping[int, Label] | None = None,
) -> Incoming:
    """Read an outline onto the grid of a series.

    Args:
        labels: label description; if None, that of the same name in the file's folder, if it exists.
        meanings: labels of further values; `Label.BACKGROUND` omits a value, with a note.

    Raises:
        IntakeError: the file is not an outline, has undescribed label values, or lies outside the series.
    """
    volume = read_volume(file)
    known = {**_meanings(file, labels), **(meanings or {})}
    values: list[float] = np.unique(volume.array).tolist()
    strange = [v for v in values if v not in known]
    if strange:
        raise IntakeError(
            "The outline {file} contains undescribed labels: {strange}.",
            remedy="Add its ITK-SNAP label description to the same folder, or choose what each label means.",
            file=file,
            strange=", ".join(f"{v:g}" for v in strange[:5]),
        )
    array = np.zeros(volume.array.shape, np.uint8)
    notes: list[Text] = []
    for value in values:
        label = known[int(value)]
        if label == Label.BACKGROUND and value != 0:
            notes.append(text("Label {number} of the file was omitted.", number=int(value)))
        elif int(value) != label:
            notes.append(
                text(
                    "Label {number} of the file was imported as {label}.",
                    number=int(value),
                    label=_name(label),
                )
            )
        array[volume.array == value] = label
    source = Mask(array, volume.grid)
    if source.grid.close_to(grid, SAME_PLACE_MM):
        return Incoming(Mask(array, grid), tuple(notes))
    moved = np.zeros(grid.size, np.uint8)
    for label in (Label.TUMOUR, Label.INFILTRATION):
        moved[transferred(source, grid, label)] = label
    if array.any() and not moved.any():
        raise IntakeError(
            "The outline {file} lies entirely outside this series.",
            remedy="Choose the outline of the same examination.",
            file=file,
        )
    before, after = source.volume_cm3(), Mask(moved, grid).volume_cm3()
    notes.append(
        text(
            "The outline has another grid and was transferred through world space: {before:.2f} cm³ became "
            "{after:.2f} cm³.",
            before=before,
            after=after,
        )
    )
    return Incoming(Mask(moved, grid), tuple(notes))


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


def _meanings(file: Path, labels: Path | None) -> dict[int, Label]:
    """Return the labels of the values in a file, by its label description or else the default values."""
    description = labels if labels is not None else label_file_of(file)
    if labels is None and not description.is_file():
        return dict(KNOWN)
    named = read_label_file(description)
    found = {one.number: one.meant for one in named}
    return {0: Label.BACKGROUND, **{n: label for n, label in found.items() if label is not None}}


def _name(label: Label) -> Text:
    names = {Label.TUMOUR: text("tumour"), Label.INFILTRATION: text("possible infiltration")}
    return names.get(label, text("background"))

"""One door for outlines: any file, recognised by its content, as segments and as a mask of labels."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label, Mask
from cxstage_core.intake.decoding.budget import allow_pixels
from cxstage_core.intake.formats.placing import same_lattice
from cxstage_core.intake.header import looks_like_dicom
from cxstage_core.intake.image_files import asked, image_suffix, read_picture
from cxstage_core.intake.label_files import NamedLabel, read_label_file
from cxstage_core.intake.labels.numbers import whole_numbers
from cxstage_core.intake.masks import dicom_files, dicom_seg, rtstruct, slicer
from cxstage_core.intake.masks.segments import Choices, Key, Segment, Segments, combined
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """An outline as its file holds it.

    Args:
        patient_id: the hospital's id where the file carries one, in memory only.
        notes: what was corrected or decided when reading.
    """

    mask: Mask
    notes: tuple[Text, ...]
    patient_id: str = ""


def read_outline(
    file: Path, grids: Sequence[Grid], choices: Choices | None = None, labels: Path | None = None
) -> Outline:
    """Read an outline: NIfTI, MHA, NRRD, a segmentation of 3D Slicer, DICOM SEG or RTSTRUCT.

    Args:
        grids: the series it may belong to, at least one; the mask stays on its own grid.
        choices: what segments mean, by name (or number where the file has no names).
        labels: label description; if None, that of the same name in the file's folder, if it exists.

    Raises:
        IntakeError: the file is not an outline, contradicts itself, or leaves the meaning of a segment open.
    """
    patient, found = _segments(file, grids, labels)
    mask, notes = combined(found, choices or {}, file)
    return Outline(mask, (*found.notes, *notes), patient)


def unclear_segments(file: Path, labels: Path | None = None) -> tuple[Key, ...]:
    """Return the names (or numbers) of segments whose meaning is unknown.

    Raises:
        IntakeError: the file is not an outline.
    """
    if _is_dicom(file):
        unclear: tuple[Key, ...] = asked("unclear", file)
        return unclear
    return _of_image(file, None, labels).unclear


def label_file_of(file: Path) -> Path:
    """Return the path of an outline's label description."""
    return file.with_name(file.name[: len(file.name) - len(image_suffix(file))] + ".label")


def _segments(file: Path, grids: Sequence[Grid], labels: Path | None) -> tuple[str, Segments]:
    if not _is_dicom(file):
        return "", _of_image(file, grids, labels)
    patient: str
    found: Segments
    patient, found = asked("segments", file, tuple(grids))
    if not any(same_lattice(found.grid, grid) for grid in grids):
        # A cohort keeps no identifiers, so that only the places can be compared.
        unsure = text(
            "The outline was not drawn on this series, and their frames of reference cannot be "
            "compared; check that it overlays."
        )
        found = replace(found, notes=(*found.notes, unsure))
    return patient, found


def segments_of_dicom(file: Path, grids: Sequence[Grid]) -> tuple[str, Segments]:
    """Read patient id and segments of a DICOM SEG or RTSTRUCT, in the process that decodes.

    Raises:
        IntakeError: the file is damaged, or holds no outline.
        OSError: the file cannot be read.
    """
    dataset = dicom_files.opened(file)
    allow_pixels(file.stat().st_size + 8 * max(math.prod(grid.size) for grid in grids))
    patient = str(dataset.get("PatientID") or "").strip()
    read = rtstruct if dataset.SOPClassUID == dicom_files.CONTOURS else dicom_seg
    try:
        return patient, read.segments_of(dataset, grids, file)
    except (IntakeError, OSError, MemoryError):
        raise
    except Exception as error:  # damaged values fail in pydicom in more ways than can be listed
        raise dicom_files.damaged(file) from error


def unclear_of_dicom(file: Path) -> tuple[Key, ...]:
    """Return what `unclear_segments` returns for a DICOM SEG or RTSTRUCT, in the process that decodes."""
    dataset = dicom_files.opened(file)
    try:
        if dataset.SOPClassUID == dicom_files.CONTOURS:
            return rtstruct.unclear(dataset, file)
        return dicom_seg.segments_of(dataset, (), file).unclear
    except (IntakeError, OSError, MemoryError):
        raise
    except Exception as error:
        raise dicom_files.damaged(file) from error


def _is_dicom(file: Path) -> bool:
    if not file.is_file():
        raise IntakeError("File not found: {file}.", file=file)
    return looks_like_dicom(file)


def _of_image(file: Path, grids: Sequence[Grid] | None, labels: Path | None) -> Segments:
    """The segments of an image file; on its usual place if no grids are given."""
    picture = read_picture(file)
    places = picture.header.places
    place = places.all[0] if grids is None else places.on(grids, file)
    values, rounded = whole_numbers(picture.array, file)
    notes = place.notes if rounded is None else (*place.notes, rounded)
    if picture.header.names_segments:
        found = slicer.segments_of(values, picture.header.fields, file)
        return Segments(place.grid, found, notes)
    if len(values) != 1:
        raise IntakeError("The image {file} is in colour; a grey image is needed.", file=file)
    meanings = _meanings(file, labels)
    segments = tuple(
        Segment(int(v), int(v), meanings.get(int(v)), values[0] == v)
        for v in np.unique(values).tolist()
        if v != 0
    )
    return Segments(place.grid, segments, notes)


def _meanings(file: Path, labels: Path | None) -> Mapping[int, Label | None]:
    """The labels of the numbers in a file, by its label description or else the default numbers."""
    description = labels if labels is not None else label_file_of(file)
    if labels is None and not description.is_file():
        return {int(label): label for label in Label}
    described: tuple[NamedLabel, ...] = read_label_file(description)
    return {one.number: one.meant for one in described}

"""Write the DICOM objects of an answer: all that are asked for, or none.

They carry the patient's identifiers, so that they are written only when the user has confirmed it, and never
into a cohort.
"""

from __future__ import annotations

import contextlib
import io
import os
import secrets
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.folder_layout import SUFFIX
from cxstage_core.errors import CxStageError, PredictionError
from cxstage_core.imaging import Mask
from cxstage_core.intake.masks.on_series import on_series
from cxstage_core.intake.masks.reading import read_outline
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.prediction.dicom.answer import Answer, Picture
from cxstage_core.prediction.dicom.capture import secondary_capture
from cxstage_core.prediction.dicom.report import structured_report
from cxstage_core.prediction.dicom.segmentation import on_original, segmentation
from cxstage_core.prediction.dicom.source import Original, Source
from cxstage_core.storage.atomic_write import sync_folder

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_OF_COHORT = ("settings.json", "patients.json")
"""Files by which a folder is known as a cohort whatever its name."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Files to write; None for what is not asked for.

    Args:
        capture: of the first picture; the others get "-2" and so on before the suffix.
    """

    seg: Path | None = None
    sr: Path | None = None
    capture: Path | None = None


def write_all(
    source: Source,
    original: Original,
    outline: Mask,
    answer: Answer,
    targets: Targets,
    *,
    confirmed: bool,
    pictures: Sequence[Picture] = (),
    further: Sequence[Original] = (),
    job: Job | None = None,
) -> tuple[Path, ...]:
    """Write a segmentation, a structured report and secondary captures into the patient's own study.

    Each file is read back and compared before any of them takes its name.

    Args:
        source: the study; its files are not overwritten.
        original: the axial T2 series; see `match`.
        outline: as the network saw it, on the grid of the series or another one.
        confirmed: the user confirmed that name, id, birth date and UIDs of the patient go into these files.
        pictures: of the answer page, for `targets.capture`; they hold no identifiers.
        further: the series of the model's other channels, which the report lists.

    Returns:
        The files that were written.

    Raises:
        PredictionError: not confirmed, a file cannot be written, or was not read back as it was meant.
        Cancelled: a stop was asked for; nothing is written.
    """
    require_confirmed(confirmed=confirmed)
    job = job or no_progress()
    asked = [targets.seg, targets.sr, targets.capture]
    total = sum(one is not None for one in asked) + 1
    job.step(Progress(0, total, "Writing DICOM files"))
    files = _files(targets, len(pictures))
    _check_targets(files, source)
    mask = on_original(outline, original)
    made: dict[Path, Dataset] = {}
    seg = None
    if targets.seg is not None:
        made[targets.seg] = seg = segmentation(original, mask, answer)
        job.step(Progress(len(made), total, "Writing DICOM files"))
    if targets.sr is not None:
        made[targets.sr] = structured_report(original, mask, answer, segmentation=seg, further=further)
        job.step(Progress(len(made), total, "Writing DICOM files"))
    if targets.capture is not None:
        for number, picture in enumerate(pictures, start=1):
            file = _numbered(targets.capture, number)
            made[file] = secondary_capture(original, picture, answer, number)
        job.step(Progress(total - 1, total, "Writing DICOM files"))
    _write(made, targets.seg, mask)
    job.note(Progress(total, total, "Writing DICOM files"))
    return tuple(made)


def require_confirmed(*, confirmed: bool) -> None:
    """Refuse to write identifiers that no user has confirmed.

    Raises:
        PredictionError: it was not confirmed.
    """
    if not confirmed:
        raise PredictionError(
            "DICOM files carry the patient's name, id and birth date; nothing was written, because this was not "
            "confirmed.",
            remedy="Confirm that these go into the files, and keep the files where patient data may be.",
        )


def encoded(dataset: Dataset) -> bytes:
    """Return a data set as a DICOM file.

    Raises:
        PredictionError: a value of the original cannot be written.
    """
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # values of the original are repeated as they are
        try:
            dataset.save_as(buffer, enforce_file_format=True)
        except Exception as error:  # pydicom fails on unusual values in more ways than can be listed
            raise PredictionError(
                "The headers of the original images hold a value that cannot be repeated.",
                remedy="Export the study again from the archive.",
            ) from error
    return buffer.getvalue()


def _files(targets: Targets, pictures: int) -> list[Path]:
    files = [file for file in (targets.seg, targets.sr) if file is not None]
    if targets.capture is not None:
        if not pictures:
            raise PredictionError(
                "A picture for {file} is missing.",
                remedy="Ask for the pictures of the answer first.",
                file=targets.capture,
            )
        files += [_numbered(targets.capture, number + 1) for number in range(pictures)]
    return files


def _numbered(file: Path, number: int) -> Path:
    return file if number == 1 else file.with_name(f"{file.stem}-{number}{file.suffix}")


def _check_targets(files: Sequence[Path], source: Source) -> None:
    """Refuse files that would replace each other, an original image, or lie in a cohort."""
    if not files:
        raise PredictionError(
            "No file was asked for.",
            remedy="Name a file for the segmentation, the report or the picture.",
        )
    where = [file.resolve() for file in files]
    for file, place in zip(files, where, strict=True):
        if where.count(place) > 1:
            raise PredictionError(
                "Two results would be written to {file}.", remedy="Give each its own name.", file=file
            )
        if place in source.files:
            raise PredictionError(
                "{file} is one of the original images; it was not overwritten.",
                remedy="Choose another name.",
                file=file,
            )
        if any(_is_cohort(folder) for folder in place.parents):
            raise PredictionError(
                "{file} lies in a cohort, where no identifier may be.",
                remedy="Choose a folder outside the cohort.",
                file=file,
            )
        if file.is_dir() or not place.parent.is_dir():
            raise _cannot_write(file)


def _is_cohort(folder: Path) -> bool:
    return folder.suffix == SUFFIX or all((folder / name).exists() for name in _OF_COHORT)


def _write(made: Mapping[Path, Dataset], seg: Path | None, mask: Mask) -> None:
    """Write all files under other names, check them, then give all of them their names."""
    waiting: dict[Path, Path] = {}
    try:
        for file, dataset in made.items():
            content = encoded(dataset)
            temporary = file.with_name(f".cxtmp-{secrets.token_hex(8)}.dcm")
            waiting[file] = temporary
            try:
                with temporary.open("xb") as stream:
                    stream.write(content)
                    stream.flush()
                    os.fsync(stream.fileno())
                same = temporary.read_bytes() == content
            except OSError as error:
                raise _cannot_write(file) from error
            if not same:
                raise _differs(file)
            if file == seg and not _shows(temporary, mask):
                raise PredictionError(
                    "The outline does not read back from a segmentation of this series, because the positions of "
                    "its slices are too uneven; nothing was written.",
                    remedy="Export the series again from the scanner or the archive.",
                )
        _take_names(waiting)
    finally:
        for temporary in waiting.values():
            with contextlib.suppress(OSError):  # the error that is raised is the cause
                temporary.unlink(missing_ok=True)


def _take_names(waiting: Mapping[Path, Path]) -> None:
    """Rename all, or put back what was there before."""
    before: dict[Path, Path | None] = {}
    try:
        for file, temporary in waiting.items():
            kept = file.with_name(f".cxtmp-{secrets.token_hex(8)}.old")
            before[file] = None
            if file.exists():
                os.replace(file, kept)
                before[file] = kept
            os.replace(temporary, file)
    except OSError as error:
        for done, kept_as in before.items():
            with contextlib.suppress(OSError):  # the error that is raised is the cause
                if kept_as is not None:
                    os.replace(kept_as, done)
                elif not waiting[done].exists():
                    done.unlink(missing_ok=True)
        raise _cannot_write(file) from error
    for kept_as in before.values():
        if kept_as is not None:
            kept_as.unlink(missing_ok=True)
    for folder in {file.parent for file in waiting}:
        sync_folder(folder)


def _shows(file: Path, mask: Mask) -> bool:
    """Return True if the segmentation reads back as the outline, voxel for voxel."""
    try:
        placed, moved = on_series(read_outline(file, (mask.grid,)).mask, mask.grid, file)
    except CxStageError:
        return False
    return not moved and bool(np.array_equal(placed.array, mask.array))


def _differs(file: Path) -> PredictionError:
    return PredictionError(
        "The file {file} read back differently from what was written, so nothing was kept.",
        remedy="Choose another place.",
        file=file,
    )


def _cannot_write(file: Path) -> PredictionError:
    return PredictionError(
        "The file {file} cannot be written.",
        remedy="Check that the folder exists, may be written, and has room.",
        file=file,
    )

"""Original images of a prediction: found again among the files of the hospital's study.

A cohort keeps no UID. The series is found by its voxels and its place; the hospital's patient id is compared by
the keyed hash of the cohort. Identifiers stay in memory, and no error names one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import CohortError, CxStageError, PredictionError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake.formats.placing import lies_on
from cxstage_core.intake.originals import read_headers
from cxstage_core.intake.series_notes import joined
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.prediction.of_files import open_study
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

    from cxstage_core.cohort import Cohort
    from cxstage_core.intake.header import Frame
    from cxstage_core.intake.report import Candidate, Rejected

_UID = re.compile(r"[0-9]+(\.[0-9]+)+")
_LONGEST_UID = 64
_NEEDED = {
    "StudyInstanceUID": text("study UID"),
    "SeriesInstanceUID": text("series UID"),
    "SOPInstanceUID": text("image UID"),
    "FrameOfReferenceUID": text("frame of reference"),
}
_SAME_VALUE = 1e-6
"""Share of the largest value by which voxels may differ: single precision."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The DICOM series of one study of one patient, as their files hold them.

    Args:
        series: what can be read. refused: what cannot, each with the reason.
    """

    sources: tuple[Path, ...] = field(repr=False)
    series: tuple[Candidate, ...] = field(repr=False)
    refused: tuple[Rejected, ...] = field(repr=False, default=())

    @property
    def files(self) -> frozenset[Path]:
        """Every file of the series, as an absolute path."""
        return frozenset(frame.file.resolve() for one in self.series for frame in one.frames)


@dataclass(frozen=True, slots=True, eq=False)
class Original:
    """One original series.

    Args:
        grid: of its frames in the order of the slice index.
        frames: one for each slice.
        headers: kept elements of each file, with identifiers; in memory only.
        notes: what the user must know about the match.
    """

    grid: Grid
    frames: tuple[Frame, ...] = field(repr=False)
    headers: Mapping[Path, Dataset] = field(repr=False)
    notes: tuple[Text, ...] = ()

    @property
    def first(self) -> Dataset:
        """Header of the first slice."""
        return self.headers[self.frames[0].file]

    @property
    def instances(self) -> tuple[Dataset, ...]:
        """Headers of all files, each once, in the order of the slices."""
        return tuple(self.headers[file] for file in dict.fromkeys(f.file for f in self.frames))


def open_source(sources: Sequence[Path], job: Job | None = None) -> Source:
    """Read the headers of the original study.

    Args:
        sources: folders (any depth) and files.

    Raises:
        PredictionError: no DICOM series, several patients, or several studies.
        Cancelled: a stop was asked for.
    """
    study = open_study(sources, job)
    series = tuple(one.candidate for one in study.series if one.candidate.frames)
    if not series:
        raise PredictionError(
            "The folder {file} holds no DICOM images, so results cannot be filed into a study.",
            remedy="Choose the folder with the DICOM files of the study.",
            file=sources[0],
        )
    return Source(tuple(sources), series, study.refused)


def match(
    source: Source,
    image: Volume,
    *,
    cohort: Cohort | None = None,
    patient: str = "",
    job: Job | None = None,
) -> Original:
    """Find the original series of an image, voxel for voxel.

    Args:
        image: as the cohort or the opened study gives it; its axes may be stored in another order.
        cohort: of the patient; None for a study from files.
        patient: pseudonym.

    Raises:
        PredictionError: no series or several are this image, the study is another patient's, or its headers
            lack what a result in the same study needs.
        Cancelled: a stop was asked for.
    """
    notes = () if cohort is None else _check_person(source, cohort, patient)
    job = job or no_progress()
    fitting = [one for one in source.series if _same_voxels(one.grid, image.grid)]
    found: list[Candidate] = []
    failed: list[CxStageError] = []
    for done, one in enumerate(fitting):
        job.step(Progress(done, len(fitting), "Comparing images"))
        try:
            if same_image(one.load(), image):
                found.append(one)
        except CxStageError as error:
            failed.append(error)
    job.step(Progress(len(fitting), len(fitting), "Comparing images"))
    if len(found) > 1:
        raise PredictionError(
            "{n} series of {file} hold this image, so the result cannot be filed with one of them.",
            remedy="Choose the folder of one series.",
            n=len(found),
            file=source.sources[0],
        )
    if not found:
        raise _not_found(source, failed)
    return _original(found[0], notes)


def _not_found(source: Source, failed: Sequence[CxStageError]) -> PredictionError:
    if failed:
        return PredictionError.restating(failed[0])
    if source.refused:
        return PredictionError(
            "No series of {file} is this image, voxel for voxel; some files there cannot be used: {reasons}",
            remedy="Choose the folder of the original study, as the scanner or the archive exported it.",
            file=source.sources[0],
            reasons=joined(tuple(dict.fromkeys(one.reason for one in source.refused))),
        )
    return PredictionError(
        "No series of {file} is this image, voxel for voxel.",
        remedy="Choose the folder of the original study, as the scanner or the archive exported it.",
        file=source.sources[0],
    )


def _check_person(source: Source, cohort: Cohort, patient: str) -> tuple[Text, ...]:
    """Compare the hospital's id with the patient by the cohort's keyed hash.

    Raises:
        PredictionError: the id is that of another patient of the cohort.
    """
    hospital_id = next((one.patient_id for one in source.series if one.patient_id), "")
    unknown = text(
        "The cohort could not confirm the patient id of the original images; they were recognised by their voxels "
        "alone."
    )
    if not hospital_id:
        return (unknown,)
    try:
        owners = cohort.people.directory().owners(hospital_id)
        same = [group for group in cohort.people.same_person() if patient in group]
    except CohortError:  # without its secret, or for this role, a cohort cannot tell
        return (unknown,)
    if not owners:
        return (unknown,)
    if patient in owners or any(group & set(owners) for group in same):
        return ()
    raise PredictionError(
        "The original images belong to another patient of the cohort ({other}), not to {patient}.",
        remedy="Choose the study of this patient.",
        other=owners[0],
        patient=patient,
    )


def same_image(one: Volume, other: Volume) -> bool:
    """Return True if two images hold the same values at the same places, however their axes are stored."""
    if not _same_voxels(one.grid, other.grid):
        return False
    moved = _on_axes_of(one.grid, other)
    if np.array_equal(one.array, moved):
        return True
    here, there = one.array.astype(np.float64), moved.astype(np.float64)
    return bool(np.max(np.abs(here - there)) <= _SAME_VALUE * np.max(np.abs(here)))


def _same_voxels(one: Grid, other: Grid) -> bool:
    return lies_on(one, other) and lies_on(other, one)


def _on_axes_of(grid: Grid, image: Volume) -> npt.NDArray[np.generic]:
    """The array of an image in the order of another grid that has the same voxels."""
    steps = image.grid.world_to_index(grid.index_to_world(np.vstack([np.zeros(3), np.eye(3)])))
    ways = np.round(steps[1:] - steps[0]).astype(int)
    axes = [int(np.flatnonzero(way)[0]) for way in ways]
    turned = image.array.transpose(axes)
    return np.asarray(turned[tuple(slice(None, None, -1 if way.sum() < 0 else 1) for way in ways)])


def _original(found: Candidate, notes: tuple[Text, ...]) -> Original:
    files = tuple(dict.fromkeys(frame.file for frame in found.frames))
    headers = read_headers(files)
    for file, header in zip(files, headers, strict=True):
        for keyword, name in _NEEDED.items():
            written = str(header.get(keyword) or "")
            if not _UID.fullmatch(written) or len(written) > _LONGEST_UID:
                raise PredictionError(
                    "The original images carry no usable {what}, so no result can be filed with them.",
                    remedy="Export the study again from the archive.",
                    what=name,
                    file=file,
                )
    return Original(found.grid, found.frames, dict(zip(files, headers, strict=True)), notes)

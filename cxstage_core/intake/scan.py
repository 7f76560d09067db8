"""Find every series in folders and files, whatever their depth and names."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging import Volume
from cxstage_core.intake.allow_list import technical_words
from cxstage_core.intake.header import (
    Frame,
    FramesAhead,
    SeriesKey,
    looks_like_dicom,
    series_key,
    series_of,
)
from cxstage_core.intake.image_files import image_suffix, is_outline, read_grid, read_volume
from cxstage_core.intake.report import Candidate, Rejected, Scan
from cxstage_core.intake.sequences import classify
from cxstage_core.intake.series import anonymous, candidates_of
from cxstage_core.intake.series_keys import is_lost_from, key_of, united
from cxstage_core.intake.series_notes import several_frames_of_reference
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.text import Text, text

_IGNORED = {"dicomdir", ".ds_store", "thumbs.db", "desktop.ini"}


def scan(sources: Sequence[Path], job: Job | None = None) -> Scan:
    """Read the header of every file under the sources; decode no pixels.

    Args:
        sources: folders (any depth; links out of them are not followed) and files.

    Returns:
        The series that can be imported, ordered by patient and series, and the rejections, each with one
        sentence. Files that are not images are counted together by folder.

    Raises:
        Cancelled: a stop was asked for.
    """
    job = job or no_progress()
    rejections: list[Rejected] = []
    files = list(_files(sources, rejections))
    read: dict[SeriesKey, list[Frame]] = defaultdict(list)
    lost: dict[SeriesKey, list[Path]] = defaultdict(list)
    candidates: list[Candidate] = []
    refused: dict[tuple[Path, Text], list[Path]] = defaultdict(list)
    frames_of = FramesAhead(files)
    for done, file in enumerate(files):
        job.step(Progress(done, len(files), "Reading headers"))
        try:
            if image_suffix(file) and not looks_like_dicom(file):
                candidates.append(_of_image_file(file))
            elif not looks_like_dicom(file):
                refused[file.parent, text("Not an image that CxStage reads.")].append(file)
            else:
                for frame in frames_of(file):
                    read[key_of(series_key(frame.header), frame)].append(frame)
        except CxStageError as error:
            refused[file.parent, anonymous(error)].append(file)
            if (lost_from := series_of(file)) is not None:
                lost[lost_from].append(file)
        except OSError:
            refused[file.parent, text("The file cannot be opened.")].append(file)
    series = united(read)
    stacked: list[tuple[Candidate, SeriesKey]] = []
    for key, frames in series.items():
        made, refusals = candidates_of(key, frames, whole=not is_lost_from(key, lost))
        stacked += [(candidate, key) for candidate in made]
        rejections += refusals
    rejections += [_together(where, reason, names) for (where, reason), names in refused.items()]
    candidates += _with_frame_notes(stacked, series)
    candidates.sort(key=lambda c: (c.patient_id, str(c.source)))
    return Scan(tuple(candidates), tuple(rejections))


def _files(sources: Sequence[Path], rejections: list[Rejected]) -> Iterator[Path]:
    for source in sources:
        if source.is_file():
            yield source
        elif source.is_dir():
            closed: list[OSError] = []
            for folder, below, names in os.walk(source, onerror=closed.append, followlinks=False):
                below.sort()
                for name in sorted([*names, *(n for n in below if (Path(folder) / n).is_symlink())]):
                    file = Path(folder) / name
                    if name.lower() in _IGNORED or name.startswith("._"):
                        continue
                    if file.is_symlink():
                        rejections.append(
                            Rejected(file, "", text("This is a link; it is not followed."))
                        )
                    elif file.is_file():
                        yield file
            for error in closed:
                where = Path(str(error.filename or source))
                rejections.append(Rejected(where, "", text("The folder cannot be opened.")))
        else:
            rejections.append(Rejected(source, "", text("File or folder not found.")))


def _of_image_file(file: Path) -> Candidate:
    stem = file.name[: -len(image_suffix(file))]
    grid, notes = read_grid(file)
    kept = tuple(str(note) for note in notes)
    info = SeriesInfo(classify(stem, {}), technical_words(stem), notes=kept)
    if grid.size[0] < 2:
        raise IntakeError(
            "The image {file} has a single slice; a volume needs at least two.", file=file
        )
    return Candidate(file, file.parent.name or stem, info, grid, partial(_read_image, file))


def _read_image(file: Path) -> Volume:
    volume = read_volume(file)
    if is_outline(volume):
        raise IntakeError(
            "The file holds only the values 0, 1 and 2: it is an outline, not an image.",
            remedy="Import it as the outline of a reader.",
            file=file,
        )
    return volume


def _with_frame_notes(
    candidates: list[tuple[Candidate, SeriesKey]], series: Mapping[SeriesKey, Sequence[Frame]]
) -> Iterator[Candidate]:
    """Note where series of one patient have different frames of reference, without keeping a UID.

    A series that names none is unknown, not different. Without a patient's id, the study stands in.
    """
    frames_of: dict[SeriesKey, set[str]] = {
        key: {str(f.header.get("FrameOfReferenceUID") or "").strip() for f in found} - {""}
        for key, found in series.items()
    }
    for candidate, key in candidates:
        others = [named for other, named in frames_of.items() if named and _whose(other) == _whose(key)]
        if any(_whose(key)) and frames_of[key] and any(frames_of[key].isdisjoint(o) for o in others):
            note = str(several_frames_of_reference())
            info = replace(candidate.info, notes=(*candidate.info.notes, note))
            yield replace(candidate, info=info)
        else:
            yield candidate


def _whose(key: SeriesKey) -> tuple[str, str]:
    patient, study, _ = key
    return (patient, "") if patient else ("", study)


def _together(where: Path, reason: Text, names: list[Path]) -> Rejected:
    if len(names) == 1:
        return Rejected(names[0], "", reason)
    return Rejected(where, "", text("{count} files: {reason}", count=len(names), reason=reason))

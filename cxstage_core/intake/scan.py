"""Find every series in folders and files, whatever their depth and names."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cxstage_core.cohort.values.identity import Evidence
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging import Volume
from cxstage_core.intake.allow_list import kept_tags, technical_words
from cxstage_core.intake.header import (
    Frame,
    FramesAhead,
    SeriesKey,
    looks_like_dicom,
    series_key,
    series_of,
)
from cxstage_core.intake.image_files import image_suffix, is_outline, read_grid, read_volume
from cxstage_core.intake.pixels import check_rescale, decode
from cxstage_core.intake.report import Candidate, Rejected, Scan
from cxstage_core.intake.sequences import classify
from cxstage_core.intake.series_notes import (
    joined,
    lossy,
    one_of_volumes,
    other_spacing,
    repeated,
    several_frames_of_reference,
)
from cxstage_core.intake.stacking import Stack, split_series, stack
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
    series: dict[SeriesKey, list[Frame]] = defaultdict(list)
    incomplete: set[SeriesKey] = set()
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
                    series[series_key(frame.header)].append(frame)
        except CxStageError as error:
            refused[file.parent, _anonymous(error)].append(file)
            if (lost_from := series_of(file)) is not None:
                incomplete.add(lost_from)
        except OSError:
            refused[file.parent, text("The file cannot be opened.")].append(file)
    for key, found in series.items():
        made, lost = _of_series(found, whole=key not in incomplete)
        candidates += made
        rejections += lost
    rejections += [_together(where, reason, names) for (where, reason), names in refused.items()]
    candidates.sort(key=lambda c: (c.patient_id, str(c.source)))
    return Scan(tuple(_with_frame_notes(candidates, series)), tuple(rejections))


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


def _of_series(frames: list[Frame], *, whole: bool) -> tuple[list[Candidate], list[Rejected]]:
    source = _folder_of(frames)
    description = technical_words(str(frames[0].header.get("SeriesDescription") or ""))
    if not whole:
        reason = text(
            "A file of this series was refused, so the series is incomplete; export it again."
        )
        return [], [Rejected(source, description, reason)]
    try:
        check_rescale(frames)
        volumes, twice = split_series(frames)
    except IntakeError as error:
        return [], [Rejected(source, description, _anonymous(error))]
    made, lost = [], []
    for number, volume in enumerate(volumes, start=1):
        notes = _notes_of(volume[0], number, len(volumes), twice)
        try:
            made.append(_of_stack(source, description, stack(volume), notes))
        except IntakeError as error:
            reason = _anonymous(error)
            if len(volumes) > 1:
                reason = text("{which} {reason}", which=joined(notes), reason=reason)
            lost.append(Rejected(source, description, reason))
    return made, lost


def _notes_of(frame: Frame, number: int, volumes: int, twice: int) -> tuple[Text, ...]:
    notes: tuple[Text, ...] = ()
    if twice:
        notes += (repeated(twice),)
    if volumes > 1:
        strength = frame.header.get("DiffusionBValue")
        notes += (one_of_volumes(number, volumes, None if strength is None else float(strength)),)
    if str(frame.header.get("LossyImageCompression") or "") == "01":
        notes += (lossy(),)
    return notes


def _of_stack(source: Path, description: str, found: Stack, notes: tuple[Text, ...]) -> Candidate:
    header = found.frames[0].header
    tags = kept_tags(header)
    notes += _gap_note(found.grid.spacing[0], tags)
    written, agent = str(header.get("SeriesDescription") or ""), bool(header.get("ContrastBolusAgent"))
    sequence = classify(written, tags, contrast=agent)
    if sequence == "ADC":
        tags.pop("DiffusionBValue", None)
    info = SeriesInfo(sequence, description, "MR", tags, tuple(str(note) for note in notes))
    principal = str(header.get("PatientID") or "").strip()
    study = str(header.get("StudyInstanceUID") or "")
    load = partial(decode, found.frames, found.grid)
    return Candidate(source, principal, info, found.grid, load, study, _evidence(found))


def _evidence(found: Stack) -> Evidence:
    header = found.frames[0].header
    return Evidence.of(
        (frame.header.get("PatientBirthDate") for frame in found.frames),
        (frame.header.get("PatientSex") for frame in found.frames),
        str(header.get("StudyInstanceUID") or ""),
        str(header.get("SeriesInstanceUID") or ""),
        (frame.uid for frame in found.frames),
    )


def _gap_note(distance: float, tags: Mapping[str, str | float]) -> tuple[Text, ...]:
    """Note where evenly spaced slices differ from the declared distance; some scanners count the gap only."""
    declared, thickness = tags.get("SpacingBetweenSlices"), tags.get("SliceThickness", 0.0)
    if not isinstance(declared, float) or not isinstance(thickness, float) or declared <= 0:
        return ()
    wanted = declared if declared >= 0.9 * thickness else declared + thickness
    if min(abs(distance - declared), abs(distance - wanted)) <= 0.05 * distance:
        return ()
    return (other_spacing(distance, declared),)


def _folder_of(frames: Sequence[Frame]) -> Path:
    folders = {frame.file.parent for frame in frames}
    if len(frames) == 1 or len({frame.file for frame in frames}) == 1:
        return frames[0].file
    return folders.pop() if len(folders) == 1 else Path(os.path.commonpath([str(f) for f in folders]))


def _with_frame_notes(
    candidates: list[Candidate], series: dict[SeriesKey, list[Frame]]
) -> Iterator[Candidate]:
    """Note where the series of one study have no common frame of reference, without keeping its UID."""
    frames_of: dict[str, set[str]] = defaultdict(set)
    for (patient, _, _), found in series.items():
        frames_of[patient].add(str(found[0].header.get("FrameOfReferenceUID") or ""))
    for candidate in candidates:
        if len(frames_of.get(candidate.patient_id, set())) > 1:
            note = str(several_frames_of_reference())
            info = replace(candidate.info, notes=(*candidate.info.notes, note))
            yield replace(candidate, info=info)
        else:
            yield candidate


def _anonymous(error: CxStageError) -> Text:
    """Sentence and remedy as one text, without the file, which is listed as the source."""
    what, remedy = _without_file(error.what), _without_file(error.remedy)
    return text("{what} {remedy}", what=what, remedy=remedy) if remedy.template else what


def _without_file(sentence: Text) -> Text:
    if "{file}" in sentence.template:
        return sentence
    return Text(sentence.template, tuple((k, v) for k, v in sentence.params if k != "file"))


def _together(where: Path, reason: Text, names: list[Path]) -> Rejected:
    if len(names) == 1:
        return Rejected(names[0], "", reason)
    return Rejected(where, "", text("{count} files: {reason}", count=len(names), reason=reason))

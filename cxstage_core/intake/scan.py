"""Finding every series under some folders and files, whatever their depth and names."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from cxstage_core.cohort.records import SeriesInfo
from cxstage_core.errors import CxStageError, IntakeError
from cxstage_core.imaging import Volume
from cxstage_core.intake.allow_list import kept_tags, technical_words
from cxstage_core.intake.header import Frame, looks_like_dicom, read_frames
from cxstage_core.intake.image_files import image_suffix, is_outline, read_grid, read_volume
from cxstage_core.intake.pixels import check_rescale, decode
from cxstage_core.intake.report import Candidate, Rejected, Scan
from cxstage_core.intake.sequences import classify
from cxstage_core.intake.stacking import Stack, stack_series
from cxstage_core.jobs import Job, Progress, unwatched
from cxstage_core.text import Text, text

_IGNORED = {"dicomdir", ".ds_store", "thumbs.db", "desktop.ini"}


def scan(sources: Sequence[Path], job: Job | None = None) -> Scan:
    """Look at every file under the sources; decode nothing yet.

    Args:
        sources: folders (any depth; links out of them are not followed) and files.

    Returns:
        The series that can be taken in, ordered by patient and series, and what cannot, each with one
        sentence. Files that are no images are counted together by folder.

    Raises:
        Cancelled: a stop was asked for.
    """
    job = job or unwatched()
    rejections: list[Rejected] = []
    files = list(_files(sources, rejections))
    series: dict[tuple[str, str, str], list[Frame]] = defaultdict(list)
    candidates: list[Candidate] = []
    refused: dict[tuple[Path, Text], list[Path]] = defaultdict(list)
    for done, file in enumerate(files):
        job.step(Progress(done, len(files), "Reading headers"))
        try:
            if image_suffix(file):
                candidates.append(_of_image_file(file))
            elif not looks_like_dicom(file):
                refused[file.parent, text("The file is no image that CxStage reads.")].append(file)
            else:
                for frame in read_frames(file):
                    header = frame.header
                    key = [
                        str(header.get(k) or "")
                        for k in ("PatientID", "StudyInstanceUID", "SeriesInstanceUID")
                    ]
                    series[key[0], key[1], key[2]].append(frame)
        except (IntakeError, CxStageError) as error:
            refused[file.parent, _anonymous(error)].append(file)
        except OSError:
            refused[file.parent, text("The file cannot be opened.")].append(file)
    for found in series.values():
        made, lost = _of_series(found)
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
            for folder, below, names in os.walk(source, followlinks=False):
                below.sort()
                for name in sorted(names):
                    file = Path(folder) / name
                    hidden = name.lower() in _IGNORED or name.startswith("._")
                    if not hidden and not file.is_symlink() and file.is_file():
                        yield file
        else:
            rejections.append(Rejected(source, "", text("There is no such file or folder.")))


def _of_image_file(file: Path) -> Candidate:
    stem = file.name[: -len(image_suffix(file))]
    info = SeriesInfo(classify(stem, {}), technical_words(stem))
    grid = read_grid(file)
    if grid.size[0] < 2:
        raise IntakeError("The image {file} has a single slice, which is no volume.", file=file)
    return Candidate(file, file.parent.name or stem, info, grid, partial(_read_image, file))


def _read_image(file: Path) -> Volume:
    volume = read_volume(file)
    if is_outline(volume):
        raise IntakeError(
            "The file holds nothing but 0, 1 and 2, so it is an outline and no image.",
            remedy="Import it as the outline of a reader.",
            file=file,
        )
    return volume


def _of_series(frames: list[Frame]) -> tuple[list[Candidate], list[Rejected]]:
    source = _folder_of(frames)
    description = technical_words(str(frames[0].header.get("SeriesDescription") or ""))
    try:
        check_rescale(frames)
        stacks = stack_series(frames)
    except IntakeError as error:
        return [], [Rejected(source, description, _anonymous(error))]
    made = [
        _of_stack(source, description, stack, number, len(stacks))
        for number, stack in enumerate(stacks, start=1)
    ]
    return made, []


def _of_stack(source: Path, description: str, stack: Stack, number: int, volumes: int) -> Candidate:
    header = stack.frames[0].header
    tags = kept_tags(header)
    notes: tuple[str, ...] = ()
    if stack.repeated:
        notes += (f"{stack.repeated} images were there twice and were taken once.",)
    if volumes > 1:
        strength = tags.get("DiffusionBValue")
        what = f" (b = {strength:g} s/mm²)" if isinstance(strength, float) else ""
        notes += (f"Volume {number} of {volumes} of this series{what}.",)
    if str(header.get("LossyImageCompression") or "") == "01":
        notes += ("The images were compressed with loss before they came here.",)
    written, agent = str(header.get("SeriesDescription") or ""), bool(header.get("ContrastBolusAgent"))
    sequence = classify(written, tags, contrast=agent)
    if sequence == "ADC":
        tags.pop("DiffusionBValue", None)
    info = SeriesInfo(sequence, description, "MR", tags, notes)
    who = str(header.get("PatientID") or "").strip() or str(header.get("StudyInstanceUID") or "")
    study = str(header.get("StudyInstanceUID") or "")
    return Candidate(source, who, info, stack.grid, partial(_decode, stack), study)


def _decode(stack: Stack) -> Volume:
    return decode(stack)


def _folder_of(frames: Sequence[Frame]) -> Path:
    folders = {frame.file.parent for frame in frames}
    if len(frames) == 1 or len({frame.file for frame in frames}) == 1:
        return frames[0].file
    return folders.pop() if len(folders) == 1 else Path(os.path.commonpath([str(f) for f in folders]))


def _with_frame_notes(
    candidates: list[Candidate], series: dict[tuple[str, str, str], list[Frame]]
) -> Iterator[Candidate]:
    """Say where the series of one study have no common frame of reference, without keeping its UID."""
    frames_of: dict[str, set[str]] = defaultdict(set)
    for (patient, _, _), found in series.items():
        frames_of[patient].add(str(found[0].header.get("FrameOfReferenceUID") or ""))
    for candidate in candidates:
        if len(frames_of.get(candidate.patient_id, set())) > 1:
            note = "The patient's series have different frames of reference; check that they overlay."
            info = replace(candidate.info, notes=(*candidate.info.notes, note))
            yield replace(candidate, info=info)
        else:
            yield candidate


def _anonymous(error: CxStageError) -> Text:
    """Sentence and remedy as one text; the file stands beside it as the source."""
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

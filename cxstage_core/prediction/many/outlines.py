"""The outline that belongs to a study of files: recognised by its content, and never guessed between two."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from cxstage_core.errors import CxStageError, PredictionError
from cxstage_core.intake.header import looks_like_dicom
from cxstage_core.intake.image_files import image_suffix, is_outline, read_header, volume_of
from cxstage_core.intake.image_files import read_picture as read_whole
from cxstage_core.intake.masks.dicom_files import CONTOURS, LABEL_MAP, SEGMENTATION

_IGNORED = {"dicomdir", ".ds_store", "thumbs.db", "desktop.ini"}
_HEAD = 4096
_CLASS = re.compile(rb"(?:\x02\x00\x02\x00|\x08\x00\x16\x00)(?:UI..|....)([0-9.]{10,64})", re.DOTALL)
_OUTLINES = {SEGMENTATION, LABEL_MAP, CONTOURS}
_BETWEEN = "-_. "
_MORE = ("seg", "label")
"""Second suffixes of outline files, as in NAME.seg.nrrd."""


def outline_of(study: Path) -> Path:
    """Return the outline of a study: the only one in its folder, or next to it with its name.

    Next to a folder or an image NAME this is a file NAME.*, or NAME and a further word after one of `-_. `.

    Raises:
        PredictionError: there is none, or there are several.
    """
    inside = () if study.is_file() else outlines_in(study)
    found: dict[Path, None] = dict.fromkeys((*inside, *outlines_beside(study)))
    if len(found) == 1:
        return next(iter(found))
    if not found:
        raise PredictionError(
            "No outline was found in the study's folder or next to it.",
            remedy="Put the outline's file into the folder, or name it in a list of studies.",
        )
    raise PredictionError(
        "{n} files may be the outline of this study, and none is chosen for you.",
        remedy="Leave one of them in the folder, or name it in a list of studies.",
        n=len(found),
    )


def outlines_in(folder: Path) -> Iterator[Path]:
    """Yield every outline below a folder."""
    return (file for file in images_in(folder) if is_outline_file(file))


def outlines_beside(study: Path) -> tuple[Path, ...]:
    """Return the outlines next to a study that carry its name."""
    return tuple(file for file in named_beside(study) if is_outline_file(file))


def named_beside(study: Path) -> Iterator[Path]:
    """Yield the images next to a study that carry its name, whatever they hold."""
    name = study.name if study.is_dir() else stem_of(study)
    for file in images_in(study.absolute().parent, deep=False):
        stem = stem_of(file)
        named = stem == name or (stem.startswith(name) and stem[len(name)] in _BETWEEN)
        if named and file != study.absolute():
            yield file


def images_in(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    """Yield the image and DICOM files of a folder by name; links are not followed."""
    return (file for file in files_in(folder, deep=deep) if is_image(file))


def files_in(folder: Path, *, deep: bool = True) -> Iterator[Path]:
    """Yield the files of a folder by name, without those of the system; links are not followed."""
    for here, below, names in os.walk(folder, followlinks=False):
        below[:] = sorted(below) if deep else []
        for name in sorted(names):
            file = Path(here, name)
            if name.lower() in _IGNORED or name.startswith("._"):
                continue
            if file.is_file() and not file.is_symlink():  # a named pipe would be waited for without end
                yield file


def is_image(file: Path) -> bool:
    """Return True for a file with the name of an image or the beginning of a DICOM file."""
    if image_suffix(file):
        return True
    try:
        return looks_like_dicom(file)
    except OSError:
        return False


def is_outline_file(file: Path) -> bool:
    """Return True if a file holds an outline: labels 0, 1 and 2 alone, named segments, or a DICOM SEG or RTSTRUCT."""
    try:
        if looks_like_dicom(file):
            with file.open("rb") as stream:
                head = stream.read(_HEAD)
            return any(kind.decode().rstrip(".") in _OUTLINES for kind in _CLASS.findall(head))
        if not image_suffix(file):
            return False
        return read_header(file).names_segments or is_outline(volume_of(read_whole(file), file))
    except (CxStageError, OSError):
        return False  # a file that cannot be read is refused where the study is read


def stem_of(file: Path) -> str:
    """Return the name of a file without the suffixes of images and outlines."""
    stem = file.name[: len(file.name) - len(image_suffix(file))] if image_suffix(file) else file.stem
    head, dot, last = stem.rpartition(".")
    return head if dot and last.lower() in _MORE else stem

"""Files that a user gives for one study: which are images, and which are outlines."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import CxStageError
from cxstage_core.intake.header import looks_like_dicom
from cxstage_core.intake.image_files import image_suffix, read_picture
from cxstage_core.intake.masks.reading import unclear_segments

_MOST_FILES = 24
_MOST_VALUES = 5
"""A file of whole numbers with at most this many different ones is an outline; images have hundreds."""


def sort_given(paths: Iterable[Path]) -> tuple[tuple[Path, ...], tuple[Path, ...]]:
    """Sort files and folders into images and outlines, by their content.

    A DICOM file is an outline if it is a segmentation or contours, another file if it names segments or holds
    hardly any different values. A file that cannot be read counts as an image, so that its reason is shown. A folder
    of volumes alone is taken file by file; in another folder nothing is looked for.

    Returns:
        Images (folders among them) and outlines, in the given order.
    """
    images: list[Path] = []
    outlines: list[Path] = []
    for path in (one for given in paths for one in _volumes_in(given) or (given,)):
        (outlines if path.is_file() and is_outline(path) else images).append(path)
    return tuple(images), tuple(outlines)


def _volumes_in(path: Path) -> tuple[Path, ...]:
    """Return the files of a folder that holds volumes and nothing else, empty for any other path."""
    if not path.is_dir():
        return ()
    files = sorted(one for one in path.iterdir() if not one.name.startswith("."))
    whole = all(one.is_file() and image_suffix(one) for one in files)
    return tuple(files) if whole and len(files) <= _MOST_FILES else ()


def is_outline(file: Path) -> bool:
    """Return True if a file holds an outline rather than an image."""
    try:
        if looks_like_dicom(file):
            unclear_segments(file)
            return True
        picture = read_picture(file) if image_suffix(file) else None
    except (CxStageError, OSError):
        return False
    if picture is None:
        return False
    return picture.header.names_segments or _few_whole_values(picture.array)


def _few_whole_values(array: npt.NDArray[np.generic]) -> bool:
    """Return True for a grey volume (1, slice, row, column) of hardly any different whole values, 0 among them."""
    if len(array) != 1 or not array.size:
        return False
    if len(np.unique(array[0, :: max(1, array.shape[1] // 8)])) > _MOST_VALUES:
        return False
    values = np.unique(array).astype(np.float64)
    whole = bool(np.isfinite(values).all()) and bool((values == np.rint(values)).all())
    return whole and len(values) <= _MOST_VALUES and 0 in values

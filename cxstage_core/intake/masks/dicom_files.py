"""DICOM objects that hold outlines: recognised by their class, and opened with care."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Label
from cxstage_core.imaging.grid import FloatArray
from cxstage_core.intake.labels.names import meaning

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

SEGMENTATION = "1.2.840.10008.5.1.4.1.1.66.4"
LABEL_MAP = "1.2.840.10008.5.1.4.1.1.66.7"
CONTOURS = "1.2.840.10008.5.1.4.1.1.481.3"
_DEFLATED = b"1.2.840.10008.1.2.1.99"
_META = 1 << 16
_LARGEST = 1 << 28
"""Bytes beyond which no file of outlines goes."""


def opened(file: Path) -> Dataset:
    """Open a segmentation or a structure set.

    Raises:
        IntakeError: the file is damaged, deflated, too large, or another kind of object.
        OSError: the file cannot be read.
    """
    import pydicom
    from pydicom.uid import UID

    with file.open("rb") as stream:
        head = stream.read(_META)
    if _DEFLATED in head:
        raise IntakeError(
            "The file is a deflated DICOM file, which can unpack to any size.",
            remedy="Export the series uncompressed.",
            file=file,
        )
    if file.stat().st_size > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            found = pydicom.dcmread(file, force=True)
            kind = UID(str(found.get("SOPClassUID", "")))
    except OSError:
        raise
    except Exception as error:  # pydicom fails on damaged files in more ways than can be listed
        raise damaged(file) from error
    if kind not in (SEGMENTATION, LABEL_MAP, CONTOURS):
        name = kind.name.replace(" Storage", "")
        raise IntakeError(
            "The file {file} holds no outline; it is of the kind “{kind}”.",
            remedy="Choose a DICOM segmentation (SEG) or contours (RTSTRUCT).",
            file=file,
            kind=name if name and not name[0].isdigit() else "?",
        )
    return found


def first_meaning(names: Sequence[str], coded: Sequence[str] = ()) -> Label | None:
    """Return the meaning of the first name that has one; coded meanings count where no name does."""
    for name in (*names, *coded):
        if (found := meaning(name)) is not None:
            return found
    return None


def numbers(values: Any, count: int, file: Path) -> FloatArray:
    """Return a fixed number of finite numbers of an element.

    Raises:
        IntakeError: there are others, or none.
    """
    try:
        found = np.array([float(v) for v in values], dtype=np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise damaged(file) from error
    if found.size != count or not np.all(np.isfinite(found)):
        raise damaged(file)
    return found


def damaged(file: Path) -> IntakeError:
    """The refusal of a file whose parts do not fit together."""
    return IntakeError(
        "The outline {file} cannot be read: it is damaged or incomplete.",
        remedy="Export it again.",
        file=file,
    )

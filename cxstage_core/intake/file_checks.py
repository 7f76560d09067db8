"""Check an image file before its library opens it.

The NIfTI library fills missing pixels with zeros, and MHD and NRRD headers may name any file of the
computer as their pixels: so the header is looked at here first.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cxstage_core.errors import IntakeError

LARGEST = 1 << 30
"""Bytes of pixels beyond which no MR image goes."""
_CHUNK = 1 << 20
_TEXT_HEADER = 1 << 16
_SLACK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Layout:
    """Offsets and struct formats of the checked values in a version of NIfTI."""

    magic: tuple[int, bytes]
    dim: tuple[int, str]
    bits: tuple[int, str]
    spacing: tuple[int, str]
    offset: tuple[int, str]
    codes: tuple[int, str]


_NIFTI = {
    348: _Layout((344, b"n+1\0"), (40, "8h"), (72, "h"), (76, "8f"), (108, "f"), (252, "2h")),
    540: _Layout((4, b"n+2\0"), (16, "8q"), (14, "h"), (104, "8d"), (168, "q"), (344, "2i")),
}
"""By the size of the header, the first number in the file."""


def check_file(file: Path, suffix: str) -> None:
    """Refuse a file that would be read as something it is not.

    Args:
        suffix: ".nii", ".nii.gz", ".mha", ".mhd", ".nrrd" or ".nhdr".

    Raises:
        IntakeError: pixels are missing, are in a foreign place, or cannot be placed in the world.
        OSError: the file cannot be read.
    """
    if suffix == ".nii":
        with file.open("rb") as stream:
            _check_nifti(stream, file, file.stat().st_size)
    elif suffix == ".nii.gz":
        with gzip.open(file, "rb") as stream:
            try:
                _check_nifti(stream, file, None)  # type: ignore[arg-type]
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise _damaged(file) from error
    else:
        _check_pixel_file(file, "elementdatafile" if suffix in (".mha", ".mhd") else "data file")


def _check_nifti(stream: BinaryIO, file: Path, size: int | None) -> None:
    head = stream.read(540)
    order = next((o for o in "<>" if len(head) >= 348 and _int(o, head) in _NIFTI), None)
    if order is None:
        raise _damaged(file)
    layout = _NIFTI[_int(order, head)]
    if len(head) < _int(order, head) or not head[layout.magic[0] :].startswith(layout.magic[1]):
        raise _damaged(file)
    dim = _take(order, layout.dim, head)
    spacing = _take(order, layout.spacing, head)
    if not 1 <= dim[0] <= 7 or min(dim[1 : int(dim[0]) + 1]) < 1:
        raise _damaged(file)
    if not all(math.isfinite(mm) and mm != 0 for mm in spacing[1:4]):
        raise IntakeError("The voxel size of {file} is missing.", file=file)
    if max(_take(order, layout.codes, head)) <= 0:
        raise IntakeError(
            "The orientation of {file} is missing.",
            remedy="Convert it again from DICOM with a program that keeps the orientation.",
            file=file,
        )
    voxels = math.prod(int(n) for n in dim[1 : int(dim[0]) + 1])
    start = _take(order, layout.offset, head)[0]
    needed = voxels * int(_take(order, layout.bits, head)[0]) // 8
    if not 0 <= start < LARGEST or needed > LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    needed += int(start)
    have = size if size is not None else len(head) + _rest(stream, needed - len(head))
    if have < needed:
        raise IntakeError(
            "The pixels of {file} are cut off: {have} of {needed} bytes are there.",
            remedy="Copy or export the file again.",
            file=file,
            have=have,
            needed=needed,
        )


def _rest(stream: BinaryIO, needed: int) -> int:
    """Bytes that can still be unpacked; reading to the end makes gzip compare its checksum."""
    found = 0
    while found <= needed + _SLACK and (part := stream.read(_CHUNK)):
        found += len(part)
    return found


def _int(order: str, head: bytes) -> int:
    return int(struct.unpack_from(f"{order}i", head)[0])


def _take(order: str, where: tuple[int, str], head: bytes) -> tuple[float, ...]:
    return struct.unpack_from(order + where[1], head, where[0])


def _check_pixel_file(file: Path, keyword: str) -> None:
    """Refuse a text header whose pixels are neither in the file itself nor in a file of the same folder."""
    with file.open("rb") as stream:
        text = stream.read(_TEXT_HEADER)
    for line in text.split(b"\n"):
        if not line.strip() and keyword == "data file":
            return  # a blank line ends an NRRD header
        name, _, value = line.replace(b"=", b":", 1).partition(b":")
        found = " ".join(name.decode("ascii", "replace").lower().split())
        if found.replace(" ", "") != keyword.replace(" ", ""):
            continue
        target = value.strip().decode("utf-8", "replace")
        if target.upper() == "LOCAL" and file.suffix.lower() != ".nhdr":
            return
        pixels = file.parent / target
        plain = target not in ("", ".", "..") and not set(target) & set("/\\%:\0 ")
        if not plain or pixels.is_symlink() or not pixels.is_file():
            raise IntakeError(
                "The image {file} keeps its pixels in another place or in several files.",
                remedy="Convert it to a single file such as .nii.gz.",
                file=file,
            )
        return


def _damaged(file: Path) -> IntakeError:
    return IntakeError(
        "The image file {file} cannot be read: it is damaged or not of the format its suffix declares.",
        remedy="Export it again.",
        file=file,
    )

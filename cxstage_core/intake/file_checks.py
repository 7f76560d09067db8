"""Check an image file before its library opens it.

The NIfTI library fills missing pixels with zeros, and MHD and NRRD headers may name any file of the
computer as their pixels: so the header is looked at first.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, cast

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.intake.decoding.client import damaged
from cxstage_core.intake.decoding.limits import LARGEST_FILE
from cxstage_core.intake.decoding.meta_image_header import check_meta_image
from cxstage_core.intake.decoding.nrrd_header import check_nrrd
from cxstage_core.intake.decoding.numbers import (
    no_measurement,
    usable_place,
    usable_scale,
    usable_spacing,
)
from cxstage_core.intake.decoding.pixel_length import check_length, counted

_BITS = {
    1: 1, 2: 8, 4: 16, 8: 32, 16: 32, 32: 64, 64: 64, 128: 24, 256: 8, 512: 16, 768: 32, 1024: 64,
    1280: 64, 1536: 128, 1792: 128, 2048: 256, 2304: 32,
}  # fmt: skip
"""Bits of a voxel by the NIfTI code of its type."""
_MM = {1: 1e3, 3: 1e-3}
"""Millimetres by the NIfTI code of a unit of length; others are taken as mm."""
_FLOATS = {16: "f4", 64: "f8"}
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class _Layout:
    """Offsets and struct formats of the checked values in a version of NIfTI."""

    magic: tuple[int, bytes]
    dim: tuple[int, str]
    kind: tuple[int, str]
    bits: tuple[int, str]
    spacing: tuple[int, str]
    offset: tuple[int, str]
    scale: tuple[int, str]
    codes: tuple[int, str]
    turned: tuple[int, str]
    rows: tuple[int, str]
    units: tuple[int, str]
    least_offset: int


_NIFTI = {
    348: _Layout(
        (344, b"n+1\0"), (40, "8h"), (70, "h"), (72, "h"), (76, "8f"), (108, "f"), (112, "2f"),
        (252, "2h"), (256, "6f"), (280, "12f"), (123, "B"), 352,
    ),
    540: _Layout(
        (4, b"n+2\0"), (16, "8q"), (12, "h"), (14, "h"), (104, "8d"), (168, "q"), (176, "2d"),
        (344, "2i"), (352, "6d"), (400, "12d"), (500, "i"), 544,
    ),
}  # fmt: skip
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
        with gzip.open(file, "rb") as packed:
            try:
                _check_nifti(cast("IO[bytes]", packed), file, None)
            except (EOFError, zlib.error, gzip.BadGzipFile) as error:
                raise damaged(file) from error
    elif suffix in (".mha", ".mhd"):
        check_meta_image(file, detached=suffix == ".mhd")
    else:
        check_nrrd(file, detached=suffix == ".nhdr")


def _check_nifti(stream: IO[bytes], file: Path, size: int | None) -> None:
    head = stream.read(540)
    order = next((o for o in "<>" if len(head) >= 348 and _int(o, head) in _NIFTI), None)
    if order is None:
        raise damaged(file)
    layout = _NIFTI[_int(order, head)]
    if len(head) < _int(order, head) or not head[layout.magic[0] :].startswith(layout.magic[1]):
        raise damaged(file)
    dim = _take(order, layout.dim, head)
    if not 1 <= dim[0] <= 7 or min(dim[1 : int(dim[0]) + 1]) < 1:
        raise damaged(file)
    _check_places(layout, order, head, file)
    slope, intercept = _take(order, layout.scale, head)
    if slope != 0 and not usable_scale(slope, intercept):  # 0 stands for none
        raise IntakeError(
            "The factor from stored to real values in the header of {file} is impossible.",
            remedy="Convert it again from its original.",
            file=file,
        )
    kind, bits = (int(_take(order, where, head)[0]) for where in (layout.kind, layout.bits))
    if _BITS.get(kind) != bits:
        raise IntakeError(
            "The header of {file} contradicts itself: {bits} bits are not the size of its type of "
            "voxels ({kind}).",
            remedy="Convert it again from its original.",
            file=file,
            bits=bits,
            kind=kind,
        )
    voxels = math.prod(int(n) for n in dim[1 : int(dim[0]) + 1])
    start = _take(order, layout.offset, head)[0]
    if not layout.least_offset <= start < LARGEST_FILE or start != int(start):
        raise damaged(file)
    if voxels * bits // 8 > LARGEST_FILE:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    needed = voxels * bits // 8 + int(start)
    have = len(head) + counted(stream, needed - len(head)) if size is None else size
    check_length(file, have, needed)
    if kind in _FLOATS:
        stream.seek(int(start))
        _check_measured(stream, np.dtype(order + _FLOATS[kind]), voxels, file)


def _check_measured(stream: IO[bytes], dtype: np.dtype[Any], voxels: int, file: Path) -> None:
    """Refuse voxels without a value here: the library puts zeros in their place."""
    left, found = voxels, 0
    while left:
        part = np.frombuffer(stream.read(min(left, _CHUNK) * dtype.itemsize), dtype)
        found += part.size - int(np.count_nonzero(np.isfinite(part)))
        left -= part.size
    if found:
        raise no_measurement(file, found, voxels)


def _check_places(layout: _Layout, order: str, head: bytes, file: Path) -> None:
    spacing = _take(order, layout.spacing, head)[1:4]
    if not all(math.isfinite(mm) and mm != 0 for mm in spacing):
        raise IntakeError("The voxel size of {file} is missing.", file=file)
    codes = _take(order, layout.codes, head)
    if max(codes) <= 0:
        raise IntakeError(
            "The orientation of {file} is missing.",
            remedy="Convert it again from DICOM with a program that keeps the orientation.",
            file=file,
        )
    used = [layout.turned] * (codes[0] > 0) + [layout.rows] * (codes[1] > 0)
    places = [v for where in used for v in _take(order, where, head)]
    unit = _MM.get(int(_take(order, layout.units, head)[0]) & 7, 1.0)
    if not usable_spacing([mm * unit for mm in spacing]) or not usable_place(
        [value * unit for value in places]
    ):
        raise IntakeError(
            "The voxel size or position in the header of {file} is impossible.",
            remedy="Convert it again from its original.",
            file=file,
        )


def _int(order: str, head: bytes) -> int:
    return int(struct.unpack_from(f"{order}i", head)[0])


def _take(order: str, where: tuple[int, str], head: bytes) -> tuple[float, ...]:
    return struct.unpack_from(order + where[1], head, where[0])

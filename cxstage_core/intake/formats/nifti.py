"""NIfTI-1 and NIfTI-2 files: both headers, either byte order, plain or compressed.

Source of the formats: nifti1.h (2003) and nifti2.h (2011). World coordinates there are RAS; here LPS.
"""

from __future__ import annotations

import gzip
import math
import struct
import zlib
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, BinaryIO, cast

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.grid import FloatArray
from cxstage_core.intake.formats.picture import Header, Picture
from cxstage_core.intake.formats.placing import (
    Place,
    Places,
    apart_mm,
    other_unusable,
    place,
    sizes,
    units,
)
from cxstage_core.text import Text

_TYPES = {
    2: "u1", 4: "i2", 8: "i4", 16: "f4", 64: "f8", 256: "i1", 512: "u2", 768: "u4", 1024: "i8",
    1280: "u8",
}  # fmt: skip
_COLOUR = {128, 2304}
_COMPLEX = {32, 1792, 2048}
_CONTRADICTION_MM = 0.1
"""Places nearer than this are the same: quaternions are rounded to single precision."""
_UNITS = {0: (1.0, ""), 1: (1000.0, "m"), 2: (1.0, ""), 3: (0.001, "µm")}
_LPS = np.diag([-1.0, -1.0, 1.0, 1.0])
_LARGEST = 1 << 30


@dataclass(frozen=True, slots=True)
class _Layout:
    """Offsets and struct formats of the values that are used."""

    size: int
    dim: tuple[int, str]
    datatype: tuple[int, str]
    bits: tuple[int, str]
    pixdim: tuple[int, str]
    offset: tuple[int, str]
    scale: tuple[int, str]
    units: tuple[int, str]
    codes: tuple[int, str]
    quaternion: tuple[int, str]
    rows: tuple[int, str]


_LAYOUTS = {
    348: _Layout(
        348, (40, "8h"), (70, "h"), (72, "h"), (76, "8f"), (108, "f"), (112, "2f"), (123, "B"),
        (252, "2h"), (256, "6f"), (280, "12f"),
    ),
    540: _Layout(
        540, (16, "8q"), (12, "h"), (14, "h"), (104, "8d"), (168, "q"), (176, "2d"), (500, "i"),
        (344, "2i"), (352, "6d"), (400, "12d"),
    ),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Raw:
    """The values of a header as they are written."""

    shape: tuple[int, ...]
    dtype: np.dtype[Any]
    pixdim: tuple[float, ...]
    offset: int
    slope: float
    intercept: float
    unit: int
    qform: int
    sform: int
    quaternion: tuple[float, ...]
    rows: tuple[float, ...]


def is_nifti(head: bytes) -> bool:
    """Return True if a file begins like NIfTI, unpacked."""
    return len(head) >= 4 and any(struct.unpack(f"{o}i", head[:4])[0] in _LAYOUTS for o in "<>")


def read_header(file: Path) -> Header:
    """Read the header.

    Raises:
        IntakeError: the header is damaged, or the file is not a grey three-dimensional image in a known place.
        OSError: the file cannot be read.
    """
    with closing(_stream(file)) as stream:
        return _header(_raw(stream.read(540), file), file)


def read_picture(file: Path) -> Picture:
    """Read header and values; a slope and intercept are applied, as floating point numbers.

    Raises:
        IntakeError: as `read_header`, or pixels are missing.
        OSError: the file cannot be read.
    """
    try:
        with closing(_stream(file)) as stream:
            raw = _raw(stream.read(540), file)
            header = _header(raw, file)
            stream.seek(raw.offset)
            x, y, z = header.size
            needed = x * y * z * raw.dtype.itemsize
            content = stream.read(needed)
    except (EOFError, zlib.error) as error:
        raise _damaged(file) from error
    if len(content) < needed:
        raise IntakeError(
            "The pixels of {file} are cut off: {have} of {needed} bytes are there.",
            remedy="Copy or export the file again.",
            file=file,
            have=len(content),
            needed=needed,
        )
    stored = np.frombuffer(content, raw.dtype).reshape(1, z, y, x).copy()  # bytes cannot be written to
    return Picture(header, _scaled(stored, raw))


def _stream(file: Path) -> BinaryIO:
    with file.open("rb") as stream:
        packed = stream.read(2) == b"\x1f\x8b"
    return cast(BinaryIO, gzip.open(file, "rb")) if packed else file.open("rb")


def _raw(head: bytes, file: Path) -> _Raw:
    order = next((o for o in "<>" if len(head) >= 348 and _size(o, head) in _LAYOUTS), None)
    if order is None or len(head) < _size(order, head):
        raise _damaged(file)
    layout = _LAYOUTS[_size(order, head)]

    def take(where: tuple[int, str]) -> tuple[Any, ...]:
        return struct.unpack_from(order + where[1], head, where[0])

    dim = take(layout.dim)
    if not 1 <= dim[0] <= 7 or min(dim[1 : dim[0] + 1]) < 1:
        raise _damaged(file)
    (datatype,), (bits,) = take(layout.datatype), take(layout.bits)
    if datatype in _COLOUR:
        raise IntakeError("The image {file} is in colour; a grey image is needed.", file=file)
    if datatype in _COMPLEX:
        raise IntakeError(
            "The image {file} holds complex numbers; a grey image is needed.",
            remedy="Export the magnitude image.",
            file=file,
        )
    if datatype not in _TYPES:
        raise IntakeError(
            "The image {file} stores its values in a way that is not read (NIfTI data type {datatype}).",
            remedy="Save it with whole numbers of 8 or 16 bits, or with floating point numbers.",
            file=file,
            datatype=datatype,
        )
    dtype = np.dtype(order + _TYPES[datatype])
    if bits != dtype.itemsize * 8:
        raise IntakeError(
            "The header of {file} contradicts itself: {bits} bits a voxel, but a data type of {own} bits.",
            remedy="Export it again.",
            file=file,
            bits=bits,
            own=dtype.itemsize * 8,
        )
    slope, intercept = (float(v) for v in take(layout.scale))
    qform, sform = take(layout.codes)
    (offset,) = take(layout.offset)
    if not math.isfinite(offset) or not 0 <= offset < _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    return _Raw(
        tuple(int(n) for n in dim[1 : dim[0] + 1]),
        dtype,
        tuple(float(v) for v in take(layout.pixdim)),
        max(int(offset), layout.size),
        slope,
        intercept,
        int(take(layout.units)[0]) & 7,
        int(qform),
        int(sform),
        tuple(float(v) for v in take(layout.quaternion)),
        tuple(float(v) for v in take(layout.rows)),
    )


def _header(raw: _Raw, file: Path) -> Header:
    size = raw.shape[:3]
    if len(size) < 3 or any(n != 1 for n in raw.shape[3:4]):
        raise IntakeError("The image {file} is not three-dimensional.", file=file)
    if any(n != 1 for n in raw.shape[4:]):
        raise IntakeError("The image {file} is in colour; a grey image is needed.", file=file)
    if math.prod(size) * raw.dtype.itemsize > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    return Header((size[0], size[1], size[2]), _places(raw, size, file))


def _places(raw: _Raw, size: tuple[int, ...], file: Path) -> Places:
    """The places of sform and qform; one of them where they agree or only one can be used."""
    found: list[Place] = []
    failed: IntakeError | None = None
    factor, unit = _UNITS.get(raw.unit, (1.0, ""))
    notes: tuple[Text, ...] = (units(unit),) if unit else ()
    matrices: list[tuple[str, FloatArray]] = []
    if raw.sform > 0:
        matrices.append(("sform", np.vstack([np.reshape(raw.rows, (3, 4)), [0, 0, 0, 1]])))
    if raw.qform > 0:
        matrices.append(("qform", _of_quaternion(raw)))
    elif raw.sform > 0 and (other := _with_pixdim(matrices[0][1], raw.pixdim)) is not None:
        matrices.append((f"voxel size {sizes(np.multiply(raw.pixdim[1:4], factor))} mm", other))
    scale = np.diag([factor, factor, factor, 1.0])
    for name, matrix in matrices:
        try:
            found.append(place(scale @ _LPS @ matrix, size, file, name))
        except IntakeError as error:
            failed = failed or error
    if failed is not None and not found:
        raise failed
    if not found:
        raise IntakeError(
            "The orientation of {file} is missing.",
            remedy="Convert it again from DICOM with a program that keeps the orientation.",
            file=file,
        )
    found = [Place(p.grid, p.name, (*notes, *p.notes)) for p in found]
    if failed is not None:
        lost = found[0].name != matrices[0][0]
        if not lost and raw.qform > 0:
            found[0] = replace(found[0], notes=(*found[0].notes, other_unusable()))
        return Places((found[0],), failed=failed if lost else None)
    first, last = found[0].grid, found[-1].grid
    apart = apart_mm(first, last)
    shifted = float(np.linalg.norm(np.subtract(first.origin, last.origin)))
    # Rounding turns a quaternion; it makes no voxel longer.
    longer = np.abs(
        np.multiply(np.subtract(size[::-1], 1), np.subtract(first.spacing, last.spacing))
    ).max()
    turned = apart <= _CONTRADICTION_MM + _rounding_mm(raw, found[0])
    if max(shifted, longer) <= _CONTRADICTION_MM and turned:
        return Places((found[0],))
    if raw.qform == 1 != raw.sform:
        found.reverse()  # the code says that only the qform is the scanner's own place
    return Places(tuple(found), apart)


def _of_quaternion(raw: _Raw) -> FloatArray:
    """The matrix of the qform, RAS; not a number (NaN) where the quaternion cannot be a rotation."""
    b, c, d = raw.quaternion[:3]
    square = b * b + c * c + d * d
    if not all(math.isfinite(v) for v in raw.quaternion) or square > 1.0 + 1e-3:
        return np.full((4, 4), np.nan)
    if square > 1.0:
        b, c, d = (v / math.sqrt(square) for v in (b, c, d))
    a = math.sqrt(max(0.0, 1.0 - (b * b + c * c + d * d)))
    turn = np.array(
        [
            [a * a + b * b - c * c - d * d, 2 * (b * c - a * d), 2 * (b * d + a * c)],
            [2 * (b * c + a * d), a * a + c * c - b * b - d * d, 2 * (c * d - a * b)],
            [2 * (b * d - a * c), 2 * (c * d + a * b), a * a + d * d - b * b - c * c],
        ]
    )
    steps = np.abs(raw.pixdim[1:4]) * (1.0, 1.0, -1.0 if raw.pixdim[0] < 0 else 1.0)
    matrix = np.eye(4)
    matrix[:3, :3] = turn * steps
    matrix[:3, 3] = raw.quaternion[3:]
    return matrix


def _with_pixdim(sform: FloatArray, pixdim: tuple[float, ...]) -> FloatArray | None:
    """The sform with the voxel sizes of pixdim; None where both name the same, or pixdim names none."""
    lengths = np.linalg.norm(sform[:3, :3], axis=0)
    declared = np.abs(pixdim[1:4])
    if not np.all(np.isfinite(declared)) or declared.min() <= 0 or lengths.min() <= 0:
        return None
    if np.allclose(lengths, declared, rtol=1e-3):
        return None
    other = sform.copy()
    other[:3, :3] *= declared / lengths
    return other


def _rounding_mm(raw: _Raw, found: Place) -> float:
    """How far the corners may lie apart because the quaternion has single precision."""
    rest = max(0.0, 1.0 - sum(v * v for v in raw.quaternion[:3]))
    error = 2e-7 / max(math.sqrt(rest), 4e-4)
    reach = float(np.linalg.norm(np.multiply(found.grid.size, found.grid.spacing)))
    return 2 * error * reach


def _scaled(stored: npt.NDArray[Any], raw: _Raw) -> npt.NDArray[Any]:
    native = stored.astype(stored.dtype.newbyteorder("="), copy=False)
    known = math.isfinite(raw.slope) and math.isfinite(raw.intercept) and raw.slope != 0
    if not known or (raw.slope, raw.intercept) == (1.0, 0.0):
        return native
    exact = np.float64 if native.dtype.itemsize > 2 and native.dtype != np.float32 else np.float32
    return np.asarray(native.astype(np.float64) * raw.slope + raw.intercept).astype(exact)


def _size(order: str, head: bytes) -> int:
    return int(struct.unpack_from(f"{order}i", head)[0])


def _damaged(file: Path) -> IntakeError:
    return IntakeError(
        "The image file {file} cannot be read: it is damaged or not of the format its suffix declares.",
        remedy="Export it again.",
        file=file,
    )

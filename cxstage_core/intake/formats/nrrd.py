"""NRRD files: text header, values in the same file or in another one of its folder.

Source of the format: "Definition of NRRD File Format" of Teem. World coordinates are turned into LPS.
"""

from __future__ import annotations

import bz2
import math
import os
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging.grid import FloatArray
from cxstage_core.intake.formats.picture import Header, Picture
from cxstage_core.intake.formats.placing import Places, place

_TYPES = {
    "u1": ("uchar", "unsigned char", "uint8", "uint8_t"),
    "i1": ("signed char", "int8", "int8_t"),
    "i2": ("short", "short int", "signed short", "signed short int", "int16", "int16_t"),
    "u2": ("ushort", "unsigned short", "unsigned short int", "uint16", "uint16_t"),
    "i4": ("int", "signed int", "int32", "int32_t"),
    "u4": ("uint", "unsigned int", "uint32", "uint32_t"),
    "i8": ("longlong", "long long", "long long int", "signed long long", "signed long long int",
           "int64", "int64_t"),
    "u8": ("ulonglong", "unsigned long long", "unsigned long long int", "uint64", "uint64_t"),
    "f4": ("float",),
    "f8": ("double",),
}  # fmt: skip
_SPACES = {
    "right-anterior-superior": (-1, -1, 1), "ras": (-1, -1, 1),
    "left-anterior-superior": (1, -1, 1), "las": (1, -1, 1),
    "left-posterior-superior": (1, 1, 1), "lps": (1, 1, 1),
}  # fmt: skip
_COLOURS = {"rgb-color": 3, "rgba-color": 4, "hsv-color": 3, "xyz-color": 3}
_SPATIAL = {"domain", "space", "???", "none", ""}
_MOST_HEADER = 1 << 20
_LARGEST = 1 << 30
_VECTOR = re.compile(r"none|\(([^()]*)\)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Text:
    """A header and where the values lie."""

    known: Mapping[str, str]
    fields: Mapping[str, str]
    end: int


def is_nrrd(head: bytes) -> bool:
    """Return True if a file begins like NRRD."""
    return head.startswith(b"NRRD0")


def read_header(file: Path) -> Header:
    """Read the header.

    Raises:
        IntakeError: the header is damaged or names no usable place, or the image is in colour.
        OSError: the file cannot be read.
    """
    return _header(_text_of(file), file)[0]


def read_picture(file: Path) -> Picture:
    """Read header and values.

    Raises:
        IntakeError: as `read_header`, or pixels are missing.
        OSError: the file cannot be read.
    """
    parts = _text_of(file)
    header, layer_first = _header(parts, file)
    x, y, z = header.size
    dtype = _dtype(parts.known, file)
    count = x * y * z * header.layers
    content = _content(parts, file, count, dtype)
    shape = (z, y, x, header.layers) if layer_first else (header.layers, z, y, x)
    array = content.reshape(shape)
    return Picture(header, np.moveaxis(array, -1, 0) if layer_first else array)


def _text_of(file: Path) -> _Text:
    with file.open("rb") as stream:
        head = stream.read(_MOST_HEADER)
    ends = [head.find(blank) + len(blank) for blank in (b"\n\n", b"\n\r\n") if blank in head]
    end = min(ends) if ends else len(head)
    if not ends and len(head) == _MOST_HEADER:
        raise _damaged(file)
    known: dict[str, str] = {}
    fields: dict[str, str] = {}
    lines = head[:end].decode("utf-8", "replace").splitlines()
    if not lines or not is_nrrd(head):
        raise _damaged(file)
    for line in lines[1:]:
        name, mark, value = line.partition(":")
        if line.startswith("#") or not mark:
            continue
        if value.startswith("="):
            fields[name] = value[1:]
            continue
        key = " ".join(name.lower().split())
        if key in known:
            raise IntakeError(
                "The header of {file} contradicts itself: “{name}” stands there twice.",
                remedy="Export it again.",
                file=file,
                name=key,
            )
        known[key] = value.strip()
    return _Text(known, fields, end)


def _header(parts: _Text, file: Path) -> tuple[Header, bool]:
    """The header, and whether the layers are the fastest axis."""
    known = parts.known
    _dtype(known, file)
    try:
        sizes = [int(n) for n in known["sizes"].split()]
        dimension = int(known["dimension"])
    except (KeyError, ValueError) as error:
        raise _damaged(file) from error
    if dimension != len(sizes) or min(sizes, default=0) < 1:
        raise _damaged(file)
    kinds = [kind.lower() for kind in known.get("kinds", "").split()] or [""] * dimension
    axes = _directions(known, dimension, file)
    if len(kinds) != dimension:
        raise _damaged(file)
    if axes is None:
        spatial = [a for a, kind in enumerate(kinds) if kind in _SPATIAL]
    else:
        spatial = [a for a, axis in enumerate(axes) if axis is not None]
    others = [a for a in range(dimension) if a not in spatial]
    if axes is None and dimension == 4 and len(spatial) == 4 and sizes[3] == 1:
        spatial, others = [0, 1, 2], [3]
    if len(spatial) != 3 or len(others) > 1 or (others and others[0] not in (0, 3)):
        raise IntakeError("The image {file} is not three-dimensional.", file=file)
    layers = sizes[others[0]] if others else 1
    if layers > 1 and kinds[others[0]] in _COLOURS:
        raise IntakeError("The image {file} is in colour; a grey image is needed.", file=file)
    size = (sizes[spatial[0]], sizes[spatial[1]], sizes[spatial[2]])
    if math.prod(sizes) > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    places = _places(known, axes, spatial, size, file)
    return Header(size, places, layers, parts.fields), bool(others) and others[0] == 0


def _places(
    known: Mapping[str, str],
    axes: list[FloatArray | None] | None,
    spatial: list[int],
    size: tuple[int, int, int],
    file: Path,
) -> Places:
    flip, named = (1, 1, 1), known.get("space", "").lower()
    if named and named not in _SPACES:
        raise IntakeError(
            "The header of {file} gives its place in “{space}”, which is not a space of the patient.",
            remedy="Export it again in LPS or RAS, for example from 3D Slicer.",
            file=file,
            space=named,
        )
    oriented = bool(named) and axes is not None
    flip = _SPACES.get(named, flip)
    matrix = np.eye(4)
    if axes is not None:
        for column, axis in enumerate(spatial):
            direction = axes[axis]
            assert direction is not None
            matrix[:3, column] = direction
    else:
        matrix[:3, :3] = np.diag(_spacings(known, spatial, file))
    if origin := known.get("space origin"):
        matrix[:3, 3] = _vector(origin, file)
    elif oriented:
        raise IntakeError(
            "The header of {file} leaves open where the image begins (space origin).",
            remedy="Export it again.",
            file=file,
        )
    return Places((place(np.diag([*flip, 1.0]) @ matrix, size, file),), oriented=oriented)


def _directions(known: Mapping[str, str], dimension: int, file: Path) -> list[FloatArray | None] | None:
    """The vector of each axis, None for axes outside space; None if the header has none."""
    written = known.get("space directions")
    if written is None:
        return None
    found: list[FloatArray | None] = []
    for match in _VECTOR.finditer(written):
        found.append(None if match[1] is None else _vector(f"({match[1]})", file))
    if len(found) != dimension:
        raise _damaged(file)
    return [None if v is None or not np.all(np.isfinite(v)) else v for v in found]


def _vector(written: str, file: Path) -> FloatArray:
    try:
        found = np.array([float(v) for v in written.strip().strip("()").split(",")])
    except ValueError as error:
        raise _damaged(file) from error
    if found.shape != (3,):
        raise IntakeError("The image {file} is not three-dimensional.", file=file)
    return found


def _spacings(known: Mapping[str, str], spatial: list[int], file: Path) -> list[float]:
    try:
        found = [float(v) for v in known["spacings"].split()]
        chosen = [found[axis] for axis in spatial]
    except (KeyError, ValueError, IndexError):
        chosen = [0.0]
    if not all(math.isfinite(mm) and mm > 0 for mm in chosen):
        raise IntakeError("The voxel size of {file} is missing.", file=file)
    return chosen


def _dtype(known: Mapping[str, str], file: Path) -> np.dtype[Any]:
    written = " ".join(known.get("type", "").lower().split())
    code = next((code for code, names in _TYPES.items() if written in names), None)
    if code is None:
        raise IntakeError(
            "The image {file} stores its values in a way that is not read (NRRD type “{kind}”).",
            remedy="Save it with whole numbers of 8 or 16 bits, or with floating point numbers.",
            file=file,
            kind=written,
        )
    big = known.get("endian", "little").lower() == "big"
    return np.dtype((">" if big else "<") + code)


def _content(parts: _Text, file: Path, count: int, dtype: np.dtype[Any]) -> Any:
    known = parts.known
    needed = count * dtype.itemsize
    beside = known.get("data file", known.get("datafile"))
    if beside is None:
        with file.open("rb") as stream:
            stored = _rest(stream, parts.end)
    else:
        stored = _beside(file, beside)
    for _ in range(_whole(known, "line skip", file)):
        stored = stored.partition(b"\n")[2]
    encoding, skip = known.get("encoding", "").lower(), _whole(known, "byte skip", file)
    try:
        unpacked = _unpacked(stored, encoding, needed, skip, dtype)
    except (OSError, EOFError, ValueError, zlib.error) as error:
        raise _damaged(file) from error
    if unpacked is None:
        raise IntakeError(
            "The values of {file} are encoded as “{encoding}”, which is not read.",
            remedy="Save it again, for example with gzip.",
            file=file,
            encoding=encoding,
        )
    if len(unpacked) < needed:
        raise IntakeError(
            "The pixels of {file} are cut off: {have} of {needed} bytes are there.",
            remedy="Copy or export the file again.",
            file=file,
            have=len(unpacked),
            needed=needed,
        )
    found = np.frombuffer(unpacked, dtype, count)
    return found.astype(dtype.newbyteorder("="))


def _beside(file: Path, name: str) -> bytes:
    pixels = file.parent / name
    plain = name not in ("", ".", "..") and not set(name) & set("/\\%:\0 ")
    if not plain or pixels.is_symlink() or not pixels.is_file():
        raise IntakeError(
            "The image {file} keeps its pixels in another place or in several files.",
            remedy="Convert it to a single file such as .nii.gz.",
            file=file,
        )
    with pixels.open("rb") as stream:
        return _rest(stream, 0)


def _rest(stream: BinaryIO, start: int) -> bytes:
    """What a file holds from here on; memory for more than it holds is never asked for."""
    there = stream.seek(0, os.SEEK_END) - start
    stream.seek(start)
    return stream.read(max(0, min(there, _LARGEST)))


def _unpacked(
    stored: bytes, encoding: str, needed: int, skip: int, dtype: np.dtype[Any]
) -> bytes | None:
    """The values as bytes, None for an unknown encoding."""
    if encoding == "raw":
        return stored[len(stored) - needed :] if skip == -1 else stored[skip:]
    if encoding in ("gzip", "gz"):
        packed = zlib.decompressobj(zlib.MAX_WBITS | 32)
        content = packed.decompress(stored, max(skip, 0) + needed + 1)
        packed.decompress(packed.unconsumed_tail, 1)  # compares the checksum at the end
        return content[max(0, len(content) - needed) :] if skip == -1 else content[skip:]
    if encoding in ("bzip2", "bz2"):
        return bz2.BZ2Decompressor().decompress(stored, max(skip, 0) + needed + 1)[max(skip, 0) :]
    if encoding in ("text", "txt", "ascii"):
        return np.array(stored.decode("ascii").split(), dtype=dtype).tobytes()
    if encoding == "hex":
        return bytes.fromhex("".join(stored.decode("ascii").split()))
    return None


def _whole(known: Mapping[str, str], name: str, file: Path) -> int:
    try:
        return int(known.get(name, known.get(name.replace(" ", ""), "0")))
    except ValueError as error:
        raise _damaged(file) from error


def _damaged(file: Path) -> IntakeError:
    return IntakeError(
        "The image file {file} cannot be read: it is damaged or not of the format its suffix declares.",
        remedy="Export it again.",
        file=file,
    )

"""Writers of outline files of other programs, byte by byte, for headers that no library writes."""

from __future__ import annotations

import gzip
import struct
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid

CODES = {"uint8": 2, "int16": 4, "int32": 8, "float32": 16, "float64": 64}
RAS = np.diag([-1.0, -1.0, 1.0, 1.0])


def affine_of(grid: Grid) -> npt.NDArray[np.float64]:
    """The matrix from column, row, slice to RAS mm."""
    return np.asarray(RAS @ grid.affine[:, [2, 1, 0, 3]])


def write_nifti(
    file: Path,
    array: npt.NDArray[Any],
    sform: npt.NDArray[np.float64] | None,
    *,
    qform: Sequence[float] | None = None,
    pixdim: Sequence[float] | None = None,
    codes: tuple[int, int] | None = None,
    version: int = 1,
    units: int = 2,
    scale: tuple[float, float] = (1.0, 0.0),
    extra: Sequence[int] = (),
    order: Literal["<", ">"] = "<",
    datatype: int | None = None,
) -> Path:
    """Write an array (slice, row, column); `qform` is b, c, d, and the offsets; `codes` are qform, sform."""
    steps = pixdim
    if steps is None:
        steps = [1.0, *(np.linalg.norm(sform[:3, :3], axis=0) if sform is not None else (1, 1, 1))]
    code = datatype or CODES[str(array.dtype)]
    bits = array.dtype.itemsize * 8 if datatype is None else {128: 24}[datatype]
    codes = codes or (int(qform is not None), int(sform is not None))
    shape = [*array.shape[:3][::-1], *extra]
    dim = [len(shape), *shape] + [1] * (7 - len(shape))
    rows = np.zeros((3, 4)) if sform is None else sform[:3]
    small = version == 1
    head = bytearray(352 if small else 544)
    at: list[tuple[int, str, Sequence[Any]]]
    if small:
        head[344:348] = b"n+1\0"
        at = [
            (0, "i", [348]), (40, "8h", dim), (70, "2h", [code, bits]), (76, "4f", steps),
            (108, "f", [352.0]), (112, "2f", scale), (123, "B", [units]), (252, "2h", codes),
            (256, "6f", qform or [0.0] * 6), (280, "12f", rows.ravel().tolist()),
        ]  # fmt: skip
    else:
        head[4:12] = b"n+2\0\r\n\x1a\n"
        at = [
            (0, "i", [540]), (16, "8q", dim), (12, "2h", [code, bits]), (104, "4d", steps),
            (168, "q", [544]), (176, "2d", scale), (500, "i", [units]), (344, "2i", codes),
            (352, "6d", qform or [0.0] * 6), (400, "12d", rows.ravel().tolist()),
        ]  # fmt: skip
    for offset, kind, values in at:
        struct.pack_into(order + kind, head, offset, *values)
    content = bytes(head) + array.astype(array.dtype.newbyteorder(order)).tobytes()
    file.write_bytes(gzip.compress(content) if file.name.endswith(".gz") else content)
    return file


def write_nrrd(
    file: Path,
    array: npt.NDArray[Any],
    lines: Sequence[str],
    fields: Mapping[str, str] | None = None,
    encoding: str = "gzip",
) -> Path:
    """Write an array whose last axis is the fastest; `lines` give space, directions, kinds, origin."""
    content = array.tobytes()
    if encoding == "gzip":
        content = gzip.compress(content)
    elif encoding == "ascii":
        content = " ".join(str(v) for v in array.ravel()).encode()
    kind = {"uint8": "unsigned char", "int16": "short", "float32": "float"}[str(array.dtype)]
    head = [
        "NRRD0005", f"type: {kind}", f"dimension: {array.ndim}",
        "sizes: " + " ".join(map(str, array.shape[::-1])), "endian: little", f"encoding: {encoding}",
        *lines, *(f"{key}:={value}" for key, value in (fields or {}).items()),
    ]  # fmt: skip
    file.write_bytes(("\n".join(head) + "\n\n").encode() + content)
    return file


def vectors(grid: Grid, signs: Sequence[float] = (1, 1, 1)) -> list[str]:
    """Space directions and space origin of a grid; `signs` turn LPS into another space."""
    columns = (grid.affine[:3, [2, 1, 0]].T * np.asarray(signs)).tolist()
    origin = (np.asarray(grid.origin) * np.asarray(signs)).tolist()

    def written(vector: Sequence[float]) -> str:
        return "(" + ",".join(f"{v:.17g}" for v in vector) + ")"

    return [
        "space directions: " + " ".join(written(c) for c in columns),
        f"space origin: {written(origin)}",
    ]

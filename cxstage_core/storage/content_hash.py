"""What "the same content" means: canonical JSON, and hashes of images, masks and files."""

from __future__ import annotations

import hashlib
import hmac
import json
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.text import plain

_BLOCK = 1 << 20


def canonical(value: Any) -> str:
    """The one JSON text of a value: sorted keys, no spaces, numbers that are not finite as null."""
    return json.dumps(
        plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )


def hash_of(value: Any) -> str:
    """sha256 of a value's canonical JSON."""
    return hashlib.sha256(canonical(value).encode()).hexdigest()


def hash_of_volume(volume: Volume) -> str:
    """sha256 of pixel type, geometry and pixels (little-endian, slice-row-column)."""
    array = little_endian(volume.array)
    digest = hashlib.sha256(_geometry("volume", array.dtype.str, volume.grid))
    digest.update(np.ascontiguousarray(array).data)
    return digest.hexdigest()


def hash_of_mask(mask: Mask) -> str:
    """sha256 of geometry and of every slice with a label, with its number."""
    digest = hashlib.sha256(_geometry("mask", "|u1", mask.grid))
    for index in mask.drawn_slices:
        digest.update(index.to_bytes(4, "little"))
        digest.update(np.ascontiguousarray(mask.array[index]).data)
    return digest.hexdigest()


def hash_of_file(path: Path) -> str:
    """sha256 of a file's bytes."""
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()


def same_mark(made: str, found: object) -> bool:
    """Compare a mark or signature with what a file holds, in a time that does not depend on it."""
    written = found if isinstance(found, str) else ""
    return hmac.compare_digest(made.encode(), written.encode("utf-8", "surrogatepass"))


def little_endian(array: npt.NDArray[Any]) -> npt.NDArray[Any]:
    """The same numbers in the byte order that is stored."""
    return array.astype(array.dtype.newbyteorder("<"), copy=False)


def _geometry(kind: str, dtype: str, grid: Grid) -> bytes:
    numbers = {
        name: (np.asarray(values, dtype=float) + 0.0).tolist()
        for name, values in grid.to_dict().items()
    }
    return canonical([kind, dtype, numbers]).encode() + b"\0"

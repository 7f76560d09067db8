"""The header of a model file: read within limits, checked in every entry, sealed by a checksum.

Layout of safetensors: eight bytes with the header's length (little endian), the header as JSON
(tensor name to type, shape and place; `__metadata__` for texts), then the tensors' bytes.

The seal is the sha256 of the length and the header, in which its own 64 digits stand as zeros. With the
checksum of the tensors, which the card holds, it covers every byte of the file.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxstage_core.errors import ModelError
from cxstage_core.models.strict_json import strict_json

SEAL_KEY = "cxstage_header_sha256"
UNSEALED = "0" * 64
LARGEST_HEADER = 4 << 20
"""Ten members of the network with the most tensors need less than three quarters of it."""
_METADATA = "__metadata__"
_DIGITS = re.compile(r"[0-9a-f]{64}")
_BYTES = {"F32": 4, "F64": 8, "I64": 8, "I32": 4}
"""Bytes of one number by its type; networks have no others."""
_MOST_DIMENSIONS = 8


@dataclass(frozen=True, slots=True)
class Entry:
    """Type, shape and place of one tensor.

    Args:
        begin, end: bytes in the file, from its first.
    """

    dtype: str
    shape: tuple[int, ...]
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Header:
    """Header of a model file, checked against the file's size.

    Args:
        tensors: by name.
        texts: of the metadata.
        sealed: True if the header has a seal, which fits.
    """

    tensors: Mapping[str, Entry]
    texts: Mapping[str, str]
    sealed: bool


def read_header(path: Path) -> Header:
    """Read and check a header, without the tensors.

    Raises:
        ModelError: no file, no model file, a damaged or a changed header.
    """
    if not path.is_file():
        raise ModelError(
            "The model file {file} was not found.", remedy="Choose a file that exists.", file=path
        )
    try:
        size = path.stat().st_size
        with path.open("rb") as stream:
            first = stream.read(8)
            length = int.from_bytes(first, "little")
            if not 0 < length <= min(LARGEST_HEADER, size - 8):
                raise unreadable(path)
            written = stream.read(length)
        content = strict_json(written)
        tensors = _tensors(content, 8 + length, size)
        texts = _texts(content)
    except (ValueError, OSError) as error:
        raise unreadable(path) from error
    seal = texts.get(SEAL_KEY)
    if seal is not None and seal != _seal_of(first + written, seal):
        raise ModelError(
            "The description in {file} is not the one that was saved.",
            remedy="Restore the file from a backup, or train the model again.",
            file=path,
        )
    return Header(tensors, texts, seal is not None)


def write_seal(path: Path) -> None:
    """Put the seal into a file whose metadata has `UNSEALED` under `SEAL_KEY`."""
    with path.open("r+b") as stream:
        first = stream.read(8)
        written = stream.read(int.from_bytes(first, "little"))
        digits = _seal_of(first + written, UNSEALED)
        place = (first + written).index(_marked(UNSEALED)) + len(_marked("")) - 1
        stream.seek(place)
        stream.write(digits.encode())


def unreadable(path: Path) -> ModelError:
    """Return the error of a file that is not a complete model file."""
    return ModelError(
        "{file} is not a model file of CxStage, or it is damaged.",
        remedy="Choose a .safetensors file that CxStage wrote.",
        file=path,
    )


def _seal_of(written: bytes, seal: str) -> str:
    """Return the seal that fits; "" if what stands there cannot be one."""
    if not _DIGITS.fullmatch(seal) or written.count(_marked(seal)) != 1:
        return ""
    return hashlib.sha256(written.replace(_marked(seal), _marked(UNSEALED))).hexdigest()


def _marked(seal: str) -> bytes:
    return f'"{SEAL_KEY}":"{seal}"'.encode()


def _texts(content: Mapping[str, Any]) -> dict[str, str]:
    found = content.get(_METADATA)
    if not isinstance(found, dict) or not all(isinstance(value, str) for value in found.values()):
        raise ValueError("no texts")
    return found


def _tensors(content: Any, begin: int, size: int) -> dict[str, Entry]:
    """Return the tensors, which lie one behind the other up to the end of the file.

    Raises:
        ValueError: an entry is not one, two overlap, or something lies between or behind them.
    """
    entries = content.items() if isinstance(content, dict) else ()
    found = {name: _entry(value, begin) for name, value in entries if name != _METADATA}
    end = begin
    for entry in sorted(found.values(), key=lambda one: (one.begin, one.end)):
        if entry.begin != end:
            raise ValueError("tensors that overlap, or a gap")
        end = entry.end
    if not found or end != size:
        raise ValueError("no tensors, or more bytes than theirs")
    return found


def _entry(value: Any, begin: int) -> Entry:
    if not isinstance(value, dict) or value.keys() != {"dtype", "shape", "data_offsets"}:
        raise ValueError("no tensor")
    dtype, shape, place = value["dtype"], value["shape"], value["data_offsets"]
    if not isinstance(dtype, str) or dtype not in _BYTES:
        raise ValueError("unknown type")
    if not _whole(shape) or len(shape) > _MOST_DIMENSIONS or not _whole(place) or len(place) != 2:
        raise ValueError("no shape or no place")
    low, high = place
    if high - low != math.prod(shape) * _BYTES[dtype]:
        raise ValueError("shape and place do not fit")
    return Entry(dtype, tuple(shape), begin + low, begin + high)


def _whole(values: Any) -> bool:
    return isinstance(values, list) and all(type(one) is int and 0 <= one < 1 << 40 for one in values)

"""Steps and masks as bytes, for the journal.

    KIND (1 byte)  LENGTH (2)  head: JSON  PARTS (2)  part heads  runs

A part head is slice, rows, columns and number of runs (4 bytes each, little-endian). The runs of all
parts follow as one zlib stream: starts (int32), lengths (int32), labels before and after (uint8), each
for all runs. The difference to an empty mask is how a whole mask is written, too.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.reading.delta import Delta, Labels, SliceDelta
from cxstage_core.text import Text, plain

_HEAD = struct.Struct("<BH")
_COUNT = struct.Struct("<H")
_PART = struct.Struct("<IIII")
_RUN_BYTES = 10
_MOST_RUNS = 1 << 26


def encode(kind: int, head: Mapping[str, Any], delta: Delta) -> bytes:
    """An entry: its kind, what people call it, and a difference."""
    words = json.dumps(plain(head), ensure_ascii=False, separators=(",", ":")).encode()
    parts = delta.parts
    places = b"".join(_PART.pack(p.index, *p.shape, len(p.starts)) for p in parts)
    columns = (
        *(p.starts.astype("<i4", copy=False).tobytes() for p in parts),
        *(p.lengths.astype("<i4", copy=False).tobytes() for p in parts),
        *(p.before.tobytes() for p in parts),
        *(p.after.tobytes() for p in parts),
    )
    runs = zlib.compress(b"".join(columns), 1)
    return b"".join((_HEAD.pack(kind, len(words)), words, _COUNT.pack(len(parts)), places, runs))


def encode_name(name: Text) -> dict[str, Any]:
    """A step's name as JSON."""
    return {"name": name.template, **({"values": dict(name.params)} if name.params else {})}


def decode_name(head: Mapping[str, Any]) -> Text:
    """The inverse of `encode_name`."""
    return Text(str(head["name"]), tuple(dict(head.get("values", {})).items()))


def decode_head(entry: bytes) -> tuple[dict[str, Any], tuple[int, ...]]:
    """What people call an entry, and the slices it changes; the runs are not looked at.

    Raises:
        ReadingError: the bytes are no such entry.
    """
    try:
        head, parts, _ = _split(entry)
    except (struct.error, ValueError, OverflowError, TypeError) as error:
        raise _damaged() from error
    return head, tuple(part[0] for part in parts)


def decode_delta(entry: bytes, size: tuple[int, ...]) -> Delta:
    """The difference of an entry.

    Args:
        size: (slices, rows, columns) of the series, into which it must fit.

    Raises:
        ReadingError: the bytes are no such entry, or it does not fit.
    """
    try:
        _, parts, runs = _split(entry)
        total = sum(part[3] for part in parts)
        if total > _MOST_RUNS or any(
            part[0] >= size[0] or part[1:3] != tuple(size[1:]) for part in parts
        ):
            raise _damaged()
        content = zlib.decompressobj().decompress(runs, _RUN_BYTES * total + 1)
        if len(content) != _RUN_BYTES * total:
            raise _damaged()
    except (struct.error, ValueError, OverflowError, TypeError, zlib.error) as error:
        raise _damaged() from error
    starts = np.frombuffer(content, "<i4", total).astype(np.int32, copy=False)
    lengths = np.frombuffer(content, "<i4", total, 4 * total).astype(np.int32, copy=False)
    before = np.frombuffer(content, np.uint8, total, 8 * total)
    after = np.frombuffer(content, np.uint8, total, 9 * total)
    if not _fit(starts, lengths, size[1] * size[2]):
        raise _damaged()
    found, at = [], 0
    for index, rows, columns, count in parts:
        these = slice(at, at + count)
        found.append(
            SliceDelta(
                *(index, (rows, columns), starts[these], lengths[these], before[these], after[these])
            )
        )
        at += count
    return Delta(tuple(found))


def whole(labels: Labels) -> Delta:
    """A mask (slice, row, column) as its difference to an empty one."""
    drawn = np.flatnonzero(labels.any(axis=(1, 2)))
    empty = np.zeros(labels.shape[1:], np.uint8)
    parts = (SliceDelta.between(int(n), empty, labels[n]) for n in drawn)
    return Delta(tuple(part for part in parts if part is not None))


def _split(entry: bytes) -> tuple[dict[str, Any], list[tuple[int, int, int, int]], bytes]:
    _, length = _HEAD.unpack_from(entry)
    at = _HEAD.size + length
    head = json.loads(entry[_HEAD.size : at].decode())
    (count,) = _COUNT.unpack_from(entry, at)
    at += _COUNT.size
    parts = [_PART.unpack_from(entry, at + n * _PART.size) for n in range(count)]
    if not isinstance(head, dict):
        raise TypeError("a head that is not an object")
    return head, parts, entry[at + count * _PART.size :]


def _fit(starts: npt.NDArray[np.int32], lengths: npt.NDArray[np.int32], pixels: int) -> bool:
    ends = starts.astype(np.int64) + lengths
    return bool((starts >= 0).all() and (lengths > 0).all() and (ends <= pixels).all())


def _damaged() -> ReadingError:
    return ReadingError(
        "The journal of this reading does not fit its images; the saved reading is shown instead.",
        remedy="Go on; a new journal was begun.",
    )

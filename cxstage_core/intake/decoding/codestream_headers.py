"""Compare the headers inside compressed DICOM pixels with the DICOM header.

A decoder believes the compressed data: it makes an image of the size, the number of components and the
bits found there. So their headers are compared before a decoder sees them.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from cxstage_core.errors import IntakeError

_UIDS = "1.2.840.10008.1.2."
_RLE = f"{_UIDS}5"
_JPEG = tuple(f"{_UIDS}4.{n}" for n in (50, 51, 57, 70, 80, 81))
_JPEG_2000 = tuple(f"{_UIDS}4.{n}" for n in (90, 91))
_ITEM, _END = b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0"
_HEAD = 1 << 16
"""Bytes of a frame within which its header stands; tables of a JPEG may come first."""
_LARGEST_TILE = 1 << 24
_RLE_SEGMENTS = 15
_RLE_HEADER = 64


@dataclass(frozen=True, slots=True)
class Declared:
    """The pixels as the DICOM header declares them."""

    frames: int
    rows: int
    columns: int
    bits: int


def check_codestreams(file: Path, start: int, syntax: str, declared: Declared) -> None:
    """Compare the headers of all frames of a file with its DICOM header.

    Args:
        start: where the value of the pixel data begins.
        syntax: the transfer syntax.

    Raises:
        IntakeError: they differ, pixels are missing, or the compression is not one that is read.
    """
    if syntax != _RLE and syntax not in (*_JPEG, *_JPEG_2000):
        raise IntakeError(
            "The pixels are compressed in a way that CxStage does not read.",
            remedy="Export the series uncompressed.",
            file=file,
        )
    frames = 0
    with file.open("rb") as stream:
        for head, size in _fragments(stream, start, file):
            if syntax == _RLE:
                right = _right_rle(head, size, declared)
            elif head[:2] == b"\xff\xd8" and syntax in _JPEG:
                right = _right_jpeg(head, declared)
            elif syntax in _JPEG_2000 and (at := _main_header(head)) >= 0:
                right = _right_jpeg_2000(head[at:], declared)
            else:
                continue  # a frame goes on
            if not right:
                raise _contradiction(file)
            frames += 1
    if frames < declared.frames:
        raise IntakeError(
            "The compressed pixels of {found} of {wanted} frames are missing or damaged.",
            remedy="Copy or export the file again.",
            file=file,
            found=declared.frames - frames,
            wanted=declared.frames,
        )


def _fragments(stream: BinaryIO, start: int, file: Path) -> Iterator[tuple[bytes, int]]:
    """The beginning and size of each fragment after the table of offsets."""
    stream.seek(0, 2)
    end = stream.tell()
    at, number = start, 0
    while at + 8 <= end:
        stream.seek(at)
        tag, size = struct.unpack("<4sI", stream.read(8))
        if tag == _END:
            return
        if tag != _ITEM or at + 8 + size > end:
            break
        if number:
            yield stream.read(min(size, _HEAD)), size
        at, number = at + 8 + size, number + 1
    if number < 2 or at < end:
        raise IntakeError(
            "The compressed pixels are cut off or damaged.",
            remedy="Copy or export the file again.",
            file=file,
        )


def _right_rle(head: bytes, size: int, declared: Declared) -> bool:
    if len(head) < _RLE_HEADER:
        return False
    count, *offsets = struct.unpack_from("<16I", head)
    used = offsets[:count] if count <= _RLE_SEGMENTS else []
    return (
        count == declared.bits // 8
        and used[0] == _RLE_HEADER
        and all(a < b for a, b in zip(used, [*used[1:], size], strict=True))
    )


def _right_jpeg(head: bytes, declared: Declared) -> bool:
    """Follow the segments of a JPEG or JPEG-LS to the header of its frame."""
    at = 2
    while at + 4 <= len(head) and head[at] == 0xFF:
        marker, size = head[at + 1], int.from_bytes(head[at + 2 : at + 4], "big")
        if marker == 0xFF:
            at += 1
        elif marker == 0xF8 and head[at + 4 : at + 5] == b"\x04":
            return False  # JPEG-LS with a size that replaces the one of the frame's header
        elif (0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC)) or marker == 0xF7:
            if at + 10 > len(head):
                return False
            bits, rows, columns, components = struct.unpack_from(">BHHB", head, at + 4)
            return (rows, columns, components) == (
                declared.rows,
                declared.columns,
                1,
            ) and 2 <= bits <= declared.bits
        else:
            at += 2 + size
    return False


def _main_header(head: bytes) -> int:
    """Where a JPEG 2000 codestream begins, also within its own file format; -1 if nowhere."""
    if head[:4] == b"\xff\x4f\xff\x51":
        return 0
    return head.find(b"\xff\x4f\xff\x51") if head[4:8] == b"jP  " else -1


def _right_jpeg_2000(head: bytes, declared: Declared) -> bool:
    if len(head) < 45:
        return False
    x, y, x0, y0, tile_x, tile_y, tile_x0, tile_y0, components = struct.unpack_from(">8IH", head, 8)
    depth, step_x, step_y = struct.unpack_from(">3B", head, 42)
    bits = (depth & 0x7F) + 1
    tiles_fit = 0 < tile_x * tile_y <= max(4 * declared.rows * declared.columns, _LARGEST_TILE)
    if not tiles_fit or tile_x0 > x0 or tile_y0 > y0:
        return False
    tiles = -(-(x - tile_x0) // tile_x) * -(-(y - tile_y0) // tile_y)
    return (
        (x - x0, y - y0) == (declared.columns, declared.rows)
        and (components, step_x, step_y) == (1, 1, 1)
        and bits <= declared.bits
        and tiles <= max(1024, declared.rows * declared.columns // 256)
    )


def _contradiction(file: Path) -> IntakeError:
    return IntakeError(
        "The compressed pixels have another size, depth or number of colours than the header declares.",
        remedy="Export the series uncompressed, or again from the scanner.",
        file=file,
    )

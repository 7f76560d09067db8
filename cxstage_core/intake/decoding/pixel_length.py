"""Whether the pixels that a header declares are there: all of them, no others, and in this very file."""

from __future__ import annotations

import zlib
from pathlib import Path
from typing import Protocol

from cxstage_core.errors import IntakeError

_CHUNK = 1 << 20
_SPARE = 4096
"""Bytes after the pixels that programs leave there."""


class Bytes(Protocol):
    """A file that is read from its beginning, perhaps unpacked on the way."""

    def read(self, size: int, /) -> bytes:
        """Read at most so many bytes."""


def check_length(file: Path, have: int, needed: int) -> None:
    """Refuse pixels that are fewer, or many more, than the header declares.

    Raises:
        IntakeError: with both lengths.
    """
    if have < needed:
        raise cut_off(file, have, needed)
    if have > _most(needed):
        raise IntakeError(
            "The pixels of {file} are more than its header declares ({needed} bytes), so the header is wrong.",
            remedy="Convert the image again from its original.",
            file=file,
            needed=needed,
        )


def cut_off(file: Path, have: int, needed: int) -> IntakeError:
    """Return the refusal of an image whose pixels are not all there."""
    return IntakeError(
        "The pixels of {file} are cut off: {have} of {needed} bytes are there.",
        remedy="Copy or export the file again.",
        file=file,
        have=have,
        needed=needed,
    )


def counted(stream: Bytes, needed: int) -> int:
    """Count the bytes that can still be read, unpacked where the stream unpacks, and stop where they are too many.

    Reading to the end makes a packed stream compare its checksum.
    """
    found, most = 0, _most(needed)
    while found <= most and (part := stream.read(_CHUNK)):
        found += len(part)
    return found


def inflated(stream: Bytes, needed: int) -> int:
    """Count the bytes of a zlib or gzip stream, and stop where they are too many.

    Raises:
        zlib.error: the bytes are damaged, or their checksum is wrong.
    """
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 32)
    found, most = 0, _most(needed)
    while found <= most and not unpacker.eof:
        part = unpacker.unconsumed_tail or stream.read(_CHUNK)
        made = len(unpacker.decompress(part, _CHUNK))
        if not part and not made:
            break
        found += made
    return found


def _most(needed: int) -> int:
    return needed + max(_SPARE, needed // 16)


def pixels_beside(file: Path, target: str, *, detached: bool) -> Path:
    """Return the file of the pixels that a detached header names: a plain file of the same folder.

    Raises:
        IntakeError: the header is not a detached one, or names anything else.
    """
    pixels = file.parent / target
    plain = target not in ("", ".", "..") and not set(target) & set("/\\%:\0 \t")
    if not detached or not plain or pixels.is_symlink() or not pixels.is_file() or pixels == file:
        raise IntakeError(
            "The image {file} keeps its pixels in another place or in several files.",
            remedy="Convert it to a single file such as .nii.gz.",
            file=file,
        )
    return pixels

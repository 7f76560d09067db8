"""A checksum behind the last byte of each HDF5 file, read before HDF5 is let near it.

HDF5 trusts what it reads: a single flipped bit in its own bookkeeping made the library search an
attribute without end. So a damaged file is recognised first, and never opened. HDF5 ignores what
stands behind its end of file, so any HDF5 program still reads the files.
"""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

_MARK = b"CxSeal\0\1"
_TAIL = struct.Struct("<8sQI")
_BLOCK = 1 << 20


def sealed(content: bytes) -> bytes:
    """The content with its seal: a mark, the length of the content, and its CRC-32."""
    return content + _TAIL.pack(_MARK, len(content), zlib.crc32(content))


def check_seal(path: Path) -> None:
    """Compare a file with its seal.

    Raises:
        ValueError: the seal is missing or broken: the file is not what was written.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        size = file.seek(0, 2)
        if size < _TAIL.size:
            raise ValueError("no seal")
        file.seek(size - _TAIL.size)
        mark, length, wanted = _TAIL.unpack(file.read(_TAIL.size))
        if mark != _MARK or length != size - _TAIL.size:
            raise ValueError("no seal")
        file.seek(0)
        found, left = 0, length
        while left > 0 and (block := file.read(min(_BLOCK, left))):
            found, left = zlib.crc32(block, found), left - len(block)
    if found != wanted or left:
        raise ValueError("the seal is broken")

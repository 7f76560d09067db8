"""The bytes of a journal file: numbered, checked entries that are found again behind damage.

    CxJrnl \\0 VERSION                                    8 bytes
    file number, number of entries, checksum              4 + 4 + 4 bytes
    mark, file number, entry number, length, checksum     4 × 5 bytes, then the entry; repeated

All numbers are little-endian. A checksum is the CRC-32 of everything else in its part and of the place of the file
(its folder and name), so that an entry counts only in the journal it was written to. Each entry knows
its number: one that is missing, doubled or moved is recognised, and those behind a damaged one are found by
their mark. The number of entries is written after the entry itself, so it is never above what was written:
a file with fewer entries has lost its end, and one that merely ends within an entry was killed in the act.

Version 1 had a length and a checksum before each entry, the checksum begun with that of the entry before.
"""

from __future__ import annotations

import struct
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

MAGIC = b"CxJrnl\0"
VERSION_BYTES = len(MAGIC) + 1
_COUNT = struct.Struct("<II")
_CHECK = struct.Struct("<I")
START_BYTES = VERSION_BYTES + _COUNT.size + _CHECK.size
_MARK = b"\xc5\xf1J\xe3"
_FRAME = struct.Struct("<4sIII")
FRAME_BYTES = _FRAME.size + _CHECK.size
_OLD_FRAME = struct.Struct("<II")
_OLD_KINDS = range(1, 9)
"""First bytes of the entries that version 1 wrote."""


@dataclass(frozen=True, slots=True)
class Frame:
    """One intact entry: its number, and where it lies in the file."""

    number: int
    at: int
    length: int

    @property
    def end(self) -> int:
        """Offset of the first byte after it."""
        return self.at + self.length


@dataclass(frozen=True, slots=True)
class Found:
    """What a journal file holds.

    Args:
        file_number: drawn for the file; 0 in version 1.
        frames: intact entries by number, each once.
        end: offset after the last byte that belongs to an intact entry.
        expected: number of entries that were written, as far as is known.
        damaged: something else than an unfinished last entry is wrong.
    """

    file_number: int
    frames: tuple[Frame, ...]
    end: int
    expected: int
    damaged: bool

    @property
    def lost(self) -> int:
        """Number of entries known to be missing."""
        return self.expected - len(self.frames)

    @property
    def only_end_lost(self) -> bool:
        """Return True if the intact entries follow each other from the first on, in order."""
        return all(frame.number == n for n, frame in enumerate(self.frames)) and all(
            one.end < two.at for one, two in zip(self.frames, self.frames[1:], strict=False)
        )


def place_of(path: Path) -> bytes:
    """Return what binds entries to their file: the reader's folder and the patient."""
    return f"{path.parent.name}/{path.stem}".encode()


def start(version: int, file_number: int, count: int, place: bytes) -> bytes:
    """Return the first bytes of a file."""
    head = MAGIC + bytes([version]) + _COUNT.pack(file_number, count)
    return head + _CHECK.pack(zlib.crc32(head, zlib.crc32(place)))


def frame(file_number: int, number: int, entry: bytes, place: bytes) -> bytes:
    """Return an entry as it is written."""
    head = _FRAME.pack(_MARK, file_number, number, len(entry))
    return head + _CHECK.pack(zlib.crc32(entry, zlib.crc32(head, zlib.crc32(place)))) + entry


def read(content: bytes, version: int, place: bytes) -> Found:
    """Find all intact entries of a file that begins like a journal of this version."""
    if version == 1:
        return _read_old(content)
    known = _known_count(content, version, place)
    spots = list(_scan(content, place))
    numbers = Counter(file_number for file_number, _ in spots)
    most_common = numbers.most_common(1)[0][0] if numbers else 0
    mine = most_common if known is None else known[0]
    by_number: dict[int, Frame] = {}
    doubtful = set()
    for file_number, one in spots:
        if file_number != mine:
            continue
        other = by_number.setdefault(one.number, one)
        if content[other.at : other.end] != content[one.at : one.end]:
            doubtful.add(one.number)
    frames = tuple(by_number[n] for n in sorted(by_number) if n not in doubtful)
    behind = max(by_number, default=-1) + 1
    expected = max(behind, known[1] if known is not None else 0)
    end = max((one.end for _, one in spots), default=min(START_BYTES, len(content)))
    found = Found(mine, frames, end, expected, damaged=True)
    gapless = found.only_end_lost and len(spots) == len(frames) and _no_gap(frames)
    whole = known is not None and gapless and len(frames) == expected
    return Found(mine, frames, end, expected, damaged=not whole)


def _no_gap(frames: tuple[Frame, ...]) -> bool:
    at = START_BYTES
    for one in frames:
        if one.at != at + FRAME_BYTES:
            return False
        at = one.end
    return True


def _known_count(content: bytes, version: int, place: bytes) -> tuple[int, int] | None:
    """Return file number and number of entries by the first bytes; None if they are damaged."""
    if len(content) < START_BYTES:
        return None
    file_number, count = _COUNT.unpack_from(content, VERSION_BYTES)
    same = start(version, file_number, count, place) == content[:START_BYTES]
    return (int(file_number), int(count)) if same else None


def _scan(content: bytes, place: bytes) -> Iterator[tuple[int, Frame]]:
    """Yield file number and place of every intact entry, in the order of the file."""
    seed = zlib.crc32(place)
    at = content.find(_MARK, VERSION_BYTES)
    while at >= 0:
        begin = at + FRAME_BYTES
        if begin <= len(content):
            _, file_number, number, length = _FRAME.unpack_from(content, at)
            (wanted,) = _CHECK.unpack_from(content, at + _FRAME.size)
            if 0 < length <= len(content) - begin:
                head = zlib.crc32(content[at : at + _FRAME.size], seed)
                if zlib.crc32(content[begin : begin + length], head) == wanted:
                    yield int(file_number), Frame(int(number), begin, int(length))
                    at = content.find(_MARK, begin + length)
                    continue
        at = content.find(_MARK, at + 1)


def _read_old(content: bytes) -> Found:
    """Find the entries of a file of version 1; behind damage an entry counts if the one before has its checksum."""
    frames: list[Frame] = []
    at, number, end, lost_at_end = VERSION_BYTES, 0, VERSION_BYTES, False
    before: int | None = zlib.crc32(content[:VERSION_BYTES])
    while at + _OLD_FRAME.size <= len(content):
        length, checksum = _OLD_FRAME.unpack_from(content, at)
        begin = at + _OLD_FRAME.size
        if before is not None and _old_fits(content, at, before):
            frames.append(Frame(number, begin, length))
            number, before, at = number + 1, checksum, begin + length
            end, lost_at_end = at, False
            continue
        complete = 0 < length <= len(content) - begin
        if complete and _old_fits(content, begin + length, checksum):
            # Only this entry is damaged: its own checksum still begins that of the next.
            number, before, at = number + 1, checksum, begin + length
            continue
        follower = _old_next(content, at + 1)
        if follower is None:
            # The number of entries is not known: an entry cut short may be one of which the length was changed.
            lost_at_end = any(content[begin:])
            number += int(lost_at_end)
            break
        (_, before) = _OLD_FRAME.unpack_from(content, follower[0])
        number, at = number + 1, follower[1]
        if follower[0] > begin:
            number += 1
    contiguous = all(one.number == n for n, one in enumerate(frames))
    return Found(0, tuple(frames), end, max(number, len(frames)), damaged=lost_at_end or not contiguous)


def _old_fits(content: bytes, at: int, before: int) -> bool:
    begin = at + _OLD_FRAME.size
    if begin > len(content):
        return False
    length, checksum = _OLD_FRAME.unpack_from(content, at)
    if not 0 < length <= len(content) - begin:
        return False
    return bool(zlib.crc32(content[begin : begin + length], before) == checksum)


def _old_next(content: bytes, at: int) -> tuple[int, int] | None:
    """Return the offsets of the next two entries of which the second has a checksum that begins with the first's."""
    for first in range(at, len(content) - 2 * _OLD_FRAME.size):
        length, checksum = _OLD_FRAME.unpack_from(content, first)
        second = first + _OLD_FRAME.size + length
        if (
            length > 0
            and second + _OLD_FRAME.size < len(content)
            and content[first + _OLD_FRAME.size] in _OLD_KINDS
            and content[second + _OLD_FRAME.size] in _OLD_KINDS
            and _old_fits(content, second, checksum)
        ):
            return first, second
    return None

"""Changes to bytes, text, JSON, DICOM elements and HDF5 content, each drawn from a seeded generator."""

from __future__ import annotations

import json
import random
import re
import struct
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

Draw = random.Random
LONG = "n" * 250
WORDS = (
    "nan", "NaN", "inf", "-inf", "1e400", "-0", "0", "-1", "1", "2", "3", "1e-300", "1e30", "65535",
    "4294967295", "9999999999999999999999", "1.5.5", "0x10", "1_000", "１", "", " ", "abc", "1\\2", "true",
    "../../x", "/etc/hostname", "宫颈癌", "Größe", "\u202e\u0000", "%s%n", LONG, "1,5", "'", '"', "None",
)  # fmt: skip
"""Values that parsers are known to take for something else."""
NUMBERS = (
    0, 1, -1, 2, 3, 7, 255, 256, 32767, -32768, 65535, 2**31 - 1, -(2**31), 2**32 - 1, 2**63 - 1, 10**30,
    0.5, -0.0, 1e-300, 1e30, float("nan"), float("inf"), float("-inf"),
)  # fmt: skip


def many(draw: Draw) -> int:
    """How many changes a mutant gets; mostly one."""
    return draw.choice((1, 1, 1, 2, 5))


# --- bytes


def flipped(draw: Draw, content: bytes) -> bytes:
    """Some bits changed."""
    found = bytearray(content)
    for _ in range(many(draw)):
        found[draw.randrange(len(found))] ^= 1 << draw.randrange(8)
    return bytes(found)


def overwritten(draw: Draw, content: bytes) -> bytes:
    """A short run of bytes replaced by zeros, ones, or noise."""
    found = bytearray(content)
    at, size = draw.randrange(len(found)), draw.choice((1, 2, 4, 8))
    run = draw.choice((b"\0" * size, b"\xff" * size, draw.randbytes(size)))
    found[at : at + size] = run[: len(found) - at]
    return bytes(found)


def cut(draw: Draw, content: bytes) -> bytes:
    """The end missing."""
    return content[: draw.randrange(len(content))]


def without_a_part(draw: Draw, content: bytes) -> bytes:
    """A part in the middle missing."""
    at = draw.randrange(len(content))
    return content[:at] + content[at + draw.choice((1, 2, 7, 64)) :]


def doubled_part(draw: Draw, content: bytes) -> bytes:
    """A part written twice."""
    at = draw.randrange(len(content))
    end = at + draw.choice((1, 2, 7, 64, 512))
    return content[:end] + content[at:end] + content[end:]


def exchanged(draw: Draw, content: bytes) -> bytes:
    """Two parts in each other's place."""
    size = min(draw.choice((1, 4, 16, 64)), len(content) // 3)
    first = draw.randrange(len(content) - 2 * size)
    second = draw.randrange(first + size, len(content) - size + 1)
    found = bytearray(content)
    one, other = content[first : first + size], content[second : second + size]
    found[first : first + size], found[second : second + size] = other, one
    return bytes(found)


def with_more(draw: Draw, content: bytes) -> bytes:
    """Bytes after the end or before the beginning."""
    more = draw.randbytes(draw.choice((1, 3, 128, 4096)))
    return content + more if draw.random() < 0.8 else more + content


Change = Callable[[Draw, bytes], bytes]
BYTES: tuple[Change, ...] = (
    flipped, flipped, overwritten, overwritten, cut, without_a_part, doubled_part, exchanged, with_more,
)  # fmt: skip


def of_bytes(draw: Draw, content: bytes, within: int | None = None) -> bytes:
    """Change any bytes; those of the first `within` only, if it is given."""
    if len(content) < 8:
        return content + b"\0"
    change = draw.choice(BYTES)
    if within is None or within < 8:
        return change(draw, content)
    return change(draw, content[:within]) + content[within:]


# --- numbers in a binary header


def of_fields(draw: Draw, content: bytes, fields: Sequence[tuple[int, str]], order: str = "<") -> bytes:
    """Overwrite numbers of a binary header, given as offset and `struct` code."""
    found = bytearray(content)
    for _ in range(many(draw)):
        offset, code = draw.choice(fields)
        value = draw.choice(NUMBERS)
        try:
            struct.pack_into(order + code, found, offset, value if code in "fd" else int(value))
        except (struct.error, ValueError, OverflowError):
            struct.pack_into(order + code, found, offset, draw.choice((0, 1, 2, 3, 7, 100)))
    return bytes(found)


# --- lines of text


def of_lines(draw: Draw, content: bytes) -> bytes:
    """Change a text line by line: fields and values, twice, absent, exchanged, in other encodings."""
    lines = content.split(b"\n")
    for _ in range(many(draw)):
        at, other = draw.randrange(len(lines)), draw.randrange(len(lines))
        change = draw.randrange(9)
        if change == 0:
            del lines[at]
        elif change == 1:
            lines.insert(other, lines[at])
        elif change == 2:
            lines[at], lines[other] = lines[other], lines[at]
        elif change == 3:
            lines[at] = _other_word(draw, lines[at])
        elif change == 4:
            lines.insert(at, draw.choice(WORDS).encode("utf-8", "replace"))
        elif change == 5:
            lines[at] = draw.choice(
                (lines[at].upper(), lines[at].lower(), b" " + lines[at], lines[at] + b"\r")
            )
        elif change == 6:
            lines[at] = lines[at] + draw.choice((b" ", b"\xff\xfe", b"\0", b"\xe9", LONG.encode()))
        elif change == 7:
            lines[at] = re.sub(rb"[ =:,]", draw.choice((b"", b"  ", b"=", b"\t")), lines[at], count=1)
        else:
            lines[at] = _other_word(draw, _other_word(draw, lines[at]))
        if not lines:
            lines = [b""]
    return b"\n".join(lines)


def _other_word(draw: Draw, line: bytes) -> bytes:
    words = list(re.finditer(rb"[^\s=:,;()]+", line))
    if not words:
        return line
    word = draw.choice(words)
    new = draw.choice(WORDS).encode("utf-8", "replace")
    return line[: word.start()] + new + line[word.end() :]


# --- JSON


def of_json(draw: Draw, value: Any) -> Any:
    """Change one place or a few of a JSON value: types, numbers, names, depth."""
    for _ in range(many(draw)):
        value = _json_once(draw, json.loads(json.dumps(value)))
    return value


def _json_once(draw: Draw, value: Any) -> Any:
    places: list[tuple[Any, Any]] = []

    def walk(at: Any) -> None:
        pairs = at.items() if isinstance(at, dict) else enumerate(at) if isinstance(at, list) else ()
        for key, inner in list(pairs):
            places.append((at, key))
            walk(inner)

    walk(value)
    if not places:
        return draw.choice((None, [], {}, 1, "x"))
    holder, key = draw.choice(places)
    change = draw.randrange(9)
    if change == 0:
        del holder[key]
    elif change == 1 and isinstance(holder, dict):
        holder[draw.choice(WORDS)] = holder.pop(key)
    elif change == 2:
        holder[key] = draw.choice(NUMBERS)
    elif change == 3:
        holder[key] = draw.choice((None, True, False, [], {}, [[]], [None], {"": None}))
    elif change == 4:
        holder[key] = draw.choice(WORDS)
    elif change == 5:
        other, name = draw.choice(places)
        holder[key] = json.loads(json.dumps(other[name])) if _there(other, name) else None
    elif change == 6 and isinstance(holder, dict):
        holder[draw.choice(WORDS)] = json.loads(json.dumps(holder[key]))
    elif change == 7:
        holder[key] = [holder[key]] if draw.random() < 0.5 else {"value": holder[key]}
    else:
        inner: Any = holder[key]
        for _ in range(draw.choice((5, 60, 300))):
            inner = [inner]
        holder[key] = inner
    return value


def _there(holder: Any, key: Any) -> bool:
    return key in holder if isinstance(holder, dict) else key < len(holder)


# --- DICOM, explicit VR, little endian

VRS = (
    b"AE", b"AS", b"AT", b"CS", b"DA", b"DS", b"DT", b"FD", b"FL", b"IS", b"LO", b"LT", b"OB", b"OW", b"PN",
    b"SH", b"SL", b"SQ", b"SS", b"ST", b"TM", b"UI", b"UL", b"UN", b"US", b"UT", b"ZZ",
)  # fmt: skip
_LONG_VR = (b"OB", b"OW", b"OF", b"OD", b"OL", b"SQ", b"UN", b"UT", b"UC", b"UR", b"OV", b"SV", b"UV")
_ITEM = 0xFFFE


@dataclass(frozen=True)
class Element:
    """One element in a file's bytes, of any depth."""

    start: int
    tag: tuple[int, int]
    vr: bytes
    value: int
    end: int


def elements(content: bytes, start: int = 132) -> list[Element]:
    """The elements of a file whose sequences have undefined lengths, those within sequences included."""
    found, at = [], start
    while at + 8 <= len(content):
        group, number = struct.unpack_from("<HH", content, at)
        if group == _ITEM:
            at += 8
            continue
        vr = content[at + 4 : at + 6]
        if vr in _LONG_VR:
            (length,) = struct.unpack_from("<I", content, at + 8)
            value = at + 12
        else:
            (length,) = struct.unpack_from("<H", content, at + 6)
            value = at + 8
        end = value if length == 0xFFFFFFFF or vr == b"SQ" else value + length
        found.append(Element(at, (group, number), vr, value, min(end, len(content))))
        if (group, number) == (0x7FE0, 0x0010):
            break
        at = end
    return found


def of_elements(draw: Draw, content: bytes) -> bytes:
    """Change elements: lengths, VRs, values, multiplicity; twice, absent, exchanged, nested deeply."""
    for _ in range(many(draw)):
        there = elements(content)
        if len(there) < 3:
            return content
        content = _element_once(draw, content, there)
    return content


_PLACES = {
    (0x0018, 0x0050), (0x0018, 0x0088), (0x0020, 0x0032), (0x0020, 0x0037), (0x0028, 0x0002), (0x0028, 0x0008),
    (0x0028, 0x0010), (0x0028, 0x0011), (0x0028, 0x0030), (0x0028, 0x0100), (0x0028, 0x0101), (0x0028, 0x0102),
    (0x0028, 0x0103), (0x0028, 0x1052), (0x0028, 0x1053), (0x3006, 0x0050), (0x3006, 0x0046), (0x0062, 0x000E),
    (0x0062, 0x0001), (0x0062, 0x0010), (0x0008, 0x0016), (0x0002, 0x0010),
}  # fmt: skip
"""Elements that say where pixels lie and what they are; drawn more often than others."""


def _element_once(draw: Draw, content: bytes, there: list[Element]) -> bytes:
    telling = [e for e in there if e.tag in _PLACES]
    one = draw.choice(telling) if telling and draw.random() < 0.6 else draw.choice(there)
    other = draw.choice(there)
    whole = content[one.start : one.end]
    change = draw.randrange(10)
    if change == 0:
        return content[: one.start] + content[one.end :]
    if change == 1:
        return content[: one.start] + whole + whole + content[one.end :]
    if change == 2 and one.end <= other.start:
        between = content[one.end : other.start]
        moved = content[other.start : other.end] + between + whole
        return content[: one.start] + moved + content[other.end :]
    if change == 3:
        return content[: one.start + 4] + draw.choice(VRS) + content[one.start + 6 :]
    if change == 4:
        return _other_length(draw, content, one)
    if change == 5:
        return _nested(draw, content, one)
    if change == 6:
        return content[: one.start] + draw.randbytes(4) + content[one.start + 4 :]
    return _with_value(content, one, _other_value(draw, content[one.value : one.end], one.vr))


def _other_length(draw: Draw, content: bytes, one: Element) -> bytes:
    length = one.end - one.value
    new = draw.choice(
        (0, 1, length + 1, length + 2, max(0, length - 2), 0xFFFE, 0xFFFFFFFF, 2**31, length * 2)
    )
    if one.vr in _LONG_VR:
        return content[: one.start + 8] + struct.pack("<I", new) + content[one.start + 12 :]
    return content[: one.start + 6] + struct.pack("<H", new & 0xFFFF) + content[one.start + 8 :]


def _other_value(draw: Draw, value: bytes, vr: bytes) -> bytes:
    if vr in (b"US", b"SS", b"UL", b"SL", b"FL", b"FD"):
        code = {b"US": "H", b"SS": "h", b"UL": "I", b"SL": "i", b"FL": "f", b"FD": "d"}[vr]
        try:
            return struct.pack("<" + code, draw.choice(NUMBERS)) * draw.choice((1, 1, 1, 2))
        except (struct.error, OverflowError):
            return struct.pack("<" + code, draw.choice((0, 1, 2, 8, 17, 100))) * draw.choice(
                (1, 1, 1, 0)
            )
    parts = value.split(b"\\")
    change = draw.randrange(5)
    if change == 0:
        parts.pop(draw.randrange(len(parts)))
    elif change == 1:
        parts.insert(draw.randrange(len(parts) + 1), draw.choice(parts))
    elif change == 2:
        draw.shuffle(parts)
    elif change == 3 and re.search(rb"\d", value):
        at = draw.choice([m.start() for m in re.finditer(rb"\d", value)])
        return value[:at] + b"%d" % draw.randrange(10) + value[at + 1 :]
    else:
        parts[draw.randrange(len(parts))] = draw.choice(WORDS).encode("utf-8", "replace")
    return b"\\".join(parts)


def _with_value(content: bytes, one: Element, value: bytes) -> bytes:
    value += b" " * (len(value) % 2)
    if one.vr in _LONG_VR:
        size = struct.pack("<I", len(value))
        return content[: one.start + 8] + size + value + content[one.end :]
    return (
        content[: one.start + 6]
        + struct.pack("<H", len(value) & 0xFFFF)
        + value[:0xFFFF]
        + content[one.end :]
    )


def _nested(draw: Draw, content: bytes, one: Element) -> bytes:
    """Sequences within sequences, hundreds deep, before an element."""
    depth = draw.choice((3, 60, 900, 3000))
    tag = struct.pack("<HH", *draw.choice(((0x0011, 0x1010), (0x0040, 0x0275), (0x5200, 0x9229))))
    opened = tag + b"SQ\0\0" + b"\xff" * 4 + b"\xfe\xff\x00\xe0" + b"\xff" * 4
    closed = b"\xfe\xff\x0d\xe0" + b"\0" * 4 + b"\xfe\xff\xdd\xe0" + b"\0" * 4
    return content[: one.start] + opened * depth + closed * depth + content[one.start :]


# --- HDF5


def of_hdf5(draw: Draw, file: Any) -> None:
    """Change attributes and datasets of an open file: values, types, shapes, names."""
    import h5py

    for _ in range(many(draw)):
        names: list[str] = []
        file.visit(names.append)
        node = draw.choice([file, *(file[name] for name in names)])
        if len(node.attrs) and draw.random() < 0.5:
            _attribute(draw, node.attrs)
        elif isinstance(node, h5py.Dataset):
            _dataset(draw, file, node)
        elif len(node):
            _member(draw, node)


def _attribute(draw: Draw, attrs: Any) -> None:
    name = draw.choice(sorted(attrs))
    change = draw.randrange(6)
    if change == 0:
        del attrs[name]
    elif change == 1:
        attrs[draw.choice([*sorted(attrs), "x", LONG, "宫颈"])] = attrs[name]
    elif change == 2:
        attrs[name] = draw.choice(WORDS).replace("\0", "")
    elif change == 3:
        attrs[name] = np.float64(draw.choice(NUMBERS))
    elif change == 4 and isinstance(attrs[name], np.ndarray):
        found = np.array(attrs[name], dtype=object if attrs[name].dtype == object else None)
        if found.size and found.dtype.kind in "fiu":
            found.flat[draw.randrange(found.size)] = draw.choice((0, 1, 2, 5))
            attrs[name] = found
    else:
        attrs[name] = np.zeros(draw.choice(((0,), (3,), (2, 2))))


def _dataset(draw: Draw, file: Any, node: Any) -> None:
    name, change = node.name, draw.randrange(6)
    kept = dict(node.attrs)
    if change == 0:
        del file[name]
        return
    value = node[()]
    if change == 1 and node.size and node.dtype.kind in "fiu":
        array = np.array(value)
        array.flat[draw.randrange(array.size)] = draw.choice((0, 1, 2, 3, 77))
        if array.dtype.kind == "f" and draw.random() < 0.4:
            array.flat[0] = draw.choice((np.nan, np.inf))
        node[()] = array
        return
    del file[name]
    if change == 2 and np.ndim(value) and len(value):
        file[name] = value[: len(value) // 2]
    elif change == 3:
        file[name] = np.zeros(
            draw.choice(((), (0,), (1,), (2, 3), (1, 1, 1))), draw.choice(("f4", "u1", "i8"))
        )
    elif change == 4:
        file[name] = draw.choice(WORDS).replace("\0", "")
    elif np.ndim(value):
        file[name] = np.concatenate([value, value])
    else:
        file[name] = np.float64(draw.choice(NUMBERS))
    for key, kept_value in kept.items():
        file[name].attrs[key] = kept_value


def _member(draw: Draw, group: Any) -> None:
    name = draw.choice(sorted(group))
    change = draw.randrange(3)
    if change == 0:
        del group[name]
    elif change == 1:
        group.copy(group[name], group, draw.choice(("x", LONG, "宫颈", f"{name}-2")))
    else:
        group.move(name, draw.choice(("y", LONG, "Größe", "P0009")))

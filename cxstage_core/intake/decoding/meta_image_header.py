"""Check the header of an MHA or MHD file.

Its library trusts every field: a wrong number of dimensions lets it run for ever, a list of another
length than it expects ends the program. So each field that places, sizes or finds the pixels is checked.
"""

from __future__ import annotations

import math
import re
import zlib
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from cxstage_core.errors import IntakeError
from cxstage_core.intake.decoding.client import damaged
from cxstage_core.intake.decoding.limits import LARGEST_FILE, LONGEST_HEADER, MOST_VOXELS
from cxstage_core.intake.decoding.numbers import usable_place, usable_spacing
from cxstage_core.intake.decoding.pixel_length import check_length, cut_off, inflated, pixels_beside

_BYTES = {
    "MET_CHAR": 1, "MET_UCHAR": 1, "MET_SHORT": 2, "MET_USHORT": 2, "MET_INT": 4, "MET_UINT": 4,
    "MET_LONG": 8, "MET_ULONG": 8, "MET_LONG_LONG": 8, "MET_ULONG_LONG": 8, "MET_FLOAT": 4, "MET_DOUBLE": 8,
}  # fmt: skip
_LIST = re.compile(r"[-+.\deE \t]*")
_LONGEST_LINE = 1024
_FIELD = re.compile(r"([A-Za-z][\w .\-\[\]]{0,120}?)[ \t]*[=:](.*)", re.DOTALL)
_FLAGS = ("BinaryData", "CompressedData", "BinaryDataByteOrderMSB", "ElementByteOrderMSB")
_SIZED = {
    "DimSize": 1, "ElementSpacing": 1, "ElementSize": 1, "Offset": 1, "Position": 1, "Origin": 1,
    "CenterOfRotation": 1, "TransformMatrix": 2, "Rotation": 2, "Orientation": 2,
}  # fmt: skip
"""Fields with as many numbers as there are dimensions, or as that number squared."""
_SAME = (("Offset", "Position", "Origin"), ("TransformMatrix", "Rotation", "Orientation"))
"""Names of one and the same thing."""


def check_meta_image(file: Path, *, detached: bool) -> None:
    """Refuse an MHA or MHD file whose header contradicts itself or its pixels.

    Args:
        detached: the pixels may be in a second file.

    Raises:
        IntakeError: the header cannot be trusted, or the pixels are not there.
        OSError: the file cannot be read.
    """
    with file.open("rb") as stream:
        fields, start = _fields(stream, file)
        dims = _whole(fields, "NDims", file)
        if not 2 <= dims <= 4 or fields.get("ObjectType", "Image") != "Image":
            raise damaged(file)
        sizes = _sizes(fields, dims, file)
        if any(fields.get(flag, "True").capitalize() not in ("True", "False") for flag in _FLAGS):
            raise damaged(file)
        channels = _whole(fields, "ElementNumberOfChannels", file, 1)
        kind = fields.get("ElementType", "").removesuffix("_ARRAY")
        if kind not in _BYTES or not 1 <= channels <= 64:
            raise damaged(file)
        needed = math.prod(sizes) * channels * _BYTES[kind]
        if math.prod(sizes) > MOST_VOXELS or needed > LARGEST_FILE:
            raise IntakeError("The image {file} declares an impossible size.", file=file)
        target = fields["ElementDataFile"]
        if target == "LOCAL":
            stream.seek(start)
            _check_pixels(stream, fields, needed, math.prod(sizes) * channels, file)
        else:
            with pixels_beside(file, target, detached=detached).open("rb") as pixels:
                _check_pixels(pixels, fields, needed, math.prod(sizes) * channels, file)


def _fields(stream: BinaryIO, file: Path) -> tuple[dict[str, str], int]:
    """The fields up to the one that ends the header, and where the pixels begin."""
    head = stream.read(LONGEST_HEADER)
    fields: dict[str, str] = {}
    at = 0
    while at < len(head):
        end = head.find(b"\n", at)
        line = head[at : end if end >= 0 else len(head)].decode("utf-8", "replace")
        at = end + 1 if end >= 0 else len(head)
        if not line.strip():
            continue
        found = _FIELD.fullmatch(line.rstrip("\r"))
        if found is None or len(line) > _LONGEST_LINE or "\0" in line or "\r" in line[:-1]:
            raise damaged(file)
        name, value = found[1].strip(), found[2].strip()
        squeezed = re.sub(r"[\W_]", "", name).lower()
        if squeezed == "elementdatafile" and name != "ElementDataFile":
            raise damaged(file)
        if name in fields or ("NDims" not in fields and name in _SIZED):
            raise damaged(file)  # the library sizes its lists by what it has read before
        fields[name] = value
        if name == "ElementDataFile":
            return fields, at
    raise damaged(file)


def _sizes(fields: dict[str, str], dims: int, file: Path) -> list[int]:
    for name, power in _SIZED.items():
        if name in fields:
            values = _numbers(fields[name], file)
            if len(values) != dims**power or not all(math.isfinite(v) for v in values):
                raise damaged(file)
    if any(sum(name in fields for name in names) > 1 for names in _SAME):
        raise damaged(file)
    sizes = _numbers(fields.get("DimSize", ""), file)
    if len(sizes) != dims or any(not v.is_integer() or not 1 <= v <= MOST_VOXELS for v in sizes):
        raise damaged(file)
    spacing = _numbers(fields.get("ElementSpacing", fields.get("ElementSize", "1")), file)
    places = [v for name in _SAME[0] for v in _numbers(fields.get(name, ""), file)]
    if not usable_spacing(spacing[:3]) or not usable_place(places):
        raise IntakeError(
            "The voxel size or position in the header of {file} is impossible.",
            remedy="Convert it again from its original.",
            file=file,
        )
    letters = fields.get("AnatomicalOrientation", "?" * dims)
    if len(letters) != dims or set(letters.upper()) - set("RLAPIS?"):
        raise damaged(file)
    return [int(v) for v in sizes]


def _check_pixels(
    stream: BinaryIO, fields: dict[str, str], needed: int, values: int, file: Path
) -> None:
    skipped = _whole(fields, "HeaderSize", file, 0)
    start = stream.tell()
    have = stream.seek(0, 2) - start
    stream.seek(start)
    if skipped < -1 or skipped > have:
        raise damaged(file)
    if fields.get("CompressedData", "False").capitalize() == "True":
        # Without this field, or where it is too small, the library shows whatever its memory holds.
        packed = _whole(fields, "CompressedDataSize", file)
        if not 0 < packed <= have or skipped:
            raise cut_off(file, have, packed)
        try:
            check_length(file, inflated(BytesIO(stream.read(packed)), needed), needed)
        except zlib.error as error:
            raise damaged(file) from error
    elif fields.get("BinaryData", "True").capitalize() == "True":
        if skipped == -1:  # the pixels are the last bytes
            check_length(file, min(have, needed), needed)
        else:
            check_length(file, have - skipped, needed)
    else:
        check_length(file, len(stream.read(32 * values).split()), values)


def _whole(fields: dict[str, str], name: str, file: Path, default: int | None = None) -> int:
    text = fields.get(name)
    if text is None and default is not None:
        return default
    if text is None or not re.fullmatch(r"[-+]?\d{1,18}", text):
        raise damaged(file)
    return int(text)


def _numbers(text: str, file: Path) -> list[float]:
    if not _LIST.fullmatch(text):
        raise damaged(file)
    try:
        return [float(word) for word in text.split()]
    except ValueError as error:
        raise damaged(file) from error

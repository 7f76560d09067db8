"""Check the header of an NRRD or NHDR file.

The header may name any file of the computer, or several, as the place of the pixels, in more spellings than
one: so it is read here as strictly as the format is defined, and unknown fields are refused.
"""

from __future__ import annotations

import bz2
import gzip
import math
import re
import zlib
from pathlib import Path
from typing import BinaryIO

from cxstage_core.errors import IntakeError
from cxstage_core.intake.decoding.client import damaged
from cxstage_core.intake.decoding.limits import LARGEST_FILE, LONGEST_HEADER, MOST_VOXELS
from cxstage_core.intake.decoding.pixel_length import check_length, counted, pixels_beside

_BYTES = {
    1: "signed char|int8|int8_t|uchar|unsigned char|uint8|uint8_t",
    2: "short|short int|signed short|signed short int|int16|int16_t|"
    "ushort|unsigned short|unsigned short int|uint16|uint16_t",
    4: "int|signed int|int32|int32_t|uint|unsigned int|uint32|uint32_t|float",
    8: "longlong|long long|long long int|signed long long|signed long long int|int64|int64_t|"
    "ulonglong|unsigned long long|unsigned long long int|uint64|uint64_t|double",
}
_SIZE_OF = {name: size for size, names in _BYTES.items() for name in names.split("|")}
_ENCODINGS = {
    "raw": "raw", "txt": "text", "text": "text", "ascii": "text", "hex": "hex",
    "gz": "gzip", "gzip": "gzip", "bz2": "bzip2", "bzip2": "bzip2",
}  # fmt: skip
_FIELDS = frozenset(
    """
    content|number|type|block size|blocksize|dimension|space|space dimension|sizes|spacings|thicknesses|
    axis mins|axismins|axis maxs|axismaxs|space directions|centers|centerings|kinds|labels|units|min|max|
    old min|oldmin|old max|oldmax|endian|encoding|line skip|lineskip|byte skip|byteskip|sample units|
    sampleunits|space units|space origin|measurement frame|data file|datafile
    """.replace("\n    ", "").split("|")
)
"""Names as the format spells them; in any other spelling another program would not find the field."""
_NUMBER = re.compile(r"[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?")
_PLACED = ("spacedirections", "spaceorigin")


def check_nrrd(file: Path, *, detached: bool) -> None:
    """Refuse an NRRD or NHDR file whose header contradicts itself or its pixels.

    Args:
        detached: the pixels are in a second file.

    Raises:
        IntakeError: the header cannot be trusted, or the pixels are not there.
        OSError: the file cannot be read.
    """
    with file.open("rb") as stream:
        fields, start = _fields(stream, file, detached=detached)
        needed, values = _declared(fields, file)
        if "datafile" in fields or detached:
            beside = pixels_beside(file, fields.get("datafile", ""), detached=detached)
            with beside.open("rb") as pixels:
                _check_pixels(pixels, fields, needed, values, file)
        else:
            stream.seek(start)
            _check_pixels(stream, fields, needed, values, file)


def _fields(stream: BinaryIO, file: Path, *, detached: bool) -> tuple[dict[str, str], int]:
    """The fields of the header by their names without blanks, and where the pixels begin."""
    head = stream.read(LONGEST_HEADER)
    if not re.match(rb"NRRD000[1-5]\r?\n", head):
        raise damaged(file)
    fields: dict[str, str] = {}
    at = head.index(b"\n") + 1
    while at < len(head):
        end = head.find(b"\n", at)
        line = head[at : end if end >= 0 else len(head)].decode("utf-8", "replace").rstrip("\r")
        at = end + 1 if end >= 0 else len(head)
        if not line:
            return fields, at
        if line.startswith("#"):
            continue
        if "\0" in line or "\r" in line:
            raise damaged(file)
        name, colon, value = line.partition(":")
        squeezed = re.sub(r"[\W_]", "", name).lower()
        if colon and value.startswith("="):
            if squeezed == "datafile":
                raise damaged(file)
            continue  # a pair of the user's own
        if not colon or name.lower() not in _FIELDS:
            raise _elsewhere_or_damaged(squeezed, file)
        if squeezed in fields:
            raise IntakeError(
                "The header of {file} contradicts itself: “{name}” stands there twice.",
                remedy="Export it again.",
                file=file,
                name=name.lower(),
            )
        fields[squeezed] = value.strip()
    if detached and len(head) < LONGEST_HEADER:
        return fields, at
    raise damaged(file)


def _elsewhere_or_damaged(name: str, file: Path) -> IntakeError:
    if name != "datafile":
        return damaged(file)
    return IntakeError(
        "The image {file} keeps its pixels in another place or in several files.",
        remedy="Convert it to a single file such as .nii.gz.",
        file=file,
    )


def _declared(fields: dict[str, str], file: Path) -> tuple[int, int]:
    """Bytes and number of the values."""
    size = _SIZE_OF.get(" ".join(fields.get("type", "").lower().split()), 0)
    encoding = _ENCODINGS.get(fields.get("encoding", "").lower())
    dims = fields.get("dimension", "")
    sizes = fields.get("sizes", "").split()
    if not size or encoding is None or not re.fullmatch("[1-9]", dims) or len(sizes) != int(dims):
        raise damaged(file)
    if not all(re.fullmatch(r"\d{1,10}", n) and int(n) > 0 for n in sizes):
        raise damaged(file)
    if size > 1 and encoding != "text" and fields.get("endian", "").lower() not in ("little", "big"):
        raise damaged(file)
    if any(fields.get(skip, "0") != "0" for skip in ("lineskip", "byteskip")):
        raise damaged(file)
    for name in _PLACED:
        for vector in re.findall(r"\(([^)]*)\)", fields.get(name, "")):
            if not all(_NUMBER.fullmatch(n.strip()) for n in vector.split(",")):
                raise damaged(file)
    for number in fields.get("spacings", "").split():
        if not (_NUMBER.fullmatch(number) or number.lower() == "nan"):
            raise damaged(file)
    values = math.prod(int(n) for n in sizes)
    if values > MOST_VOXELS or values * size > LARGEST_FILE:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    return values * size, values


def _check_pixels(
    stream: BinaryIO, fields: dict[str, str], needed: int, values: int, file: Path
) -> None:
    encoding = _ENCODINGS[fields["encoding"].lower()]
    try:
        if encoding == "gzip":
            with gzip.open(stream, "rb") as unpacked:
                check_length(file, counted(unpacked, needed), needed)
        elif encoding == "bzip2":
            with bz2.open(stream, "rb") as unpacked:
                check_length(file, counted(unpacked, needed), needed)
        elif encoding == "raw":
            start = stream.tell()
            check_length(file, stream.seek(0, 2) - start, needed)
        elif encoding == "hex":
            check_length(file, sum(len(word) for word in stream.read(4 * needed).split()) // 2, needed)
        else:
            check_length(file, len(stream.read(32 * values).split()), values)
    except (zlib.error, EOFError) as error:
        raise damaged(file) from error

"""Reader of CSV tables with or without BOM, with comma, semicolon or tab, in UTF-8, UTF-16, GBK or Windows Latin."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import CohortError
from cxstage_core.storage.spreadsheet import restored

SURPLUS = ""
"""Name under which a row's cells without a column name are kept."""

_SEPARATOR_LINE = re.compile(
    r"""[ \t]*(?P<quote>["']?)[ ]*sep[ ]*=[ ]*(?P<separator>[,;|\t])[ ]*(?P=quote)[,;|\t ]*(?:\r\n|\r|\n|\Z)""",
    re.IGNORECASE,
)
_LARGEST_BYTES = 64 << 20
_CJK = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef\u2010-\u2027\u00b7]*")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a table.

    Args:
        number: as a spreadsheet counts, the header being row 1 (2 below a line `sep=`).
        cells: column name (lower case, words joined by underscores) to stripped text.
    """

    number: int
    cells: dict[str, str]


def read_rows(file: Path) -> tuple[tuple[str, ...], list[Row]]:
    """Return the column names and all rows that are not empty.

    Raises:
        CohortError: the file cannot be read, is not a table, or names a column twice.
    """
    text, skipped, delimiter = _announced(_decoded(file))
    if not delimiter or delimiter not in text.lstrip("\r\n").partition("\n")[0]:
        delimiter = _delimiter(text)
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error as error:
        raise CohortError(
            "{file} cannot be read as a table ({reason}).",
            remedy="Save it again as CSV with UTF-8 encoding.",
            file=file,
            reason=str(error),
        ) from error
    if not lines or not any(cell.strip() for cell in lines[0]):
        raise CohortError(
            "{file} does not contain a table.",
            remedy="The first row must name the columns, such as patient_id and edition.",
            file=file,
        )
    header = [column_name(restored(cell)) for cell in lines[0]]
    named = [name for name in header if name]
    if doubled := {name for name in named if named.count(name) > 1}:
        raise CohortError(
            "{file} names a column twice: {columns}.",
            remedy="Rename or remove one of them.",
            file=file,
            columns=", ".join(sorted(doubled)),
        )
    rows = [
        Row(number, _cells(header, line))
        for number, line in enumerate(lines[1:], start=2 + skipped)
        if any(cell.strip() for cell in line)
    ]
    return tuple(named), rows


def column_name(written: str) -> str:
    """Normalise a column name for comparison: lower case, words joined by underscores."""
    return re.sub(r"[\s_\-.]+", "_", written.strip().strip("\ufeff").casefold()).strip("_")


def _cells(header: list[str], line: list[str]) -> dict[str, str]:
    cells = {name: "" for name in header if name}
    surplus = [cell.strip() for cell in line[len(header) :]]
    for name, cell in zip(header, line, strict=False):
        if name:
            cells[name] = restored(cell.strip())
        else:
            surplus.append(cell.strip())
    if any(surplus):
        cells[SURPLUS] = " ".join(part for part in surplus if part)
    return cells


def _decoded(file: Path) -> str:
    try:
        if file.stat().st_size > _LARGEST_BYTES:
            raise CohortError(
                "{file} is too large for a clinical table.",
                remedy="Choose the table's CSV file.",
                file=file,
            )
        content = file.read_bytes()
    except OSError as error:
        raise CohortError(
            "{file} cannot be read ({reason}).",
            remedy="Check the name and your right to read it.",
            file=file,
            reason=error.strerror or type(error).__name__,
        ) from error
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = _try(content, "utf-16")
    elif wide := _wide(content):
        text = _try(content, wide)
    else:
        text = _try(content, "utf-8-sig") or _gbk(content) or _try(content, "cp1252")
    if text is None or "\0" in text:
        raise CohortError(
            "Cannot read {file}: unsupported text encoding (use UTF-8 or GBK).",
            remedy="Save it again as CSV with UTF-8 encoding.",
            file=file,
        )
    return text


def _wide(content: bytes) -> str:
    """Return the UTF-16 without byte order mark that a text of mostly ASCII letters is in; "" if it is none."""
    start = content[:512]
    if len(start) < 4 or len(content) % 2:
        return ""
    zeros = [sum(byte == 0 for byte in start[place::2]) for place in (0, 1)]
    if zeros[0] == 0 and zeros[1] > len(start) // 4:
        return "utf-16-le"
    return "utf-16-be" if zeros[1] == 0 and zeros[0] > len(start) // 4 else ""


def _gbk(content: bytes) -> str | None:
    """Decode as GBK if the text outside ASCII is Chinese and mostly common; else return None.

    Almost any bytes decode as GBK. Both bytes of common characters are A1 or above; a European letter decoded
    by mistake takes the ASCII letter after it as its second byte.
    """
    text = _try(content, "gb18030")
    foreign = "" if text is None else "".join(c for c in text if ord(c) > 127)
    common = sum(min(c.encode("gb18030")) >= 0xA1 for c in foreign)
    return text if _CJK.fullmatch(foreign) and common >= 0.8 * len(foreign) else None


def _try(content: bytes, encoding: str) -> str | None:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        return None


def _announced(text: str) -> tuple[str, int, str]:
    """Take off the first line `sep=;`, by which spreadsheets announce the separator.

    Returns:
        The text without it, the number of lines taken off, and the separator ("" for none).
    """
    text = text.lstrip("\ufeff")
    found = _SEPARATOR_LINE.match(text)
    if found is None:
        return text, 0, ""
    return text[found.end() :], 1, found["separator"]


def _delimiter(text: str) -> str:
    first = re.sub(r'"[^"]*"', "", text.lstrip("\r\n").partition("\n")[0])
    return max(",;\t|", key=first.count)

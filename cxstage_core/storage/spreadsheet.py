"""Cells of CSV files that a spreadsheet must show, not run."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

_RUNS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:[.,]\d*)?|[.,]\d+)(?:[eE][+-]?\d+)?%?")
MARK = "'"
"""Mark of text in front of a cell."""


def guarded(cell: object) -> str:
    """Return a cell that no spreadsheet takes for a formula; a number stays a number."""
    words = str(cell)
    bare = words.lstrip(" \u00a0")
    if (bare.startswith(_RUNS) and not _NUMBER.fullmatch(bare.strip())) or _is_guarded(words):
        return MARK + words
    return words


def restored(cell: str) -> str:
    """Return the text of a cell as it was before `guarded`."""
    return cell[len(MARK) :] if _is_guarded(cell) else cell


def csv_text(rows: Iterable[Iterable[object]], *, end: str = "\n") -> str:
    """Return rows as comma-separated values, every cell guarded."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator=end)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue()


def _is_guarded(cell: str) -> bool:
    """Return True for a mark in front of what would run, or of another such mark."""
    bare = cell.lstrip(MARK)
    return bare != cell and bare.lstrip(" \u00a0").startswith(_RUNS)

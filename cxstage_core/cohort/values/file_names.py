"""Names of files and folders, built from validated ids only."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from cxstage_core.errors import CohortError

_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_PSEUDONYM = re.compile(r"P\d{4,9}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
"""Names that Windows reserves for devices, with any suffix."""


def safe_name(name: str) -> str:
    """Return the name if it is a safe file name on every system.

    Raises:
        CohortError: it contains a path or characters other than letters, digits and . _ -, or is too long.
    """
    if not _SAFE.fullmatch(name) or name.partition(".")[0].lower() in _DEVICES:
        raise CohortError(
            "{name} cannot be used as an identifier in a cohort.",
            remedy="Use at most 100 letters, digits, dots, hyphens and underscores.",
            name=repr(name),
        )
    return name


def is_pseudonym(name: str) -> bool:
    """Return True if the name has the form of a pseudonym, such as P0001."""
    return _PSEUDONYM.fullmatch(name) is not None


def pseudonym_number(pseudonym: str) -> int:
    """Return the number in a pseudonym."""
    return int(pseudonym[1:])


def pseudonym_order(pseudonym: str) -> tuple[int, str]:
    """Return a sort key that puts P9999 before P10000."""
    return (len(pseudonym), pseudonym)


def series_name(sequence: str, plane: str, taken: set[str]) -> str:
    """Return a readable unused series id, such as "t2-axial" or "t2-axial-2"."""
    stem = f"{_slug(sequence)[:24] or 'other'}-{_slug(plane)}"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def reader_name(reader: str) -> str:
    """Normalise a reader's name for storage and comparison.

    Raises:
        CohortError: the name is empty, too long or holds control characters.
    """
    name = unicodedata.normalize("NFC", reader).strip()
    if not 1 <= len(name) <= 100 or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise CohortError(
            "A reader's name must have 1 to 100 characters and no control characters.",
            remedy="Choose another name for the reader.",
        )
    return name


def reader_file(reader: str) -> str:
    """Return the file name (without suffix) of a reader: the ASCII part of the name, and a hash of the whole name."""
    name = reader_name(reader)
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{_slug(name)[:24].strip('-') or 'reader'}-{digest}"


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

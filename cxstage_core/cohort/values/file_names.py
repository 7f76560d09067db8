"""Names of files and folders: built from our own ids, never from what a stranger wrote."""

from __future__ import annotations

import hashlib
import re
import unicodedata

from cxstage_core.errors import CohortError

_SAFE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]{0,98}[A-Za-z0-9])?")
_PSEUDONYM = re.compile(r"P\d{4,9}")
_DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
"""Names that Windows keeps for devices, whatever their suffix."""


def safe_name(name: str) -> str:
    """The same name, if it can be a file name everywhere and points nowhere else.

    Raises:
        CohortError: it holds a path, a sign beyond letters, digits and . _ -, or is too long.
    """
    if not _SAFE.fullmatch(name) or name.partition(".")[0].lower() in _DEVICES:
        raise CohortError(
            "{name} cannot be used as an identifier in a cohort.",
            remedy="Use at most 100 letters, digits, dots, hyphens and underscores.",
            name=repr(name),
        )
    return name


def is_pseudonym(name: str) -> bool:
    """Whether the name has the form of a pseudonym, such as P0001."""
    return _PSEUDONYM.fullmatch(name) is not None


def pseudonym_number(pseudonym: str) -> int:
    """The number in a pseudonym."""
    return int(pseudonym[1:])


def pseudonym_order(pseudonym: str) -> tuple[int, str]:
    """Sort key that puts P9999 before P10000."""
    return (len(pseudonym), pseudonym)


def series_name(sequence: str, plane: str, taken: set[str]) -> str:
    """A readable series id such as "t2-axial" or "t2-axial-2" that is not taken yet."""
    stem = f"{_slug(sequence)[:24] or 'other'}-{_slug(plane)}"
    if stem not in taken:
        return stem
    number = 2
    while f"{stem}-{number}" in taken:
        number += 1
    return f"{stem}-{number}"


def reader_name(reader: str) -> str:
    """A reader's name in the one form that is stored and compared.

    Raises:
        CohortError: the name is empty, too long or holds control characters.
    """
    name = unicodedata.normalize("NFC", reader).strip()
    if not 1 <= len(name) <= 100 or any(unicodedata.category(c) in ("Cc", "Cs") for c in name):
        raise CohortError(
            "A reader's name must have 1 to 100 characters and no control characters.",
            remedy="Give the reader another name.",
        )
    return name


def reader_file(reader: str) -> str:
    """The file name (without suffix) of a reader: what ASCII keeps of the name, and a hash of all."""
    name = reader_name(reader)
    digest = hashlib.sha256(name.encode()).hexdigest()[:12]
    return f"{_slug(name)[:24].strip('-') or 'reader'}-{digest}"


def _slug(words: str) -> str:
    plain = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")

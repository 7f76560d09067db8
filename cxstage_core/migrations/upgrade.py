"""What is done with a file of another version: migrated when older, refused when newer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError, NewerVersionError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.steps import STEPS
from cxstage_core.text import Text, text


def version_of(kind: str, values: Any, place: Path | str) -> int:
    """The version that a JSON object carries under the key of its kind; 1 when there is none.

    Raises:
        NewerVersionError: it is above the one that this program writes.
        ValueError, TypeError, AttributeError: the version cannot be read.
    """
    found = int(values.get(KINDS[kind].key or "version", 1))
    check_version(kind, found, place)
    return found


def versioned(kind: str, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with the version of today under the key of their kind; version 1 is not written."""
    version = KINDS[kind].version
    return {**values, KINDS[kind].key: version} if version > 1 else dict(values)


def check_version(kind: str, found: int, place: Path | str) -> None:
    """Refuse a version above the one that this program writes.

    Args:
        place: the file, or what else holds the content, for the sentence.

    Raises:
        NewerVersionError: the version is above.
        ValueError: the version is below 1.
    """
    if found > KINDS[kind].version:
        raise NewerVersionError(
            "{file} was written by a newer version of CxStage ({kind}, version {found}; this program "
            "reads up to version {known}).",
            remedy="Update CxStage, then open it again.",
            file=place,
            kind=KINDS[kind].title,
            found=found,
            known=KINDS[kind].version,
        )
    if found < 1:
        raise ValueError("versions begin with 1")


def migrate(kind: str, content: Any, found: int) -> Any:
    """Bring content from the version found to the one of today.

    Args:
        content: as stored; it may be changed in place.
    """
    for version in range(found, KINDS[kind].version):
        step = STEPS.get((kind, version))
        if step is not None:
            content = step.change(content)
    return content


def first_step(kind: str, found: int) -> int | None:
    """The version at which the first step from the version found starts; None without any step."""
    return next((v for v in range(found, KINDS[kind].version) if (kind, v) in STEPS), None)


def defaults_note(names: Iterable[str]) -> tuple[Text, ...]:
    """What a user must know when settings that a file lacks take their safe defaults; nothing for none."""
    missing = ", ".join(names)
    if not missing:
        return ()
    return (
        text("An older version wrote this without {names}; their defaults are used.", names=missing),
    )


def lacking(kind: str, found: int, place: Path | str, reason: Exception) -> CohortError:
    """The error of an older file that lacks a value which has no safe default."""
    return CohortError(
        "{file} is an older {kind} (version {found}) and lacks a value that has no safe default "
        "({reason}).",
        remedy="Open it with the version of CxStage that wrote it; nothing in it is damaged.",
        file=place,
        kind=KINDS[kind].title,
        found=found,
        reason=str(reason) or type(reason).__name__,
    )

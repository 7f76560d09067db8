"""Small JSON files that carry their version and the hash of their own content."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import check_version, lacking, migrate
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of

Built = TypeVar("Built")


@dataclass(frozen=True, slots=True)
class StoredJson:
    """The content of a file as it was written, and its version."""

    kind: str
    content: Any
    version: int

    @property
    def current(self) -> Any:
        """The content in the version of today."""
        return migrate(self.kind, self.content, self.version)


def write_json(target: Path, content: Any, kind: str) -> None:
    """Replace the file durably, in the version of today.

    Args:
        kind: key of `KINDS`; unless the content itself holds the version, a version above 1 is written
            next to the content and is part of the hash, so that a program that knows version 1 only
            refuses the file.
    """
    version = KINDS[kind].version
    whole = {"content": content}
    if version > 1 and not KINDS[kind].key:
        whole["version"] = version
    body = canonical({**whole, "sha256": _hash(whole)})
    atomic_write.write_bytes(target, body.encode() + b"\n")


def read_json(file: Path, kind: str) -> Any:
    """Return the content in the version of today.

    Raises:
        IntegrityError: it is not as it was written.
        CohortError: the file is missing, or a newer version wrote it.
    """
    return read_stored(file, kind).current


def read_as(file: Path, kind: str, build: Callable[[Any], Built]) -> Built:
    """Build a value from the content in the version of today.

    Args:
        build: raises KeyError, TypeError, ValueError or AttributeError when the content does not fit.

    Raises:
        CohortError: as for `read_json`, or an older file lacks a value without a safe default.
        KeyError, TypeError, ValueError, AttributeError: from `build`, for a file in the version of today.
    """
    stored = read_stored(file, kind)
    try:
        return build(stored.current)
    except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
        if stored.version < KINDS[kind].version:
            raise lacking(kind, stored.version, file, error) from error
        raise


def read_stored(file: Path, kind: str) -> StoredJson:
    """Return the content as it was written, after comparing it with its hash.

    Raises:
        IntegrityError: it is not as it was written.
        CohortError: the file is missing, or a newer version wrote it.
    """
    key = KINDS[kind].key
    try:
        found = json.loads(file.read_bytes())
        written = found["sha256"]
        whole = {name: value for name, value in found.items() if name != "sha256"}
        content, version = whole["content"], int(whole.get("version", 1))
        if _hash(whole) == written:
            if key and isinstance(content, dict):
                version = int(content.get(key, version))
            check_version(kind, version, file)
            return StoredJson(kind, content, version)
    except FileNotFoundError as error:
        raise CohortError(
            "{file} is missing.", remedy="Restore it from a backup.", file=file
        ) from error
    except (
        OSError,
        ValueError,
        OverflowError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
    ) as error:
        raise _damaged(file) from error
    raise _damaged(file)


def _hash(whole: dict[str, Any]) -> str:
    return hash_of(whole if "version" in whole else whole["content"])


def _damaged(file: Path) -> IntegrityError:
    return IntegrityError(
        "{file} is damaged: its content is not what was written.",
        remedy="Restore it from a backup, or run `cxstage cohort verify --rebuild`.",
        file=file,
    )

"""Small JSON files that carry the hash of their own content."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of


def write_json(target: Path, content: Any) -> None:
    """Replace the file durably."""
    body = canonical({"content": content, "sha256": hash_of(content)})
    atomic_write.write_bytes(target, body.encode() + b"\n")


def read_json(file: Path) -> Any:
    """The content.

    Raises:
        IntegrityError: it is not as it was written.
        CohortError: the file is missing.
    """
    try:
        found = json.loads(file.read_bytes())
        content, written = found["content"], found["sha256"]
        if hash_of(content) == written:
            return content
    except FileNotFoundError as error:
        raise CohortError(
            "{file} is missing.", remedy="Restore it from a backup.", file=file
        ) from error
    except (OSError, ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damaged(file) from error
    raise _damaged(file)


def _damaged(file: Path) -> IntegrityError:
    return IntegrityError(
        "{file} is damaged: its content is not what was written.",
        remedy="Restore it from a backup, or run `cxstage cohort verify --rebuild`.",
        file=file,
    )

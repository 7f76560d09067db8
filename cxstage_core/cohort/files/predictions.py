"""Files of stored predictions: the record of each, as plain JSON values; never changed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.file_names import safe_name
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.errors import CohortError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.atomic_write import is_leftover
from cxstage_core.storage.checked_json import read_stored, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import damaged
from cxstage_core.storage.own_path import own

_KIND = "prediction"
_NUMBERED = re.compile(r"prediction-(\d{4,9})")


@dataclass(frozen=True, slots=True)
class PredictionsStore:
    """Reads and writes the records of predictions."""

    layout: Layout

    @property
    def root(self) -> Path:
        """Folder of the records."""
        return self.layout.folder("predictions")

    def path(self, name: str) -> Path:
        """Return the path of a record."""
        return own(self.root / f"{safe_name(name)}.json", self.layout.root)

    def write(self, name: str, content: Mapping[str, Any]) -> str:
        """Store a record and return the hash of its content; the caller holds the lock.

        Raises:
            CohortError: the id is in use, or the file cannot be written.
        """
        target = self.path(name)
        if target.exists():
            raise CohortError("{file} already exists and cannot be changed.", file=target)
        atomic_write.make_folder(self.root)
        write_json(target, content, _KIND)
        return self.check(name)

    def read(self, name: str) -> Mapping[str, Any]:
        """Return the content of a record, in the version of today.

        Raises:
            CohortError: it is unknown, or a newer version wrote it.
            IntegrityError: it is damaged.
        """
        path = self.path(name)
        if not path.exists():
            raise CohortError(
                "This cohort has no prediction {prediction}.",
                remedy="Choose one that `cxstage predictions` lists.",
                prediction=name,
            )
        content = read_stored(path, _KIND).current
        if not isinstance(content, dict) or "patient" not in content:
            raise damaged(path)
        return content

    def check(self, name: str) -> str:
        """Return the hash of a record as stored, after comparing it with the content."""
        return hash_of(read_stored(self.path(name), _KIND).content)

    def ids(self) -> tuple[str, ...]:
        """Return the ids of all stored predictions, oldest first."""
        files = self.root.glob("*.json")
        names = (path.stem for path in files if not is_leftover(path))
        return tuple(sorted(names, key=lambda name: (len(name), name)))

    def next_id(self, used: Iterable[str]) -> str:
        """Return the id above all that are stored or were.

        Args:
            used: ids that the audit log knows.
        """
        known = (_NUMBERED.fullmatch(name) for name in (*self.ids(), *used))
        return f"prediction-{max((int(one[1]) for one in known if one), default=0) + 1:04d}"

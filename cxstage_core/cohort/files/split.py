"""Split file: written once, then locked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import h5py
import numpy as np

from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import Split
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import as_stored, damaged, opened

_TEXT = h5py.string_dtype("utf-8")


@dataclass(frozen=True, slots=True)
class SplitStore:
    """Reads and writes the split file."""

    layout: Layout

    def write(self, split: Split, known: set[str]) -> None:
        """Lock the split; the caller holds the lock.

        Args:
            known: the cohort's patients.

        Raises:
            CohortError: a split is locked already, or patients are unknown or occur twice.
        """
        target = self.layout.split
        if target.exists():
            raise CohortError(
                "This cohort's split is locked and cannot be changed.",
                remedy="Create another cohort to use another split.",
            )
        everyone = [*split.train, *split.test]
        if len(set(everyone)) != len(everyone):
            raise CohortError(
                "A patient occurs twice in the split; test data would leak into training.",
                remedy="List every patient exactly once.",
            )
        if unknown := set(everyone) - known:
            raise CohortError(
                "The split names patients that this cohort does not have: {patients}.",
                remedy="Draw the split from this cohort's patients.",
                patients=", ".join(sorted(unknown)[:5]),
            )

        def fill(file: h5py.File) -> None:
            file.attrs.update(
                kind="split",
                schema=KINDS["split"].version,
                locked_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
                sha256=split_hash(split),
            )
            write_split(file, split)

        def check(path: Path) -> None:
            if self._load(path)[0] != split:
                raise damaged(target)

        atomic_write.write_h5(target, fill, check)

    def read(self) -> Split | None:
        """Return the locked split, None if there is none."""
        return self._load(self.layout.split)[0] if self.layout.split.exists() else None

    def check(self) -> str | None:
        """Return the hash of the split as stored, after comparing it with the content; None without one."""
        return self._load(self.layout.split)[1] if self.layout.split.exists() else None

    def _load(self, path: Path) -> tuple[Split, str]:
        with opened(path, self.layout.root, kind="split") as file:
            split = read_split(file)
            content = str(file.attrs["sha256"])
            if as_stored(file) and split_hash(split) != content:
                raise damaged(path)
            return split, content


def split_hash(split: Split) -> str:
    """Return the sha256 of the patients of each part and of the settings of the draw."""
    return hash_of(
        [split.train, split.test, float(split.fraction), int(split.seed), split.stratified_by]
    )


def write_split(group: h5py.Group, split: Split) -> None:
    """Store a split in a group."""
    group.attrs.update(
        fraction=float(split.fraction), seed=int(split.seed), stratified_by=split.stratified_by
    )
    for name in ("train", "test"):
        group.create_dataset(name, data=np.array(getattr(split, name), dtype=object), dtype=_TEXT)


def read_split(group: h5py.Group) -> Split:
    """Invert `write_split`."""
    return Split(
        tuple(group["train"].asstr()[()]),
        tuple(group["test"].asstr()[()]),
        float(group.attrs["fraction"]),
        int(group.attrs["seed"]),
        str(group.attrs["stratified_by"]),
    )

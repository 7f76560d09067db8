"""Reading files: masks of one reader and patient, replaced as a whole by each save."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import h5py

from cxstage_core.cohort.files.masks import read_masks, write_masks
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import as_stored, damaged, opened


@dataclass(frozen=True, slots=True)
class ReadingSummary:
    """The attributes of a reading file, without its masks."""

    patient: str
    reader: str
    state: ReadingState
    version: int
    saved_at: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ReadingsStore:
    """Reads and writes reading files."""

    layout: Layout

    def write(self, reading: Reading, before: ReadingSummary | None) -> tuple[Reading, str]:
        """Replace the reader's file; the caller holds the lock.

        Args:
            before: summary of the stored reading, which the new version follows.

        Returns:
            The reading as stored, and its hash.
        """
        if reading.confidence is not None and not 1 <= reading.confidence <= 5:
            raise CohortError(
                "The confidence must be 1 to 5, not {confidence}.",
                confidence=reading.confidence,
            )
        saved = replace(
            reading,
            comment=reading.comment.replace("\0", ""),
            seconds=float(reading.seconds),
            version=1 if before is None else before.version + 1,
            saved_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
        )
        target = self.layout.reading(saved.patient, saved.reader)
        written = ""

        def fill(file: h5py.File) -> None:
            nonlocal written
            written = _hash(saved, write_masks(file, saved.masks))
            file.attrs.update(
                kind="reading",
                schema=KINDS["reading"].version,
                patient=saved.patient,
                reader=saved.reader,
                state=saved.state.value,
                confidence=saved.confidence or 0,
                comment=saved.comment,
                seconds=saved.seconds,
                version=saved.version,
                saved_at=saved.saved_at,
                sha256=written,
            )

        def check(path: Path) -> None:
            if self._load(path)[1].sha256 != written:  # loading compared it with the content
                raise damaged(target)

        atomic_write.make_folder(target.parent)
        atomic_write.write_h5(target, fill, check)
        return saved, written

    def read(self, patient: str, reader: str) -> Reading | None:
        """Return the reading as last saved, None before the first save.

        Raises:
            IntegrityError: the file is damaged, or belongs to someone else.
        """
        path = self.layout.reading(patient, reader)
        if not path.exists():
            return None
        found, _ = self._load(path)
        if (found.patient, found.reader) != (patient, reader):
            raise damaged(path)
        return found

    def summary(self, path: Path) -> ReadingSummary:
        """Read the attributes of a file."""
        with opened(path, self.layout.root, kind="reading") as file:
            return _summary(file)

    def summary_of(self, patient: str, reader: str) -> ReadingSummary | None:
        """Read the attributes of a reader's file; None if it does not exist."""
        path = self.layout.reading(patient, reader)
        return self.summary(path) if path.exists() else None

    def check(self, path: Path) -> ReadingSummary:
        """Load everything in the file and compare it with its hashes."""
        _, summary = self._load(path)
        if path != self.layout.reading(summary.patient, summary.reader):
            raise damaged(path)
        return summary

    def files(self, patient: str) -> tuple[Path, ...]:
        """Return the reading files of a patient."""
        return tuple(sorted((self.layout.readings_root / patient).glob("*.h5")))

    def _load(self, path: Path) -> tuple[Reading, ReadingSummary]:
        with opened(path, self.layout.root, kind="reading") as file:
            masks, hashes = read_masks(file)
            summary = _summary(file)
            reading = Reading(
                summary.patient,
                summary.reader,
                masks,
                summary.state,
                int(file.attrs["confidence"]) or None,
                str(file.attrs["comment"]),
                float(file.attrs["seconds"]),
                summary.version,
                summary.saved_at,
            )
            if as_stored(file) and _hash(reading, hashes) != summary.sha256:
                raise damaged(path)
            return reading, summary


def _summary(file: h5py.File) -> ReadingSummary:
    return ReadingSummary(
        str(file.attrs["patient"]),
        str(file.attrs["reader"]),
        ReadingState(file.attrs["state"]),
        int(file.attrs["version"]),
        str(file.attrs["saved_at"]),
        str(file.attrs["sha256"]),
    )


def _hash(reading: Reading, masks: Mapping[str, str]) -> str:
    content: dict[str, Any] = {
        "patient": reading.patient,
        "reader": reading.reader,
        "masks": dict(masks),
        "state": reading.state.value,
        "confidence": reading.confidence,
        "comment": reading.comment,
        "seconds": reading.seconds,
        "version": reading.version,
        "saved_at": reading.saved_at,
    }
    return hash_of(content)

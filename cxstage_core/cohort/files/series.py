"""Series files: one immutable image each, with geometry and acquisition tags."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cxstage_core.cohort.files.masks import read_grid, write_grid
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of, hash_of_volume, little_endian
from cxstage_core.storage.hdf5_guard import as_stored, damaged, opened
from cxstage_core.storage.hdf5_stack import read_stack, write_stack

_TEXT = h5py.string_dtype("utf-8")


@dataclass(frozen=True, slots=True)
class SeriesStore:
    """Reads and writes series files."""

    layout: Layout

    def write(self, record: SeriesRecord, volume: Volume) -> None:
        """Store a new series.

        Raises:
            CohortError: the id is in use, or the file cannot be written.
        """
        target = self.layout.series(record.patient, record.id)
        if target.exists():
            raise CohortError(
                "{file} exists already, and a series is never changed.",
                remedy="Import the images as another series.",
                file=target,
            )

        def fill(file: h5py.File) -> None:
            file.attrs.update(
                kind="series",
                schema=KINDS["series"].version,
                patient=record.patient,
                series=record.id,
                sequence=record.info.sequence,
                description=record.info.description,
                modality=record.info.modality,
                sha256=record.sha256,
                record_sha256=hash_of(record_to_plain(record)),
            )
            file.attrs.create("notes", np.array(record.info.notes, dtype=object), dtype=_TEXT)
            tags = file.create_group("tags")
            for keyword, value in record.info.tags.items():
                tags.attrs[keyword] = value
            stack = write_stack(file, "pixels", little_endian(volume.array))
            write_grid(stack.attrs, volume.grid)

        def check(path: Path) -> None:
            with opened(path, self.layout.root, kind="series") as file:
                found = _record(file)
                read = Volume(read_stack(file["pixels"]), found.grid)
            if found != record or hash_of_volume(read) != record.sha256:
                raise damaged(target)

        atomic_write.make_folder(target.parent)
        atomic_write.write_h5(target, fill, check)

    def record(self, patient: str, series: str) -> SeriesRecord:
        """Read the record of a series.

        Raises:
            CohortError: the file is missing, damaged, or another series' file.
        """
        path = self.layout.series(patient, series)
        with opened(path, self.layout.root, kind="series") as file:
            return _checked_record(file, path, patient, series)

    def volume(self, patient: str, series: str, *, check_pixels: bool = False) -> Volume:
        """Read the image; geometry and each slice are verified against their checksums.

        Args:
            check_pixels: also compare the hash of all pixels.
        """
        path = self.layout.series(patient, series)
        with opened(path, self.layout.root, kind="series") as file:
            record = _checked_record(file, path, patient, series)
            volume = Volume(read_stack(file["pixels"]), record.grid)
            if check_pixels and hash_of_volume(volume) != record.sha256:
                raise damaged(path)
            return volume

    def ids(self, patient: str) -> tuple[str, ...]:
        """Return the ids of the series files in the patient's folder."""
        folder = self.layout.series_root / patient
        return tuple(sorted(path.stem for path in folder.glob("*.h5")))


def make_record(patient: str, series: str, volume: Volume, info: SeriesInfo) -> SeriesRecord:
    """Build the record of a new series.

    Raises:
        CohortError: the pixel type cannot be stored.
    """
    if volume.array.dtype.kind not in "iuf" or volume.array.dtype.itemsize > 8:
        raise CohortError(
            "An image of type {dtype} cannot be stored.",
            remedy="Convert it to whole or floating-point numbers of at most 64 bits.",
            dtype=str(volume.array.dtype),
        )
    tags = {
        keyword: str(value) if isinstance(value, str) else float(value)
        for keyword, value in info.tags.items()
    }
    kept = SeriesInfo(info.sequence, info.description, info.modality, tags, tuple(info.notes))
    dtype = little_endian(volume.array).dtype
    grid = Grid.from_dict(volume.grid.to_dict())
    return SeriesRecord(series, patient, kept, grid, dtype.name, hash_of_volume(volume))


def record_to_plain(record: SeriesRecord) -> dict[str, Any]:
    """Convert a record to JSON types."""
    info = record.info
    return {
        "id": record.id,
        "patient": record.patient,
        "sequence": info.sequence,
        "description": info.description,
        "modality": info.modality,
        "tags": dict(info.tags),
        "notes": list(info.notes),
        "grid": record.grid.to_dict(),
        "dtype": record.dtype,
        "sha256": record.sha256,
    }


def record_of_plain(data: Mapping[str, Any]) -> SeriesRecord:
    """Invert `record_to_plain`."""
    info = SeriesInfo(
        data["sequence"], data["description"], data["modality"], data["tags"], tuple(data["notes"])
    )
    grid = Grid.from_dict(data["grid"])
    return SeriesRecord(data["id"], data["patient"], info, grid, data["dtype"], data["sha256"])


def _checked_record(file: h5py.File, path: Path, patient: str, series: str) -> SeriesRecord:
    record = _record(file)
    if (record.patient, record.id) != (patient, series):
        raise damaged(path)
    if as_stored(file) and hash_of(record_to_plain(record)) != file.attrs["record_sha256"]:
        raise damaged(path)
    return record


def _record(file: h5py.File) -> SeriesRecord:
    stack = file["pixels"]
    tags = {
        keyword: value if isinstance(value, str) else float(value)
        for keyword, value in file["tags"].attrs.items()
    }
    info = SeriesInfo(
        str(file.attrs["sequence"]),
        str(file.attrs["description"]),
        str(file.attrs["modality"]),
        tags,
        tuple(str(note) for note in file.attrs["notes"]),
    )
    return SeriesRecord(
        str(file.attrs["series"]),
        str(file.attrs["patient"]),
        info,
        read_grid(stack.attrs, stack.shape),
        stack.dtype.name,
        str(file.attrs["sha256"]),
    )

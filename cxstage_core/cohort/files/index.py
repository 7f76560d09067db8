"""Index file `cohort.h5`: a cache with links to all HDF5 files of the cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cxstage_core.cohort.audit.log import Position
from cxstage_core.cohort.files.cohort_info import Settings
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.hdf5_guard import opened

_TEXT = h5py.string_dtype("utf-8")
_SERIES = ("patient", "series", "sha256", "record")
_READINGS = ("patient", "file", "reader", "state")


@dataclass(slots=True)
class Content:
    """Content of the index.

    Args:
        position: position in the audit log up to which it is complete.
        series: per patient, series id to the record as JSON.
        hashes: patient and series of each image, by sha256.
        readings: per patient, file name (without suffix) to reader and state.
    """

    position: Position = field(default_factory=Position)
    series: dict[str, dict[str, str]] = field(default_factory=dict)
    hashes: dict[str, tuple[str, str]] = field(default_factory=dict)
    readings: dict[str, dict[str, tuple[str, str]]] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """Number of series."""
        return len(self.hashes)


def write_index(layout: Layout, settings: Settings, content: Content) -> None:
    """Replace the index file."""

    def fill(file: h5py.File) -> None:
        file.attrs.update(
            {**settings.to_dict(), "kind": "index", "schema": KINDS["index"].version},
            audit_number=content.position.number,
            audit_offset=content.position.offset,
            audit_sha256=content.position.sha256,
        )
        sha256_of = {place: sha256 for sha256, place in content.hashes.items()}
        series = [
            (patient, name, sha256_of.get((patient, name), ""), record)
            for patient, rows in content.series.items()
            for name, record in rows.items()
        ]
        _write_table(file.create_group("index/series"), _SERIES, series)
        readings = [
            (patient, name, *row)
            for patient, rows in content.readings.items()
            for name, row in rows.items()
        ]
        _write_table(file.create_group("index/readings"), _READINGS, readings)
        _link_all(file, layout, content)

    atomic_write.write_h5(layout.index, fill, may_lag=True)


def read_index(layout: Layout) -> tuple[Settings, Content]:
    """Read settings and content of the index file.

    Raises:
        IntegrityError: it is damaged; the cohort can be used without it.
        CohortError: it is missing, has a newer version, or fails the HDF5 validation.
    """
    with opened(layout.index, layout.root, kind="index") as file:
        settings = Settings.from_dict(file.attrs)
        content = Content(
            Position(
                int(file.attrs["audit_number"]),
                int(file.attrs["audit_offset"]),
                str(file.attrs["audit_sha256"]),
            )
        )
        for patient, name, sha256, record in _read_table(file["index/series"], _SERIES):
            content.series.setdefault(patient, {})[name] = record
            content.hashes[sha256] = (patient, name)
        for patient, name, reader, state in _read_table(file["index/readings"], _READINGS):
            content.readings.setdefault(patient, {})[name] = (reader, state)
        return settings, content


def read_position(layout: Layout) -> int:
    """Read the number of the last audit line that the index file covers.

    Raises:
        CohortError: as `read_index`.
    """
    with opened(layout.index, layout.root, kind="index") as file:
        return int(file.attrs["audit_number"])


def _write_table(group: h5py.Group, columns: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    for number, name in enumerate(columns):
        values = np.array([row[number] for row in rows], dtype=object)
        group.create_dataset(name, data=values, dtype=_TEXT)


def _read_table(group: h5py.Group, columns: tuple[str, ...]) -> Any:
    return zip(*(group[name].asstr()[()].tolist() for name in columns), strict=True)


def _link_all(file: h5py.File, layout: Layout, content: Content) -> None:
    for folder, rows in (("series", content.series), ("readings", content.readings)):
        parent = h5py.h5g.create(file.id, folder.encode())
        for patient, names in rows.items():
            group = h5py.h5g.create(parent, patient.encode())
            for name in names:
                _link(group, name, f"{folder}/{patient}/{name}.h5")
    for root in (layout.references_root, layout.experiments_root):
        group = h5py.h5g.create(file.id, root.name.encode())
        for path in sorted(root.glob("*.h5")):
            _link(group, path.stem, layout.relative(path))
    for path in (layout.clinical, layout.split):
        if path.exists():
            _link(file.id, path.stem, path.name)
    models = np.array(sorted(_names(layout.models_root, "*.safetensors")), dtype=object)
    file.create_dataset("models", data=models, dtype=_TEXT)


def _names(folder: Path, pattern: str) -> list[str]:
    return [path.name for path in folder.glob(pattern)]


def _link(group: Any, name: str, target: str) -> None:
    group.links.create_external(name.encode(), target.encode(), b"/")

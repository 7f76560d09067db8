"""The clinical table: one file, typed columns, one row per patient."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.staging.facts import (
    Edition,
    Facts,
    Mucosa,
    Nodes,
    NodesBy,
    Parametrium,
    Vagina,
)
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.hdf5_guard import damaged, opened

_TEXT = h5py.string_dtype("utf-8")
_WORDS = ("patient", "histology", "edition", "entered_stage", "computed_stage", "computed_reason")
_DATES = ("mri_date", "treatment_date")
_CHOICES = ("perineural_invasion", "vascular_emboli")
_FACT_NUMBERS = ("stromal_depth_mm", "diameter_mm")
_FACT_FLAGS = ("microscopic", "hydronephrosis", "hydronephrosis_otherwise_explained", "distant")
_FACT_WORDS: Mapping[str, Any] = {
    "vagina": Vagina,
    "parametrium": Parametrium,
    "pelvic_nodes": Nodes,
    "paraaortic_nodes": Nodes,
    "nodes_by": NodesBy,
    "bladder_mucosa": Mucosa,
    "rectal_mucosa": Mucosa,
}

Table = dict[str, ClinicalRecord]


@dataclass(frozen=True, slots=True)
class ClinicalStore:
    """Reads and writes the clinical table."""

    layout: Layout

    def write(self, records: Iterable[ClinicalRecord]) -> tuple[int, str]:
        """Merge rows by patient and replace the file; the caller holds the lock.

        Returns:
            Version and hash of the table.
        """
        table, version = self.read()
        table.update((record.patient, _normal(record)) for record in records)
        rows = [table[patient] for patient in sorted(table, key=pseudonym_order)]
        content = table_hash(rows)

        def fill(file: h5py.File) -> None:
            file.attrs.update(
                kind="clinical", schema=KINDS["clinical"].version, version=version + 1, sha256=content
            )
            _write_columns(file, rows)

        def check(path: Path) -> None:
            found, _, _ = self._load(path)
            if list(found.values()) != rows:
                raise damaged(self.layout.clinical)

        atomic_write.write_h5(self.layout.clinical, fill, check)
        return version + 1, content

    def read(self) -> tuple[Table, int]:
        """The table and its version; an empty one before the first import."""
        if not self.layout.clinical.exists():
            return {}, 0
        table, version, _ = self._load(self.layout.clinical)
        return table, version

    def check(self) -> tuple[int, str]:
        """Version and hash of the table, after comparing the rows with the hash."""
        _, version, content = self._load(self.layout.clinical)
        return version, content

    def _load(self, path: Path) -> tuple[Table, int, str]:
        with opened(path, self.layout.root, kind="clinical") as file:
            rows = _read_columns(file)
            content = str(file.attrs["sha256"])
            if table_hash(rows) != content:
                raise damaged(path)
            return {row.patient: row for row in rows}, int(file.attrs["version"]), content


def _normal(record: ClinicalRecord) -> ClinicalRecord:
    """The same row with the very types that come back from disk."""
    facts = record.facts
    if facts is not None:
        sizes = {name: _number(getattr(facts, name)) for name in _FACT_NUMBERS}
        facts = replace(facts, **sizes)  # type: ignore[arg-type]
    extra = {str(name): str(value) for name, value in record.extra.items()}
    return replace(record, age=_number(record.age), facts=facts, extra=extra)


def _number(value: float | None) -> float | None:
    return None if value is None else float(value)


def table_hash(rows: Iterable[ClinicalRecord]) -> str:
    """sha256 over all rows."""
    return hash_of([asdict(row) for row in rows])


def _write_columns(file: h5py.File, rows: list[ClinicalRecord]) -> None:
    def words(name: str, values: Iterable[str]) -> None:
        file.create_dataset(name, data=np.array(list(values), dtype=object), dtype=_TEXT)

    def numbers(name: str, values: Iterable[float | None]) -> None:
        column = [np.nan if value is None else value for value in values]
        file.create_dataset(name, data=np.array(column, dtype="<f8"))

    def flags(name: str, values: Iterable[bool | None]) -> None:
        column = [-1 if value is None else int(value) for value in values]
        file.create_dataset(name, data=np.array(column, dtype="i1"))

    for name in _WORDS:
        words(name, (getattr(row, name) or "" for row in rows))
    for name in _DATES:
        values = (getattr(row, name) for row in rows)
        words(name, ("" if value is None else value.isoformat() for value in values))
    for name in _CHOICES:
        flags(name, (getattr(row, name) for row in rows))
    numbers("age", (row.age for row in rows))
    words("extra", (canonical(row.extra) for row in rows))
    flags("has_facts", (row.facts is not None for row in rows))
    facts = [row.facts or Facts() for row in rows]
    for name in _FACT_NUMBERS:
        numbers(f"facts/{name}", (getattr(fact, name) for fact in facts))
    for name in _FACT_FLAGS:
        flags(f"facts/{name}", (getattr(fact, name) for fact in facts))
    for name in _FACT_WORDS:
        words(f"facts/{name}", (getattr(fact, name) or "" for fact in facts))


def _read_columns(file: h5py.File) -> list[ClinicalRecord]:
    def words(name: str) -> list[str]:
        return list(file[name].asstr()[()])

    def numbers(name: str) -> list[float | None]:
        return [None if np.isnan(value) else float(value) for value in file[name][()]]

    def flags(name: str) -> list[bool | None]:
        return [None if value < 0 else bool(value) for value in file[name][()]]

    def dates(name: str) -> list[date | None]:
        return [date.fromisoformat(value) if value else None for value in words(name)]

    columns: dict[str, list[Any]] = {name: words(name) for name in _WORDS}
    columns["edition"] = [Edition(value) if value else None for value in columns["edition"]]
    columns.update((name, dates(name)) for name in _DATES)
    columns.update((name, flags(name)) for name in _CHOICES)
    columns["age"] = numbers("age")
    columns["extra"] = [json.loads(value) for value in words("extra")]
    columns["facts"] = [
        facts if has else None
        for has, facts in zip(flags("has_facts"), _read_facts(words, numbers, flags), strict=True)
    ]
    return [
        ClinicalRecord(**dict(zip(columns, row, strict=True)))
        for row in zip(*columns.values(), strict=True)
    ]


def _read_facts(words: Any, numbers: Any, flags: Any) -> list[Facts]:
    columns: dict[str, list[Any]] = {name: numbers(f"facts/{name}") for name in _FACT_NUMBERS}
    columns.update((name, flags(f"facts/{name}")) for name in _FACT_FLAGS)
    for name, kind in _FACT_WORDS.items():
        columns[name] = [kind(value) if value else None for value in words(f"facts/{name}")]
    return [
        Facts(**dict(zip(columns, row, strict=True))) for row in zip(*columns.values(), strict=True)
    ]

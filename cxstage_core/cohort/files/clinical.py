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

from cxstage_core.cohort.values.clinical_columns import NO_FACTS, ColumnSpec, Kind, Place, columns
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import ClinicalRecord, FactSources, Value
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.staging.facts import ABSENT, Facts
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.storage.hdf5_guard import as_stored, content_version, damaged, opened

_TEXT = h5py.string_dtype("utf-8")
Table = dict[str, ClinicalRecord]
Sources = dict[str, FactSources]
_WITH_SOURCES = 2
"""First version that distinguishes unknown facts from absent ones and stores what these rest on."""


@dataclass(frozen=True, slots=True)
class _Content:
    table: Table
    sources: Sources
    version: int = 0
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class ClinicalStore:
    """Reads and writes the clinical table."""

    layout: Layout

    def write(
        self, records: Iterable[ClinicalRecord], sources: Mapping[str, FactSources] | None = None
    ) -> tuple[int, str]:
        """Merge rows by patient and replace the file; the caller holds the lock.

        Args:
            sources: by patient; a row without is all stated.

        Returns:
            Version and hash of the table.
        """
        before = self._stored()
        new = {record.patient: _normal(record) for record in records}
        table = before.table | new
        patients = sorted(table, key=pseudonym_order)
        rows = [table[patient] for patient in patients]
        known = {**before.sources, **dict.fromkeys(new, FactSources()), **(sources or {})}
        origins = [known.get(patient, FactSources()) for patient in patients]
        content = table_hash(rows, KINDS["clinical"].version, origins)
        version = before.version + 1

        def fill(file: h5py.File) -> None:
            file.attrs.update(
                kind="clinical", schema=KINDS["clinical"].version, version=version, sha256=content
            )
            _write_columns(file, rows)
            words = [canonical(asdict(origin)) for origin in origins]
            file.create_dataset("sources", data=np.array(words, dtype=object), dtype=_TEXT)

        def check(path: Path) -> None:
            found = self._load(path)
            if list(found.table.values()) != rows or list(found.sources.values()) != origins:
                raise damaged(self.layout.clinical)

        atomic_write.write_h5(self.layout.clinical, fill, check)
        return version, content

    def read(self) -> tuple[Table, int]:
        """Return the table and its version; an empty table and 0 before the first import."""
        found = self._stored()
        return found.table, found.version

    def sources(self) -> Sources:
        """Return by patient what does not rest on a statement of the table alone."""
        return self._stored().sources

    def check(self) -> tuple[int, str]:
        """Return version and hash of the table, after comparing the rows with the hash."""
        found = self._load(self.layout.clinical)
        return found.version, found.sha256

    def _stored(self) -> _Content:
        if not self.layout.clinical.exists():
            return _Content({}, {})
        return self._load(self.layout.clinical)

    def _load(self, path: Path) -> _Content:
        with opened(path, self.layout.root, kind="clinical") as file:
            format_version = content_version(file)
            rows = _read_columns(file, format_version)
            origins = _read_sources(file, format_version, rows)
            content = str(file.attrs["sha256"])
            if as_stored(file) and table_hash(rows, format_version, origins) != content:
                raise damaged(path)
            return _Content(
                {row.patient: row for row in rows},
                {row.patient: origin for row, origin in zip(rows, origins, strict=True)},
                int(file.attrs["version"]),
                content,
            )


def _normal(record: ClinicalRecord) -> ClinicalRecord:
    """Convert the values of a row to the types in which they are read back.

    Raises:
        CohortError: it has a value for an unknown column.
    """
    known = {column.name: column for column in columns(Place.VALUES)}
    if unknown := sorted(record.values.keys() - known.keys()):
        raise CohortError(
            "The clinical table has no column {names}.",
            remedy="Store values of unknown columns as further columns.",
            names=", ".join(unknown),
        )
    numbers = {
        column.key: _number(column.value(record))
        for column in columns(Place.RECORD)
        if column.kind is Kind.NUMBER
    }
    facts = record.facts
    if facts is not None:
        sizes = {
            column.key: _number(column.value(record))
            for column in columns(Place.FACTS)
            if column.kind is Kind.NUMBER
        }
        facts = replace(facts, **sizes)  # type: ignore[arg-type]
    values = {
        name: _number(value) if known[name].kind is Kind.NUMBER else value
        for name, value in record.values.items()
        if value is not None and value != ""
    }
    extra = {str(name): str(value) for name, value in record.extra.items()}
    return replace(record, facts=facts, extra=extra, values=values, **numbers)  # type: ignore[arg-type]


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def table_hash(
    rows: Iterable[ClinicalRecord], version: int, origins: Iterable[FactSources] = ()
) -> str:
    """Return the sha256 of all rows, over the columns of a table of this version.

    Args:
        origins: the sources of every row, from the version on that stores them.
    """
    later = [column for column in columns() if column.since > version]
    with_values = any(column.since <= version for column in columns(Place.VALUES))

    def hashed(row: ClinicalRecord) -> dict[str, Any]:
        plain = asdict(row)
        for column in later:
            if column.place is Place.RECORD:
                del plain[column.key]
            elif column.place is Place.VALUES:
                plain["values"].pop(column.name, None)
            elif plain["facts"] is not None:
                del plain["facts"][column.key]
        if not with_values:
            del plain["values"]
        return plain

    if version < _WITH_SOURCES:
        return hash_of([hashed(row) for row in rows])
    return hash_of([[hashed(row) for row in rows], [asdict(origin) for origin in origins]])


def _read_sources(file: h5py.File, version: int, rows: list[ClinicalRecord]) -> list[FactSources]:
    """Read the sources; an earlier version took every fact that was not stated as absent."""
    if version < _WITH_SOURCES:
        return [FactSources(unstated=_perhaps_unstated(row.facts)) for row in rows]
    stored = [json.loads(value) for value in file["sources"].asstr()[()]]
    if len(stored) != len(rows):
        raise ValueError("columns of different lengths")
    return [
        FactSources(tuple(one["assumed"]), tuple(one["unstated"]), bool(one["by_entered_stage"]))
        for one in stored
    ]


def _perhaps_unstated(facts: Facts | None) -> tuple[str, ...]:
    if facts is None:
        return ()
    return tuple(name for name, absent in ABSENT.items() if getattr(facts, name) == absent)


def _path(column: ColumnSpec) -> str:
    return column.key if column.place is Place.RECORD else f"{column.place.value}/{column.key}"


def _write_columns(file: h5py.File, rows: list[ClinicalRecord]) -> None:
    def words(name: str, values: Iterable[str]) -> None:
        file.create_dataset(name, data=np.array(list(values), dtype=object), dtype=_TEXT)

    def flags(name: str, values: Iterable[Value]) -> None:
        column = [-1 if value is None else int(bool(value)) for value in values]
        file.create_dataset(name, data=np.array(column, dtype="i1"))

    words("patient", (row.patient for row in rows))
    words("extra", (canonical(row.extra) for row in rows))
    flags("has_facts", (row.facts is not None for row in rows))
    filled = [replace(row, facts=row.facts or NO_FACTS) for row in rows]
    for column in columns():
        values = [column.value(row) for row in filled]
        if column.kind is Kind.NUMBER:
            numbers = [np.nan if value is None else value for value in values]
            file.create_dataset(_path(column), data=np.array(numbers, dtype="<f8"))
        elif column.kind is Kind.YES_NO:
            flags(_path(column), values)
        else:
            texts = (v.isoformat() if isinstance(v, date) else str(v or "") for v in values)
            words(_path(column), texts)


def _read_columns(file: h5py.File, version: int) -> list[ClinicalRecord]:
    patients = file["patient"].asstr()[()]
    has_facts = file["has_facts"][()]
    extra = [json.loads(value) for value in file["extra"].asstr()[()]]
    found = {
        place: {
            column.key: _read_column(file[_path(column)], column)
            for column in columns(place, version=version)
        }
        for place in Place
    }
    lengths = {len(cells) for cells in (patients, has_facts, extra)}
    lengths |= {len(cells) for of_place in found.values() for cells in of_place.values()}
    if len(lengths) > 1:
        raise ValueError("columns of different lengths")
    rows = []
    for number, patient in enumerate(patients):
        record, facts, values = (
            {key: cells[number] for key, cells in found[place].items()} for place in Place
        )
        rows.append(
            ClinicalRecord(
                patient,
                **record,
                facts=Facts(**facts) if has_facts[number] > 0 else None,
                extra=extra[number],
                values={key: value for key, value in values.items() if value not in (None, "")},
            )
        )
    return rows


def _read_column(cells: h5py.Dataset, column: ColumnSpec) -> list[Any]:
    if column.kind is Kind.NUMBER:
        return [None if np.isnan(value) else float(value) for value in cells[()]]
    if column.kind is Kind.YES_NO:
        return [None if value < 0 else bool(value) for value in cells[()]]
    texts = list(cells.asstr()[()])
    if column.kind is Kind.DATE:
        return [date.fromisoformat(value) if value else None for value in texts]
    if column.kind is Kind.CHOICE:
        by_value = {str(choice): choice for choice in column.choices}
        return [by_value[value] if value else None for value in texts]
    return texts

"""Import of the clinical table from a CSV file; each row is imported, or refused with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from cxstage_core.cohort.clinical.csv_reader import Row, read_rows
from cxstage_core.cohort.clinical.identifier_screen import unsafe_columns
from cxstage_core.cohort.clinical.row_matching import Matching, RowMatches, Unmatched, match_rows
from cxstage_core.cohort.clinical.row_parser import Draft, shifted, shifted_text, understand
from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.values.clinical_columns import Kind, column_of, columns
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.errors import CohortError, StagingError
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class ClinicalImport:
    """Result of an import.

    Args:
        imported: pseudonyms of the imported rows.
        refused: row number (the header is row 1), pseudonym ("" if the patient is new) and reason.
        dropped: columns left out because they may identify a person.
        kept: further columns that were stored unchanged.
        unmatched: rows that are held back until the user decides whose they are.
        matched: row number and pseudonym of the rows that the user matched.
        without_images: row number and pseudonym of the imported rows whose patient has no image, and patients with
            images and a similar id.
    """

    imported: tuple[str, ...]
    refused: tuple[tuple[int, str, Text], ...]
    dropped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    matched: tuple[tuple[int, str], ...] = ()
    without_images: tuple[tuple[int, str, tuple[str, ...]], ...] = ()


def read_table(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name (lower case, words joined by underscores).

    Commas, semicolons or tabs; UTF-8 with or without BOM, UTF-16, GBK or Windows Latin.

    Raises:
        CohortError: the file cannot be read or is not a table.
    """
    return [row.cells for row in read_rows(file)[1]]


def import_clinical(
    cohort: Cohort, file: Path, *, actor: str = "coordinator", matches: RowMatches | None = None
) -> ClinicalImport:
    """Import a CSV file into the clinical table.

    A patient is found by id or pseudonym, or added; a row whose id is nearly that of a patient is held back. All
    dates are shifted by the patient's secret number of days. A refused row does not stop the others.

    Args:
        matches: decisions of the user on rows that an earlier import held back.

    Raises:
        CohortError: the file is not a clinical table, or the cohort cannot be written.
    """
    headers, rows = _named(file, *read_rows(file))
    if "patient_id" not in headers:
        raise CohortError(
            "{file} has no column patient_id.",
            remedy="Name the columns as in the manual: patient_id, edition, stage, …",
            file=file,
        )
    further = tuple(name for name in headers if name != "patient_id" and column_of(name) is None)
    dropped = unsafe_columns(further, [(row.cells["patient_id"], row.cells) for row in rows])
    kept = tuple(column for column in further if column not in dropped)
    found = match_rows(
        cohort, [(row.number, row.cells["patient_id"]) for row in rows], matches or RowMatches()
    )
    held = {one.row for one in found.unmatched}
    drafts, refused = _understand([row for row in rows if row.number not in held], found.known, kept)
    new = [draft.hospital_id for number, draft in drafts if number not in found.known]
    added = dict(zip(new, cohort.pseudonyms(new), strict=True))
    for name, patient in added.items():
        cohort.people.remember_id(name, patient)
    pseudonyms = [found.known.get(number) or added[draft.hospital_id] for number, draft in drafts]
    _remember_matches(cohort, rows, found, actor)
    records = [
        _finish(cohort, draft, name) for (_, draft), name in zip(drafts, pseudonyms, strict=True)
    ]
    if records:
        cohort.clinical.save(records, actor=actor)
    cohort.audit.note(
        "import clinical table",
        actor=actor,
        imported=len(records),
        refused=len(refused),
        held_back=len(found.unmatched),
        columns_dropped=len(dropped),
    )
    taken = [(number, name) for (number, _), name in zip(drafts, pseudonyms, strict=True)]
    return ClinicalImport(
        tuple(pseudonyms),
        tuple(refused),
        tuple(c for c in further if c in dropped),
        kept,
        found.unmatched,
        tuple(found.matched.items()),
        tuple((n, name, found.others.get(n, ())) for n, name in taken if not cohort.series(name)),
    )


def _remember_matches(cohort: Cohort, rows: list[Row], found: Matching, actor: str) -> None:
    """Record the user's matches, so that the same table finds its patients again."""
    for row in rows:
        patient, name = found.matched.get(row.number), row.cells["patient_id"]
        if patient is not None and name and cohort.find_hospital_id(name) is None:
            cohort.people.match_row(name, patient, row.number, actor=actor)


def _named(file: Path, headers: tuple[str, ...], rows: list[Row]) -> tuple[tuple[str, ...], list[Row]]:
    """Replace aliases of columns by the names of the program.

    Raises:
        CohortError: two headers name the same column.
    """
    names = {header: found.name for header in headers if (found := column_of(header)) is not None}
    if doubled := sorted(n for n, times in Counter(names.values()).items() if times > 1):
        raise CohortError(
            "{file} names a column twice: {columns}.",
            remedy="Rename or remove one of them.",
            file=file,
            columns=", ".join(doubled),
        )
    if all(header == name for header, name in names.items()):
        return headers, rows
    renamed = [
        replace(row, cells={names.get(header, header): cell for header, cell in row.cells.items()})
        for row in rows
    ]
    return tuple(names.get(header, header) for header in headers), renamed


def _understand(
    rows: list[Row], known: Mapping[int, str], kept: tuple[str, ...]
) -> tuple[list[tuple[int, Draft]], list[tuple[int, str, Text]]]:
    drafts: list[tuple[int, Draft]] = []
    refused: list[tuple[int, str, Text]] = []
    principal = [known.get(row.number, row.cells["patient_id"]) for row in rows]
    times = Counter(principal)
    for row, name in zip(rows, principal, strict=True):
        patient = known.get(row.number, "")
        if name and times[name] > 1:
            what = text("The patient is in the table more than once.")
            refused.append((row.number, patient, what))
            continue
        extra = {column: row.cells[column] for column in kept if row.cells[column]}
        try:
            drafts.append((row.number, understand(row.cells, extra)))
        except (CohortError, StagingError) as error:
            refused.append((row.number, patient, error.what))
    return drafts, refused


def _finish(cohort: Cohort, draft: Draft, patient: str) -> ClinicalRecord:
    days = cohort.shift_days(patient)
    record = draft.record
    dates = {
        column.key: shifted(found, days)
        for column in columns(imported=True)
        if column.kind is Kind.DATE and isinstance(found := column.value(record), date)
    }
    values = {name: dates.pop(name, value) for name, value in record.values.items()}
    return replace(
        record,
        patient=patient,
        **dates,  # type: ignore[arg-type]
        values=values,
        extra={column: shifted_text(value, days) for column, value in record.extra.items()},
    )

"""Import of the clinical table from a CSV file; each row is imported, or refused with its reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from cxstage_core.cohort.clinical.choices import ImportChoices
from cxstage_core.cohort.clinical.csv_reader import Row, read_rows
from cxstage_core.cohort.clinical.free_text import FreeText, free_text
from cxstage_core.cohort.clinical.identifier_screen import (
    holds_identifier,
    names_free_text,
    unsafe_columns,
)
from cxstage_core.cohort.clinical.row_matching import Matching, RowMatches, Unmatched, match_rows
from cxstage_core.cohort.clinical.row_parser import (
    NOTHING_EARLIER,
    Draft,
    Earlier,
    shifted,
    shifted_text,
    understand,
)
from cxstage_core.cohort.clinical.stage_reason import missing_of, stage_reason
from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.values.clinical_columns import Kind, column_of, columns
from cxstage_core.cohort.values.records import ClinicalRecord, FactSources
from cxstage_core.errors import CohortError, StagingError
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """One imported row.

    Args:
        row: row number (the header is row 1).
        stage, reason: computed FIGO 2018 stage ("" for none), and why.
        missing: the facts that a stage waits for.
        assumed: facts that are absent by the user's choice.
        by_entered_stage: labelled by the entered stage where facts are missing.
        changed: facts that the table held otherwise before, by name: before and after, "" for unknown.
        unstated: facts that an earlier version stored as absent, whether stated or not.
    """

    row: int
    patient: str
    stage: str
    reason: Text | str
    missing: tuple[str, ...]
    assumed: tuple[str, ...] = ()
    by_entered_stage: bool = False
    changed: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    unstated: tuple[str, ...] = ()

    @classmethod
    def of(cls, row: int, patient: str, draft: Draft) -> ImportedRow:
        """Describe a row that was taken."""
        record, sources = draft.record, draft.sources
        return cls(
            row,
            patient,
            record.computed_stage,
            stage_reason(record),
            missing_of(record),
            sources.assumed,
            sources.by_entered_stage,
            draft.changed,
            sources.unstated,
        )


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
        rows: the imported rows, each with its stage or what it lacks.
        texts: columns of free text; stored are only those that the user chose to keep.
    """

    imported: tuple[str, ...]
    refused: tuple[tuple[int, str, Text], ...]
    dropped: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()
    unmatched: tuple[Unmatched, ...] = ()
    matched: tuple[tuple[int, str], ...] = ()
    without_images: tuple[tuple[int, str, tuple[str, ...]], ...] = ()
    rows: tuple[ImportedRow, ...] = ()
    texts: tuple[FreeText, ...] = ()

    @property
    def unstaged(self) -> tuple[ImportedRow, ...]:
        """The imported rows without a stage, each with the reason."""
        return tuple(row for row in self.rows if not row.stage)


def read_table(file: Path) -> list[dict[str, str]]:
    """Return the rows of a CSV file by column name (lower case, words joined by underscores).

    Commas, semicolons or tabs; UTF-8 with or without BOM, UTF-16, GBK or Windows Latin.

    Raises:
        CohortError: the file cannot be read or is not a table.
    """
    return [row.cells for row in read_rows(file)[1]]


def import_clinical(
    cohort: Cohort,
    file: Path,
    *,
    actor: str = "coordinator",
    matches: RowMatches | None = None,
    choices: ImportChoices | None = None,
) -> ClinicalImport:
    """Import a CSV file into the clinical table.

    A patient is found by id or pseudonym, or added; a row whose id is nearly that of a patient is held back. All
    dates are shifted by the patient's secret number of days. A refused row does not stop the others. What the table
    held before stays where this one has no column or an empty cell.

    Args:
        matches: the user's decisions on rows that an earlier import held back.
        choices: what the user chooses for this table.

    Raises:
        CohortError: the file is not a clinical table, a chosen column is not there, or the cohort cannot be written.
    """
    choices = choices or ImportChoices()
    table = parse_table(cohort, file, matches=matches, choices=choices)
    found, drafts = table.matching, table.drafts
    new = [draft.hospital_id for number, draft in drafts if number not in found.known]
    added = dict(zip(new, cohort.pseudonyms(new), strict=True))
    for name, patient in added.items():
        cohort.people.remember_id(name, patient)
    pseudonyms = [found.known.get(number) or added[draft.hospital_id] for number, draft in drafts]
    _remember_matches(cohort, table.rows, found, actor)
    named = [(name, draft) for (_, draft), name in zip(drafts, pseudonyms, strict=True)]
    records = [_finish(cohort, draft, name) for name, draft in named]
    if records:
        sources = {name: draft.sources for name, draft in named}
        cohort.clinical.save(records, actor=actor, sources=sources)
    cohort.audit.note(
        "import clinical table",
        actor=actor,
        imported=len(records),
        refused=len(table.refused),
        held_back=len(found.unmatched),
        columns_dropped=len(table.dropped),
        **_logged(choices, named),
    )
    taken = [(number, name) for (number, _), name in zip(drafts, pseudonyms, strict=True)]
    return ClinicalImport(
        tuple(pseudonyms),
        table.refused,
        table.dropped,
        table.kept,
        found.unmatched,
        tuple(found.matched.items()),
        tuple((n, name, found.others.get(n, ())) for n, name in taken if not cohort.series(name)),
        tuple(
            ImportedRow.of(number, name, draft)
            for (number, name), (_, draft) in zip(taken, drafts, strict=True)
        ),
        table.texts,
    )


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table that is understood and not yet stored.

    Args:
        drafts: row number and parsed row.
        refused: row number, pseudonym ("" if the patient is new) and reason.
        dropped: columns left out because they may identify a person.
        kept: further columns to store.
        texts: columns of free text, stored only where the user chose so.
    """

    rows: list[Row]
    matching: Matching
    drafts: list[tuple[int, Draft]]
    refused: tuple[tuple[int, str, Text], ...]
    dropped: tuple[str, ...]
    kept: tuple[str, ...]
    texts: tuple[FreeText, ...]


def parse_table(
    cohort: Cohort,
    file: Path,
    *,
    matches: RowMatches | None = None,
    choices: ImportChoices | None = None,
) -> ParsedTable:
    """Understand a CSV file as `import_clinical` does, without storing anything.

    Raises:
        CohortError: the file is not a clinical table, or a chosen column is not there.
    """
    choices = choices or ImportChoices()
    headers, rows = _named(file, *read_rows(file))
    if "patient_id" not in headers:
        raise CohortError(
            "{file} has no column patient_id.",
            remedy="Name the columns as in the manual: patient_id, edition, stage, …",
            file=file,
        )
    further = tuple(name for name in headers if name != "patient_id" and column_of(name) is None)
    dropped, texts = _screened(file, further, rows, choices)
    left_out = {*dropped, *(one.column for one in texts if not one.kept)}
    left_out -= {one.column for one in texts if one.kept}
    kept = tuple(column for column in further if column not in left_out)
    found = match_rows(
        cohort, [(row.number, row.cells["patient_id"]) for row in rows], matches or RowMatches()
    )
    held = {one.row for one in found.unmatched}
    records, sources = cohort.clinical.records(), cohort.clinical.sources()
    earlier = {
        patient: Earlier(record, sources.get(patient, FactSources()))
        for patient, record in records.items()
    }
    rest = [row for row in rows if row.number not in held]
    drafts, refused = _understand(rest, found.known, kept, earlier, choices)
    return ParsedTable(rows, found, drafts, tuple(refused), dropped, kept, texts)


def _screened(
    file: Path, further: tuple[str, ...], rows: list[Row], choices: ImportChoices
) -> tuple[tuple[str, ...], tuple[FreeText, ...]]:
    """Return the columns left out because they may identify a person, and those of free text.

    Raises:
        CohortError: the user wants to keep a column that is not there or identifies a person.
    """
    cells = [(row.cells["patient_id"], row.cells) for row in rows]
    unsafe = unsafe_columns(further, cells)
    called = {
        column
        for column in unsafe
        if names_free_text(column)
        and not any(holds_identifier(found.get(column, ""), name) for name, found in cells)
    }
    candidates = [column for column in further if column not in unsafe or column in called]
    texts = free_text(candidates, [row.cells for row in rows], called)
    wanted = set(choices.keep_text)
    if absent := sorted(wanted - {*further}):
        raise CohortError(
            "{file} has no further column {columns} that could be kept.",
            remedy="Write the column's name as in the table.",
            file=file,
            columns=", ".join(absent),
        )
    if personal := sorted(wanted & (unsafe - called)):
        raise CohortError(
            "The column {columns} may identify a person and is never stored.",
            remedy="Remove names, ids and contact data from it, and name it by what it holds.",
            columns=", ".join(personal),
        )
    return (
        tuple(column for column in further if column in unsafe and column not in (wanted & called)),
        tuple(replace(one, kept=one.column in wanted) for one in texts),
    )


def _logged(choices: ImportChoices, named: list[tuple[str, Draft]]) -> dict[str, object]:
    """Return what the log keeps of choices and of facts that this table changed."""
    found: dict[str, object] = {}
    if choices.empty_means_none:
        found["empty_means_none"] = list(choices.empty_means_none)
    if choices.label_by_entered_stage is not None:
        found["label_by_entered_stage"] = choices.label_by_entered_stage
    if choices.keep_text:
        found["columns_of_text_kept"] = len(choices.keep_text)
    if changed := {
        name: {fact: list(pair) for fact, pair in draft.changed.items()}
        for name, draft in named
        if draft.changed
    }:
        found["facts_changed"] = changed
    return found


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
    rows: list[Row],
    known: Mapping[int, str],
    kept: tuple[str, ...],
    earlier: Mapping[str, Earlier],
    choices: ImportChoices,
) -> tuple[list[tuple[int, Draft]], list[tuple[int, str, Text]]]:
    drafts: list[tuple[int, Draft]] = []
    refused: list[tuple[int, str, Text]] = []
    principal = [known.get(row.number, row.cells["patient_id"]) for row in rows]
    times = Counter(principal)
    numbers: dict[str, list[str]] = {}
    for row, name in zip(rows, principal, strict=True):
        numbers.setdefault(name, []).append(str(row.number))
    for row, name in zip(rows, principal, strict=True):
        patient = known.get(row.number, "")
        if name and times[name] > 1:
            what = text(
                "The patient is in the table more than once: rows {rows}.",
                rows=", ".join(numbers[name]),
            )
            refused.append((row.number, patient, what))
            continue
        extra = {column: row.cells[column] for column in kept if row.cells[column]}
        try:
            before = earlier.get(patient, NOTHING_EARLIER)
            drafts.append((row.number, understand(row.cells, extra, before, choices)))
        except (CohortError, StagingError) as error:
            refused.append((row.number, patient, error.what))
    return drafts, refused


def _finish(cohort: Cohort, draft: Draft, patient: str) -> ClinicalRecord:
    """Shift the dates that the row states; those of before are shifted already."""
    days = cohort.shift_days(patient)
    record = draft.record
    dates = {
        column.key: shifted(found, days)
        for column in columns(imported=True)
        if column.kind is Kind.DATE
        and column.key in draft.stated
        and isinstance(found := column.value(record), date)
    }
    values = {name: dates.pop(name, value) for name, value in record.values.items()}
    extra = {column: shifted_text(value, days) for column, value in draft.extra.items()}
    return replace(
        record,
        patient=patient,
        **dates,  # type: ignore[arg-type]
        values=values,
        extra={**record.extra, **extra},
    )

"""Output of the command line about an imported clinical table and about the labels that follow from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.clinical.importer import ClinicalImport


def import_json(found: ClinicalImport) -> dict[str, Any]:
    """The rows, what they lack, and what became of further columns; cells of text are not repeated."""
    return {
        "rows": [
            {
                "row": row.row,
                "patient": row.patient,
                "stage": row.stage,
                "reason": str(row.reason),
                "missing": list(row.missing),
                "assumed_none": list(row.assumed),
                "perhaps_not_stated": list(row.unstated),
                "by_entered_stage": row.by_entered_stage,
                "changed": {name: list(pair) for name, pair in row.changed.items()},
            }
            for row in found.rows
        ],
        "further_columns": list(found.kept),
        "columns_dropped": list(found.dropped),
        "columns_of_text": [
            {"column": one.column, "filled": one.filled, "distinct": one.distinct, "kept": one.kept}
            for one in found.texts
        ],
    }


def show_rows(console: Console, found: ClinicalImport) -> None:
    """Print what the rows lack, and what became of further columns, with examples of free text."""
    for row in found.unstaged:
        console.print(f"row {row.row} ({row.patient}): {row.reason}", style="yellow", highlight=False)
    for row in found.rows:
        for name, (before, after) in row.changed.items():
            console.print(
                f"row {row.row} ({row.patient}): {name} was {before}, is now {after or 'unknown'}",
                highlight=False,
            )
    if assumed := sum(bool(row.assumed) for row in found.rows):
        console.print(f"{assumed} rows rest on “empty means none”", style="yellow")
    if perhaps := sum(bool(row.unstated and row.stage) for row in found.rows):
        console.print(
            f"{perhaps} rows rest on facts that an earlier version stored as none, stated or not",
            style="yellow",
        )
    if entered := sum(row.by_entered_stage and not row.stage for row in found.rows):
        console.print(f"{entered} rows are labelled by the entered stage", style="yellow")
    if found.kept:
        console.print(f"further columns stored: {', '.join(found.kept)}", highlight=False, markup=False)
    if found.dropped:
        console.print(
            f"columns left out, because they may identify a person: {', '.join(found.dropped)}",
            highlight=False,
            markup=False,
        )
    for one in found.texts:
        fate = "stored" if one.kept else f"not stored; to store it: --keep-text {one.column}"
        console.print(
            f"free text in column {one.column} ({one.filled} cells, such as "
            f"{'; '.join(f'“{cell}”' for cell in one.examples)}): {fate}",
            style="yellow",
            highlight=False,
            markup=False,
        )


def label_counts(cohort: Cohort) -> dict[str, dict[str, int]]:
    """Count the labels under every scheme by what they rest on."""
    from cxstage_core.dataset import label_table
    from cxstage_core.staging import SCHEMES

    return {name: label_table(cohort, name).origin_counts() for name in SCHEMES}


def counted(counts: Mapping[str, int]) -> str:
    """Write counts as "12 computed from stated facts, 3 entered stage, not computed"."""
    return "; ".join(f"{n} {origin}" for origin, n in counts.items()) or "none"

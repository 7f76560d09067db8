"""Figures in subgroups of the test patients: by age, size, stage, histology and scanner.

Each line carries its n. A subgroup was not drawn at random and is small: a difference between two of them
is a question, never an answer, and no test is made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.clinical_columns import COLUMNS
from cxstage_core.evaluation.comparison.metrics import Place, shown_in
from cxstage_core.evaluation.statistics.confusion import Confusion
from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, estimate_json
from cxstage_core.evaluation.statistics.scores import PatientScores, PooledScores
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import PatientPrediction
    from cxstage_core.evaluation.comparison.row import ComparisonRow

Subgroups = Mapping[str, Mapping[str, str]]
FEW = 10


@dataclass(frozen=True, slots=True)
class SubgroupRow:
    """One row of the comparison in one subgroup.

    Args:
        name: of the network or baseline.
        column, level: such as "age" and "50 and older".
        n: patients.
        confusion: with repeated folds of decisions, summed over the repeats.
        estimates: by the metric's key; AUC has no value where only one group is present.
        note: to be read together with the numbers.
    """

    name: str
    column: str
    level: str
    n: int
    n_positive: int
    confusion: Confusion
    estimates: Mapping[str, Estimate]
    note: Text | None = None


def subgroup_rows(
    rows: tuple[ComparisonRow, ...], subgroups: Subgroups, level: float = LEVEL
) -> tuple[SubgroupRow, ...]:
    """Every row of a comparison in every subgroup that has test patients.

    Args:
        rows: of `comparison_rows`.
        subgroups: column to pseudonym to level; patients that are not named are left out.
    """
    found = []
    for column, levels in subgroups.items():
        for wanted in sorted(
            {levels[p.patient] for r in rows for p in r.patients if p.patient in levels}
        ):
            for row in rows:
                made = _row(row, column, wanted, levels, level)
                if made is not None:
                    found.append(made)
    return tuple(found)


def _row(
    row: ComparisonRow, column: str, wanted: str, levels: Mapping[str, str], level: float
) -> SubgroupRow | None:
    chosen = [p for p in row.patients if levels.get(p.patient) == wanted]
    if not chosen:
        return None
    table, estimates = _pooled(row, chosen, level) if row.folds else _tested_once(row, chosen, level)
    return SubgroupRow(
        row.name,
        column,
        wanted,
        len(chosen),
        sum(p.truth for p in chosen),
        table,
        estimates,
        text("Fewer than {few} patients.", few=FEW) if len(chosen) < FEW else None,
    )


def _tested_once(
    row: ComparisonRow, chosen: Sequence[PatientPrediction], level: float
) -> tuple[Confusion, dict[str, Estimate]]:
    scores = PatientScores.of(
        [p.truth for p in chosen], [p.probability for p in chosen], row.evaluation.threshold
    )
    found = {metric.key: metric.estimate(scores, level) for metric in shown_in(Place.SUBGROUP)}
    return scores.confusion, found


def _pooled(
    row: ComparisonRow, chosen: Sequence[PatientPrediction], level: float
) -> tuple[Confusion, dict[str, Estimate]]:
    """Over all folds and repeats, as the row itself."""
    patients = {p.patient for p in chosen}
    parts = (fold.of(patients) for fold in row.folds)
    scores = PooledScores.of([fold for fold in parts if fold.patients])
    found = {
        metric.key: metric.pooled(scores, level)
        for metric in shown_in(Place.SUBGROUP)
        if metric.pooled is not None
    }
    return scores.confusion, found


def subgroups_of(cohort: Cohort) -> dict[str, dict[str, str]]:
    """The subgroups that a cohort's clinical table and acquisition tags define.

    Returns:
        Column to pseudonym to level: of the clinical columns with subgroups, then "scanner" and "field".
    """
    divided = [(c, c.subgroup) for c in COLUMNS.values() if c.subgroup is not None]
    divided.sort(key=lambda pair: pair[1].rank)
    names = [*(subgroup.name for _, subgroup in divided), "scanner", "field"]
    found: dict[str, dict[str, str]] = {name: {} for name in names}
    for patient, record in cohort.clinical.records().items():
        for column, subgroup in divided:
            value = column.value(record)
            if value is not None:
                found[subgroup.name][patient] = subgroup.level(value)
    for patient in cohort.patients():
        tags = next((s.info.tags for s in cohort.series(patient) if s.info.sequence == "T2"), {})
        if "Manufacturer" in tags:
            found["scanner"][patient] = str(tags["Manufacturer"])
        if "MagneticFieldStrength" in tags:
            found["field"][patient] = f"{float(tags['MagneticFieldStrength']):g} T"
    return {name: levels for name, levels in found.items() if levels}


def subgroup_json(row: SubgroupRow) -> dict[str, Any]:
    """Plain JSON values."""
    data: dict[str, Any] = {
        "name": row.name,
        "column": row.column,
        "level": row.level,
        "n": row.n,
        "n_positive": row.n_positive,
        "confusion": row.confusion.to_dict(),
        "note": None if row.note is None else str(row.note),
    }
    for key, estimate in row.estimates.items():
        data |= estimate_json(key, estimate)
    return data

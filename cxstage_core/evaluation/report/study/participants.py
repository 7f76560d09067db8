"""Who learned and who was tested, and what is known of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median, quantiles
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.clinical_columns import COLUMNS
from cxstage_core.cohort.values.experiment_config import EXTERNAL
from cxstage_core.cohort.values.records import ClinicalRecord
from cxstage_core.evaluation.comparison.folds import is_folded
from cxstage_core.evaluation.report.table import ABSENT
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.staging import STAGES
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment

LEARNING, VALIDATION, TEST, FOLDS, OUTSIDE = "learning", "validation", "test", "folds", "external"
TITLES: Mapping[str, Text] = {
    LEARNING: text("Training"),
    VALIDATION: text("Validation"),
    TEST: text("Test"),
    FOLDS: text("All, tested in folds"),
    OUTSIDE: text("External test"),
}
"""The parts of a study, in the order of every table."""
_OLDEST = 89


@dataclass(frozen=True, slots=True)
class Part:
    """Patients with one task in the study.

    Args:
        key: of `TITLES`.
        patients: pseudonyms, in order.
        labels: of those whose group is stored with the experiment.
    """

    key: str
    patients: tuple[str, ...]
    labels: Mapping[str, int]

    @property
    def n(self) -> int:
        """Number of patients."""
        return len(self.patients)

    @property
    def groups(self) -> tuple[int, int] | None:
        """Patients of the surgery group and of the other one; None where a label is not stored."""
        if len(self.labels) != self.n:
            return None
        ones = sum(self.labels.values())
        return self.n - ones, ones


@dataclass(frozen=True, slots=True)
class Distribution:
    """A number over patients: how many have it, median and quartiles (None with fewer than two)."""

    n: int
    middle: float | None
    quartiles: tuple[float, float] | None

    def __str__(self) -> str:
        if self.middle is None:
            return ABSENT
        if self.quartiles is None:
            return f"{self.middle:.1f}"
        low, high = self.quartiles
        return f"{self.middle:.1f} ({low:.1f}–{high:.1f})"


def parts_of(experiment: Experiment) -> tuple[Part, ...]:
    """Return the parts of an experiment, with the labels that it stores."""
    labels = {**experiment.config.training_labels}
    for run in experiment.runs:
        labels |= {p.patient: p.truth for p in run.predictions}
    tested = {p.patient for run in experiment.runs for p in run.of_part("test")}

    def part(key: str, patients: set[str]) -> Part:
        found = tuple(sorted(patients))
        return Part(key, found, {one: labels[one] for one in found if one in labels})

    if is_folded(experiment):
        return (part(FOLDS, tested),)
    if experiment.config.protocol.kind == EXTERNAL:
        return (part(OUTSIDE, tested),)
    validation = set(experiment.config.validation_patients)
    # Of the training part only those who have a label learned; without stored labels it is not known who did not.
    left_out = {patient for patient, _ in experiment.config.excluded}
    training = set(experiment.split.train) - left_out - validation
    parts = (part(LEARNING, training), part(VALIDATION, validation), part(TEST, tested))
    return tuple(one for one in parts if one.n)


def distribution_of(values: Sequence[float]) -> Distribution:
    """Return median and quartiles of the patients who have a value."""
    if not values:
        return Distribution(0, None, None)
    ends = quantiles(values, n=4, method="inclusive") if len(values) > 1 else None
    return Distribution(len(values), median(values), None if ends is None else (ends[0], ends[2]))


def numbers_of(part: Part, column: str, records: Mapping[str, ClinicalRecord]) -> list[float]:
    """Return the values of a numeric clinical column of a part's patients."""
    found = (COLUMNS[column].value(records[p]) for p in part.patients if p in records)
    return [float(value) for value in found if isinstance(value, int | float)]


def stages_of(part: Part, records: Mapping[str, ClinicalRecord]) -> dict[str, int]:
    """Count the computed stages of a part's patients, I to IV; those without one under ""."""
    counts: Counter[str] = Counter()
    for patient in part.patients:
        stage = records[patient].computed_stage if patient in records else ""
        counts[stage.rstrip("rp0123456789ABC")] += 1
    order = dict.fromkeys(stage.rstrip("rp0123456789ABC") for stage in STAGES)
    return {main: counts[main] for main in (*order, "") if counts[main]}


def age_range(ages: Sequence[float]) -> tuple[int, int] | None:
    """Return the ages in whole years, the lowest and the highest; all above 89 count as 90."""
    if not ages:
        return None
    return min(int(min(ages)), _OLDEST + 1), min(int(max(ages)), _OLDEST + 1)


def participants_sheet(
    parts: Sequence[Part], records: Mapping[str, ClinicalRecord] | None, localized: Localizer = str
) -> Sheet:
    """Numbers of patients by part: groups, stages, age and size, with how many are known."""
    head = (text("Patients"), *(TITLES[part.key] for part in parts))
    rows: list[tuple[Text, list[str]]] = [(text("All"), [str(part.n) for part in parts])]
    groups = [part.groups for part in parts]
    for place, title in enumerate((text("Surgery group"), text("Chemoradiotherapy or systemic group"))):
        rows.append((title, [ABSENT if one is None else str(one[place]) for one in groups]))
    if records is not None:
        rows += _clinical_rows(parts, records)
    notes = [text("Median with quartiles in brackets; “known” counts the patients with a value.")]
    if records is None:
        notes = [text("The clinical table is not open to this user.")]
    return Sheet(
        localized(text("Patients by part")),
        tuple(localized(one) for one in head),
        tuple((localized(title), *cells) for title, cells in rows),
        (False, *(True,) * len(parts)),
        tuple(localized(note) for note in notes),
    )


def _clinical_rows(
    parts: Sequence[Part], records: Mapping[str, ClinicalRecord]
) -> list[tuple[Text, list[str]]]:
    stages = [stages_of(part, records) for part in parts]
    present = dict.fromkeys(stage for found in stages for stage in found if stage)
    rows = [
        (text("Computed stage {stage}", stage=stage), [str(found.get(stage, 0)) for found in stages])
        for stage in sorted(present, key=("I", "II", "III", "IV").index)
    ]
    rows.append((text("No computed stage"), [str(found.get("", 0)) for found in stages]))
    for column, title in (
        ("age", text("Age, years")),
        ("diameter_mm", text("Largest diameter, mm")),
    ):
        found = [distribution_of(numbers_of(part, column, records)) for part in parts]
        rows.append((title, [str(one) for one in found]))
        rows.append((text("… known"), [str(one.n) for one in found]))
    return rows

"""How the images of a study were acquired, from the tags that a cohort keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.records import SeriesRecord
from cxstage_core.evaluation.report.study.participants import Distribution, distribution_of
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

PARAMETERS = ("RepetitionTime", "EchoTime", "SliceThickness")
"""Tags that a table of the acquisition is not complete without."""
NOT_KNOWN = text("not known")


@dataclass(frozen=True, slots=True)
class Acquisition:
    """The series of one sequence and plane.

    Args:
        slices: images of all its series.
    """

    sequence: str
    plane: str
    patients: int
    series: int
    slices: int
    makers: tuple[tuple[str, int], ...]
    fields: tuple[tuple[str, int], ...]
    numbers: tuple[tuple[str, Distribution], ...]

    @property
    def has_parameters(self) -> bool:
        """Return True if repetition time, echo time and thickness of every series are known."""
        known = dict(self.numbers)
        return all(known[name].n == self.series for name in PARAMETERS)


_COLUMNS: tuple[tuple[str, Text, Callable[[SeriesRecord], float | None]], ...] = (
    ("RepetitionTime", text("TR, ms"), lambda one: _tag(one, "RepetitionTime")),
    ("EchoTime", text("TE, ms"), lambda one: _tag(one, "EchoTime")),
    ("SliceThickness", text("Slice thickness, mm"), lambda one: _tag(one, "SliceThickness")),
    ("distance", text("Distance of slices, mm"), lambda one: float(one.grid.spacing[0])),
    ("pixel", text("Pixel, mm"), lambda one: float(one.grid.spacing[1])),
)


def acquisitions_of(cohort: Cohort, patients: Iterable[str]) -> tuple[Acquisition, ...]:
    """Gather the series of some patients by sequence and plane, T2 first.

    Raises:
        CohortError: the user may not see a patient.
    """
    found: dict[tuple[str, str], list[SeriesRecord]] = {}
    for patient in patients:
        for series in cohort.series(patient):
            found.setdefault((series.info.sequence, series.plane), []).append(series)
    order = sorted(found, key=lambda one: (one[0] != "T2", one[0] == "other", one))
    return tuple(_acquisition(*one, found[one]) for one in order)


def _acquisition(sequence: str, plane: str, series: Sequence[SeriesRecord]) -> Acquisition:
    def counted(words: Iterable[str]) -> tuple[tuple[str, int], ...]:
        return tuple(sorted(Counter(words).items(), key=lambda one: (-one[1], one[0])))

    fields = (_tag(one, "MagneticFieldStrength") for one in series)
    return Acquisition(
        sequence,
        plane,
        len({one.patient for one in series}),
        len(series),
        sum(one.grid.size[0] for one in series),
        counted(str(one.info.tags.get("Manufacturer", "")) for one in series),
        counted("" if field is None else f"{field:g} T" for field in fields),
        tuple(
            (name, distribution_of([v for v in (value(one) for one in series) if v is not None]))
            for name, _title, value in _COLUMNS
        ),
    )


def acquisition_sheet(found: Sequence[Acquisition], localized: Localizer = str) -> Sheet:
    """One row per sequence and plane."""
    head = (
        text("Series"),
        text("Patients"),
        text("Series, number"),
        text("Slices"),
        text("Manufacturer"),
        text("Field strength"),
        *(title for _name, title, _value in _COLUMNS),
    )

    def numbers(pairs: Iterable[tuple[str, int]]) -> str:
        return ", ".join(f"{word or localized(NOT_KNOWN)}: {n}" for word, n in pairs)

    def with_n(one: Distribution) -> str:
        return f"{one} n={one.n}" if one.n else localized(NOT_KNOWN)

    rows = tuple(
        (
            f"{localized(one.sequence)} {localized(one.plane)}",
            str(one.patients),
            str(one.series),
            str(one.slices),
            numbers(one.makers),
            numbers(one.fields),
            *(with_n(number) for _name, number in one.numbers),
        )
        for one in found
    )
    note = text(
        "Median with quartiles in brackets; n is the number of series with a value. The cohort keeps no name of a "
        "scanner's model and no date."
    )
    return Sheet(
        localized(text("Acquisition of the images")),
        tuple(localized(one) for one in head),
        rows,
        (False, True, True, True, False, False, *(True,) * len(_COLUMNS)),
        (localized(note),),
    )


def _tag(series: SeriesRecord, name: str) -> float | None:
    value = series.info.tags.get(name)
    return float(value) if isinstance(value, int | float) else None

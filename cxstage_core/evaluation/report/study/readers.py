"""Who outlined the tumours of a study, how the reference came about, and how far the readers agree."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.evaluation.readers.reader_agreement import Kind, PairAgreement
from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement, compare_readers
from cxstage_core.evaluation.report.reader_sheets import DIGITS, KINDS, METHODS, figure_with_n
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.jobs import Job
from cxstage_core.reading.comparison.definitions import MEASURES, REGIONS, Measure
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_SHOWN = (Measure.DICE, Measure.HD95, Measure.ASSD, Measure.VOLUME)


@dataclass(frozen=True, slots=True)
class Readers:
    """The readings behind a study.

    Args:
        read: pseudonym to readers with a complete first reading.
        frozen: patients with a frozen reference.
        unblinded: patients whose blinding was lifted.
        agreement: of the readers; None where there is none, for the reason in `why`.
        why: None where there is an agreement.
    """

    read: Mapping[str, tuple[str, ...]]
    frozen: frozenset[str]
    unblinded: int
    agreement: ReadersAgreement | None
    why: Text | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """The readers, by their stored names."""
        return tuple(sorted({name for names in self.read.values() for name in names}))

    @property
    def read_twice(self) -> int:
        """Patients whom two readers or more have read."""
        return sum(len(names) > 1 for names in self.read.values())

    def number_of(self, reader: str) -> int:
        """Return the number that stands for a reader in a report, from 1 on; no reader is named."""
        return self.names.index(reader) + 1


def readers_of(cohort: Cohort, patients: tuple[str, ...], job: Job) -> Readers | None:
    """Gather what the user may see of the readings of some patients; None where that is nothing.

    Raises:
        Cancelled: a stop was asked for.
    """
    if not patients:
        return None
    try:
        states = cohort.readings.states()
        frozen = frozenset(p for p in patients if cohort.references.latest(p) is not None)
        lifted = cohort.worklist.unblinded()
    except (CohortError, ReadingError):
        return None
    read = {
        patient: tuple(
            sorted(
                {
                    ReadingKey.parse(name).person
                    for name, state in states.get(patient, {}).items()
                    if state is ReadingState.COMPLETE
                }
            )
        )
        for patient in patients
    }
    read = {patient: names for patient, names in read.items() if names}
    try:
        agreement, why = compare_readers(cohort, patients, job), None
    except (CohortError, ReadingError) as error:
        agreement, why = None, error.what
    return Readers(read, frozen, sum(patient in lifted for patient in patients), agreement, why)


def agreement_sheet(readers: Readers, localized: Localizer = str) -> Sheet | None:
    """The agreement of each pair of readers, who are numbered; None without any."""
    found = readers.agreement
    if found is None:
        return None
    head = (text("Readers"), text("Kind"), text("Region"), *(_title(m) for m in _SHOWN))
    rows = tuple(
        (
            _pair(readers, summary, localized),
            localized(KINDS[summary.pair.kind]),
            localized(REGIONS[summary.region]),
            *(figure_with_n(summary.distributions[m].mean, DIGITS[m]) for m in _SHOWN),
            figure_with_n(summary.kappa, 3),
        )
        for summary in found.summaries
        if summary.n
    )
    notes = [METHODS]
    if found.influenced:
        notes.append(
            text(
                "In {n} patients a reading was changed after its reader had seen another's, or was sent back: "
                "agreement may look better than it was.",
                n=found.influenced,
            )
        )
    return Sheet(
        localized(text("Agreement of readers")),
        (*(localized(one) for one in head), localized(text("Kappa of all slices"))),
        rows,
        (False, False, False, *(True,) * (len(_SHOWN) + 1)),
        tuple(localized(note) for note in notes),
    )


def _title(measure: Measure) -> Text:
    return text("{measure}, mean", measure=MEASURES[measure])


def _pair(readers: Readers, summary: PairAgreement, localized: Localizer) -> str:
    first = ReadingKey.parse(summary.pair.first).person
    second = ReadingKey.parse(summary.pair.second).person
    if summary.pair.kind is Kind.INTRA:
        return localized(text("Reader {number}, twice", number=readers.number_of(first)))
    a, b = readers.number_of(first), readers.number_of(second)
    return localized(text("Readers {a} and {b}", a=a, b=b))

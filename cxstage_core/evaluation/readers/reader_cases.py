"""From the complete readings of a cohort to the agreement of its readers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import Reading
from cxstage_core.errors import CohortError
from cxstage_core.evaluation.readers.reader_agreement import (
    ComparedCase,
    Kind,
    PairAgreement,
    ReaderPair,
    possible_pairs,
    summarise,
)
from cxstage_core.imaging import Mask
from cxstage_core.jobs import Job, Progress, no_progress
from cxstage_core.reading.comparison.definitions import Region
from cxstage_core.reading.comparison.overlap import agreements

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class ReadersAgreement:
    """The agreement of all readers of a cohort.

    Args:
        summaries: every pair in every region; pairs of two people first.
        waiting: patients whose readings are not all complete; nothing of them is in here.
        single: patients that were read once.
        unmarked: patients on whom no reading marks anything; there is nothing to compare.
        unblinded: patients whose blinding was lifted; nothing of them is in here.
        influenced: patients in here with a reading that was changed after its reader had seen another's,
            or was sent back by a reviewer: agreement may look better than it was.
    """

    summaries: tuple[PairAgreement, ...]
    waiting: int
    single: int
    unmarked: int
    unblinded: int = 0
    influenced: int = 0

    @property
    def pairs(self) -> tuple[ReaderPair, ...]:
        """The pairs of readers that are compared."""
        return tuple(dict.fromkeys(summary.pair for summary in self.summaries))

    def of(self, pair: ReaderPair, region: Region) -> PairAgreement:
        """One pair in one region."""
        return next(s for s in self.summaries if (s.pair, s.region) == (pair, region))


def compare_readers(
    cohort: Cohort, patients: Sequence[str] = (), job: Job | None = None
) -> ReadersAgreement:
    """Compare all complete readings of the cases in which every reader has finished.

    Args:
        patients: pseudonyms; all when empty.

    Raises:
        CohortError: the user may not see the readings, or no case has two complete readings.
        Cancelled: a stop was asked for.
    """
    job = job or no_progress()
    states = cohort.review.states()
    wanted = tuple(patients) or tuple(states)
    unknown = next((patient for patient in wanted if patient not in states), None)
    if unknown is not None:
        raise CohortError("The cohort has no patient {patient}.", patient=unknown)
    lifted = cohort.worklist.unblinded()
    finished = [patient for patient in wanted if states[patient].all_complete]
    ready = [patient for patient in finished if patient not in lifted]
    cases: list[ComparedCase] = []
    single = unmarked = 0
    for done, patient in enumerate(ready):
        job.step(Progress(done, len(ready), "Comparing readings", patient))
        readings = cohort.review.readings(patient)
        found = compare_patient(readings, job)
        single += len(readings) < 2
        unmarked += len(readings) > 1 and not found
        cases += found
    job.step(Progress(len(ready), len(ready), "Comparing readings"))
    if not cases:
        raise CohortError(
            "No case of this cohort has two complete readings.",
            remedy="Agreement is computed once two readings of a patient are complete.",
        )
    summaries = []
    pairs = sorted({case.pair for case in cases}, key=lambda pair: (pair.kind is Kind.INTRA, pair))
    for pair in pairs:
        for region in Region:
            job.check()
            summaries.append(summarise(cases, pair, region))
    waiting = sum(not states[patient].all_complete for patient in wanted)
    compared = {case.patient for case in cases}
    return ReadersAgreement(
        tuple(summaries),
        waiting,
        single,
        unmarked,
        len(finished) - len(ready),
        len(compared & cohort.worklist.influenced()),
    )


def compare_patient(readings: Iterable[Reading], job: Job | None = None) -> list[ComparedCase]:
    """Compare the complete readings of one patient, pair by pair; nothing where there is but one."""
    job = job or no_progress()
    known = {str(ReadingKey.parse(reading.reader)): reading for reading in readings}
    found = []
    for pair in possible_pairs(known):
        job.check()
        first, second = known[pair.first], known[pair.second]
        series = compared_series(first, second)
        if series is None:
            continue
        grid = (first.masks.get(series) or second.masks[series]).grid
        a, b = ((r.masks.get(series) or Mask.empty(grid)).array for r in (first, second))
        found.append(ComparedCase(first.patient, series, pair, agreements(a, b, grid.spacing)))
    return found


def compared_series(first: Reading, second: Reading) -> str | None:
    """On which series two readings are compared: one per patient, so that patients count alike.

    The one on which both marked most together; where both marked none in common, the one with the
    largest outline of either. None when neither has any mask.
    """
    sizes = {
        series: tuple(
            0.0 if mask is None else np.count_nonzero(mask.array) * mask.grid.voxel_mm3
            for mask in (first.masks.get(series), second.masks.get(series))
        )
        for series in sorted({*first.masks, *second.masks})
    }
    if not sizes:
        return None
    return max(sizes, key=lambda series: (min(sizes[series]) > 0, sum(sizes[series])))

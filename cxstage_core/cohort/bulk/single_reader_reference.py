"""References before a review exists: one reader's complete readings, adopted openly.

A comparison needs frozen references. Until a reviewer has made them, a coordinator may adopt the
complete readings of one reader; the origin says so, in the reference and in the audit log.
"""

from __future__ import annotations

from collections.abc import Iterable

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import ReadingState, Reference
from cxstage_core.errors import CohortError


def sole_reader(cohort: Cohort) -> str:
    """The reader to adopt when nobody was named: the first, in order of name, with complete readings.

    Raises:
        CohortError: no reading of the cohort is complete.
    """
    readers = {
        name
        for states in cohort.readings.states().values()
        for name, state in states.items()
        if state is ReadingState.COMPLETE
    }
    if not readers:
        raise CohortError(
            "No reading of this cohort is complete, so there is nothing to train on.",
            remedy="Draw or import the tumour outlines of a reader and mark them complete.",
        )
    return min(readers)


def adopt_readings(
    cohort: Cohort, reader: str, *, patients: Iterable[str] | None = None, actor: str = "coordinator"
) -> tuple[Reference, ...]:
    """Freeze a reader's complete readings as references where no reference exists yet.

    Args:
        patients: pseudonyms; all patients when None.

    Returns:
        The references that were frozen now; patients that have one keep theirs.

    Raises:
        CohortError: it is not permitted, or a reference cannot be written.
    """
    cohort.principal.require(Permission.ADOPT)
    frozen = []
    for patient in cohort.patients() if patients is None else patients:
        if cohort.references.latest(patient) is not None:
            continue
        reading = cohort.readings.get(patient, reader)
        if reading is None or reading.state is not ReadingState.COMPLETE:
            continue
        frozen.append(
            cohort.references.freeze(
                patient, reading.masks, origin=f"reader {reader} (no review)", actor=actor
            )
        )
    return tuple(frozen)

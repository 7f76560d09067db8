"""References from one reader's complete readings, for cohorts without a review.

A comparison needs frozen references. Before a review, a coordinator may adopt the complete readings of one
reader; reference and audit log record this origin.
"""

from __future__ import annotations

from collections.abc import Iterable

from cxstage_core.cohort.cohort import Cohort
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import ReadingState, Reference
from cxstage_core.errors import CohortError


def sole_reader(cohort: Cohort) -> str:
    """Return the default reader to adopt: the first by name with complete readings.

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
            remedy="Draw or import the tumour outlines of a reader and mark the readings complete.",
        )
    return min(readers)


def adopt_readings(
    cohort: Cohort, reader: str, *, patients: Iterable[str] | None = None, actor: str = "coordinator"
) -> tuple[Reference, ...]:
    """Freeze a reader's complete readings as references where no reference exists.

    Args:
        patients: pseudonyms; all patients when None.

    Returns:
        The newly frozen references; existing ones are kept.

    Raises:
        CohortError: the role does not permit it, or a reference cannot be written.
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

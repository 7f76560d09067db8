"""State of the double reading of each patient, from the files of the cohort."""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.assignments import read_assignments
from cxstage_core.cohort.values.reading_key import ReadingKey, of_readers
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.reading.workflow import CaseState, state_of


def case_state(context: CohortContext, patient: str) -> CaseState:
    """Return the state of one case, read from its files."""
    context.require(patient)
    assigned = [item.reading_key for item in read_assignments(context.layout).of_patient(patient)]
    return _state(context, patient, assigned, reading_states(context, patient))


def case_states(context: CohortContext) -> dict[str, CaseState]:
    """Return the state of every case, from the index."""
    everything = read_assignments(context.layout)
    known = context.index.reading_states()
    return {
        patient: _state(
            context,
            patient,
            [item.reading_key for item in everything.of_patient(patient)],
            known.get(patient, {}),
        )
        for patient in context.patients()
    }


def reading_states(context: CohortContext, patient: str) -> dict[str, ReadingState]:
    """Return the state of each reading of a patient by stored name, without drafts, from the files."""
    store = context.stores.readings
    found = {s.reader: s.state for s in (store.summary(path) for path in store.files(patient))}
    return {name: found[name] for name in of_readers(found)}


def complete_readings(context: CohortContext, patient: str) -> tuple[Reading, ...]:
    """Return the complete readings of a patient by stored name: first readings and repeats, no drafts."""
    store = context.stores.readings
    names = [n for n, s in reading_states(context, patient).items() if s is ReadingState.COMPLETE]
    found = (store.read(patient, name) for name in names)
    return tuple(r for r in found if r is not None and r.state is ReadingState.COMPLETE)


def _state(
    context: CohortContext, patient: str, assigned: list[str], states: Mapping[str, ReadingState]
) -> CaseState:
    review = context.stores.reviews.read(patient)
    return state_of(
        [name for name in assigned if ReadingKey.parse(name).number == 1],
        {
            name: state is ReadingState.COMPLETE
            for name, state in states.items()
            if ReadingKey.parse(name).number == 1
        },
        None if review is None else review.state,
    )

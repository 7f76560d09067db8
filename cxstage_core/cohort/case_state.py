"""Where the double reading of each patient stands, from what lies in the folder."""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_core.cohort.assignments_file import read_assignments
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import Reading, ReadingState
from cxstage_core.cohort.reviews_store import ReviewsStore
from cxstage_core.cohort.slots import Slot, of_readers
from cxstage_core.reading.workflow import CaseState, state_of


def case_state(parts: Parts, patient: str) -> CaseState:
    """The state of one case, read from its files."""
    parts.require(patient)
    assigned = [item.slot for item in read_assignments(parts.layout).of_patient(patient)]
    return _state(parts, patient, assigned, reading_states(parts, patient))


def case_states(parts: Parts) -> dict[str, CaseState]:
    """The state of every case, from the index: for lists."""
    everything = read_assignments(parts.layout)
    known = parts.index.reading_states()
    return {
        patient: _state(
            parts,
            patient,
            [item.slot for item in everything.of_patient(patient)],
            known.get(patient, {}),
        )
        for patient in parts.patients()
    }


def reading_states(parts: Parts, patient: str) -> dict[str, ReadingState]:
    """Stored name to state, drafts left out, from the files."""
    store = ReadingsStore(parts.layout)
    found = {s.reader: s.state for s in (store.summary(path) for path in store.files(patient))}
    return {name: found[name] for name in of_readers(found)}


def finished(parts: Parts, patient: str) -> tuple[Reading, ...]:
    """The complete readings of a patient by stored name: first readings and repeats, no drafts."""
    store = ReadingsStore(parts.layout)
    names = [n for n, s in reading_states(parts, patient).items() if s is ReadingState.COMPLETE]
    found = (store.read(patient, name) for name in names)
    return tuple(r for r in found if r is not None and r.state is ReadingState.COMPLETE)


def _state(
    parts: Parts, patient: str, assigned: list[str], states: Mapping[str, ReadingState]
) -> CaseState:
    review = ReviewsStore(parts.layout).read(patient)
    return state_of(
        [name for name in assigned if Slot.parse(name).number == 1],
        {
            name: state is ReadingState.COMPLETE
            for name, state in states.items()
            if Slot.parse(name).number == 1
        },
        None if review is None else review.state,
    )

"""Reading is blind until both have finished; what is seen then is logged."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import ReadingState
from cxstage_core.cohort.double_reading.blinding import Blinding
from tests.core.cohort.conftest import Study

states = st.dictionaries(st.sampled_from("ABCD"), st.sampled_from(list(ReadingState)))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reader=st.sampled_from("ABCD"), found=states)
def test_nobody_unfinished_sees_or_is_seen(
    study: Study, reader: str, found: dict[str, ReadingState]
) -> None:
    blinding = Blinding(study.cohort.readings.context)
    seen = blinding.readings_shown(study.patient, reader, found)
    assert (reader in seen) == (reader in found)
    finished = found.get(reader) == ReadingState.COMPLETE
    assert blinding.reference_shown(study.patient, reader, found) == finished
    for other, state in found.items():
        if other != reader:
            assert (other in seen) == (finished and state == ReadingState.COMPLETE)


def test_a_reader_is_blind_until_both_are_complete(study: Study) -> None:
    cohort, patient = study.cohort, study.patient
    cohort.save_reading(study.reading("A", 5))
    cohort.save_reading(study.reading("B", 9, complete=True))
    cohort.references.freeze(patient, {study.series: study.mask(7)}, origin="reader B")
    acts = len(cohort.audit.entries())
    assert cohort.readings.shown_outlines(patient, "A") == ()
    assert cohort.readings.shown_outlines(patient, "somebody else") == ()
    assert len(cohort.audit.entries()) == acts
    (reference,) = cohort.readings.shown_outlines(patient, "B")
    assert reference.is_reference

    cohort.save_reading(study.reading("A", 5, complete=True))
    other, reference = cohort.readings.shown_outlines(patient, "A")
    assert (other.author, reference.author) == ("B", "")
    assert other.masks[study.series].same_as(study.mask(9))
    assert reference.masks[study.series].same_as(study.mask(7))
    entry = cohort.audit.entries()[-1]
    assert (entry.actor, entry.act) == ("A", "see outlines of others")
    assert entry.details["outlines"] == "B, reference"

    cohort.readings.reopen(patient, "A", "drawn on the wrong series")
    assert cohort.readings.shown_outlines(patient, "A") == ()
    assert [one.author for one in cohort.readings.shown_outlines(patient, "B")] == [""]

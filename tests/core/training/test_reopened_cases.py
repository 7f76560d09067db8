"""A case that was reopened is trained on, or left out, by choice; never in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.bulk.single_reader_reference import adopt_readings
from cxstage_core.cohort.values.records import Reading, ReadingState, SeriesInfo
from cxstage_core.errors import TrainingError
from cxstage_core.jobs import no_progress
from cxstage_core.training.experiment.reopened import without_reopened
from tests.core.dataset.synthetic import study


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = Cohort.create(tmp_path / "c.cxcohort")
    for number in range(3):
        patient = made.pseudonym(f"H{number}")
        volume, mask = study(radius_mm=10.0, seed=number)
        record, _ = made.add_series(patient, volume, SeriesInfo("T2"))
        made.save_reading(Reading(patient, "A", {record.id: mask}, state=ReadingState.COMPLETE))
    adopt_readings(made, "A")
    return made


def test_nothing_is_asked_while_no_case_is_reopened(cohort: Cohort) -> None:
    patients = cohort.patients()
    assert cohort.references.reopened() == ()
    assert without_reopened(cohort, patients, "", no_progress()) == (patients, ())


def test_a_reopened_case_needs_a_choice(cohort: Cohort) -> None:
    first, second, third = cohort.patients()
    cohort.readings.reopen(second, "A", "a slice was missed")
    (case,) = cohort.references.reopened()
    assert (case.patient, case.version) == (second, 1)
    with pytest.raises(TrainingError, match=rf"{second}: version 1 .* reopened 20"):
        without_reopened(cohort, cohort.patients(), "", no_progress())
    with pytest.raises(TrainingError, match="perhaps"):
        without_reopened(cohort, cohort.patients(), "perhaps", no_progress())
    used, left_out = without_reopened(cohort, cohort.patients(), "use", no_progress())
    assert (used, left_out) == (cohort.patients(), ())
    used, left_out = without_reopened(cohort, cohort.patients(), "leave-out", no_progress())
    assert used == (first, third)
    assert [patient for patient, _ in left_out] == [second]
    assert without_reopened(cohort, (first,), "", no_progress()) == ((first,), ())


def test_a_case_frozen_again_is_no_longer_reopened(cohort: Cohort) -> None:
    patient = cohort.patients()[0]
    reading = cohort.readings.reopen(patient, "A", "a slice was missed")
    assert cohort.references.reopened()
    cohort.references.freeze(patient, reading.masks, origin="A")
    assert cohort.references.reopened() == ()

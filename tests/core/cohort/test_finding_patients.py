"""A patient is found again, and cannot be found out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.errors import CohortError
from tests.core.cohort.conftest import Study


def test_a_patient_keeps_its_pseudonym(cohort: Cohort) -> None:
    assert cohort.pseudonym("MRN-1") == "P0001"
    assert cohort.pseudonym("MRN-2") == "P0002"
    again = Cohort.open(cohort.path)
    assert again.pseudonym(" MRN-1 ") == "P0001"
    assert again.pseudonyms(["c", "MRN-2", "c", "d"]) == ("P0003", "P0002", "P0003", "P0004")
    assert again.patients() == ("P0001", "P0002", "P0003", "P0004")
    assert again.find_patient("MRN-2") == again.find_patient("p0002") == "P0002"
    assert again.find_patient("MRN-9") is None
    assert again.find_patient("P0009") is None


def test_a_hospital_id_that_looks_like_a_pseudonym_is_a_hospital_id(cohort: Cohort) -> None:
    assert cohort.pseudonym("P0002") == "P0001"
    assert cohort.pseudonym("P0001") == "P0002"
    assert cohort.find_patient("P0001") == "P0002"


def test_the_hospital_id_is_nowhere_in_the_folder(study: Study) -> None:
    study.cohort.save_reading(study.reading())
    for path in study.cohort.path.rglob("*"):
        assert "4711" not in path.name
        if path.is_file():
            assert b"MRN-4711" not in path.read_bytes()


def test_two_cohorts_give_one_patient_unlike_keys(cohort: Cohort) -> None:
    other = Cohort.create(cohort.path.parent / "other")
    for store in (cohort, other):
        store.pseudonym("MRN-1")
    tables = [(store.path / "patients.json").read_text() for store in (cohort, other)]
    assert tables[0] != tables[1]
    days = [[store.shift_days(f"P{n:04d}") for n in range(1, 40)] for store in (cohort, other)]
    assert days[0] != days[1]
    assert all(d != 0 and abs(d) <= 365 for d in days[0])
    assert len(set(days[0])) > 20
    assert [Cohort.open(cohort.path).shift_days(f"P{n:04d}") for n in range(1, 40)] == days[0]


def test_patients_survive_the_loss_of_table_and_index(study: Study) -> None:
    study.cohort.pseudonym("MRN-0815")
    (study.cohort.path / "patients.json").unlink()
    (study.cohort.path / "cohort.h5").unlink()
    damaged = Cohort.open(study.cohort.path)
    assert {p.file for p in damaged.verify()} == {"patients.json", "cohort.h5"}
    damaged.rebuild_index()
    assert damaged.verify() == ()
    again = Cohort.open(study.cohort.path)
    assert again.pseudonym("MRN-0815") == "P0002"
    assert again.pseudonym("MRN-4711") == study.patient
    assert again.pseudonym("new") == "P0003"


def test_without_its_secret_a_cohort_is_read_by_pseudonym(study: Study) -> None:
    (study.cohort.path / "secret.key").unlink()
    given_away = Cohort.open(study.cohort.path)
    assert given_away.find_patient(study.patient) == study.patient
    assert given_away.volume(study.patient, study.series).grid == study.volume.grid
    with pytest.raises(CohortError, match="secret"):
        given_away.pseudonym("MRN-4711")
    assert [p.file for p in given_away.verify()] == ["secret.key"]
    (study.cohort.path / "secret.key").write_text("00" * 32)
    with pytest.raises(CohortError, match="not the secret"):
        given_away.pseudonym("MRN-4711")


def test_a_patient_needs_an_id(cohort: Cohort) -> None:
    with pytest.raises(CohortError, match="without an id"):
        cohort.pseudonym("  ")
    assert cohort.patients() == ()


@given(st.lists(st.integers(1, 99_999), min_size=2, unique=True))
def test_pseudonyms_are_in_the_order_of_their_numbers(numbers: list[int]) -> None:
    names = sorted((f"P{n:04d}" for n in numbers), key=pseudonym_order)
    assert [int(name[1:]) for name in names] == sorted(numbers)

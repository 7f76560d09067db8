"""What a reader can rely on."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.cohort.values.file_names import reader_file
from cxstage_core.errors import CohortError, IntegrityError, ReadingError
from cxstage_core.imaging import Mask, Volume
from tests.core.cohort.conftest import GRID, Study


def test_a_reading_comes_back_as_it_was_saved(study: Study) -> None:
    reading = replace(
        study.reading("Dr. Müller"), confidence=4, comment="Parametrium fraglich: 右侧", seconds=81.5
    )
    saved = study.cohort.save_reading(reading)
    assert saved.version == 1
    assert saved.saved_at
    found = Cohort.open(study.cohort.path).readings.get(study.patient, "Dr. Müller")
    assert found is not None
    assert replace(found, masks={}) == replace(saved, masks={})
    assert found.masks[study.series].same_as(study.mask())


def test_each_save_is_a_new_version_and_replaces_the_last(study: Study) -> None:
    for size in (3, 7, 11):
        saved = study.cohort.save_reading(study.reading(size=size))
    assert saved.version == 3
    found = study.cohort.readings.get(study.patient, "A")
    assert found is not None
    assert found.version == 3
    assert found.masks[study.series].same_as(study.mask(11))


def test_readers_are_apart_and_named(study: Study) -> None:
    names = ("A", "a", "Ärztin", "读者 B", "../../../etc/passwd", "A\u0301", "con", "🩺", "x" * 100)
    for size, name in enumerate(names):
        study.cohort.save_reading(study.reading(name, size=size + 1))
    assert set(study.cohort.readings.readers(study.patient)) == {*names} - {"A\u0301"} | {"Á"}
    for size, name in enumerate(names):
        found = study.cohort.readings.get(study.patient, name)
        assert found is not None
        assert found.masks[study.series].same_as(study.mask(size + 1))
    written = set(study.cohort.path.parent.rglob("*.h5"))
    assert all(path.is_relative_to(study.cohort.path) for path in written)
    assert study.cohort.verify() == ()
    assert study.cohort.readings.get(study.patient, "nobody") is None


@settings(max_examples=150, deadline=None)
@given(st.text(min_size=1, max_size=60))
def test_any_name_makes_a_safe_file_name(name: str) -> None:
    try:
        stem = reader_file(name)
    except CohortError:
        return
    assert stem.isascii()
    assert set(stem) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert len(stem) <= 40


@pytest.mark.parametrize("name", ["", "   ", "a\0b", "a\nb", "x" * 101])
def test_a_name_that_is_none_is_refused(study: Study, name: str) -> None:
    with pytest.raises(CohortError, match="reader's name"):
        study.cohort.save_reading(study.reading(name))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_outline_is_kept_to_the_voxel(study: Study, data: st.DataObject) -> None:
    draw = np.random.default_rng(data.draw(st.integers(0, 2**32)))
    array = (draw.random(GRID.size) < data.draw(st.floats(0, 1))).astype(np.uint8)
    array *= draw.integers(1, 3, GRID.size, dtype=np.uint8)
    array[draw.random(len(array)) < 0.5] = 0
    study.cohort.save_reading(Reading(study.patient, "B", {study.series: Mask(array, GRID)}))
    found = study.cohort.readings.get(study.patient, "B")
    assert found is not None
    assert np.array_equal(found.masks[study.series].array, array)


def test_an_outline_must_lie_on_its_series(study: Study) -> None:
    small = Mask.empty(GRID.axial((2, 8, 8), (1.0, 1.0, 1.0)))
    with pytest.raises(CohortError, match="does not lie on the grid"):
        study.cohort.save_reading(Reading(study.patient, "A", {study.series: small}))
    with pytest.raises(CohortError, match="no series t9-axial"):
        study.cohort.save_reading(Reading(study.patient, "A", {"t9-axial": study.mask()}))
    with pytest.raises(CohortError, match="1 to 5"):
        study.cohort.save_reading(replace(study.reading(), confidence=6))
    assert study.cohort.readings.readers(study.patient) == ()


def test_the_log_tells_states_not_strokes(study: Study) -> None:
    cohort = study.cohort
    for reading in (
        study.reading(size=3),
        study.reading(size=4),
        study.reading(size=5, complete=True),
        study.reading(size=6, complete=True),
    ):
        cohort.save_reading(reading)
    with pytest.raises(ReadingError, match="Reopen it first"):
        cohort.save_reading(study.reading(size=7))
    with pytest.raises(ReadingError, match="A reason is required"):
        cohort.readings.reopen(study.patient, "A", " ")
    cohort.readings.reopen(study.patient, "A", "the fundus was left out")
    cohort.save_reading(study.reading(size=7))
    acts = [entry.act for entry in cohort.audit.entries() if entry.actor == "A"]
    assert acts == ["start reading", "complete reading", "change complete reading", "reopen reading"]
    assert cohort.audit.entries()[-1].details["reason"] == "the fundus was left out"
    assert cohort.readings.states() == {study.patient: {"A": ReadingState.IN_PROGRESS}}
    assert Cohort.open(cohort.path).readings.states() == cohort.readings.states()


def test_someone_elses_file_is_not_taken_for_a_readers_own(study: Study) -> None:
    study.cohort.save_reading(study.reading("A"))
    folder = study.cohort.path / "readings" / study.patient
    (only,) = folder.glob("*.h5")
    (folder / f"{reader_file('B')}.h5").write_bytes(only.read_bytes())
    with pytest.raises(IntegrityError):
        study.cohort.readings.get(study.patient, "B")
    assert [p.file.startswith("readings/P0001/b-") for p in study.cohort.verify()] == [True]


def test_masks_of_several_series(study: Study) -> None:
    other, _ = study.cohort.add_series(
        study.patient, Volume(study.volume.array * 2, GRID), SeriesInfo("T1")
    )
    masks = {study.series: study.mask(3), other.id: study.mask(5)}
    study.cohort.save_reading(Reading(study.patient, "A", masks))
    found = study.cohort.readings.get(study.patient, "A")
    assert found is not None
    assert {name: mask.same_as(masks[name]) for name, mask in found.masks.items()} == {
        study.series: True,
        other.id: True,
    }

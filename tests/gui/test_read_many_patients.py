"""More patients than stay in memory: each has its masks, undo and redo whenever it is opened again."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from cxstage_core.cohort import Cohort, Reading
from cxstage_core.errors import CohortError
from cxstage_gui.session.current.open_drawings import KEPT, Drawings
from cxstage_gui.session.current.study import read_study
from tests.benchmarks.kill_drawing import new_patient
from tests.core.reading.drawer import Model, act, shows

PATIENTS = KEPT + 4


@pytest.fixture
def cohort(tmp_path: Path) -> Cohort:
    made = Cohort.create(tmp_path / "many.cxcohort")
    for number in range(PATIENTS):
        new_patient(made, number)
    return made


@pytest.mark.parametrize("seed", range(2))
def test_a_thousand_steps_on_many_patients(cohort: Cohort, seed: int) -> None:
    draw, drawings = random.Random(seed), Drawings()
    drawings.begin(cohort)
    patients = cohort.patients()
    models = {patient: Model() for patient in patients}
    patient, unsaved = patients[0], set[str]()
    for number in range(1000):
        if draw.random() < 0.08:
            patient = draw.choice(patients)
        drawn = read_study(cohort, patient, "A", (), drawings).drawn if number % 3 == 0 else None
        drawn = drawn or drawings.find(patient, "A")
        if drawn is None:
            drawn = read_study(cohort, patient, "A", (), drawings).drawn
        drawings.show(patient, "A")
        assert shows(drawn.editor, models[patient]), number
        act(draw, drawn.editor, models[patient])
        assert shows(drawn.editor, models[patient]), number
        unsaved.add(patient)
        if draw.random() < 0.05:
            reading = Reading(patient, "A", drawn.editor.snapshot())
            drawings.mark_saved(patient, "A", cohort.save_reading(reading).version)
            unsaved.discard(patient)
        if draw.random() < 0.01:
            drawings.begin(cohort)  # all is put away, as when the window is closed
    drawings.begin(None)


def test_a_drawing_put_away_gives_its_journal_back(cohort: Cohort) -> None:
    drawings = Drawings()
    drawings.begin(cohort)
    first = cohort.patients()[0]
    drawn = read_study(cohort, first, "A", (), drawings).drawn
    act(random.Random(2), drawn.editor, Model())
    with pytest.raises(CohortError, match="another window"):
        cohort.readings.journal(first, "A")
    for patient in cohort.patients()[1 : KEPT + 1]:
        read_study(cohort, patient, "A", (), drawings)
    cohort.readings.journal(first, "A").close()
    drawings.begin(None)


def test_readers_have_histories_of_their_own(cohort: Cohort) -> None:
    drawings, patient, model = Drawings(), cohort.patients()[0], Model()
    draw = random.Random(4)
    drawings.begin(cohort)
    mine = read_study(cohort, patient, "A", (), drawings).drawn
    while not model.at:
        act(draw, mine.editor, model)
    drawings.begin(cohort)
    assert read_study(cohort, patient, "B", (), drawings).drawn.editor.history.total == 0
    assert read_study(cohort, patient, "A", (), drawings).drawn.editor.history.total == 1
    drawings.begin(None)

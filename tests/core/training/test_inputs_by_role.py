"""A training on channels by role: who lacks a series is named, and prediction sees what training saw."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing, label_patients, make_split
from cxstage_core.imaging import Volume
from cxstage_core.jobs import Event, Message, Progress, start_job
from cxstage_core.models import read_card
from cxstage_core.prediction import predict_patient
from cxstage_core.training import Recipe, run_experiment
from tests.core.dataset.cohorts import fill
from tests.core.dataset.synthetic import study

CONFIG = Preprocessing(size_px=32, channels=("T2", "T1", "ADC", "mask"), neighbours=1, register=("T1",))
FAMILY = "shufflenet_v2_x1_0"


def test_a_model_describes_its_channels_and_predicts_with_them(tmp_path: Path) -> None:
    cohort = fill(tmp_path / "c", 10, step_mm=3.0)
    for number, patient in enumerate(cohort.patients()[:-1]):
        image = study(seed=300 + number)[0]
        adc = Volume(image.array.astype(np.uint16) * 10, image.grid)
        cohort.add_series(patient, adc, SeriesInfo("ADC"))
    cohort.lock_split(make_split(label_patients(cohort, "paper")[0], test=0.3, seed=1, scheme="paper"))
    said: list[str] = []

    def hear(news: Progress | Event) -> None:
        if isinstance(news, Message):
            said.append(str(news.text))

    made = run_experiment(
        cohort,
        [FAMILY],
        preprocessing=CONFIG,
        recipe=Recipe(epochs=1, threads=1),
        job=start_job(hear)[0],
    )
    assert "ADC missing in 1 of 10; they are left out. (P0010)" in said
    assert [patient for patient, _ in made.config.excluded] == ["P0010"]
    (run,) = made.runs
    card = read_card(cohort.models.path(run.model_id))
    assert card.channels == ("T2", "T2-1", "T2+1", "T1", "ADC", "mask")
    assert {"T2-1 mean", "ADC mean", "ADC present"} <= card.input_range.keys()
    tested = run.of_part("test")[0]
    found = predict_patient(cohort, tested.patient, run.model_id, despite="a test")
    assert found.logit == pytest.approx(tested.logit, abs=1e-5)
    assert cohort.verify() == ()

"""One answer with its warnings, from a real network with random weights."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from cxstage_core.dataset import PreparedPatient, Preprocessing, prepare_patient
from cxstage_core.errors import PredictionError
from cxstage_core.imaging import Grid
from cxstage_core.models import ModelCard, input_statistics, logits_of
from cxstage_core.models.build import build
from cxstage_core.prediction import predict_prepared
from tests.core.dataset.synthetic import study
from tests.core.models.cards import card_of

CONFIG = Preprocessing(size_px=64)
FAMILY = "shufflenet_v2_x1_0"


@pytest.fixture(scope="module")
def network() -> torch.nn.Module:
    return build(FAMILY, channels=3, size_px=64, seed=3).eval()


def prepared(*, with_t1: bool = True, **changes: Any) -> PreparedPatient:
    t2, mask = study(**changes)
    t1, _ = study(seed=1)
    return prepare_patient(t2, t1 if with_t1 else None, mask, CONFIG)


def card(dropout: float = 0.1, **changes: Any) -> ModelCard:
    """A card whose training patients were all like `study()`, give or take."""
    usual = prepared()
    seen = input_statistics(usual.array, CONFIG.channels) | dict(usual.facts)
    values: dict[str, Any] = {
        "preprocessing": CONFIG.to_dict(),
        "input_range": {key: (v - 0.2 * abs(v), v + 0.2 * abs(v)) for key, v in seen.items()},
        "lineage": {"recipe": {"augmentation": {"modality_dropout": dropout}}},
    }
    return card_of(FAMILY, **{**values, **changes})


def test_the_answer_is_the_mean_logit_through_the_temperature(network: torch.nn.Module) -> None:
    patient = prepared()
    found = predict_prepared(network, card(), patient, patient="P0007", model_id="E0001-a")
    logits = logits_of(network, patient.array)
    assert found.logit == pytest.approx(logits.mean(), abs=1e-12)
    assert found.probability == pytest.approx(1 / (1 + np.exp(-found.logit / 1.3)), abs=1e-12)
    assert [s.index for s in found.slices] == [3, 4, 5]
    assert sum(s.weight for s in found.slices) == pytest.approx(1)
    assert sum(s.logit * s.weight for s in found.slices) == pytest.approx(found.logit)
    assert found.warnings == ()


def test_the_threshold_decides_the_group(network: torch.nn.Module) -> None:
    patient = prepared()
    p = predict_prepared(network, card(), patient).probability
    above = predict_prepared(network, card(threshold=p), patient)
    below = predict_prepared(network, card(threshold=min(1.0, p + 1e-6)), patient)
    assert (above.group, below.group) == ("chemoradiotherapy or systemic", "surgery")


def test_the_json_has_the_agreed_keys(network: torch.nn.Module) -> None:
    found = json.loads(json.dumps(predict_prepared(network, card(), prepared()).to_json()))
    assert {"patient", "model", "probability", "group", "warnings", "slices"} <= found.keys()
    assert {"series", "index", "probability"} <= found["slices"][0].keys()
    assert found["interval"] is None
    assert "no confidence interval" in found["interval_note"]
    assert "Research use only." in found["notes"]


def test_a_missing_t1_is_a_warning_or_a_refusal(network: torch.nn.Module) -> None:
    patient = prepared(with_t1=False)
    warned = [str(w) for w in predict_prepared(network, card(), patient).warnings]
    assert any("no axial T1" in w for w in warned)
    assert any("learned to do without" in w for w in warned)
    assert not any("T1 images" in w for w in warned)
    with pytest.raises(PredictionError, match="never learned to do without"):
        predict_prepared(network, card(dropout=0.0), patient)
    some_without = {**card().input_range, "T1 present": (0.0, 1.0)}
    predict_prepared(network, card(dropout=0.0, input_range=some_without), patient)


def test_a_study_unlike_the_training_is_said(network: torch.nn.Module) -> None:
    thick = Grid.axial((5, 200, 220), (9.0, 0.7, 0.7), (-77.0, -70.0, -18.0))
    patient = prepared(grid=thick, radius_mm=40.0)
    warned = " ".join(str(w) for w in predict_prepared(network, card(), patient).warnings)
    assert "0.70 mm wide" in warned
    assert "9.0 mm apart" in warned
    assert "cm³" in warned
    assert "grey values of the T2 images" in warned
    silent = card(input_range={})
    said = [str(w) for w in predict_prepared(network, silent, patient).warnings]
    assert any("nothing was compared" in w for w in said)


def test_images_of_another_size_are_refused(network: torch.nn.Module) -> None:
    patient = prepared()
    with pytest.raises(PredictionError, match="at 32 pixels"):
        predict_prepared(network, card(), replace(patient, array=patient.array[:, :, ::2, ::2]))

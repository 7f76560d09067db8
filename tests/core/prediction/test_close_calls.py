"""Group and set do not depend on the library: where the last digits decide, PyTorch computes again."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.models import Calibration, logits_of, predict_slices, probability
from cxstage_core.models.runtime.choice import TOLERANCE, Runtime, choose_runtime
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.close_call import CLOSE
from cxstage_core.prediction.predictor import predict_case
from cxstage_core.prediction.uncertainty import uncertainty_of
from tests.core.dataset.synthetic import study
from tests.core.prediction.ensembles import case, empty_cache, ensemble, single

GIVEN = case(study(radius_mm=9.0)[1])
OFF = 0.9 * TOLERANCE


@pytest.fixture(scope="module")
def lone() -> LoadedModel:
    return single()


@pytest.fixture(scope="module")
def several() -> LoadedModel:
    return ensemble()


def beside(model: LoadedModel, off: float) -> Runtime:
    """A library whose logits differ from PyTorch's by as much as ONNX Runtime's may."""
    members = tuple(model.network.get_submodule("members").children()) if model.card.members else ()
    return Runtime(
        "onnxruntime 1 CPU",
        lambda array: logits_of(model.network, array) + off,
        members=tuple(
            lambda array, own=own: logits_of(own, array) + off  # type: ignore[misc]
            for own in members
        ),
        approximate=True,
    )


@pytest.mark.parametrize("off", [-OFF, OFF])
@pytest.mark.parametrize("kind", ["one", "ensemble"])
def test_beside_the_threshold_the_group_is_pytorch_s(
    kind: str, off: float, lone: LoadedModel, several: LoadedModel
) -> None:
    model = lone if kind == "one" else several
    exact = predict_slices(model.network, GIVEN.prepared.array, model.card.slice_aggregation).logit
    p = probability(exact, model.card.temperature)
    for distance in (0.0, 1e-6, -1e-6, 0.8 * CLOSE, -0.8 * CLOSE):
        closely = replace(model, card=replace(model.card, threshold=p + distance))
        found = predict_case(closely, GIVEN, runtime=beside(closely, off))
        assert found.logit == pytest.approx(exact, abs=1e-9)
        assert found.positive == (found.probability >= p + distance)
        assert found.runtime.startswith("torch")
        assert "close to the threshold" in str(found.runtime_note)
        assert any("last digits decide" in str(note) for note in found.notes)
    far = replace(model, card=replace(model.card, threshold=p - 0.2, calibration=None))
    found = predict_case(far, GIVEN, runtime=beside(far, off))
    assert found.runtime.startswith("onnxruntime")
    assert found.runtime_note is None


def test_a_sharp_temperature_widens_what_is_close() -> None:
    """At a temperature of 0.1 the accepted difference of a logit moves a probability further than 1e-4."""
    sharp = single(temperature=0.1)
    bias = sharp.network.get_submodule("fc").bias
    with torch.no_grad():
        bias.sub_(float(logits_of(sharp.network, GIVEN.prepared.array).mean()))  # type: ignore[operator]
    exact = float(logits_of(sharp.network, GIVEN.prepared.array).mean())
    at = probability(exact + 0.95 * TOLERANCE, 0.1)
    assert abs(at - probability(exact, 0.1)) > CLOSE
    closely = replace(sharp, card=replace(sharp.card, threshold=at))
    found = predict_case(closely, GIVEN, runtime=beside(closely, TOLERANCE))
    assert found.runtime.startswith("torch")
    assert not found.positive


@pytest.mark.parametrize("off", [-OFF, OFF])
def test_beside_a_calibration_score_the_set_is_pytorch_s(several: LoadedModel, off: float) -> None:
    """Every calibration score lies at a member's own answer, so that any difference would count."""
    members = [
        predict_slices(own, GIVEN.prepared.array, rule).logit
        for own, rule in zip(
            several.network.get_submodule("members").children(),
            several.card.slice_aggregation.members,
            strict=True,
        )
    ]
    assert several.card.calibration is not None
    old = several.card.calibration
    calibration = Calibration.of(
        (members[fold - 1], label, fold) for label, fold in zip(old.labels, old.folds, strict=True)
    )
    closely = replace(several, card=replace(several.card, calibration=calibration, threshold=0.01))
    found = predict_case(closely, GIVEN, runtime=beside(closely, off))
    assert found.runtime.startswith("torch")
    assert "calibration patients" in str(found.runtime_note)
    exact = predict_case(closely, GIVEN)
    ours, theirs = (uncertainty_of(closely, GIVEN, one) for one in (found, exact))
    assert ours.groups == theirs.groups


def test_onnxruntime_computes_the_members_and_gives_the_group_and_the_set(
    several: LoadedModel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed (extra: runtime)")
    pytest.importorskip("onnx", reason="onnx is not installed (extra: runtime)")
    empty_cache(monkeypatch, tmp_path)
    model = ensemble(tensors_sha256="for ONNX Runtime")
    runtime = choose_runtime(model.network, model.card)
    assert runtime.title.startswith("onnxruntime") and len(runtime.members) == 3
    exact = predict_slices(model.network, GIVEN.prepared.array, model.card.slice_aggregation)
    found = predict_case(model, GIVEN)
    assert found.runtime.startswith("onnxruntime")
    assert found.logit == pytest.approx(exact.logit, abs=TOLERANCE)
    np.testing.assert_allclose(
        [member.logit for member in found.members], exact.members, atol=TOLERANCE, rtol=TOLERANCE
    )
    np.testing.assert_allclose([s.logit for s in found.slices], exact.logits, atol=TOLERANCE)
    sure = predict_case(several, GIVEN, runtime=beside(several, 0.0))
    ours, theirs = uncertainty_of(model, GIVEN, found), uncertainty_of(several, GIVEN, sure)
    assert ours.groups == theirs.groups
    assert found.group == sure.group
    assert ours.interval == pytest.approx(theirs.interval, abs=1e-3)
    assert len(list(tmp_path.rglob("*.onnx"))) == 3

"""The maps of a prediction: they add up to the printed number, show one group, and leave nothing behind."""

from __future__ import annotations

import gc
import math
from dataclasses import replace

import numpy as np
import pytest
import torch

from cxstage_core.dataset import Preprocessing
from cxstage_core.errors import Cancelled, ModelError
from cxstage_core.jobs import start_job
from cxstage_core.models.build import build
from cxstage_core.models.runtime.choice import torch_runtime
from cxstage_core.prediction.case import LoadedModel
from cxstage_core.prediction.explanation import Explanation, explain
from cxstage_core.prediction.explanation.layer_map import layer_map
from cxstage_core.prediction.explanation.layers import LAYERS, Lattice
from cxstage_core.prediction.explanation.networks import copies_of, private_copy
from cxstage_core.prediction.predictor import predict_case
from cxstage_core.prediction.result import Prediction
from cxstage_core.staging import Group
from tests.core.prediction.small_cases import case_of, lively, model_of, study

CASE = case_of(study())
SHUFFLENET = "shufflenet_v2_x1_0"
CONVOLUTIONAL = tuple(family for family, layers in LAYERS.items() if layers.features is not None)


def printed_by_torch(loaded: LoadedModel) -> Prediction:
    """The prediction without the export that the faster library needs."""
    return predict_case(loaded, CASE, runtime=torch_runtime(loaded.network))


def last_weights(loaded: LoadedModel) -> torch.Tensor:
    """The weights of ShuffleNet's last layer."""
    return loaded.network.get_parameter("fc.weight")


def slices_added(found: Explanation) -> float:
    """What the cells of each slice and the bias of each come to, by the slices' weights."""
    return sum(z * w for z, w in zip(found.slice_logits, found.slice_weights, strict=True))


@pytest.mark.parametrize("family", CONVOLUTIONAL)
def test_bias_and_cells_add_up_to_the_printed_logit(family: str) -> None:
    loaded = model_of(family)
    printed = printed_by_torch(loaded)
    found = explain(loaded, CASE, prediction=printed)
    assert found.additive is not None and found.additive_note is None
    assert abs(printed.logit) > 0.01
    total = found.bias + found.additive.cells.sum()
    assert abs(total - printed.logit) <= 1e-4
    assert found.residual == pytest.approx(abs(total - printed.logit), abs=1e-12)
    assert found.group == printed.group
    for cells, z, weight in zip(
        found.additive.cells, found.slice_logits, found.slice_weights, strict=True
    ):
        assert abs(found.bias + cells.sum() / weight - z) <= 1e-4
    assert found.layer is not None
    assert found.layer.cells.shape[1] > found.additive.cells.shape[1]  # its cells are smaller


@pytest.mark.parametrize("rule", ["mean logit", "max logit", "attention"])
@pytest.mark.parametrize("members", [0, 3])
def test_it_adds_up_by_every_rule_and_in_an_ensemble(rule: str, members: int) -> None:
    attention = tuple(float(one) for one in np.random.default_rng(0).normal(0, 0.2, 1024))
    loaded = model_of(
        SHUFFLENET,
        members=members,
        aggregation=rule,
        attention=attention if rule == "attention" else (),
    )
    printed = printed_by_torch(loaded)
    found = explain(loaded, CASE, prediction=printed)
    assert found.residual is not None and found.residual <= 1e-4
    assert slices_added(found) == pytest.approx(printed.logit, abs=1e-4)
    assert found.additive is not None and found.layer is not None
    if rule == "max logit" and not members:
        decides = int(np.argmax(found.slice_logits))
        silent = [n for n in range(len(found.slice_logits)) if n != decides]
        assert not found.additive.cells[silent].any() and not found.layer.cells[silent].any()
    if rule == "attention" and not members:
        assert len(set(found.slice_weights)) == len(found.slice_weights)


def test_an_ensembles_map_is_the_mean_of_its_members() -> None:
    loaded = model_of(SHUFFLENET, members=2)
    whole = explain(loaded, CASE, group=Group.SURGERY)
    alone = replace(loaded.card, members=(), calibration=None)
    networks = loaded.network.get_submodule("members").children()
    parts = [explain(LoadedModel("", one, alone), CASE, group=Group.SURGERY) for one in networks]
    for name in ("additive", "layer"):
        cells = np.mean([getattr(one, name).cells for one in parts], axis=0)
        np.testing.assert_allclose(getattr(whole, name).cells, cells, atol=1e-6)
    assert "mean over 2 members" in " ".join(map(str, whole.notes))


def test_a_vision_transformer_says_why_it_has_no_additive_map() -> None:
    found = explain(model_of("vit_base_patch16_224"), CASE)
    assert found.additive is None and found.residual is None
    assert "not the mean of a feature map" in str(found.additive_note)
    assert found.layer is not None and found.layer.cells.shape == (3, 4, 4)
    assert found.layer.cells.max() > 0
    assert "patch tokens" in str(found.layer.method)


def test_another_network_of_timm_adds_up_where_its_layers_allow() -> None:
    found = explain(model_of("resnet18"), CASE)
    assert found.residual is not None and found.residual <= 1e-4
    assert found.layer is not None and found.layer.lattice == Lattice.even(2, 64)
    unknown = explain(model_of("vit_tiny_patch16_224"), CASE)
    assert unknown.additive is None and unknown.layer is None
    assert "no layer map" in str(unknown.layer_note)


def test_a_layer_map_of_the_last_features_is_known_from_what_adds_up() -> None:
    """Behind the last features the logit is a sum: a cell adds what it holds above the mean of its slice."""
    loaded = model_of("resnet50")
    found = explain(loaded, CASE)
    layers = LAYERS["resnet50"]
    assert layers.features is not None and found.additive is not None
    (copied,) = copies_of(loaded.network, loaded.card)
    parts = found.additive.cells * 3  # three slices of equal weight
    logits = found.bias + parts.sum(axis=(1, 2), keepdims=True)
    for towards in (1, -1):
        cells = layer_map(
            copied.network, CASE.prepared.array, replace(layers, heat=layers.features), towards
        )
        above = towards * (parts - parts.mean(axis=(1, 2), keepdims=True))
        against = np.clip(towards * logits, None, 0) / parts[0].size
        np.testing.assert_allclose(cells, np.clip(above + against, 0, None), atol=1e-5)


def test_a_sum_that_is_not_the_printed_number_is_not_passed_over() -> None:
    loaded = model_of(SHUFFLENET)
    printed = printed_by_torch(loaded)
    assert not any(
        "sum of the map" in str(note) for note in explain(loaded, CASE, prediction=printed).notes
    )
    other = replace(printed, logit=printed.logit + 0.01)
    found = explain(loaded, CASE, prediction=other)
    assert found.residual == pytest.approx(0.01, abs=1e-4)
    assert any("0.01 from the printed logit" in str(note) for note in found.notes)


def test_a_map_shows_the_predicted_group_and_the_other_on_request() -> None:
    loaded = model_of(SHUFFLENET)
    found = explain(loaded, CASE)
    positive = printed_by_torch(loaded).positive
    assert found.towards == (1 if positive else -1)
    other = explain(loaded, CASE, group=Group.SURGERY if positive else Group.CHEMORADIOTHERAPY)
    assert other.towards == -found.towards and other.group != found.group
    assert found.additive is not None and other.additive is not None
    np.testing.assert_array_equal(found.additive.cells, other.additive.cells)
    assert not (found.additive.evidence * other.additive.evidence).any()
    assert found.layer is not None and other.layer is not None
    assert not np.array_equal(found.layer.cells, other.layer.cells)


def test_an_empty_map_is_a_state_of_its_own_and_not_noise() -> None:
    """Features are not negative, so that with weights that are not either nothing speaks for surgery."""
    loaded = model_of(SHUFFLENET)
    with torch.no_grad():
        last_weights(loaded).abs_()
    found = explain(loaded, CASE, group=Group.SURGERY)
    assert found.additive is not None
    assert "no evidence for this group" in str(found.additive.empty)
    assert found.additive.inside_share is None and found.additive.rim_share is None
    assert not found.additive.density().any()
    assert found.residual is not None and found.residual <= 1e-4
    full = explain(loaded, CASE, group=Group.CHEMORADIOTHERAPY)
    assert full.additive is not None and full.additive.empty is None
    with torch.no_grad():
        last_weights(loaded).zero_()
    nothing = explain(loaded, CASE)
    assert nothing.layer is not None and nothing.layer.empty is not None
    volume = nothing.layer.on_t2(CASE, CASE.load()).array
    assert np.nanmax(volume) == 0 and np.isnan(volume).any()


def test_a_number_that_is_not_finite_is_refused_and_leaves_no_hook() -> None:
    loaded = model_of(SHUFFLENET)
    with torch.no_grad():
        last_weights(loaded).fill_(math.nan)
    with pytest.raises(ModelError, match="not finite"):
        explain(loaded, CASE)
    assert not hooks_of(loaded.network)


def hooks_of(network: torch.nn.Module) -> int:
    """Number of hooks in a network."""
    return sum(
        len(one._forward_hooks) + len(one._forward_pre_hooks) + len(one._backward_hooks)
        for one in network.modules()
    )


def test_fifty_explanations_leave_neither_hooks_nor_tensors() -> None:
    config = Preprocessing(size_px=32, channels=("T2", "mask"))
    case = case_of(study(), config)
    loaded = model_of(SHUFFLENET, config, members=2)

    def tensors() -> int:
        gc.collect()
        return sum(issubclass(type(one), torch.Tensor) for one in gc.get_objects())

    for _ in range(3):
        explain(loaded, case)
    before = tensors()
    for _ in range(50):
        explain(loaded, case)
    assert tensors() == before
    assert hooks_of(loaded.network) == 0
    assert all(one.grad is None for one in loaded.network.parameters())


def test_the_copy_shares_its_numbers_and_nothing_else() -> None:
    network = lively(build(SHUFFLENET, channels=2, size_px=64), 2, 64).train()
    copied = private_copy(network)
    own = dict(network.named_parameters())
    for name, value in copied.named_parameters():
        assert value.data_ptr() == own[name].data_ptr()
        assert not value.requires_grad and own[name].requires_grad
    copied.get_submodule("conv5").register_forward_hook(lambda *_: None)
    assert hooks_of(network) == 0
    assert network.training and not copied.training


def test_the_same_explanation_each_time_and_as_json() -> None:
    import json

    loaded = model_of(SHUFFLENET)
    first, second = (json.dumps(explain(loaded, CASE).to_json(), allow_nan=False) for _ in range(2))
    assert first == second
    assert json.loads(first)["trust"] is None
    assert "were not run" in json.loads(first)["notes"][0]


def test_it_can_be_stopped() -> None:
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        explain(model_of(SHUFFLENET), CASE, job)

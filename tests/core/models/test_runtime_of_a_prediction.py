"""The library that computes a prediction: equal to 1e-4, from our own export only, and named."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from cxstage_core.models import ModelCard, load_model, logits_of, predict_slices, save_model
from cxstage_core.models.build import build
from cxstage_core.models.runtime import choice as chooser
from cxstage_core.models.runtime.choice import TOLERANCE, choose_runtime, torch_runtime
from cxstage_core.storage.cache_folder import CACHE_VARIABLE
from tests.core.models.cards import card_of

CHANNELS, SIZE = ("T2", "mask"), 32
IMAGES = np.random.default_rng(3).normal(size=(3, 2, SIZE, SIZE)).astype(np.float32)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of caches; ONNX Runtime counts as faster however fast it is."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(chooser, "CLEARLY_FASTER", float("inf"))
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ShuffleNet whose logits are as large as a trained network's."""
    model = build("shufflenet_v2_x1_0", channels=2, size_px=SIZE, seed=1)
    with torch.no_grad():
        model.get_submodule("fc").weight.mul_(3e6)
    path = tmp_path_factory.mktemp("model") / "model.safetensors"
    save_model(path, model, card_of("shufflenet_v2_x1_0", channels=CHANNELS, size_px=SIZE))
    return path


@pytest.fixture
def loaded(file: Path) -> tuple[nn.Module, ModelCard]:
    return load_model(file)


def _installed() -> None:
    pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed (extra: runtime)")
    pytest.importorskip("onnx", reason="onnx is not installed (extra: runtime)")


def test_torch_computes_where_onnxruntime_is_missing(
    loaded: tuple[nn.Module, ModelCard], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chooser, "_NEEDED", ("no-such-library",))
    found = choose_runtime(*loaded)
    assert found.title.startswith("torch 2")
    assert "not installed" in str(found.why)
    assert np.array_equal(found.logits(IMAGES), logits_of(loaded[0], IMAGES))


def test_attention_needs_the_network(loaded: tuple[nn.Module, ModelCard]) -> None:
    model, card = loaded
    found = choose_runtime(model, replace(card, aggregation="attention"))
    assert found.title.startswith("torch")
    assert "attention" in str(found.why)


def test_onnxruntime_gives_the_logits_for_any_number_of_slices(
    loaded: tuple[nn.Module, ModelCard],
) -> None:
    _installed()
    model, card = loaded
    found = choose_runtime(model, card)
    assert found.title.startswith("onnxruntime 1")
    assert found.why is None
    many = np.random.default_rng(4).normal(size=(35, 2, SIZE, SIZE)).astype(np.float32)
    for array in (many[:1], many[:5], many):
        expected = logits_of(model, array)
        assert np.ptp(expected) > 0.1 or len(array) == 1
        np.testing.assert_allclose(found.logits(array), expected, rtol=0, atol=TOLERANCE)
        ours = predict_slices(model, array, card.slice_aggregation, found.logits).logit
        assert ours == pytest.approx(float(expected.mean()), abs=TOLERANCE)


def test_other_logits_or_more_time_leave_it_to_torch(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _installed()
    model, card = load_model(file)
    monkeypatch.setattr(chooser, "CLEARLY_FASTER", 0.0)
    slow = choose_runtime(model, card)
    assert slow.title.startswith("torch")
    assert "not clearly faster" in str(slow.why)
    other, _ = load_model(file)
    monkeypatch.setattr(chooser, "CLEARLY_FASTER", float("inf"))
    monkeypatch.setattr(chooser, "TOLERANCE", -1.0)
    monkeypatch.setattr(chooser, "read_record", lambda _: None)
    assert "other logits" in str(choose_runtime(other, card).why)


@pytest.mark.parametrize("harm", ["none", "flipped", "foreign", "record", "gone"])
def test_only_our_own_export_is_opened(
    harm: str, file: Path, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An export is made again whenever it, or its record, is not byte for byte the one that was made."""
    _installed()
    choose_runtime(*load_model(file))
    (kept,), (record,) = cache.rglob("*.onnx"), cache.rglob("*.json")
    content = bytearray(kept.read_bytes())
    if harm == "flipped":
        content[len(content) // 2] ^= 1
        kept.write_bytes(content)
    elif harm == "foreign":
        other = build("shufflenet_v2_x1_0", channels=2, size_px=SIZE, seed=2)
        kept.write_bytes(chooser.export(other, 2, SIZE))
    elif harm == "record":
        record.write_text(json.dumps({**json.loads(record.read_text()), "key": {}}))
    elif harm == "gone":
        kept.unlink()
    made: list[int] = []
    real = chooser.export
    monkeypatch.setattr(chooser, "export", lambda *given: made.append(1) or real(*given))
    model, card = load_model(file)
    found = choose_runtime(model, card)
    assert len(made) == (harm != "none")
    assert found.title.startswith("onnxruntime")
    np.testing.assert_allclose(found.logits(IMAGES), logits_of(model, IMAGES), rtol=0, atol=TOLERANCE)


def test_torch_is_named_with_its_device(loaded: tuple[nn.Module, ModelCard]) -> None:
    assert torch_runtime(loaded[0]).title == f"torch {torch.__version__.partition('+')[0]} CPU"

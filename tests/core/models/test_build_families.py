"""One battery over all seven families: built, run, trained for a step, saved and opened again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.errors import ModelError
from cxstage_core.models import (
    FAMILIES,
    PAPER,
    find_families,
    find_family,
    load_model,
    logits_of,
    save_model,
)
from cxstage_core.models.build import build, count_parameters, weights_text
from tests.core.models.cards import card_of

SIZE_PX = 64
PARAMETERS = {
    "densenet121": 6_954_881,
    "fbnetc_100": 3_589_185,
    "hrnet_w32": 39_185_729,
    "regnety_032": 17_924_851,
    "resnet50": 23_510_081,
    "shufflenet_v2_x1_0": 1_254_629,
    "vit_base_patch16_224": 85_661_185,
    "tf_efficientnet_lite0": 3_372_289,
}


@pytest.mark.parametrize("key", FAMILIES)
def test_every_family_builds_trains_a_step_and_comes_back_from_its_file(
    key: str, tmp_path: Path
) -> None:
    model = build(key, channels=3, size_px=SIZE_PX, seed=4)
    assert count_parameters(model) == PARAMETERS[key]
    assert weights_text(model) == "from scratch"
    image = np.random.default_rng(1).normal(size=(2, 3, SIZE_PX, SIZE_PX)).astype(np.float32)
    model.train()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.001)
    out = model(torch.from_numpy(image))
    assert out.shape == (2, 1)
    torch.nn.functional.binary_cross_entropy_with_logits(out[:, 0], torch.tensor([0.0, 1.0])).backward()
    optimiser.step()
    expected = logits_of(model, image)
    assert model.training
    save_model(tmp_path / "m.safetensors", model, card_of(key, size_px=SIZE_PX))
    again, card = load_model(tmp_path / "m.safetensors")
    assert card.family == key
    np.testing.assert_allclose(logits_of(again, image), expected, rtol=0, atol=1e-6)


@pytest.mark.parametrize("channels", [1, 2, 5])
def test_any_number_of_input_channels(channels: int) -> None:
    for key in ("shufflenet_v2_x1_0", "fbnetc_100"):
        model = build(key, channels=channels, size_px=SIZE_PX)
        assert logits_of(model, np.zeros((1, channels, SIZE_PX, SIZE_PX), np.float32)).shape == (1,)


def test_the_seed_decides_the_first_weights_and_the_global_generator_is_left_alone() -> None:
    torch.manual_seed(99)
    before = torch.get_rng_state()
    one, same, other = (
        build("ShuffleNet", channels=1, size_px=SIZE_PX, seed=seed).state_dict()["fc.weight"]
        for seed in (1, 1, 2)
    )
    assert torch.equal(one, same)
    assert not torch.equal(one, other)
    assert torch.equal(before, torch.get_rng_state())


@pytest.mark.parametrize(("key", "size"), [("hrnet_w32", 80), ("vit_base_patch16_224", 72)])
def test_a_size_that_does_not_fit_is_refused_with_sizes_that_do(key: str, size: int) -> None:
    with pytest.raises(ModelError, match="must be a multiple of") as refused:
        build(key, channels=1, size_px=size)
    assert "64" in str(refused.value)


def test_too_small_and_no_channels_are_refused() -> None:
    with pytest.raises(ModelError, match="at least 32 px"):
        build("resnet50", channels=1, size_px=16)
    with pytest.raises(ModelError, match="input channel"):
        build("resnet50", channels=0, size_px=64)


@pytest.mark.parametrize("written", ["hrnet_w32", "HRNet", "hrnet", "HRNET"])
def test_families_are_found_by_key_or_title_in_any_case(written: str) -> None:
    assert find_family(written).title == "HRNet"


def test_titles_find_their_family() -> None:
    titles = ["DenseNet", "FBNet", "HRNet", "RegNet", "ResNet-50", "ShuffleNet", "ViT"]
    assert [family.key for family in find_families(titles)] == list(PAPER)
    assert find_family("resnet50") is find_family("ResNet 50")


def test_an_unknown_name_lists_the_names_there_are() -> None:
    with pytest.raises(ModelError, match=r"“AlexNet”.*DenseNet, FBNet, HRNet"):
        find_family("AlexNet")
    with pytest.raises(ModelError, match="No network was chosen"):
        find_families([])

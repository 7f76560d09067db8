"""First weights: from a local file with other channels, and every way in which a file can be wrong."""

from __future__ import annotations

import hashlib
import pickle
from argparse import Namespace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import save_file

from cxstage_core.errors import ModelError
from cxstage_core.models import Weights, logits_of
from cxstage_core.models.build import build, weights_text

SIZE_PX = 64


def _state(key: str, channels: int = 3, size_px: int = SIZE_PX) -> dict[str, torch.Tensor]:
    state = build(key, channels=channels, size_px=size_px, seed=7).state_dict()
    return {name: value.contiguous() for name, value in state.items()}


@pytest.fixture(scope="module")
def shufflenet() -> dict[str, torch.Tensor]:
    state = _state("ShuffleNet")
    state["fc.weight"], state["fc.bias"] = torch.zeros(1000, 1024), torch.zeros(1000)
    return state


def _write(state: dict[str, torch.Tensor], file: Path) -> Path:
    if file.suffix == ".safetensors":
        save_file(state, file)
    else:
        torch.save({"state_dict": {f"module.{key}": value for key, value in state.items()}}, file)
    return file


@pytest.mark.parametrize("name", ["shufflenet_v2_x1_0.safetensors", "weights.pth"])
def test_a_local_file_is_taken_over_but_for_its_classifier(
    name: str, shufflenet: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    file = _write(shufflenet, tmp_path / name)
    model = build("ShuffleNet", channels=3, size_px=SIZE_PX, weights=Weights.local(file), seed=1)
    state = model.state_dict()
    assert all(torch.equal(state[key], shufflenet[key]) for key in state if not key.startswith("fc."))
    assert state["fc.weight"].shape == (1, 1024)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    assert weights_text(model) == f"local file, unknown training, sha256 {digest[:12]}"


@pytest.mark.parametrize("channels", [1, 2, 4])
def test_grey_images_excite_the_first_layer_as_before(
    channels: int, shufflenet: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    weights = Weights.local(_write(shufflenet, tmp_path / "w.safetensors"))
    grey = np.random.default_rng(0).normal(size=(2, 1, SIZE_PX, SIZE_PX)).astype(np.float32)
    three = build("ShuffleNet", channels=3, size_px=SIZE_PX, weights=weights, seed=1)
    other = build("ShuffleNet", channels=channels, size_px=SIZE_PX, weights=weights, seed=1)
    np.testing.assert_allclose(
        logits_of(other, np.repeat(grey, channels, axis=1)),
        logits_of(three, np.repeat(grey, 3, axis=1)),
        atol=1e-5,
    )


@pytest.mark.parametrize("before", ["module.", "_orig_mod.", "backbone.", "model.encoder."])
def test_what_a_wrapper_put_before_every_name_is_removed(
    before: str, shufflenet: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    named = {before + key: value for key, value in shufflenet.items()}
    torch.save({**named, "n_averaged": torch.tensor(3)}, tmp_path / "w.pth")
    model = build("ShuffleNet", channels=3, size_px=SIZE_PX, weights=Weights.local(tmp_path / "w.pth"))
    assert torch.equal(model.state_dict()["conv1.0.weight"], shufflenet["conv1.0.weight"])


def test_a_checkpoint_of_timm_gives_its_averaged_weights(
    shufflenet: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    """Its options (`argparse.Namespace`) are plain values; they are dropped."""
    other = {key: value + 1 for key, value in shufflenet.items()}
    checkpoint = {"arch": "x", "args": Namespace(lr=0.1), "state_dict": other}
    torch.save({**checkpoint, "state_dict_ema": shufflenet}, tmp_path / "model_best.pth.tar")
    weights = Weights.local(tmp_path / "model_best.pth.tar")
    model = build("ShuffleNet", channels=3, size_px=SIZE_PX, weights=weights)
    assert torch.equal(model.state_dict()["conv1.0.weight"], shufflenet["conv1.0.weight"])


def test_weights_of_another_input_size_say_so(tmp_path: Path) -> None:
    import timm

    torch.save(timm.create_model("mixer_s32_224").state_dict(), tmp_path / "w.pth")
    with pytest.raises(ModelError, match=r"made for images of another size.*mlp_tokens"):
        build("mixer_s32_224", channels=3, size_px=96, weights=Weights.local(tmp_path / "w.pth"))


def test_a_folder_gives_each_family_its_file(
    shufflenet: dict[str, torch.Tensor], tmp_path: Path
) -> None:
    _write(shufflenet, tmp_path / "shufflenet_v2_x1_0.imagenet.safetensors")
    build("ShuffleNet", channels=1, size_px=SIZE_PX, weights=Weights.local(tmp_path))
    with pytest.raises(ModelError, match="no weights for FBNet"):
        build("FBNet", channels=1, size_px=SIZE_PX, weights=Weights.local(tmp_path))
    _write(shufflenet, tmp_path / "shufflenet_v2_x1_0.pth")
    with pytest.raises(ModelError, match="2 weights files"):
        build("ShuffleNet", channels=1, size_px=SIZE_PX, weights=Weights.local(tmp_path))


def test_the_position_embedding_of_a_vit_follows_the_input_size(tmp_path: Path) -> None:
    weights = Weights.local(_write(_state("ViT", size_px=96), tmp_path / "vit.safetensors"))
    model = build("ViT", channels=1, size_px=SIZE_PX, weights=weights)
    assert logits_of(model, np.zeros((1, 1, SIZE_PX, SIZE_PX), np.float32)).shape == (1,)


def test_weights_of_another_architecture_are_refused(tmp_path: Path) -> None:
    weights = Weights.local(_write(_state("FBNet"), tmp_path / "w.safetensors"))
    with pytest.raises(ModelError, match=r"not those of ShuffleNet: .* are missing"):
        build("ShuffleNet", channels=3, size_px=SIZE_PX, weights=weights)


class _Touch:
    """Would write a file if it were ever unpickled as code."""

    def __init__(self, target: Path) -> None:
        self.target = target

    def __reduce__(self) -> tuple[object, ...]:
        return (Path.touch, (self.target,))


def test_a_file_with_code_in_it_is_refused_and_not_run(tmp_path: Path) -> None:
    trace = tmp_path / "ran"
    for name, write in (("a.pth", torch.save), ("b.pt", _pickle)):
        write({"conv1.0.weight": _Touch(trace)}, tmp_path / name)
        with pytest.raises(ModelError, match="cannot be read as network weights"):
            build("ShuffleNet", channels=3, size_px=64, weights=Weights.local(tmp_path / name))
    assert not trace.exists()


def _pickle(value: object, file: Path) -> None:
    file.write_bytes(pickle.dumps(value, protocol=2))


@pytest.mark.parametrize("content", [b"", b"not weights", b"\x80\x02]q\x00."])
@pytest.mark.parametrize("suffix", [".pth", ".safetensors"])
def test_rubbish_is_refused(content: bytes, suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"w{suffix}"
    file.write_bytes(content)
    with pytest.raises(ModelError, match=r"w\."):
        build("ShuffleNet", channels=3, size_px=64, weights=Weights.local(file))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no weights file .*gone\.pth"):
        build("ShuffleNet", channels=3, size_px=64, weights=Weights.local(tmp_path / "gone.pth"))


def test_without_a_network_the_hub_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"):
        monkeypatch.setenv(variable, "http://127.0.0.1:9")
    monkeypatch.delenv("no_proxy", raising=False)
    monkeypatch.setenv("TORCH_HOME", str(tmp_path))
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_CACHE", str(tmp_path))
    for family in ("ShuffleNet", "FBNet"):
        with pytest.raises(ModelError, match=r"could not be fetched from the hub .*local weights file"):
            build(family, channels=3, size_px=64, weights=Weights.hub())


@pytest.mark.parametrize(
    ("written", "kind"),
    [("scratch", "scratch"), ("HUB", "hub"), ("Package", "package"), ("a/b.pth", "local")],
)
def test_weights_are_written_and_read_as_text(written: str, kind: str) -> None:
    assert Weights.parse(written).kind == kind
    assert Weights.parse(str(Weights.parse(written))) == Weights.parse(written)

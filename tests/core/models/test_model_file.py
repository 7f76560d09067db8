"""A model file is written whole, read back, and refused in one sentence when anything is wrong."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from safetensors.torch import load_file, save_file

from cxstage_core.errors import ModelError
from cxstage_core.models import ModelCard, load_model, read_card, save_model, verify_model
from cxstage_core.models.build import build
from cxstage_core.models.file import CARD_KEY
from tests.core.models.cards import card_of


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("model") / "Modèle 模型.safetensors"
    module = build("ShuffleNet", channels=3, size_px=64, seed=1)
    digest = save_model(file, module, card_of("ShuffleNet"))
    assert digest == hashlib.sha256(file.read_bytes()).hexdigest()
    return file


@pytest.fixture
def copied(saved: Path, tmp_path: Path) -> Path:
    file = tmp_path / "copy.safetensors"
    file.write_bytes(saved.read_bytes())
    return file


def test_the_card_comes_back_as_it_was(saved: Path) -> None:
    card = read_card(saved)
    assert card.tensors_sha256
    assert card == card_of("ShuffleNet", tensors_sha256=card.tensors_sha256)


def test_the_card_is_read_without_a_network_library(saved: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from cxstage_core.models import read_card;"
        "print(read_card(Path(sys.argv[1])).name); assert 'torch' not in sys.modules"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(saved)], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == "ShuffleNet"


def test_only_the_file_stays_in_the_folder(saved: Path) -> None:
    assert list(saved.parent.iterdir()) == [saved]


def test_one_changed_byte_of_the_weights_is_found(copied: Path) -> None:
    data = bytearray(copied.read_bytes())
    data[-1000] ^= 1
    copied.write_bytes(data)
    assert read_card(copied).name == "ShuffleNet"
    for opened in (verify_model, load_model):
        with pytest.raises(ModelError, match="not those that were saved"):
            opened(copied)


@pytest.mark.parametrize("keep", [0, 5, 8, 100, 20_000, 3_000_000])
def test_a_truncated_file_is_refused(copied: Path, keep: int) -> None:
    copied.write_bytes(copied.read_bytes()[:keep])
    for opened in (read_card, load_model):
        with pytest.raises(ModelError, match="damaged"):
            opened(copied)


@given(data=st.binary(max_size=200))
@settings(max_examples=40, deadline=None)
def test_foreign_bytes_are_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    file = tmp_path_factory.mktemp("foreign") / "x.safetensors"
    file.write_bytes(data)
    with pytest.raises(ModelError):
        read_card(file)


def test_a_safetensors_of_another_program_is_refused(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "other.safetensors"
    save_file(load_file(saved), file, metadata={"format": "pt"})
    with pytest.raises(ModelError, match="not a model file of CxStage"):
        read_card(file)


def test_tensors_of_another_architecture_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "mixed.safetensors"
    save_model(file, build("ShuffleNet", channels=1, size_px=64), card_of("FBNet"))
    with pytest.raises(ModelError, match="not those of FBNet"):
        load_model(file)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"model file .*gone\.safetensors"):
        read_card(tmp_path / "gone.safetensors")


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("[]", "cannot be read"),
        ("{", "cannot be read"),
        ('{"version": 99}', "newer version"),
        ('{"version": 1}', "incomplete"),
        (card_of("HRNet", temperature=0.0).to_json(), "impossible"),
        (card_of("HRNet", threshold=float("nan")).to_json(), "impossible"),
    ],
)
def test_a_wrong_description_is_refused(written: str, sentence: str) -> None:
    with pytest.raises(ModelError, match=sentence):
        ModelCard.from_json(written)


def test_a_card_in_the_header_that_is_wrong_is_refused(saved: Path, tmp_path: Path) -> None:
    file = tmp_path / "card.safetensors"
    save_file(load_file(saved), file, metadata={CARD_KEY: "{}"})
    with pytest.raises(ModelError):
        load_model(file)

"""Settings are data: they are checked, hashed, written and read back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxstage_core.dataset import Augmentation, Preprocessing
from cxstage_core.errors import DatasetError

SETTINGS = st.builds(
    Preprocessing,
    channels=st.sampled_from([("T2",), ("T2", "T1"), ("T2", "mask"), ("T2", "T1", "mask")]),
    size_px=st.integers(16, 512),
    fov_mm=st.floats(20, 300),
    slices=st.sampled_from(["all", "largest+neighbours"]),
    denoise_sigma_mm=st.floats(0, 5),
    sharpen=st.floats(0, 3),
    contrast=st.sampled_from(["none", "percentile", "clahe"]),
    bias_correction=st.booleans(),
)


@given(SETTINGS)
def test_settings_survive_json(config: Preprocessing) -> None:
    back = Preprocessing.from_dict(json.loads(json.dumps(config.to_dict())))
    assert back == config
    assert back.digest() == config.digest()


@given(SETTINGS, SETTINGS)
def test_the_digest_tells_settings_apart(one: Preprocessing, other: Preprocessing) -> None:
    assert (one.digest() == other.digest()) == (one == other)


def test_the_default_pixel_is_the_usual_one() -> None:
    assert Preprocessing().pixel_mm == pytest.approx(0.6)
    assert Preprocessing(size_px=64).fov_mm == Preprocessing().fov_mm


@pytest.mark.parametrize(
    "change",
    [
        {"channels": ("T1", "mask")},
        {"channels": ("T1", "T2")},
        {"channels": ("T2", "T2")},
        {"channels": ()},
        {"size_px": 4},
        {"fov_mm": float("nan")},
        {"slices": "some"},
        {"contrast": "magic"},
        {"clip_percentiles": (99.0, 1.0)},
    ],
)
def test_impossible_settings_are_refused_in_one_sentence(change: dict[str, object]) -> None:
    with pytest.raises(DatasetError):
        replace(Preprocessing(), **change)


def test_settings_of_another_version_are_refused() -> None:
    written = Preprocessing().to_dict()
    with pytest.raises(DatasetError, match="version 99"):
        Preprocessing.from_dict({**written, "algorithm": 99})
    with pytest.raises(DatasetError, match="colour"):
        Preprocessing.from_dict({**written, "colour": 1})
    written.pop("sharpen")
    with pytest.raises(DatasetError, match="sharpen"):
        Preprocessing.from_dict(written)


def test_augmentation_survives_a_dictionary_and_is_checked() -> None:
    config = Augmentation(rotation_deg=5, flip=False)
    assert Augmentation.from_dict(json.loads(json.dumps(config.to_dict()))) == config
    with pytest.raises(DatasetError, match="rotation"):
        Augmentation(rotation_deg=90)
    with pytest.raises(DatasetError):
        Augmentation.from_dict({"rotation_deg": 5})

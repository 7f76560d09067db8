"""A family added from outside is listed, built, trained, stored and predicted with like the others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cxstage_core.dataset import PreparedPatient
from cxstage_core.errors import ModelError
from cxstage_core.models import (
    FAMILIES,
    PAPER,
    Family,
    find_families,
    find_family,
    load_model,
    register_family,
    unregister_family,
)
from cxstage_core.prediction import predict_prepared
from cxstage_core.training import compare
from tests.core.training.toy import quick_recipe, toy_set, toy_split

MOBILE = Family("mobilenetv3_small_050", "MobileNet", "timm", "conv_stem", "classifier")
TINY_VIT = Family(
    "vit_tiny_patch16_224", "Tiny ViT", "timm", "patch_embed.proj", "head", multiple=16, sized=True
)


@pytest.fixture(params=[MOBILE, TINY_VIT], ids=lambda family: family.key)
def family(request: pytest.FixtureRequest) -> Iterator[Family]:
    added: Family = request.param
    register_family(added)
    yield added
    unregister_family(added.key)


def test_it_is_listed_after_the_others_and_found_by_key_and_title(family: Family) -> None:
    assert list(FAMILIES)[-1] == family.key
    assert find_family(family.title.upper()) is family
    assert find_families([family.key]) == (family,)
    with pytest.raises(ModelError, match="already"):
        register_family(family)


def test_it_is_gone_again() -> None:
    assert tuple(FAMILIES)[:7] == PAPER
    assert MOBILE.key not in FAMILIES


def test_it_trains_and_predicts(family: Family, tmp_path: Path) -> None:
    data = toy_set(12, slices=1)
    (model,) = compare(data, toy_split(data), [family.title], quick_recipe(epochs=1), work=tmp_path)
    assert (model.run.title, model.run.family) == (family.title, family.key)
    network, card = load_model(model.file)
    stored = model.run.of_part("test")[0]
    (case,) = data.only([stored.patient]).cases
    facts = {"T1 present": 0.0}
    prepared = PreparedPatient(case.array, case.slice_indices, (), facts)
    found = predict_prepared(network, card, prepared)
    assert found.model_name == family.title
    assert found.probability == pytest.approx(stored.probability, abs=1e-5)

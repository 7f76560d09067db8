"""Settings as rows: every field has one, and one more setting is found wherever settings are shown."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import dataclass, fields
from pathlib import Path
from types import ModuleType
from typing import ClassVar

import pytest
import typer
from typer.testing import CliRunner

from cxstage_core import __version__
from cxstage_core.cli import search, study
from cxstage_core.cli.settings import (
    OF_A_COMPARISON,
    OF_A_SEARCH,
    built_settings,
    given_settings,
)
from cxstage_core.dataset import Augmentation, Preprocessing
from cxstage_core.errors import CxStageError, DatasetError, TrainingError
from cxstage_core.settings import SettingsGroup, limits_of, missing_settings, rows, setting
from cxstage_core.text import Text, text
from cxstage_core.training import Recipe
from cxstage_core.training.settings import groups
from cxstage_core.training.settings.space import PARAMETERS, applied

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class SmoothedRecipe(Recipe):
    """A recipe of a later version."""

    smoothing: float = setting(
        0.05,
        "Label smoothing",
        "Share of the label that is spread over both groups.",
        high=0.4,
        since="9.1",
        safe_default=0.0,
    )


@dataclass(frozen=True, slots=True)
class RotatedPreprocessing(Preprocessing):
    """A preprocessing of a later version."""

    upright: bool = setting(
        True, "Upright", "Turn the pelvis upright.", since="9.1", safe_default=False, key="turn_upright"
    )


@dataclass(frozen=True, slots=True)
class UnsafePreprocessing(Preprocessing):
    """A preprocessing that cannot be read without its new setting."""

    tilt_deg: float = setting(1.0, "Tilt", "Tilt of the slices.", high=9.0, since="9.2")


@pytest.fixture
def one_more(monkeypatch: pytest.MonkeyPatch) -> None:
    wider = groups.Groups(recipe=SmoothedRecipe, preprocessing=RotatedPreprocessing)
    monkeypatch.setattr(groups, "GROUPS", wider)


def tables() -> ModuleType:
    spec = importlib.util.spec_from_file_location("cxstage_tables", ROOT / "packaging" / "tables.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def help_of(command: str) -> str:
    app = typer.Typer(rich_markup_mode=None)
    for branch in (study, search):
        branch.register(app)
    found = CliRunner().invoke(app, [command, "--help"])
    assert found.exit_code == 0
    return found.output


@pytest.mark.parametrize("group", [one for _, one in groups.GROUPS])
def test_every_setting_has_a_whole_row(group: type[SettingsGroup]) -> None:
    assert [row.name for row in rows(group)] == [one.name for one in fields(group)]
    for row in rows(group):
        assert row.title and row.help.endswith("."), row.name
        if row.kind in ("whole", "number"):
            assert row.low < row.high, row.name
            assert row.low <= row.default <= row.high, row.name
        if row.kind != "group":
            assert limits_of(row) or row.kind == "text"
    assert group.from_dict(json.loads(json.dumps(group().to_dict()))) == group()


def test_a_field_without_a_row_is_refused() -> None:
    @dataclass(frozen=True, slots=True)
    class Forgotten(SettingsGroup):
        TITLE: ClassVar[Text] = text("recipe")
        ERROR: ClassVar[type[CxStageError]] = TrainingError
        width: int = 3

    with pytest.raises(TypeError, match=r"Forgotten\.width has no row"):
        rows(Forgotten)


@pytest.mark.usefixtures("one_more")
def test_one_more_setting_is_found_on_the_command_line_in_json_and_in_the_docs() -> None:
    for command in ("compare", "search"):
        shown = help_of(command)
        assert "recipe.smoothing" in shown and "preprocessing.upright" in shown
    given = given_settings(["smoothing=0.1", "upright=no"], {"epochs": 3}, OF_A_SEARCH)
    found = built_settings(given, None, 7, None)
    recipe, preprocessing = found.recipe, found.preprocessing
    assert (recipe.epochs, recipe.seed) == (3, 7)
    assert recipe.to_dict()["smoothing"] == 0.1
    assert preprocessing.to_dict()["turn_upright"] is False
    with pytest.raises(typer.BadParameter, match=r"0 to 0\.4"):
        given_settings(["recipe.smoothing=0.5"], {}, OF_A_SEARCH)
    with pytest.raises(TrainingError, match=r"smoothing = 0\.5"):
        SmoothedRecipe(smoothing=0.5)
    table = tables().settings_of("recipe")
    assert "| `smoothing` | Label smoothing |" in table and "0 to 0.4" in table
    assert "(in files `turn_upright`)" in tables().settings_of("preprocessing")


def test_settings_of_an_older_version_take_what_was_in_effect_and_name_it() -> None:
    old = {**Recipe(lr=0.02).to_dict()}
    assert SmoothedRecipe.from_dict(old) == SmoothedRecipe(lr=0.02, smoothing=0.0)
    assert missing_settings(SmoothedRecipe, old) == ("smoothing",)
    assert missing_settings(Recipe, old) == ()
    del old["precision"]
    assert Recipe.from_dict(old).precision == "float32"
    assert missing_settings(Recipe, old) == ("precision",)
    for group, whole, lacking in (
        (Recipe, Recipe().to_dict(), "epochs"),
        (Augmentation, Augmentation().to_dict(), "gamma"),
        (Preprocessing, Preprocessing().to_dict(), "margin_mm"),
    ):
        less = {key: value for key, value in whole.items() if key != lacking}
        with pytest.raises(CxStageError, match=rf"lacks {lacking}, which CxStage needs since version"):
            group.from_dict(less)


def test_pixels_of_an_older_version_keep_their_digest() -> None:
    for old in (Preprocessing(), Preprocessing(size_px=64, clip_percentiles=(1.0, 99.0))):
        read = RotatedPreprocessing.from_dict(json.loads(json.dumps(old.to_dict())))
        assert not read.upright
        assert read.digest() == old.digest()
        assert RotatedPreprocessing(size_px=old.size_px).digest() != old.digest()
    assert Preprocessing().digest().startswith("aba1c7c5122a81d7")
    with pytest.raises(DatasetError, match=r"tilt_deg, which CxStage needs since version 9\.2"):
        UnsafePreprocessing.from_dict(Preprocessing().to_dict())


@pytest.mark.parametrize(
    ("group", "newer"),
    [
        (Recipe, SmoothedRecipe().to_dict()),
        (Preprocessing, RotatedPreprocessing().to_dict()),
        (Augmentation, {**Augmentation().to_dict(), "hue": 0.1}),
    ],
)
def test_settings_of_a_newer_version_are_refused_naming_this_one(
    group: type[SettingsGroup], newer: dict[str, object]
) -> None:
    with pytest.raises(CxStageError, match=rf"newer version.* This is version {__version__}"):
        group.from_dict(newer)


def test_set_takes_every_kind_of_value() -> None:
    wanted = [
        "channels=T2,mask",
        "clip_percentiles=1,99",
        "recipe.balance=off",
        "aggregation=max logit",
        "augmentation.contrast=0.3",
        "fov_mm=150",
        "wanted_margin_mm=10",
        "protocol.folds=4",
    ]
    given = given_settings(wanted, {"protocol": "nested"}, OF_A_COMPARISON)
    found = built_settings(given, None, 2, None)
    recipe, preprocessing = found.recipe, found.preprocessing
    assert preprocessing == Preprocessing(
        channels=("T2", "mask"), clip_percentiles=(1.0, 99.0), fov_mm=150.0, wanted_margin_mm=10.0
    )
    assert (recipe.balance, recipe.aggregation) == (False, "max logit")
    assert recipe.augmentation == Augmentation(contrast=0.3)
    protocol = found.protocol
    assert (protocol.kind, protocol.folds, protocol.seed) == ("nested", 4, 2)


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("contrast=0.3", "ambiguous"),
        ("colour=1", "Unknown setting colour"),
        ("lr", "has no value"),
        ("lr=fast", "not a number"),
        ("balance=maybe", "not a yes or no"),
        ("epochs=0", "1 to 100000"),
    ],
)
def test_a_wrong_set_is_refused_in_one_sentence(wanted: str, sentence: str) -> None:
    with pytest.raises(typer.BadParameter, match=sentence):
        given_settings([wanted], {}, OF_A_COMPARISON)


def test_a_search_varies_the_settings_that_have_a_range() -> None:
    assert list(PARAMETERS) == [
        "lr", "batch", "weight_decay", "augmentation", "crop", "slices", "fusion"
    ]  # fmt: skip
    chosen = {"lr": 0.003, "augmentation": "strong", "crop": 160, "fusion": "T2+mask"}
    recipe, preprocessing = applied(chosen, Recipe(), Preprocessing())
    assert (recipe.lr, recipe.augmentation.rotation_deg) == (0.003, 25.0)
    assert (preprocessing.fov_mm, preprocessing.channels) == (160.0, ("T2", "mask"))
    with pytest.raises(TrainingError, match="colour"):
        applied({"colour": 1}, Recipe(), Preprocessing())
    assert "lr, batch, weight_decay, augmentation, crop, slices, fusion" in " ".join(
        help_of("search").split()
    )

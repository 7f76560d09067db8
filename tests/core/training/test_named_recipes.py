"""Recipes by name: one table for window, command line and files; a changed value makes it the user's own."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cxstage_core.cli import recipe as recipe_command
from cxstage_core.cli.settings import built_settings
from cxstage_core.cohort.values.experiment_config import ExperimentConfig
from cxstage_core.errors import TrainingError
from cxstage_core.training import Recipe
from cxstage_core.training.settings.named_recipes import (
    NAMED,
    PAPER,
    SMALL_COHORT,
    recipe_name,
    recipe_title,
)
from cxstage_core.training.settings.recipe_file import (
    TrainingSettings,
    read_settings_file,
    write_settings_file,
)


def test_the_paper_is_the_first_and_the_default() -> None:
    assert next(iter(NAMED)) == PAPER == recipe_name(Recipe())
    assert NAMED[PAPER].recipe == Recipe()
    assert recipe_name(NAMED[SMALL_COHORT].recipe) == SMALL_COHORT


def test_first_weights_seed_and_computer_are_no_part_of_a_recipe() -> None:
    for name, named in NAMED.items():
        elsewhere = replace(
            named.recipe, weights="hub", seed=7, device="cpu", precision="float32", threads=2
        )
        assert recipe_name(elsewhere) == name
        assert named.applied_to(elsewhere) == elsewhere


@pytest.mark.parametrize("name", list(NAMED))
def test_a_changed_value_makes_it_the_users_own(name: str) -> None:
    changed = replace(NAMED[name].recipe, epochs=7)
    assert recipe_name(changed) == "own"
    assert str(recipe_title(changed)) == f"own, from {name}"
    assert str(recipe_title(replace(changed, epochs=100))) == name


def test_a_recipe_of_an_older_version_means_what_it_meant() -> None:
    old = Recipe(lr=0.02).to_dict()
    new = (
        "base",
        "warmup",
        "optimiser",
        "averaging",
        "averaged",
        "label_smoothing",
        "mixup",
        "patience",
    )
    for key in new:
        del old[key]
    for key in ("translation_mm", "bending_mm", "bias_field", "blur_mm", "noise"):
        del old["augmentation"][key]
    assert Recipe.from_dict(old) == Recipe(lr=0.02)


@pytest.mark.parametrize("suffix", [".toml", ".json"])
def test_a_named_recipe_travels_through_a_file(suffix: str, tmp_path: Path) -> None:
    file = tmp_path / f"settings{suffix}"
    wanted = TrainingSettings(recipe=NAMED[SMALL_COHORT].recipe)
    write_settings_file(wanted, file)
    assert read_settings_file(file) == wanted


def test_a_file_may_name_a_recipe_and_what_differs_from_it(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    head = 'kind = "CxStage settings"\nversion = 1\n'
    file.write_text(
        f'{head}[recipe]\nbase = "{SMALL_COHORT}"\nepochs = 12\n[recipe.augmentation]\nflip = false\n'
    )
    usual = NAMED[SMALL_COHORT].recipe
    augmentation = replace(usual.augmentation, flip=False)
    found = read_settings_file(file).recipe
    assert found == replace(usual, epochs=12, augmentation=augmentation)
    assert str(recipe_title(found)) == f"own, from {SMALL_COHORT}"
    file.write_text(f'{head}[recipe]\nbase = "smal-cohort"\n')
    with pytest.raises(TrainingError, match=r"mine\.toml.*smal-cohort, which is none of paper"):
        read_settings_file(file)


def test_the_command_line_takes_a_name_or_a_file(tmp_path: Path) -> None:
    found = built_settings({"recipe.epochs": 9}, SMALL_COHORT, 4, None)
    assert found.recipe == replace(NAMED[SMALL_COHORT].recipe, epochs=9, seed=4)
    assert built_settings({}, PAPER, None, None) == TrainingSettings()
    file = tmp_path / "mine.json"
    write_settings_file(found, file)
    assert built_settings({}, str(file), None, None) == found
    with pytest.raises(typer.BadParameter, match="huge-cohort is neither a named recipe"):
        built_settings({}, "huge-cohort", None, None)


def test_the_command_writes_a_named_recipe_and_tells_its_name(tmp_path: Path) -> None:
    app = typer.Typer(rich_markup_mode=None)
    recipe_command.register(app)
    file = tmp_path / "written.toml"
    done = CliRunner().invoke(app, [str(file), "--recipe", SMALL_COHORT, "--json"])
    assert done.exit_code == 0, done.output
    assert json.loads(done.output)["name"] == SMALL_COHORT
    assert read_settings_file(file).recipe == NAMED[SMALL_COHORT].recipe
    wrong = CliRunner().invoke(app, [str(tmp_path / "other.toml"), "--set", "base=paper"])
    assert wrong.exit_code == 2


def test_an_experiment_of_an_older_version_names_no_recipe() -> None:
    assert ExperimentConfig({"recipe": {"epochs": 3}}).recipe_words is None
    stored = ExperimentConfig({"recipe": {"base": "paper"}, "recipe_name": "own"})
    assert str(stored.recipe_words) == "own, from paper"

"""Command that writes, reads and describes a file of settings: recipe."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.cli.settings import (
    OF_A_COMPARISON,
    ComparisonCommand,
    RecipeChoice,
    Set,
    built_settings,
    given_settings,
)
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.training.settings.recipe_file import TrainingSettings


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("recipe", cls=ComparisonCommand)(recipe)


def recipe(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A .toml or .json file of settings.")],
    check: Annotated[bool, typer.Option("--check", help="Read the file and write nothing.")] = False,
    cohort: Annotated[
        Path | None, typer.Option(metavar="COHORT", help="Cohort of --search or --experiment.")
    ] = None,
    search: Annotated[
        str, typer.Option(metavar="ID", help="Take over the best settings of this search.")
    ] = "",
    experiment: Annotated[
        str, typer.Option(metavar="ID", help="Take over the settings of this experiment.")
    ] = "",
    base: RecipeChoice = None,
    seed: Annotated[int | None, typer.Option(help="Of recipe and protocol.")] = None,
    scheme: Annotated[str | None, typer.Option(help="Label scheme.")] = None,
    settings: Set = None,
    as_json: Json = False,
) -> None:
    """Write all settings of a training to a file, or check one; `compare` and `search` read it."""
    if (search or experiment) and cohort is None:
        raise typer.BadParameter("name the cohort with --cohort", param_hint="--cohort")
    if search and experiment:
        raise typer.BadParameter("give --search or --experiment, not both", param_hint="--search")
    given = given_settings(settings, {}, OF_A_COMPARISON)

    def run(_job: Job) -> Outcome:
        from cxstage_core.errors import TrainingError
        from cxstage_core.training.settings.recipe_file import read_settings_file, write_settings_file

        if check:
            return _outcome_of(file, read_settings_file(file))
        if file.exists():
            raise TrainingError(
                "{file} exists already.", remedy="Choose another name, or remove it first.", file=file
            )
        found = built_settings(given, base, seed, scheme)
        if cohort is not None and search:
            found = _with_search(found, cohort, search)
        elif cohort is not None and experiment:
            found = _of_experiment(cohort, experiment, given, seed, scheme)
        write_settings_file(found, file)
        return _outcome_of(file, read_settings_file(file))

    end_with(run, as_json)


def _outcome_of(file: Path, found: TrainingSettings) -> Outcome:
    from cxstage_core.training.settings.named_recipes import recipe_name, recipe_title

    digest = found.digest()
    name = recipe_name(found.recipe)
    data = {"file": str(file), "sha256": digest, "name": name, **found.to_dict()}

    def show(console: Console) -> None:
        console.print(f"{file}: settings {digest}", highlight=False, soft_wrap=True)
        console.print(f"Recipe: {recipe_title(found.recipe)}.", highlight=False)
        for origin in found.origins:
            console.print(
                f"Chosen by search {origin.search} on {origin.patients} patients.", highlight=False
            )

    return Outcome(data, show)


def _with_search(found: TrainingSettings, cohort: Path, search: str) -> TrainingSettings:
    from cxstage_core.training.experiment.search_cohort import read_search, with_best
    from cxstage_core.training.settings.origin import joined

    store = open_cohort(cohort)
    searched = read_search(store, search)
    recipe, preprocessing = with_best(searched, found.recipe, found.preprocessing)
    return replace(
        found,
        recipe=recipe,
        preprocessing=preprocessing,
        origins=joined(found.origins, searched.origins),
    )


def _of_experiment(
    cohort: Path, experiment: str, given: dict[str, Any], seed: int | None, scheme: str | None
) -> TrainingSettings:
    from cxstage_core.training.experiment.settings_of import settings_of_experiment

    found = settings_of_experiment(open_cohort(cohort), experiment)
    return built_settings(given, found, seed, scheme)

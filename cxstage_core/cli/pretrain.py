"""Command that makes first weights without internet: pretrain."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import open_cohort
from cxstage_core.cli.output import Outcome
from cxstage_core.cli.settings import (
    SHORT_OF_PRETRAINING,
    PretrainingCommand,
    RecipeChoice,
    Set,
    Whole,
    Word,
    built_settings,
    given_settings,
)
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console


def register(app: typer.Typer) -> None:
    """Add this command to the tree."""
    app.command("pretrain", cls=PretrainingCommand)(pretrain)


def pretrain(
    cohort: CohortPath,
    model: Annotated[str, typer.Option(help="Network whose weights are made.")],
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, NAME.safetensors.")],
    source: Word = None,
    phantoms: Whole = None,
    epochs: Whole = None,
    batch: Whole = None,
    seed: Whole = None,
    weights: Word = None,
    device: Word = None,
    size: Whole = None,
    recipe: RecipeChoice = None,
    settings: Set = None,
    as_json: Json = False,
) -> None:
    """Make first weights from phantoms, or from unlabelled slices of the training patients; for `compare --weights FILE`."""
    short = {
        "source": source,
        "phantoms": phantoms,
        "epochs": epochs,
        "batch": batch,
        "seed": seed,
        "weights": weights,
        "device": device,
        "size": size,
    }
    given = given_settings(settings, short, PretrainingCommand.groups, SHORT_OF_PRETRAINING)

    def run(job: Job) -> Outcome:
        from cxstage_core.training.pretraining.pretrain import pretrain as make
        from cxstage_core.training.pretraining.settings import Pretraining

        own = {
            name.partition(".")[2]: v for name, v in given.items() if name.startswith("pretraining.")
        }
        wanted = built_settings(given, recipe, None, None)
        found = make(
            open_cohort(cohort),
            model,
            out,
            settings=Pretraining(**own),
            preprocessing=wanted.preprocessing,
            job=job,
        )
        data = found.to_json()
        return Outcome(data, lambda console: _show(console, data))

    end_with(run, as_json)


def _show(console: Console, data: dict[str, Any]) -> None:
    console.print(f"{data['model']}: {data['origin']}", highlight=False, soft_wrap=True)
    console.print(f"Use it with: --weights {data['weights']}", highlight=False, soft_wrap=True)

"""What an experiment writes for the tools that follow trainings, independent of the tool.

It holds settings, curves and figures; no patient, neither pseudonym nor prediction, no path and no name of a user
or of a computer.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from importlib.util import find_spec
from typing import TYPE_CHECKING

from cxstage_core.errors import CohortError
from cxstage_core.evaluation.report.learning import (
    Epoch,
    epochs_of,
    flat_settings,
    fold_words,
    networks_sheet,
    trained_networks,
)
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet, comparison_sheet

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard


@dataclass(frozen=True, slots=True)
class NetworkLog:
    """One trained network.

    Args:
        name: with its fold, unique within the experiment.
        settings: name to value, all as words.
        epochs: oldest first.
        figures: name to value, such as "test_auc", "test_auc_low", "test_auc_high" and "test_auc_n", of the
            network over all its folds.
    """

    name: str
    settings: Mapping[str, str]
    epochs: tuple[Epoch, ...]
    figures: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class ExperimentLog:
    """A finished experiment.

    Args:
        began_s: seconds since 1970 at which the experiment was stored; epochs are counted from it.
        sheets: tables of the comparison, in the reader's language.
    """

    experiment: str
    began_s: float
    networks: tuple[NetworkLog, ...]
    sheets: tuple[Sheet, ...]


def compose_log(board: Dashboard, localized: Localizer = str) -> ExperimentLog:
    """Gather what is written of an experiment."""
    experiment = board.experiment
    config = experiment.config
    common = {
        "experiment": experiment.id,
        "scheme": config.scheme,
        "protocol": config.protocol.kind,
        **flat_settings(config.recipe, "recipe."),
        **flat_settings(config.preprocessing, "preprocessing."),
    }
    figures = {row.family: _figures(board, row.family) for row in board.rows if row.family}
    return ExperimentLog(
        experiment.id,
        datetime.fromisoformat(experiment.created_at).timestamp(),
        tuple(
            NetworkLog(
                run.name,
                {
                    **common,
                    "family": run.family,
                    "fold": fold_words(experiment, run),
                    "parameters": str(run.parameters),
                    "first_weights": run.weights,
                    "first_weights_sha256": config.weights_sha256.get(run.family, ""),
                    "best_epoch": str(run.best_epoch),
                    "validation_patients": str(len(run.of_part("validation"))),
                },
                epochs_of(run),
                figures.get(run.family, {}),
            )
            for run in trained_networks(experiment)
        ),
        (comparison_sheet(board, localized), networks_sheet(board, localized)),
    )


def markdown(sheet: Sheet) -> str:
    """Return a table as Markdown, its notes below it."""
    lines = [
        f"**{_cell(sheet.title)}**",
        "",
        "| " + " | ".join(_cell(one) for one in sheet.head) + " |",
        "|" + "|".join("---:" if number else "---" for number in sheet.numbers) + "|",
        *("| " + " | ".join(_cell(one) for one in row) + " |" for row in sheet.rows),
        "",
        *(f"- {_cell(note)}" for note in sheet.notes),
    ]
    return "\n".join(lines)


def require_library(module: str, title: str, extra: str) -> None:
    """Refuse where a library that an export needs is not installed.

    Args:
        module: name under which Python imports it.
        extra: of CxStage's own package.

    Raises:
        CohortError: it is not installed.
    """
    if find_spec(module) is None:
        raise CohortError(
            "Files for {title} need a library that is not installed.",
            remedy="Install it: python -m pip install 'cxstage[{extra}]'.",
            title=title,
            extra=extra,
        )


def _cell(words: str) -> str:
    return words.replace("|", "\\|").replace("\n", " ")


def _figures(board: Dashboard, family: str) -> dict[str, float]:
    (row,) = (one for one in board.rows if one.family == family)
    found: dict[str, float] = {"test_n": row.evaluation.n}
    for key, estimate in row.evaluation.estimates.items():
        if estimate.value is None:
            continue
        found[f"test_{key}"] = float(estimate.value)
        found[f"test_{key}_n"] = estimate.n
        if estimate.interval is not None:
            found[f"test_{key}_low"] = estimate.interval.low
            found[f"test_{key}_high"] = estimate.interval.high
    return found

"""How the networks of an experiment learned: every epoch as a table, the networks as a table, and the curves."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.records import Experiment, ModelRun
from cxstage_core.evaluation.report.table import ABSENT
from cxstage_core.evaluation.report.table_cells import Localizer, Sheet
from cxstage_core.models.looks import look_of
from cxstage_core.models.weights_history import origin_text
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cxstage_core.evaluation.comparison.dashboard import Dashboard

EPOCH_COLUMNS: Mapping[str, Text] = {
    "train_loss": text("Training loss"),
    "validation_loss": text("Validation loss"),
    "validation_auc": text("Validation AUC"),
    "learning_rate": text("Learning rate"),
    "images_per_s": text("Images per second"),
    "seconds": text("Seconds"),
}
"""Columns of a network's history with one value per epoch, in the order of every export."""
WORDS: Mapping[str, Text] = {
    "epoch": text("epoch"),
    "loss": text("loss (dashed: validation patients)"),
    "auc": text("AUC on the validation patients"),
}
NO_CURVES = text(
    "No learning curve is stored: the networks were trained in another cohort or by an older version."
)


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch of one network.

    Args:
        number: 1-based.
        values: column of `EPOCH_COLUMNS` to value; a column that is not stored, or not a number, is missing.
    """

    number: int
    values: Mapping[str, float]


def trained_networks(experiment: Experiment) -> tuple[ModelRun, ...]:
    """Return everything that was trained and has a history of its own: networks, and members of ensembles."""
    return tuple(one for run in experiment.runs for one in (run.members or (run,)))


def epochs_of(run: ModelRun) -> tuple[Epoch, ...]:
    """Return the stored epochs of a network; empty where none are stored."""
    stored = {name: run.history[name] for name in EPOCH_COLUMNS if name in run.history}
    count = max((len(values) for values in stored.values()), default=0)
    return tuple(
        Epoch(
            number + 1,
            {
                name: float(values[number])
                for name, values in stored.items()
                if number < len(values) and np.isfinite(values[number])
            },
        )
        for number in range(count)
    )


def fold_words(experiment: Experiment, run: ModelRun) -> str:
    """Return the fold of a network, such as "2" or "1.2" with repeats, or the member, such as "1/5"; else ""."""
    if not experiment.config.protocol.folded:
        return run.name.removeprefix(run.title).strip()
    repeats = max(one.repeat for one in experiment.runs)
    return f"{run.repeat}.{run.fold}" if repeats > 1 else str(run.fold)


def epochs_sheet(board: Dashboard, localized: Localizer = str) -> Sheet:
    """Every epoch of every network and fold, at full precision; an empty cell has no value."""
    experiment = board.experiment
    head = (
        text("Network"),
        text("Fold or member"),
        text("Epoch"),
        text("Kept"),
        text("Validation patients"),
        *EPOCH_COLUMNS.values(),
    )
    rows = [
        (
            run.title,
            fold_words(experiment, run),
            str(epoch.number),
            "1" if epoch.number == run.best_epoch else "0",
            str(len(run.of_part("validation"))),
            *(repr(epoch.values[name]) if name in epoch.values else "" for name in EPOCH_COLUMNS),
        )
        for run in trained_networks(experiment)
        for epoch in epochs_of(run)
    ]
    return Sheet(
        localized(text("Epochs of {experiment}", experiment=experiment.id)),
        tuple(localized(words) for words in head),
        tuple(rows),
        (False, False, *(True,) * (3 + len(EPOCH_COLUMNS))),
    )


def networks_sheet(board: Dashboard, localized: Localizer = str) -> Sheet:
    """One row per trained network: fold, epoch kept, its validation figures with n, first weights with hash."""
    experiment = board.experiment
    hashes = experiment.config.weights_sha256
    head = (
        text("Network"),
        text("Fold or member"),
        text("Epochs"),
        text("Epoch kept"),
        text("Validation loss"),
        text("Validation AUC"),
        text("n"),
        text("Threshold"),
        text("Temperature"),
        text("Minutes"),
        text("Initial weights"),
        text("sha256 of them"),
    )
    rows = []
    for run in trained_networks(experiment):
        epochs = epochs_of(run)
        kept = next((one.values for one in epochs if one.number == run.best_epoch), {})
        seconds = [one.values["seconds"] for one in epochs if "seconds" in one.values]
        rows.append(
            (
                run.title,
                fold_words(experiment, run) or ABSENT,
                str(len(epochs)) if epochs else ABSENT,
                str(run.best_epoch) if epochs else ABSENT,
                _figure(kept, "validation_loss"),
                _figure(kept, "validation_auc"),
                str(len(run.of_part("validation"))),
                f"{run.threshold:.3f}",
                f"{run.temperature:.3f}",
                f"{sum(seconds) / 60:.1f}" if seconds else ABSENT,
                localized(origin_text(run.weights)) or ABSENT,
                hashes.get(run.family, "")[:12] or ABSENT,
            )
        )
    notes = [
        text(
            "Validation patients pick epoch, threshold and temperature, so that their figures are too good and "
            "have no interval; the test patients have no part in them."
        ),
        *settings_notes(experiment),
    ]
    return Sheet(
        localized(text("Training of {experiment}", experiment=experiment.id)),
        tuple(localized(words) for words in head),
        tuple(rows),
        (False, False, *(True,) * 8, False, False),
        tuple(localized(note) for note in notes),
    )


def settings_notes(experiment: Experiment) -> tuple[Text, ...]:
    """Return the settings of the training, one sentence per group; none where they are not stored."""
    config = experiment.config
    notes = []
    if config.recipe:
        notes.append(text("Recipe: {settings}.", settings=written_settings(config.recipe)))
    if config.preprocessing:
        notes.append(
            text("Preprocessing: {settings}.", settings=written_settings(config.preprocessing))
        )
    return tuple(notes)


def flat_settings(settings: Mapping[str, object], prefix: str = "") -> dict[str, str]:
    """Return settings by name, those of a group as "group.name"."""
    found: dict[str, str] = {}
    for name, value in settings.items():
        if isinstance(value, Mapping):
            found |= flat_settings(value, f"{prefix}{name}.")
        elif isinstance(value, list | tuple):
            found[prefix + name] = " ".join(str(one) for one in value)
        else:
            found[prefix + name] = str(value)
    return found


def written_settings(settings: Mapping[str, object]) -> str:
    """Return settings as words: "lr = 0.01, momentum = 0.9"."""
    return ", ".join(f"{name} = {value}" for name, value in flat_settings(settings).items())


def draw_learning(figure: Figure, runs: Sequence[ModelRun], words: Mapping[str, str]) -> None:
    """Draw loss and validation AUC of some networks, one line per fold, the kept epochs marked.

    Args:
        runs: of one experiment; those without a stored epoch draw nothing.
        words: of `WORDS`, in the reader's language.
    """
    loss, area = figure.subplots(1, 2, sharex=True)
    named: set[str] = set()
    for run in runs:
        epochs = epochs_of(run)
        look = look_of(run.title)
        for axes, column, dashed in (
            (loss, "train_loss", False),
            (loss, "validation_loss", True),
            (area, "validation_auc", False),
        ):
            known = [(one.number, one.values[column]) for one in epochs if column in one.values]
            if not known:
                continue
            label = "_" if dashed or run.title in named or axes is loss else run.title
            axes.plot(
                *zip(*known, strict=True),
                color=look.on_white,
                linewidth=0.9,
                linestyle="--" if dashed else "-",
                label=label,
            )
            if label != "_":
                named.add(run.title)
            kept = [point for point in known if point[0] == run.best_epoch]
            if kept and column != "train_loss":
                axes.plot(*kept[0], color=look.on_white, marker=look.marker, ms=4)
    loss.set_ylabel(words["loss"])
    area.set_ylabel(words["auc"])
    area.set_ylim(0, 1.02)
    for axes in (loss, area):
        axes.set_xlabel(words["epoch"])
        axes.xaxis.get_major_locator().set_params(integer=True)
    if named:
        counts = sorted({len(run.of_part("validation")) for run in runs})
        n = f"{counts[0]}–{counts[-1]}" if len(counts) > 1 else str(counts[0])
        area.legend(fontsize=6, frameon=False, title=f"n = {n}", title_fontsize=6, loc="lower right")


def has_curves(experiment: Experiment) -> bool:
    """Return True if an epoch of a network is stored."""
    return any(epochs_of(run) for run in trained_networks(experiment))


def _figure(values: Mapping[str, float], name: str) -> str:
    return f"{values[name]:.3f}" if name in values else ABSENT

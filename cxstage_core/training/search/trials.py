"""The trials of a search, kept in one small file that is replaced as a whole after each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Event
from cxstage_core.settings import Value
from cxstage_core.storage.checked_json import read_as, write_json
from cxstage_core.text import Text, text
from cxstage_core.training.settings.space import Settings


@dataclass(frozen=True, slots=True)
class Trial:
    """One choice of settings and its validation score.

    Args:
        number: 0-based.
        objective: what is minimised: the validation loss, or 1 − the validation AUC, mean over the
            inner folds; None when the training failed.
        loss, auc: both, mean over the inner folds; None when failed or not defined.
        fold_losses: per inner fold.
        seconds: of all its trainings.
        failed: why, "" when it did not.
    """

    number: int
    settings: Settings
    objective: float | None
    loss: float | None
    auc: float | None
    fold_losses: tuple[float, ...]
    seconds: float
    failed: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "settings": dict(self.settings), "fold_losses": list(self.fold_losses)}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Trial:
        """The inverse of `to_dict`."""
        values = dict(data)
        settings: dict[str, Value] = dict(values.pop("settings"))
        return cls(settings=settings, fold_losses=tuple(values.pop("fold_losses")), **values)


@dataclass(frozen=True, slots=True)
class TrialFinished(Event):
    """A trial of a search is over.

    Args:
        total: planned trials; 0 when only the time is limited.
        best: number of the best trial so far, None before there is one.
    """

    trial: Trial
    total: int
    best: int | None

    @property
    def line(self) -> Text:
        """For a log."""
        settings = ", ".join(
            f"{name} {value:.3g}" if isinstance(value, float) else f"{name} {value}"
            for name, value in self.trial.settings.items()
        )
        if self.trial.objective is None:
            return text(
                "Trial {number}: {settings}: {reason}",
                number=self.trial.number + 1,
                settings=settings,
                reason=self.trial.failed,
            )
        return text(
            "Trial {number}: {settings}: validation loss {loss:.4f}",
            number=self.trial.number + 1,
            settings=settings,
            loss=self.trial.loss,
        )


@dataclass(frozen=True, slots=True)
class TrialFile:
    """The file with the trials of one search.

    Args:
        path: the file.
        about: the search's settings and what it searched on, plain JSON values.
    """

    path: Path
    about: Mapping[str, Any]

    def load(self) -> tuple[Trial, ...]:
        """Return the finished trials, in order.

        Raises:
            TrainingError: the file belongs to another search.
            IntegrityError: it is damaged.
        """
        if not self.path.exists():
            return ()
        about, trials = read_trials(self.path)
        if about != dict(self.about):
            raise TrainingError("{file} holds the trials of another search.", file=self.path)
        return trials

    def save(self, trials: Sequence[Trial]) -> None:
        """Save the trials; they are on disk when this returns."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        rows = [trial.to_dict() for trial in trials]
        write_json(self.path, {"about": dict(self.about), "trials": rows}, "search")


def read_trials(file: Path) -> tuple[Mapping[str, Any], tuple[Trial, ...]]:
    """Read what a search is about, and its finished trials.

    Raises:
        CohortError: the file is missing, damaged, or of a newer version.
    """
    return read_as(file, "search", _trials)


def _trials(content: Mapping[str, Any]) -> tuple[Mapping[str, Any], tuple[Trial, ...]]:
    return content["about"], tuple(Trial.from_dict(row) for row in content["trials"])


def best_trial(trials: Sequence[Trial]) -> Trial | None:
    """Return the trial with the lowest objective, the first of equals; None when all failed."""
    done = [trial for trial in trials if trial.objective is not None]
    return min(done, key=lambda t: (float(t.objective or 0.0), t.number)) if done else None

"""The queue of trainings that is kept between starts, in the settings."""

from __future__ import annotations

import json
from collections.abc import Iterable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxstage_core.errors import CxStageError
from cxstage_core.text import Text, text
from cxstage_gui.session.workers.jobs import TrainingRequest
from cxstage_gui.settings import Settings

QUEUE_KEY = "training/queue"


@dataclass(frozen=True, slots=True)
class StoredTraining:
    """One training of the stored queue.

    Args:
        line: the stored JSON value, as it is.
        cohort: the cohort's folder, None if the line names none.
        request: None if this version cannot read the line.
        error: the reason why it cannot.
        missing: settings that the line lacks; their safe defaults are used.
    """

    line: Any
    cohort: Path | None = None
    request: TrainingRequest | None = None
    error: Exception | None = None
    missing: tuple[str, ...] = ()

    @property
    def networks(self) -> tuple[str, ...]:
        """Keys of the networks to train, as far as the line names them."""
        named = self.line.get("families") if isinstance(self.line, dict) else None
        return tuple(str(key) for key in named) if isinstance(named, list) else ()

    @classmethod
    def of(cls, cohort: Path, request: TrainingRequest) -> StoredTraining:
        """Return a training as it is stored."""
        return cls({"cohort": str(cohort), **request.to_dict()}, cohort, request)

    @classmethod
    def read(cls, line: Any) -> StoredTraining:
        """Read a stored line; one that cannot be read keeps its value and the reason."""
        if not isinstance(line, dict) or not isinstance(line.get("cohort"), str):
            return cls(line, error=_damaged(text("it names no cohort")))
        cohort = Path(line["cohort"])
        try:
            request = TrainingRequest.from_dict(deepcopy(line))
            return cls(line, cohort, request, missing=TrainingRequest.missing_settings(line))
        except CxStageError as error:
            return cls(line, cohort, error=error)
        except KeyError as error:
            return cls(line, cohort, error=_damaged(text("{name} is missing", name=error.args[0])))
        except (AttributeError, TypeError, ValueError, OverflowError) as error:
            return cls(line, cohort, error=_damaged(str(error)))


def _damaged(reason: Text | str) -> CxStageError:
    return CxStageError(
        "The stored training cannot be read: {reason}.",
        remedy="Update CxStage, or ask for this training again.",
        reason=reason,
    )


class StoredQueue:
    """Reads and writes the queue in the settings; what cannot be read is written back unchanged."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    def read(self) -> tuple[StoredTraining, ...]:
        """Return every stored training, also those that this version cannot read."""
        try:
            lines = json.loads(self._settings.text(QUEUE_KEY) or "[]")
        except json.JSONDecodeError:
            return ()
        return tuple(StoredTraining.read(line) for line in lines) if isinstance(lines, list) else ()

    def write(self, trainings: Iterable[StoredTraining]) -> None:
        """Store these trainings in this order."""
        self._settings.keep(QUEUE_KEY, json.dumps([training.line for training in trainings]))

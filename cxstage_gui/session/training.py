"""Training networks."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.jobs import Event
from cxstage_gui.session.jobs import TrainingRequest, train
from cxstage_gui.strings import say_error
from cxstage_gui.tasks import Lane, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort.records import Experiment


class Training(QObject):
    """One training at a time; its events are kept so that a page can draw them whenever it is shown."""

    began = Signal()
    happened = Signal(object)
    ended = Signal(str, str)
    experiment_done = Signal(str)

    def __init__(
        self, tasks: Tasks, cohort_path: Callable[[], Path], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort_path = cohort_path
        self.task: TaskHandle | None = None
        self.request: TrainingRequest | None = None
        self.events: list[Event] = []
        self._began: tuple[Any, float, float] | None = None

    @property
    def running(self) -> bool:
        """Whether a training is going on or waiting."""
        return self.task is not None and not self.task.settled

    @property
    def network_eta_s(self) -> float | None:
        """Seconds left of the network that trains now, from its own speed; None while unknown.

        Networks differ twentyfold in speed, so nothing is said of those that have not begun.
        """
        progress = None if self.task is None else self.task.progress
        if progress is None or progress.total <= 0 or self._began is None:
            return None
        place, first_done, since = self._began
        if progress.done <= first_done:
            self._began = (place, progress.done, time.monotonic())
            return None
        end = (place.index + 1) * progress.total // place.total
        speed = (progress.done - first_done) / (time.monotonic() - since)
        return max(0.0, (end - progress.done) / speed)

    def start(self, request: TrainingRequest) -> None:
        """Train the families of the request on the locked split of the open cohort."""
        self.events = []
        self._began = None
        self.request = request
        self.task = self._tasks.run(
            train,
            self._cohort_path(),
            request,
            watched=True,
            lane=Lane.COMPUTE,
            title=self.tr("Training"),
            steady=False,
            on_event=self._event,
            on_done=self._done,
            on_error=lambda error: self.ended.emit("error", say_error(error)),
            on_cancel=lambda: self.ended.emit(
                "warning", self.tr("The training was cancelled; nothing of it was kept.")
            ),
        )
        self.began.emit()

    def cancel(self) -> None:
        """End the training at its next batch."""
        if self.task is not None:
            self.task.cancel()

    def _event(self, event: Event) -> None:
        self.events.append(event)
        if hasattr(event, "first_epoch"):
            self._began = (event, math.inf, 0.0)
        self.happened.emit(event)

    def _done(self, experiment: Experiment) -> None:
        self.ended.emit("good", self.tr("{experiment} is finished.").format(experiment=experiment.id))
        self.experiment_done.emit(experiment.id)

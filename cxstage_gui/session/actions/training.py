"""Training networks: one at a time; the others wait in a queue that is kept between starts."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.jobs import Event
from cxstage_core.migrations.upgrade import defaults_note
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import Change, Context, SingleOperation, Subject
from cxstage_gui.session.stored_queue import StoredQueue, StoredTraining
from cxstage_gui.session.workers.following import augmented_images
from cxstage_gui.session.workers.jobs import TrainingRequest, train
from cxstage_gui.strings import error_message, localized
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.cohort import ReopenedCase
    from cxstage_core.cohort.values.records import Experiment
    from cxstage_core.training.experiment.training_samples import TrainingSamples


@dataclass(frozen=True, slots=True)
class Queued:
    """A training that was asked for.

    Args:
        number: identifies a training of this session.
    """

    number: int
    opening: Opening
    request: TrainingRequest

    @property
    def cohort(self) -> Path:
        """The cohort's folder."""
        return self.opening.path


class TrainingOperations(SingleOperation):
    """One training at a time; its events are kept so that a page can draw them when it is shown.

    The running and the waiting trainings are stored; after the next start, a cohort that is opened
    again goes on with them from the last checkpoint. A stored training that this version cannot read
    stays stored, and `message` names it.

    Signals:
        began: another training runs now.
        happened: an event of it.
        experiment_done: id of the finished experiment.
        queue_changed: what waits is another list, or the training rests or goes on.
        resumed: this many trainings of an earlier start continue.
    """

    began = Signal()
    happened = Signal(object)
    experiment_done = Signal(str)
    queue_changed = Signal()
    resumed = Signal(int)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._stored = StoredQueue(context.settings)
        self._numbers = 0
        self._current: Queued | None = None
        self._shown: Queued | None = None
        self._leaving = False
        self._mine: set[Path] = set()
        self.queue: tuple[Queued, ...] = ()
        self.request: TrainingRequest | None = None
        self.events: list[Event] = []
        self._pace: tuple[Any, float, float] | None = None

    @property
    def paused(self) -> bool:
        """Return True while the training rests."""
        return self.running and self.task is not None and self.task.paused

    @property
    def network_eta_s(self) -> float | None:
        """Seconds left of the network that trains now, from its own speed; None while unknown.

        Networks differ twentyfold in speed, so those that have not begun are not included.
        """
        progress = None if self.task is None else self.task.progress
        if (
            not self._in_order
            or progress is None
            or progress.total <= 0
            or self._pace is None
            or self.paused
        ):
            return None
        place, first_done, since = self._pace
        if progress.done <= first_done:
            self._pace = (place, progress.done, time.monotonic())
            return None
        end = (place.index + 1) * progress.total // place.total
        speed = (progress.done - first_done) / (time.monotonic() - since)
        return max(0.0, (end - progress.done) / speed)

    @property
    def whole_eta_s(self) -> float | None:
        """Seconds left of networks that train at the same time, at their pace so far; None while unknown."""
        if self._in_order or self.task is None or self.paused:
            return None
        return self.task.job.eta_s

    @property
    def _in_order(self) -> bool:
        placement = None if self.request is None else self.request.placement
        return placement is None or placement.in_order

    # -- what is asked for

    def start(self, request: TrainingRequest) -> None:
        """Train this on the open cohort: now, or after what was asked for before."""
        self._add(self._opening(), request)
        self._go_on()

    def reopened(self) -> tuple[ReopenedCase, ...]:
        """Return the cases of the open cohort that were reopened after their reference was frozen."""
        cohort = self._cohort()
        if not cohort.principal.may(Permission.SEE_REFERENCES):
            return ()
        return cohort.references.reopened()

    def pause(self) -> None:
        """Let the training rest at its next batch, with everything it has in memory."""
        if self.task is not None:
            self.task.pause()
            self.queue_changed.emit()

    def go_on(self) -> None:
        """End the rest."""
        if self.task is not None:
            self.task.go_on()
            self._pace = None if self._pace is None else (self._pace[0], math.inf, 0.0)
            self.queue_changed.emit()

    def load_samples(
        self,
        network: str,
        epoch: int,
        on_done: Callable[[TrainingSamples], None],
        on_error: Callable[[Exception], None],
    ) -> TaskHandle | None:
        """Draw the first training images of an epoch of the last training again, next to the training.

        Args:
            epoch: 1-based.

        Returns:
            The task, None before the first training.
        """
        if self._shown is None:
            return None
        return self._load(
            augmented_images,
            self._shown.opening,
            self._shown.request,
            network,
            epoch,
            watched=True,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def move(self, number: int, place: int) -> None:
        """Put a waiting training at another place, 0 being the next."""
        moved = [one for one in self.queue if one.number == number]
        others = [one for one in self.queue if one.number != number]
        self._set_queue((*others[:place], *moved, *others[place:]))

    def remove(self, number: int) -> None:
        """Take a waiting training out."""
        self._set_queue(tuple(one for one in self.queue if one.number != number))

    # -- from one start to the next

    def resume_stored(self) -> None:
        """Resume trainings of the open cohort that an earlier start left."""
        opening = self._opening()
        cohort = opening.path
        known = (*self.queue, *([self._current] if self._current else []))
        if any(one.cohort == cohort for one in known):
            return
        stored = [one for one in self._stored.read() if one.cohort == cohort]
        found = [one.request for one in stored if one.request is not None]
        for request in found:
            self._add(opening, request)
        if found:
            self.resumed.emit(len(found))
            self._go_on()
        self._show_unread(stored)

    def leave(self, *, keep: bool) -> None:
        """The window closes: with `keep`, the next start goes on, else all of it is forgotten."""
        self._leaving = True
        if not keep:
            self._current, self.queue = None, ()
            self._store()

    # -- how it goes

    def _add(self, opening: Opening, request: TrainingRequest) -> None:
        self._numbers += 1
        self._mine.add(opening.path)
        self._set_queue((*self.queue, Queued(self._numbers, opening, request)))

    def _set_queue(self, queue: tuple[Queued, ...]) -> None:
        self.queue = queue
        self._store()
        self.queue_changed.emit()

    def _go_on(self) -> None:
        if self.running or not self.queue or self._leaving:
            return
        self._current, *rest = self.queue
        self.events = []
        self._pace = None
        self.request = self._current.request
        self._shown = self._current
        self.task = self._start(
            train,
            self._current.opening,
            self.request,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Training"),
            steady=False,
            change=Change.of(Subject.EXPERIMENTS),
            on_event=self._event,
            on_done=self._done,
            on_error=lambda error: self._end(error_message(error), Level.ERROR),
            on_cancel=lambda: self._end(
                self.tr("The training was cancelled; nothing of it was kept."), Level.WARNING
            ),
        )
        self._set_queue(tuple(rest))
        self.began.emit()

    def _event(self, event: Event) -> None:
        from cxstage_core.training.settings.events import ModelStarted

        self.events.append(event)
        if isinstance(event, ModelStarted):
            self._pace = (event, math.inf, 0.0)
        self.happened.emit(event)

    def _done(self, experiment: Experiment) -> None:
        self._end(self.tr("{experiment} is finished.").format(experiment=experiment.id), Level.GOOD)
        self.experiment_done.emit(experiment.id)

    def _end(self, sentence: str, level: Level) -> None:
        if not self._leaving:
            self._current = None
            self._store()
        self.ended.emit(sentence, level)
        self._go_on()

    # -- what is stored

    def _store(self) -> None:
        kept = (*([self._current] if self._current else []), *self.queue)
        others = [one for one in self._stored.read() if one.error or one.cohort not in self._mine]
        self._stored.write((*others, *(StoredTraining.of(one.cohort, one.request) for one in kept)))

    def _show_unread(self, stored: Iterable[StoredTraining]) -> None:
        """Name the stored trainings that cannot be read, and settings that take their defaults."""
        sentences = []
        for one in stored:
            networks = ", ".join(one.networks) or self.tr("unknown networks")
            if one.error is not None:
                sentence = self.tr("A waiting training ({networks}) stays in the queue. {reason}")
                sentences.append(sentence.format(networks=networks, reason=error_message(one.error)))
            elif one.missing:
                sentence = self.tr("Waiting training ({networks}): {note}")
                note = " ".join(localized(line) for line in defaults_note(one.missing))
                sentences.append(sentence.format(networks=networks, note=note))
        if sentences:
            self.message.emit(" ".join(sentences), Level.WARNING)

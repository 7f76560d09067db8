"""Operations: one way to start what a user asked for, and one result, a `Change`.

Three rules hold for every user action. Success: `on_done` gets the result, then `changed` carries what
changed in the cohort. Failure: `on_error` gets the error; without it, `message` carries the sentence at
level error. Progress: the returned `TaskHandle`, and `on_event` for events.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from PySide6.QtCore import QObject, Signal

from cxstage_core.jobs import Event
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.current.current_user import CurrentUser
from cxstage_gui.session.level import Level
from cxstage_gui.settings import Settings
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


class Subject(StrEnum):
    """Kinds of data that change in a cohort."""

    IMAGES = "images"
    CLINICAL = "clinical"
    READINGS = "readings"
    REVIEWS = "reviews"
    REFERENCES = "references"
    SPLIT = "split"
    ASSIGNMENTS = "assignments"
    ACCOUNTS = "accounts"
    EXPERIMENTS = "experiments"
    MODEL_IN_USE = "model in use"


IN_PATIENT_TABLE = frozenset(Subject) - {Subject.ACCOUNTS, Subject.EXPERIMENTS, Subject.MODEL_IN_USE}


@dataclass(frozen=True, slots=True)
class Change:
    """The extent of a change, so that pages refresh only that.

    Args:
        subjects: kinds of data that changed.
        patients: pseudonyms of the patients concerned, None for any patient.
    """

    subjects: frozenset[Subject] = frozenset()
    patients: frozenset[str] | None = None

    @classmethod
    def of(cls, *subjects: Subject, patients: Iterable[str] | None = None) -> Change:
        """Build a change."""
        return cls(frozenset(subjects), None if patients is None else frozenset(patients))

    @property
    def in_patient_table(self) -> bool:
        """Return True if rows of the patient table are out of date."""
        return bool(self.subjects & IN_PATIENT_TABLE)


NOTHING = Change()


@dataclass(frozen=True, slots=True)
class Context:
    """Everything that operations work with.

    Args:
        cohort: gives the open cohort; raises `CxStageError` when none is open.
    """

    tasks: Tasks
    cohort: Callable[[], Cohort]
    user: CurrentUser
    settings: Settings


class RunOptions(TypedDict, total=False):
    """Options of a task; see `Tasks.run`."""

    executor: Executor
    title: str
    watched: bool
    keep: bool
    steady: bool
    reads: bool
    on_event: Callable[[Event], None]
    on_cancel: Callable[[], None]


class Operations(QObject):
    """Base of the operations of one workspace.

    Signals:
        changed: the `Change` that an operation made.
        message: a sentence and its `Level`, for the page of the workspace.
    """

    changed = Signal(object)
    message = Signal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context

    def _cohort(self) -> Cohort:
        return self._context.cohort()

    def _opening(self) -> Opening:
        return Opening.of(self._context.cohort())

    @property
    def _user(self) -> CurrentUser:
        return self._context.user

    def _load(
        self,
        work: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], None] | None,
        on_error: Callable[[Exception], None] | None = None,
        **options: Unpack[RunOptions],
    ) -> TaskHandle:
        """Start work that changes nothing; an error without `on_error` is shown by the session."""
        return self._context.tasks.run(work, *args, on_done=on_done, on_error=on_error, **options)

    def _start(
        self,
        work: Callable[..., Any],
        *args: Any,
        change: Change | Callable[[Any], Change] = NOTHING,
        on_done: Callable[[Any], None] | None = None,
        on_error: Callable[[Exception], None] | None = None,
        **options: Unpack[RunOptions],
    ) -> TaskHandle:
        """Start an operation.

        Args:
            change: what it changes, or a function that derives it from the result.
        """

        def done(result: Any) -> None:
            if on_done is not None:
                on_done(result)
            self.changed.emit(change(result) if callable(change) else change)

        return self._context.tasks.run(
            work, *args, on_done=done, on_error=on_error or self._show_error, **options
        )

    def _show_error(self, error: Exception) -> None:
        self.message.emit(error_message(error), Level.ERROR)


class SingleOperation(Operations):
    """Base of a workspace with one long operation at a time.

    Signals:
        ended: it ended: a sentence and its `Level`; a warning when it was cancelled.
    """

    ended = Signal(str, str)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.task: TaskHandle | None = None

    @property
    def running(self) -> bool:
        """Return True while the operation runs, rests or waits for other work."""
        return self.task is not None and not self.task.settled

    def cancel(self) -> None:
        """End the operation at its next step."""
        if self.task is not None:
            self.task.cancel()

    def _show_error(self, error: Exception) -> None:
        self.ended.emit(error_message(error), Level.ERROR)

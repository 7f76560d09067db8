"""Searching settings: trials on validation patients, in a worker process or on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.training import Recipe
    from cxstage_core.training.execution.placement import Placement
    from cxstage_core.training.experiment.search_cohort import Searched
    from cxstage_core.training.search.search import Search


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """What is searched.

    Args:
        recipe, preprocessing: what stays as it is where the search varies nothing.
        placement: where, and how many networks at a time; None is here, one after the other.
    """

    family: str
    search: Search
    scheme: str
    preprocessing: Preprocessing
    recipe: Recipe
    placement: Placement | None = None


class Searching(QObject):
    """One search at a time; its trials are stored after each, so that it goes on where it was.

    Signals:
        happened: an event, such as a finished trial.
        found: a `Searched`.
        ended: kind ("good", "warning", "error") and a sentence.
    """

    happened = Signal(object)
    found = Signal(object)
    ended = Signal(str, str)

    def __init__(
        self, tasks: Tasks, cohort: Callable[[], Cohort], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort
        self.task: TaskHandle | None = None

    @property
    def running(self) -> bool:
        """Whether a search is going on."""
        return self.task is not None and not self.task.settled

    def start(self, request: SearchRequest) -> None:
        """Search; the same search as before goes on where it was."""
        self.task = self._tasks.run(
            _search,
            Opening.of(self._cohort()),
            request,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Search of settings"),
            steady=False,
            on_event=self.happened.emit,
            on_done=self._done,
            on_error=lambda error: self.ended.emit("error", error_message(error)),
            on_cancel=lambda: self.ended.emit(
                "warning", self.tr("The search was stopped; its finished trials are kept.")
            ),
        )

    def cancel(self) -> None:
        """Stop at the next batch; finished trials stay."""
        if self.task is not None:
            self.task.cancel()

    def load(self, on_done: Callable[[tuple[Searched, ...]], None]) -> None:
        """List the searches of the open cohort that have a finished trial."""
        cohort = self._cohort()
        if cohort.principal.may(Permission.EXPERIMENTS):

            def done(found: tuple[tuple[Searched, ...], tuple[CxStageError, ...]]) -> None:
                on_done(found[0])
                for problem in found[1]:
                    self.ended.emit("error", error_message(problem))

            self._tasks.run(_stored, Opening.of(cohort), executor=Executor.STUDY, on_done=done)
        else:
            on_done(())

    def _done(self, searched: Searched) -> None:
        self.found.emit(searched)
        self.ended.emit(
            "good",
            self.tr("Trial {number} was best of {count}.").format(
                number=searched.best + 1, count=len(searched.trials)
            ),
        )


def _search(opening: Opening, request: SearchRequest, *, job: Job) -> Searched:
    from cxstage_core.training.experiment.search_cohort import search_settings

    return search_settings(
        opening.open(),
        request.family,
        request.search,
        scheme=request.scheme,
        preprocessing=request.preprocessing,
        recipe=request.recipe,
        executor=request.placement.executor() if request.placement else None,
        job=job,
    )


def _stored(opening: Opening) -> tuple[tuple[Searched, ...], tuple[CxStageError, ...]]:
    """Searches that can be shown, and what is wrong with those that are damaged."""
    from cxstage_core.training.experiment.search_cohort import read_search, searches

    cohort = opening.open()
    found, problems = [], []
    for name in searches(cohort):
        try:
            found.append(read_search(cohort, name))
        except TrainingError:
            continue  # none of its trials was finished yet
        except CxStageError as error:
            problems.append(error)
    return tuple(found), tuple(problems)

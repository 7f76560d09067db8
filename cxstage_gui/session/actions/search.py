"""Searching settings: trials on validation patients, in a worker process or on a cluster."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import SingleOperation
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.training import Recipe
    from cxstage_core.training.execution.placement import Placement
    from cxstage_core.training.experiment.search_cohort import Searched
    from cxstage_core.training.search.search import Search
    from cxstage_core.training.settings.origin import Origins


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """Settings of a search.

    Args:
        recipe, preprocessing: what stays as it is where the search varies nothing.
        placement: where, and how many networks at a time; None is here, one after the other.
        origins: the searches that chose some of the settings before.
        reopened: what is done with reopened cases.
    """

    family: str
    search: Search
    scheme: str
    preprocessing: Preprocessing
    recipe: Recipe
    placement: Placement | None = None
    origins: Origins = ()
    reopened: str = ""


class SearchOperations(SingleOperation):
    """One search at a time; its trials are stored after each, so that it goes on where it was.

    Signals:
        happened: an event, such as a finished trial.
        found: a `Searched`.
    """

    happened = Signal(object)
    found = Signal(object)

    def start(self, request: SearchRequest) -> None:
        """Search; the same search as before goes on where it was."""
        self.task = self._start(
            _search,
            self._opening(),
            request,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Search of settings"),
            steady=False,
            on_event=self.happened.emit,
            on_done=self._done,
            on_cancel=lambda: self.ended.emit(
                self.tr("The search was stopped; its finished trials are kept."), Level.WARNING
            ),
        )

    def load(self, on_done: Callable[[tuple[Searched, ...]], None]) -> None:
        """List the searches of the open cohort that have a finished trial."""
        cohort = self._cohort()
        if cohort.principal.may(Permission.EXPERIMENTS):

            def done(found: tuple[tuple[Searched, ...], tuple[CxStageError, ...]]) -> None:
                on_done(found[0])
                for problem in found[1]:
                    self.ended.emit(error_message(problem), Level.ERROR)

            self._load(_stored, self._opening(), executor=Executor.STUDY, on_done=done)
        else:
            on_done(())

    def _done(self, searched: Searched) -> None:
        self.found.emit(searched)
        self.ended.emit(
            self.tr("Trial {number} was best of {count}.").format(
                number=searched.best + 1, count=len(searched.trials)
            ),
            Level.GOOD,
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
        origins=request.origins,
        reopened=request.reopened,
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

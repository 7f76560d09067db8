"""Testing a network of another cohort on the patients of the open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, TaskHandle, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class ForeignModel:
    """A network of another cohort.

    Args:
        id: names its file there.
        name: of the network.
        size_px: of its input.
        patients: that it was trained on.
    """

    id: str
    name: str
    size_px: int
    patients: int


class Testing(QObject):
    """One external test at a time; its result is an experiment of the open cohort.

    Signals:
        ended: kind ("good", "warning", "error") and a sentence.
        done: id of the new experiment.
    """

    ended = Signal(str, str)
    done = Signal(str)

    def __init__(
        self, tasks: Tasks, cohort: Callable[[], Cohort], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort
        self.task: TaskHandle | None = None

    @property
    def running(self) -> bool:
        """Whether a test is going on."""
        return self.task is not None and not self.task.settled

    def models(
        self,
        folder: Path,
        on_done: Callable[[tuple[ForeignModel, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """List the networks of a cohort, newest first."""
        self._tasks.run(_models, folder, executor=Executor.STUDY, on_done=on_done, on_error=on_error)

    def start(self, folder: Path, model: str) -> None:
        """Judge every patient of the open cohort by a network of the cohort in `folder`."""
        self.task = self._tasks.run(
            _judge,
            Opening.of(self._cohort()),
            folder,
            model,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("External test"),
            on_done=self._judged,
            on_error=lambda error: self.ended.emit("error", error_message(error)),
            on_cancel=lambda: self.ended.emit(
                "warning", self.tr("The external test was cancelled; nothing of it was kept.")
            ),
        )

    def _judged(self, found: tuple[str, int]) -> None:
        experiment, patients = found
        self.done.emit(experiment)
        self.ended.emit(
            "good",
            self.tr("{experiment}: all {count} patients of this cohort were judged.").format(
                experiment=experiment, count=patients
            ),
        )


def _models(folder: Path) -> tuple[ForeignModel, ...]:
    from cxstage_core.cohort import Cohort
    from cxstage_core.models import read_card

    cohort = Cohort.open(folder)
    cards = [(model, read_card(cohort.models.path(model))) for model in reversed(cohort.models.ids())]
    return tuple(
        ForeignModel(model, card.name, card.size_px, card.training_patients) for model, card in cards
    )


def _judge(opening: Opening, folder: Path, model: str, *, job: Job) -> tuple[str, int]:
    from cxstage_core.cohort import Cohort
    from cxstage_core.training.experiment.external_test import evaluate_external

    experiment = evaluate_external(Cohort.open(folder), model, opening.open(), job=job)
    return experiment.id, len(experiment.split.test)

"""Testing a network of another cohort on the patients of the open one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import Change, SingleOperation, Subject
from cxstage_gui.tasks import Executor


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


class ExternalTestOperations(SingleOperation):
    """One external test at a time; its result is an experiment of the open cohort.

    Signals:
        done: id of the new experiment.
    """

    done = Signal(str)

    def models(
        self,
        folder: Path,
        on_done: Callable[[tuple[ForeignModel, ...]], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """List the networks of a cohort, newest first."""
        self._load(_models, folder, executor=Executor.STUDY, on_done=on_done, on_error=on_error)

    def start(self, folder: Path, model: str) -> None:
        """Predict every patient of the open cohort with a network of the cohort in `folder`."""
        self.task = self._start(
            _test,
            self._opening(),
            folder,
            model,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("External test"),
            change=Change.of(Subject.EXPERIMENTS),
            on_done=self._tested,
            on_cancel=lambda: self.ended.emit(
                self.tr("The external test was cancelled; nothing of it was kept."), Level.WARNING
            ),
        )

    def _tested(self, found: tuple[str, int]) -> None:
        experiment, patients = found
        self.done.emit(experiment)
        self.ended.emit(
            self.tr("{experiment}: all {count} patients of this cohort were predicted.").format(
                experiment=experiment, count=patients
            ),
            Level.GOOD,
        )


def _models(folder: Path) -> tuple[ForeignModel, ...]:
    from cxstage_core.cohort import Cohort
    from cxstage_core.models import read_card

    cohort = Cohort.open(folder)
    cards = [
        (model, read_card(cohort.models.unchecked_path(model)))
        for model in reversed(cohort.models.ids())
    ]
    return tuple(
        ForeignModel(model, card.name, card.size_px, card.training_patients) for model, card in cards
    )


def _test(opening: Opening, folder: Path, model: str, *, job: Job) -> tuple[str, int]:
    from cxstage_core.cohort import Cohort
    from cxstage_core.training.experiment.external_test import evaluate_external

    experiment = evaluate_external(Cohort.open(folder), model, opening.open(), reopened="use", job=job)
    return experiment.id, len(experiment.split.test)

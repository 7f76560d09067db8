"""Predicting one study, from the cohort or straight from files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.models.families import FAMILIES, RECOMMENDED
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.workers.jobs import predict, predict_file
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model of the cohort: its id, its network's title, the experiment that made it.

    Args:
        in_use: the department put it into use.
    """

    id: str
    name: str = ""
    experiment: str = ""
    in_use: bool = False


class Predicting(QObject):
    """One click, one prediction."""

    began = Signal()
    predicted = Signal(object)
    refused = Signal(str, str)

    def __init__(
        self, tasks: Tasks, cohort: Callable[[], Cohort], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort

    def load_models(self, on_done: Callable[[tuple[StoredModel, ...]], None]) -> None:
        """List the models of the open cohort: the one in use first, then the newest experiment's."""
        cohort = self._cohort()
        if cohort.principal.may(Permission.EXPERIMENTS):
            self._tasks.run(_models, cohort, on_done=on_done)
        else:
            on_done(())

    def patient(self, patient: str, model: str) -> None:
        """Predict a patient of the open cohort with one of its models."""
        self._run(predict, Opening.of(self._cohort()), patient, model)

    def study(self, folder: Path, outline: Path, model: Path) -> None:
        """Predict a study from its folder, the tumour outline and a model file."""
        self._run(predict_file, folder, outline, model)

    def _run(self, work: Callable[..., Any], *args: Any) -> None:
        self.began.emit()
        self._tasks.run(
            work,
            *args,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Prediction"),
            on_done=self.predicted.emit,
            on_error=lambda error: self.refused.emit("error", error_message(error)),
            on_cancel=lambda: self.refused.emit("warning", self.tr("The prediction was cancelled.")),
        )


def _models(cohort: Cohort) -> tuple[StoredModel, ...]:
    made = {
        run.model_id: StoredModel(run.model_id, run.name, experiment.id)
        for experiment in cohort.experiments.all()
        for run in experiment.runs
    }
    best = FAMILIES[RECOMMENDED].title
    promotion = cohort.models.in_use()
    chosen = "" if promotion is None else promotion.model
    models = [
        replace(made.get(name, StoredModel(name)), in_use=name == chosen)
        for name in cohort.models.ids()
    ]
    return tuple(
        sorted(models, key=lambda m: (m.in_use, _number(m.experiment), m.name == best), reverse=True)
    )


def _number(experiment: str) -> int:
    return int(experiment[1:]) if experiment[1:].isdigit() else -1

"""Predicting one study, from the cohort or straight from files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.models.families import FAMILIES, RECOMMENDED
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import SingleOperation
from cxstage_gui.session.workers.jobs import predict, predict_file
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


@dataclass(frozen=True, slots=True)
class StoredModel:
    """A model of the cohort: its id, its network's title, the experiment that made it.

    Args:
        in_use: the department uses it for predictions.
    """

    id: str
    name: str = ""
    experiment: str = ""
    in_use: bool = False


class PredictionOperations(SingleOperation):
    """One click, one prediction.

    Signals:
        began: a prediction was started.
        predicted: the `Prediction`.
    """

    began = Signal()
    predicted = Signal(object)

    def load_models(self, on_done: Callable[[tuple[StoredModel, ...]], None]) -> None:
        """List the models of the open cohort: the one in use first, then the newest experiment's."""
        cohort = self._cohort()
        if cohort.principal.may(Permission.EXPERIMENTS):
            self._load(_models, cohort, on_done=on_done)
        else:
            on_done(())

    def patient(self, patient: str, model: str) -> None:
        """Predict a patient of the open cohort with one of its models."""
        self._run(predict, self._opening(), patient, model)

    def study(self, folder: Path, outline: Path, model: Path) -> None:
        """Predict a study from its folder, the tumour outline and a model file."""
        self._run(predict_file, folder, outline, model)

    def _run(self, work: Callable[..., Any], *args: Any) -> None:
        self.began.emit()
        self.task = self._start(
            work,
            *args,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Prediction"),
            on_done=self.predicted.emit,
            on_cancel=lambda: self.ended.emit(self.tr("The prediction was cancelled."), Level.WARNING),
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

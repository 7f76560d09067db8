"""Predicting one study, from the cohort or straight from files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CxStageError
from cxstage_core.models.families import FAMILIES, RECOMMENDED
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import SingleOperation
from cxstage_gui.session.workers.jobs import Abstained, predict, predict_file
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.prediction import Prediction


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
        abstained: why the input gate made no prediction; `go_on` predicts all the same.
    """

    began = Signal()
    predicted = Signal(object)
    abstained = Signal(object)
    _last: Callable[..., None] | None = None

    def load_models(self, on_done: Callable[[tuple[StoredModel, ...]], None]) -> None:
        """List the models of the open cohort: the one in use first, then the newest experiment's."""
        cohort = self._cohort()
        if cohort.principal.may(Permission.EXPERIMENTS):
            self._load(_models, cohort, on_done=on_done)
        else:
            on_done(())

    def patient(self, patient: str, model: str, despite: str = "") -> None:
        """Predict a patient of the open cohort with one of its models."""
        self._last = partial(self.patient, patient, model)
        self._run(predict, self._opening(), patient, model, despite)

    def study(self, folder: Path, outline: Path, model: Path, despite: str = "") -> None:
        """Predict a study from its folder, the tumour outline and a model file."""
        self._last = partial(self.study, folder, outline, model)
        try:
            opening = self._opening()
        except CxStageError:  # no cohort is open, so there is no audit log
            opening = None
        self._run(predict_file, folder, outline, model, opening, despite)

    def go_on(self, reason: str) -> None:
        """Predict although the input gate abstained; the reason goes into result and audit log."""
        if self._last is not None:
            self._last(despite=reason)

    def _answered(self, found: Prediction | Abstained) -> None:
        if isinstance(found, Abstained):
            self.abstained.emit(found.reason)
        else:
            self.predicted.emit(found)

    def _run(self, work: Callable[..., Any], *args: Any) -> None:
        self.began.emit()
        self.task = self._start(
            work,
            *args,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Prediction"),
            on_done=self._answered,
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

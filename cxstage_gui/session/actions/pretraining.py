"""Making first weights: one pre-training at a time, in a worker process."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import SingleOperation
from cxstage_gui.strings import localized
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.dataset import Preprocessing
    from cxstage_core.training.pretraining.pretrain import PretrainedWeights
    from cxstage_core.training.pretraining.settings import Pretraining


@dataclass(frozen=True, slots=True)
class PretrainingRequest:
    """A pre-training to run.

    Args:
        family: key of the network.
        file: to write.
    """

    family: str
    file: Path
    settings: Pretraining
    preprocessing: Preprocessing


class PretrainingOperations(SingleOperation):
    """One pre-training at a time; a stop leaves no file.

    Signals:
        made: path of the written file.
        happened: an event, such as a warning about a series.
    """

    made = Signal(object)
    happened = Signal(object)

    def start(self, request: PretrainingRequest) -> None:
        """Pre-train for the open cohort."""
        self.task = self._start(
            _pretrain,
            self._opening(),
            request,
            watched=True,
            executor=Executor.COMPUTE,
            title=self.tr("Pre-training"),
            steady=False,
            on_event=self.happened.emit,
            on_done=self._done,
            on_cancel=lambda: self.ended.emit(
                self.tr("The pre-training was stopped; nothing of it was kept."), Level.WARNING
            ),
        )

    def _done(self, found: PretrainedWeights) -> None:
        from cxstage_core.models.weights_history import origin_text

        self.made.emit(found.file)
        self.ended.emit(localized(origin_text(found.origin)), Level.GOOD)


def _pretrain(opening: Opening, request: PretrainingRequest, *, job: Job) -> PretrainedWeights:
    from cxstage_core.training.pretraining.pretrain import pretrain

    return pretrain(
        opening.open(),
        request.family,
        request.file,
        settings=request.settings,
        preprocessing=request.preprocessing,
        job=job,
    )

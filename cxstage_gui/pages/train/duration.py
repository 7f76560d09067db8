"""The estimated duration of the training that the form describes, asked for with a button."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxstage_gui.session import Session, TaskHandle
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.duration import duration
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.training.experiment.estimate import Estimate
    from cxstage_gui.session.workers.jobs import TrainingRequest


class EstimatedDuration(QWidget):
    """A button and its answer; another setting takes the answer away."""

    def __init__(self, session: Session, request: Callable[[], TrainingRequest]) -> None:
        super().__init__()
        self._session, self._request = session, request
        self._task: TaskHandle | None = None
        self.button = QPushButton(self.tr("Estimate duration"))
        self.button.setToolTip(self.tr("Measures a few training steps of each chosen network"))
        self.button.clicked.connect(self._ask)
        self.answer = label("", "muted", wrap=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.answer, 1)

    def forget(self) -> None:
        """Take the answer away and stop measuring: the settings changed, or the training starts."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self.answer.setText("")

    def _ask(self) -> None:
        self.forget()
        try:
            request = self._request()
        except Exception as error:  # noqa: BLE001 - shown beside the button
            self.answer.setText(error_message(error))
            return
        self.answer.setText(self.tr("measuring …"))
        self._task = self._session.setup.estimate(request, self._show, self._failed)

    def _show(self, found: Estimate) -> None:
        self._task = None
        self.answer.setText(
            self.tr(
                "{low} to {high} for {networks} trained networks (n = {n} steps measured each)"
            ).format(
                low=duration(found.low_s),
                high=duration(found.high_s),
                networks=found.networks,
                n=found.measured,
            )
        )

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.answer.setText(error_message(error))

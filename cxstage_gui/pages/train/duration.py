"""The estimated duration of the training that the form describes: asked for once, then kept up to date."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from cxstage_gui.session import Session, TaskHandle
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.duration import duration
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.training.experiment.estimate import Estimate, Timing
    from cxstage_gui.session.workers.jobs import TrainingRequest

AGAIN_MS = 1200


class EstimatedDuration(QWidget):
    """A button and its answer; after another setting the answer is measured again, as far as it depends on it."""

    def __init__(self, session: Session, request: Callable[[], TrainingRequest]) -> None:
        super().__init__()
        self._session, self._request = session, request
        self._task: TaskHandle | None = None
        self._asked: TrainingRequest | None = None
        self._wanted = False
        self._timings: dict[str, Timing] = {}
        self.button = QPushButton()
        self.button.setToolTip(self.tr("Measures a few training steps of each chosen network"))
        self.button.clicked.connect(self._press)
        self.answer = label("", "muted", wrap=True)
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(AGAIN_MS)
        self._again.timeout.connect(self._measure_again)
        session.progressed.connect(self._show_progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.button)
        row.addWidget(self.answer, 1)
        self._show_button()

    @property
    def measuring(self) -> bool:
        """Return True while steps are measured."""
        return self._task is not None

    def follow(self) -> None:
        """A setting may have changed: take the answer away, and measure again if there was one."""
        if self._asked is not None and self._asked == self._current():
            return
        self._end()
        if self._wanted:
            self._again.start()

    def forget(self) -> None:
        """Take the answer away and stop measuring: the training starts."""
        self._wanted = False
        self._again.stop()
        self._end()

    def _end(self) -> None:
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._asked = None
        self.answer.setText("")
        self._show_button()

    def _current(self) -> TrainingRequest | None:
        try:
            return self._request()
        except Exception:  # noqa: BLE001 - values that do not go together; shown when they are measured
            return None

    def _press(self) -> None:
        if self.measuring:
            self.forget()
            return
        self._wanted = True
        self._measure()

    def _measure_again(self) -> None:
        if self._wanted and self.button.isEnabled():
            self._measure()

    def _measure(self) -> None:
        self._end()
        try:
            request = self._request()
        except Exception as error:  # noqa: BLE001 - shown beside the button
            self.answer.setText(error_message(error))
            return
        self._asked = request
        self.answer.setText(self.tr("measuring …"))
        self._task = self._session.setup.estimate(request, self._timings, self._show, self._failed)
        self._show_button()

    def _show_button(self) -> None:
        self.button.setText(
            self.tr("Stop measuring") if self.measuring else self.tr("Estimate duration")
        )

    def _show_progress(self) -> None:
        progress = None if self._task is None else self._task.progress
        if progress is not None:
            self.answer.setText(
                self.tr("measuring {network}, {number} of {total} …").format(
                    network=progress.detail, number=progress.done + 1, total=progress.total
                )
            )

    def _show(self, found: Estimate) -> None:
        self._task = None
        self._timings = dict(found.timings)
        parts = [
            self.tr(
                "{low} to {high} for {networks} trained networks (n = {n} steps measured each)"
            ).format(
                low=duration(found.low_s),
                high=duration(found.high_s),
                networks=found.networks,
                n=found.measured,
            ),
            self.tr("measured on {device}, {size} px, batches of {batch}").format(
                device=found.device, size=found.size_px, batch=found.batch
            ),
        ]
        request = self._asked
        if request is not None and request.placement is not None and not request.placement.in_order:
            parts.append(
                self.tr("one after the other on this computer; several at once are not measured")
            )
        if request is not None and request.protocol.kind == "nested":
            parts.append(self.tr("the search inside each fold comes on top"))
        self.answer.setText("; ".join(parts))
        self._show_button()

    def _failed(self, error: Exception) -> None:
        self._task = None
        self.answer.setText(error_message(error))
        self._show_button()

"""Panels next to the answer, filled as what follows the number arrives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QMouseEvent

from cxstage_gui.pages.predict.panels.checks_panel import ChecksPanel
from cxstage_gui.pages.predict.panels.explanation_panel import ExplanationPanel
from cxstage_gui.pages.predict.panels.heat_overlay import HeatOverlay, heat_on_t2
from cxstage_gui.session.workers.prediction_values import FollowUp

if TYPE_CHECKING:
    from cxstage_core.prediction.explanation import Explanation, HeatMap, InputPlace
    from cxstage_gui.pages.predict.page_widgets import PageWidgets
    from cxstage_gui.session import Session
    from cxstage_gui.session.workers.prediction_values import Answer, LateChecks


class BesideAnswer(QObject):
    """Adds the panels to the page and follows the session; nothing of an earlier answer stays."""

    def __init__(self, page: PageWidgets, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session
        self._place: InputPlace | None = None
        self._values: Any = None
        self._asked = 0
        self.explanation, self.checks = ExplanationPanel(), ChecksPanel()
        self.overlay = HeatOverlay(page.panes.first)
        page.results.add_panel("explanation", self.tr("Explanation"), self.explanation)
        page.results.add_panel("checks", self.tr("Checks"), self.checks)
        page.panes.first.installEventFilter(self)
        self.explanation.map_wanted.connect(self._paint)
        self.explanation.opacity_changed.connect(self.overlay.set_opacity)
        prediction = session.prediction
        prediction.chosen.connect(self._chosen)
        prediction.abstained.connect(lambda _: self._abstained())
        prediction.predicted.connect(self._predicted)
        prediction.seen.connect(self._seen)
        prediction.explained.connect(self._explained)
        prediction.checked.connect(self._checked)
        prediction.not_followed.connect(self._failed)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Read the map where the user clicks; the click does what it always does."""
        if (
            isinstance(event, QMouseEvent)
            and event.type() == QEvent.Type.MouseButtonPress
            and event.button() == Qt.MouseButton.LeftButton
            and self.overlay.shown
        ):
            self._read(event.position().x(), event.position().y())
        return super().eventFilter(watched, event)

    def _read(self, x: float, y: float) -> None:
        view = self._page.panes.first
        row, column = (round(v) for v in view.transform.to_image(x, y))
        values = self._values
        if values is None or not 0 <= view.index < len(values):
            return
        rows, columns = values.shape[1:]
        inside = 0 <= row < rows and 0 <= column < columns
        value = float(values[view.index, row, column]) if inside else float("nan")
        self.explanation.show_cell(None if np.isnan(value) else value)

    def _chosen(self) -> None:
        self._place = None
        self.explanation.wait()
        self.checks.show_checks(())

    def _predicted(self, answer: Answer) -> None:
        self._place = None
        self.explanation.wait()
        self.checks.show_checks(answer.checks, self.tr("Comparing with the training patients …"))

    def _abstained(self) -> None:
        """Show the checks that made the input gate abstain, and nothing else."""
        found = self._session.prediction.abstention
        if found is not None and found.checks:
            self._chosen()
            self.checks.show_checks(found.checks)
            self._page.results.show_only("checks")

    def _seen(self, place: InputPlace) -> None:
        self._place = place
        self._paint(self.explanation.shown_map())

    def _explained(self, found: Explanation) -> None:
        self.explanation.show_explanation(found)

    def _checked(self, found: LateChecks) -> None:
        self.checks.show_late(found)

    def _failed(self, kind: str, sentence: str) -> None:
        if kind == FollowUp.EXPLANATION:
            self.explanation.wait(sentence)
        elif kind == FollowUp.CHECKS:
            self.checks.show_late_failed(sentence)

    def _paint(self, heat: HeatMap | None) -> None:
        self._asked += 1
        asked = self._asked
        self._values = None
        self.overlay.clear()
        self.explanation.bar.show_limits(None)
        if heat is None or self._place is None:
            return
        # an additive cell speaks for or against chemoradiotherapy; the layer map has one direction
        positive = 1 if heat.key == "additive" else heat.towards
        most = float(np.abs(heat.cells).max())

        def done(found: Any) -> None:
            if asked != self._asked or not most:
                return
            grid, self._values = found
            self.overlay.show_values(grid, self._values, most, positive=positive)
            low = -most if heat.key == "additive" else 0.0
            self.explanation.bar.show_limits((low, most), positive=positive)
            if not self.overlay.shown:
                self.explanation.show_elsewhere()

        self._session.run_in_background(heat_on_t2, heat, self._place, on_done=done)

"""Drawing an outline on the page: unlocks the tools, and hands over what was drawn."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from cxstage_core.imaging import Grid, Mask
from cxstage_gui.session.actions.prediction import PredictionOperations
from cxstage_gui.viewer.drawing import Drawing

SETTLE_MS = 300


class DrawingHere(QObject):
    """Hands the drawing over a moment after the last step, or at once by `hand_over`.

    Signals:
        changed: something was drawn, so that an answer before is not its answer.
    """

    changed = Signal()

    def __init__(self, drawing: Drawing, prediction: PredictionOperations, parent: QObject) -> None:
        super().__init__(parent)
        self._drawing = drawing
        self._prediction = prediction
        self.on = False
        self._grid: Grid | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SETTLE_MS)
        self._timer.timeout.connect(self._give)
        drawing.stepped.connect(self._stepped)

    def begin(self, grid: Grid) -> None:
        """Let the user draw on the shown series; what is on screen is changed in a copy."""
        self.on, self._grid = True, grid
        self._drawing.locked = False
        self._drawing.equipped.emit()
        self._give()

    def end(self) -> None:
        """Lock the outline on screen: it is not one drawn here."""
        self._timer.stop()
        self.on = False
        self._drawing.finish()
        self._drawing.locked = True
        if self._drawing.tool_spec.draws:
            self._drawing.choose("cursor")
        self._drawing.equipped.emit()

    def hand_over(self) -> None:
        """Hand over what was drawn last without waiting."""
        if self._timer.isActive():
            self._timer.stop()
            self._give()

    @property
    def mask(self) -> Mask | None:
        """A copy of what is drawn now, None for nothing."""
        if self._grid is None:
            return None
        labels = self._drawing.editor.labels(self._drawing.series)
        return Mask(labels.copy(), self._grid) if labels.any() else None

    def _stepped(self) -> None:
        if self.on:
            self._prediction.forget_answer()
            self.changed.emit()
            self._timer.start()

    def _give(self) -> None:
        if self.on:
            self._prediction.draw(self.mask)

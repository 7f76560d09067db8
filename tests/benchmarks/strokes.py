"""Tools that look at the image, event by event, painting included: `python -m tests.benchmarks.strokes`."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication

from cxstage_core.imaging import Grid, Volume
from cxstage_core.reading import MaskEditor
from cxstage_core.reading.tools.interpolation import interpolated
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView
from tests.benchmarks.canvas import BRUSH_PX, LAYERS, PANE, timed, volume

LEFT, PLAIN = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
EVENTS = 400


class Hand:
    """Sends mouse events to a pane and lets it paint."""

    def __init__(self, image: Volume) -> None:
        self.drawing = Drawing()
        self.view = SliceView("T2", self.drawing)
        self.view.resize(PANE, PANE)
        self.view.show()
        model = PaneModel(image)
        mask = self.drawing.open(MaskEditor(), "t2-axial", image.grid, image)
        overlay = DrawnLabels(mask.array)
        model.show_overlay(overlay, LAYERS[:2])
        self.view.show_model(model, ("P0001", "T2 axial"))
        self.model = model
        model.drawn = True
        self.drawing.painted.connect(lambda _series, index, box: self.view.labels_changed(index, box))
        self.drawing.previewed.connect(self._preview)
        self.rest()

    def _preview(self) -> None:
        self.model.show_preview(self.drawing.preview)
        self.view.update()

    def rest(self) -> None:
        """Let the smooth picture come."""
        QApplication.processEvents()
        time.sleep(0.3)
        QApplication.processEvents()

    def send(self, kind: QEvent.Type, at: QPointF, held: bool = True) -> None:
        """One event, and what must be painted after it."""
        buttons = LEFT if held else Qt.MouseButton.NoButton
        button = LEFT if kind != QEvent.Type.MouseMove else Qt.MouseButton.NoButton
        event = QMouseEvent(kind, at, self.view.mapToGlobal(at), button, buttons, PLAIN)
        QApplication.sendEvent(self.view, event)
        QApplication.processEvents()

    def close(self) -> None:
        """Take the pane off the screen."""
        self.view.close()


def winding(number: int) -> QPointF:
    """A way over the pane."""
    turn = number / 40
    return QPointF(450 + 250 * np.cos(turn) * np.sin(turn / 7), 450 + 250 * np.sin(turn))


def brush(image: Volume, solid: bool) -> list[float]:
    """A stroke of 40 px; with `solid` a ball through the slices."""
    hand = Hand(image)
    hand.drawing.choose("brush")
    hand.drawing.set_brush(BRUSH_PX * image.grid.spacing[1])
    hand.drawing.set_option("solid", solid)
    hand.send(QEvent.Type.MouseButtonPress, winding(0))
    found = timed(lambda n: hand.send(QEvent.Type.MouseMove, winding(n)), EVENTS)
    hand.send(QEvent.Type.MouseButtonRelease, winding(EVENTS), held=False)
    hand.close()
    return found


def live_wire(image: Volume) -> list[float]:
    """The line follows the mouse from an anchor."""
    hand = Hand(image)
    hand.drawing.choose("live wire")
    hand.send(QEvent.Type.MouseButtonPress, QPointF(350, 350))
    hand.send(QEvent.Type.MouseButtonRelease, QPointF(350, 350), held=False)
    found = timed(lambda n: hand.send(QEvent.Type.MouseMove, winding(n), held=False), EVENTS)
    hand.close()
    return found


def growing(image: Volume) -> list[float]:
    """A seed, and the preview of what grows from it."""
    hand = Hand(image)
    hand.drawing.choose("region growing")

    def seed(number: int) -> None:
        at = QPointF(430 + number % 20, 440 + number % 17)
        hand.send(QEvent.Type.MouseButtonPress, at)
        hand.send(QEvent.Type.MouseButtonRelease, at, held=False)
        if hand.drawing.preview is None:
            raise SystemExit("nothing grew")

    found = timed(seed, 60)
    hand.close()
    return found


def interpolation() -> list[float]:
    """Twenty slices between two outlines that lie apart."""
    inside = np.zeros((25, 512, 512), bool)
    rows, columns = np.mgrid[:512, :512]
    inside[2] = (rows - 200) ** 2 + (columns - 200) ** 2 < 60**2
    inside[23] = (rows - 300) ** 2 + (columns - 280) ** 2 < 90**2
    return timed(lambda _: interpolated(inside, (4.0, 0.5, 0.5)), 10)


def large() -> Volume:
    """1024 × 1024 pixels."""
    image = np.random.default_rng(2).normal(400, 60, (9, 1024, 1024)).clip(0).astype(np.uint16)
    return Volume(image, Grid.axial(image.shape, (4.0, 0.25, 0.25)))


def main() -> None:
    """Print the figures as one line of JSON."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QApplication([])
    image = volume()
    runs: dict[str, Callable[[], list[float]]] = {
        "brush_1024": lambda: brush(large(), solid=False),
        "solid_brush": lambda: brush(image, solid=True),
        "live_wire": lambda: live_wire(image),
        "growing": lambda: growing(image),
        "interpolation": interpolation,
    }
    figures = {}
    for name, run in runs.items():
        found = run()
        figures[f"{name}_p50_ms"] = round(float(np.percentile(found, 50)), 2)
        figures[f"{name}_p99_ms"] = round(float(np.percentile(found, 99)), 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

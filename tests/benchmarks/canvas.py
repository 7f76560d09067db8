"""Scrolling and brushing in a pane, painting included: `python -m tests.benchmarks.canvas`."""

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
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.layers import DrawnLabels, ManyMasks
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView

SIZE = (25, 512, 512)
PANE = 900
FRAMES, EVENTS = 500, 600
BRUSH_PX = 40
LAYERS = (Layer((230, 159, 0)), Layer((86, 180, 233)), Layer((0, 158, 115)))


def volume() -> Volume:
    """Soft noise with a bright middle, 16 bits."""
    draw = np.random.default_rng(1)
    rows, columns = np.mgrid[-1:1:512j, -1:1:512j]
    base = 800 * np.exp(-2 * (rows**2 + columns**2))
    planes = base + draw.normal(0, 40, SIZE)
    return Volume(planes.clip(0).astype(np.uint16), Grid.axial(SIZE, (4.0, 0.5, 0.5)))


def three_masks() -> list[np.ndarray]:
    """Three blobs that overlap, on every slice."""
    rows, columns = np.mgrid[0:512, 0:512]
    masks = []
    for shift in (-30, 0, 30):
        plane = (rows - 256) ** 2 + (columns - 256 - shift) ** 2 < 90**2
        masks.append(np.repeat(plane[None], SIZE[0], axis=0))
    return masks


def timed(act: Callable[[int], None], times: int) -> list[float]:
    """Milliseconds of each call, sorted; the first tenth warms up."""
    found = []
    for number in range(times + times // 10):
        began = time.perf_counter()
        act(number)
        found.append((time.perf_counter() - began) * 1000)
    return sorted(found[times // 10 :])


def scroll(view: SliceView) -> list[float]:
    """One frame per slice, up and down the study."""
    model = PaneModel(volume())
    model.show_overlay(ManyMasks(three_masks()), LAYERS)
    view.show_model(model, ("P0001", "T2 axial"))
    way = [*range(SIZE[0]), *range(SIZE[0] - 2, 0, -1)]

    def frame(number: int) -> None:
        view.show_slice(way[number % len(way)])
        view.repaint()

    return timed(frame, FRAMES)


def brush(view: SliceView, drawing: Drawing) -> list[float]:
    """A winding stroke; every event is handled and its dirty part painted before the next."""
    image = volume()
    model = PaneModel(image)
    mask = drawing.open(MaskEditor(), "t2-axial", image.grid)
    model.show_overlay(DrawnLabels(mask.array), LAYERS[:2])
    view.show_model(model, ("P0001", "T2 axial"))
    drawing.choose("brush")
    drawing.set_brush(BRUSH_PX * image.grid.spacing[1])
    drawing.painted.connect(lambda _series, index, box: view.labels_changed(index, box))
    QApplication.processEvents()
    time.sleep(0.3)
    QApplication.processEvents()

    def send(kind: QEvent.Type, number: int) -> None:
        turn = number / 40
        at = QPointF(450 + 250 * np.cos(turn) * np.sin(turn / 7), 450 + 250 * np.sin(turn))
        left = Qt.MouseButton.LeftButton
        keys = Qt.KeyboardModifier.NoModifier
        event = QMouseEvent(kind, at, view.mapToGlobal(at), left, left, keys)
        QApplication.sendEvent(view, event)
        QApplication.processEvents()  # paints the part that was marked as changed

    send(QEvent.Type.MouseButtonPress, 0)
    found = timed(lambda number: send(QEvent.Type.MouseMove, number), EVENTS)
    send(QEvent.Type.MouseButtonRelease, 0)
    return found


def main() -> None:
    """Print the figures as one line of JSON."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QApplication([])
    drawing = Drawing()
    view = SliceView("T2", drawing)
    view.resize(PANE, PANE)
    view.show()
    figures = {}
    for name, found in (("scroll", scroll(view)), ("brush", brush(view, drawing))):
        figures[f"{name}_p50_ms"] = round(float(np.percentile(found, 50)), 2)
        figures[f"{name}_p99_ms"] = round(float(np.percentile(found, 99)), 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

"""The picture on screen during a stroke."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid, Volume
from cxstage_core.reading import MaskEditor
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import REST_MS, SliceView

GRID = Grid.axial((4, 120, 100), (3.0, 0.7, 0.9))
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def view(qtbot: QtBot) -> Iterator[SliceView]:
    drawing = Drawing()
    shown = SliceView("T2", drawing)
    drawing.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(640, 600)
    pixels = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.uint16)
    mask = drawing.open(MaskEditor(), "t2-axial", GRID)
    layers = (Layer((230, 159, 0)), Layer((204, 121, 167)))
    shown.show_model(PaneModel(Volume(pixels, GRID), DrawnLabels(mask.array), layers), ("P0001", "T2"))
    drawing.painted.connect(lambda _, index, box: shown.labels_changed(index, box))
    drawing.choose("brush")
    shown.show()
    qtbot.waitExposed(shown)
    qtbot.wait(2 * REST_MS)
    yield shown


def on_screen(view: SliceView) -> np.ndarray:
    """The pixels of the pane as they were painted."""
    picture = view.screen().grabWindow(view.winId()).toImage()
    picture = picture.convertToFormat(QImage.Format.Format_RGB32)
    rows, columns = picture.height(), picture.width()
    return np.frombuffer(picture.constBits(), np.uint8).reshape(rows, columns, 4)[..., :3].astype(int)


def test_the_parts_painted_in_a_stroke_are_what_the_whole_would_be(view: SliceView) -> None:
    before = on_screen(view)
    QTest.mousePress(view, LEFT, pos=QPoint(200, 200))
    for step in range(40):
        QTest.mouseMove(view, QPoint(200 + 5 * step, round(200 + 60 * np.sin(step / 5))))
        QApplication.processEvents()
    QTest.mouseRelease(view, LEFT, pos=QPoint(395, 200))
    QApplication.processEvents()
    in_parts = on_screen(view)
    view.repaint()
    assert np.abs(in_parts - on_screen(view)).max() <= 3
    assert np.abs(in_parts - before).max() > 50


def test_the_pane_is_black_around_the_image(view: SliceView) -> None:
    assert view.drawing is not None
    view.drawing.choose("cursor")
    view.annotated = False
    view.zoom(0.3)
    view.repaint()
    shown = on_screen(view)
    assert not shown[:100].any() and not shown[-100:].any()
    assert not shown[:, :100].any() and not shown[:, -100:].any()
    assert shown[280:320, 300:340].any()

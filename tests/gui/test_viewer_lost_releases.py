"""A button that is let go where the window does not see it: over a dialog, on another desktop."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid, Volume
from cxstage_core.reading import MaskEditor
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView

GRID = Grid.axial((3, 80, 90), (3.0, 0.6, 0.5))
LEFT, MIDDLE = Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton


@pytest.fixture
def view(qtbot: QtBot) -> SliceView:
    drawing = Drawing()
    shown = SliceView("T2", drawing)
    drawing.setParent(shown)
    qtbot.addWidget(shown)
    shown.resize(500, 420)
    drawing.open(MaskEditor(), "t2-axial", GRID)
    pixels = np.random.default_rng(1).integers(0, 900, GRID.size).astype(np.uint16)
    shown.show_model(PaneModel(Volume(pixels, GRID)))
    shown.show()
    qtbot.waitExposed(shown)
    return shown


def move_with_nothing_held(view: SliceView, to: QPoint) -> None:
    """What the platform sends when the button went up elsewhere."""
    at, none = QPointF(to), Qt.MouseButton.NoButton
    keys = Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, at, view.mapToGlobal(at), none, none, keys)
    QApplication.sendEvent(view, event)


def test_the_brush_stops_and_the_stroke_is_kept(view: SliceView) -> None:
    drawing = view.drawing
    assert drawing is not None
    steps: list[int] = []
    drawing.stepped.connect(lambda: steps.append(1))
    drawing.choose("brush")
    QTest.mousePress(view, LEFT, pos=QPoint(200, 200))
    QTest.mouseMove(view, QPoint(230, 200))
    drawn = drawing.editor.labels("t2-axial").copy()
    move_with_nothing_held(view, QPoint(300, 300))
    move_with_nothing_held(view, QPoint(100, 100))
    assert np.array_equal(drawing.editor.labels("t2-axial"), drawn)
    assert drawn.any()
    assert steps == [1]
    QTest.mouseClick(view, LEFT, pos=QPoint(300, 300))
    assert steps == [1, 1]


def test_the_image_stops_following_the_mouse(view: SliceView) -> None:
    QTest.mousePress(view, MIDDLE, pos=QPoint(200, 200))
    QTest.mouseMove(view, QPoint(220, 210))
    panned = view.transform
    move_with_nothing_held(view, QPoint(300, 300))
    assert view.transform == panned

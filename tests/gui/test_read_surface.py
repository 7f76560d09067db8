"""The surface pane: with OpenGL it follows the strokes, without it the pane says so and all else works."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.surface import SurfaceSection
from tests.gui.reading_room import Reader

ON_SCREEN = """
import sys
import numpy as np
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxstage_core.imaging import Grid
from cxstage_core.reading.surface import surface_of
from cxstage_gui.viewer.surface_pane import SurfacePane

app = QApplication([])
grid = Grid.axial((20, 60, 60), (4.0, 1.0, 1.0))
place = np.moveaxis(np.indices(grid.size), 0, -1)
off = (place - (10, 30, 30)) * grid.spacing
wide = np.sum((off / (10, 12, 25)) ** 2, axis=-1) <= 1
pane = SurfacePane()
pane.resize(400, 400)
pane.show()
QTest.qWaitForWindowExposed(pane)
if "OpenGL" in pane.message:
    sys.exit(77)
assert pane.message != ""
pane.show_surfaces([(surface_of(wide, grid), (0.9, 0.6, 0.0, 1.0))], "")
assert pane.message == ""


def extent():
    image = pane.grab().toImage()
    orange = [
        (x, y)
        for x in range(0, 400, 4)
        for y in range(0, 400, 4)
        if (c := image.pixelColor(x, y)).red() > 60 and c.red() > 2 * c.blue() + 20
    ]
    xs, ys = zip(*orange)
    return max(xs) - min(xs), max(ys) - min(ys)


pane.face_front()
width, height = extent()
# From the front: 50 mm from right to left, 20 mm from below to above.
assert abs(width / height - 2.5) < 0.35, (width, height)
QTest.mousePress(pane, Qt.MouseButton.LeftButton, pos=QPoint(100, 200))
QTest.mouseMove(pane, QPoint(200, 200))
QTest.mouseMove(pane, QPoint(325, 200))
QTest.mouseRelease(pane, Qt.MouseButton.LeftButton, pos=QPoint(325, 200))
width, height = extent()
# A quarter turn: 24 mm from front to back.
assert abs(width / height - 1.2) < 0.25, (width, height)
pane.hide()
"""


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def test_the_pane_opens_follows_strokes_and_closes(reader: Reader) -> None:
    """Offscreen there is no OpenGL: the pane says so, and everything else goes on."""
    part = reader.page.parts["SurfaceSection"]
    assert isinstance(part, SurfaceSection)
    pane = part.pane
    reader.key(Qt.Key.Key_F3)
    assert pane.isVisible()
    pane.repaint()
    assert pane.message
    drawing = reader.page.drawing
    drawing.choose("brush")
    drawing.set_brush(12.0)
    reader.click(60, 60)
    reader.qtbot.waitUntil(lambda: len(pane.surfaces) == 1, timeout=30_000)
    drawing.label = Label.INFILTRATION
    reader.click(100, 100)
    reader.qtbot.waitUntil(lambda: len(pane.surfaces) == 2, timeout=30_000)
    model = reader.view.model
    assert model is not None
    surface, _ = pane.surfaces[1]
    centre = np.mean(surface.points, axis=0)
    spot = model.grid.index_to_world((reader.view.index, 100.0, 100.0))
    assert np.allclose(centre, spot, atol=max(model.grid.spacing) / 2 + 1)
    assert len({colour for _, colour in pane.surfaces}) == 2
    for _ in range(2):
        reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    reader.qtbot.waitUntil(lambda: not pane.surfaces, timeout=30_000)
    reader.key(Qt.Key.Key_F3)
    assert pane.isHidden()


def test_with_opengl_the_surface_has_its_shape_and_turns() -> None:
    if shutil.which("xvfb-run") is None:
        pytest.skip("needs xvfb-run")
    environment = {k: v for k, v in os.environ.items() if k != "QT_QPA_PLATFORM"}
    command = ["xvfb-run", "-a", "-s", "-screen 0 800x800x24", sys.executable, "-c", ON_SCREEN]
    done = subprocess.run(
        command, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    if done.returncode == 77:
        pytest.skip("this machine has no OpenGL at all")
    assert done.returncode == 0, done.stderr

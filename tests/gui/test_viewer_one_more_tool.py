"""A tool that only this test knows is found wherever the window and the manual list tools."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_core.reading import Delta, painted
from cxstage_core.text import text
from cxstage_gui.keys.sheet import ShortcutSheet
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.tool_options import ToolOptionsSection
from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools import (
    Button,
    Outcome,
    Pointer,
    RightButton,
    Surface,
    Tool,
    ToolSpec,
)
from cxstage_gui.viewer.models.tools.options import NumberOption, Option, SwitchOption
from cxstage_gui.viewer.models.tools.registry import TOOLS
from cxstage_gui.viewer.models.tools.shapes import Handle, Point, Shape
from tests.gui.reading_room import RIGHT, Reader

SIDE = NumberOption("side_px", text("Side"), 1.0, 40.0, 10.0, decimals=0, step=1.0)
HOLLOW = SwitchOption("hollow", text("Inside"), text("left out"))
KEY = "Ctrl+Alt+9"


class StampTool(Tool):
    """Draws a square where it is clicked."""

    name = "stamp"
    shape = "cross"
    options: ClassVar[tuple[Option, ...]] = (SIDE, HOLLOW)

    def __init__(self) -> None:
        self.side_px = SIDE.default
        self.hollow = False

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        inside = np.zeros(surface.shape, bool)
        row, column, half = round(at.row), round(at.column), round(self.side_px / 2)
        inside[row - half : row + half, column - half : column + half] = True
        if self.hollow:
            inside[row - half + 1 : row + half - 1, column - half + 1 : column + half - 1] = False
        label = surface.label if at.button == Button.LEFT else Label.BACKGROUND
        after = painted(surface.labels, inside, label, protect=surface.protect)
        delta = Delta.of_slice(at.index, surface.labels, after)
        return Outcome(delta, begins=True, ends=text("stamp"))

    def shapes(self, _index: int, at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        return () if at is None else (Handle(at, large=True),)

    def moving_shapes(self, _index: int, at: Point, _surface: Surface) -> tuple[Shape, ...]:
        return (Handle(at, large=True),)


STAMP = ToolSpec(
    StampTool,
    "diamond",
    text("Stamp"),
    text("Click to draw a square."),
    {Preset.ITK_SNAP: KEY, Preset.SLICER: KEY},
    right_button=RightButton.ERASE,
)


@pytest.fixture(autouse=True)
def _one_more_tool(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(TOOLS, STAMP.name, STAMP)


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def choose(reader: Reader) -> None:
    combination = QKeySequence(KEY)[0]
    QTest.keyClick(reader.view, combination.key(), combination.keyboardModifiers())


def plane(reader: Reader) -> np.ndarray:
    return reader.page.drawing.editor.labels(reader.page.context.case.first)[reader.view.index]


def test_the_strip_shows_it_with_icon_title_hint_and_key(reader: Reader) -> None:
    button = reader.page.strip.tools["stamp"]
    assert not button.icon().isNull()
    assert button.accessibleName() == "Stamp"
    shown = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
    for words in ("Stamp", shown, "Click to draw a square.", "The right button erases."):
        assert words in button.toolTip()
    reader.page.commands.preset = Preset.SLICER
    assert "right button" not in button.toolTip()  # there it zooms
    assert button.isEnabled()
    reader.page.drawing.locked = True
    reader.page.strip.refresh()
    assert not button.isEnabled()


@pytest.mark.parametrize("preset", list(Preset))
def test_it_draws_by_key_and_mouse_and_undo_names_its_step(reader: Reader, preset: Preset) -> None:
    reader.page.commands.preset = preset
    choose(reader)
    assert reader.page.strip.tools["stamp"].isChecked()
    reader.click(120, 130)
    assert np.count_nonzero(plane(reader) == Label.TUMOUR) == 100
    assert "stamp" in reader.page.strip.undo.toolTip()
    QTest.mouseClick(reader.view, RIGHT, Qt.KeyboardModifier.NoModifier, reader.at(120, 130))
    erased = 0 if preset == Preset.ITK_SNAP else 100  # in 3D Slicer the right button zooms
    assert np.count_nonzero(plane(reader)) == erased


def test_the_panel_offers_its_options(reader: Reader) -> None:
    part = reader.page.parts["ToolOptionsSection"]
    assert isinstance(part, ToolOptionsSection)
    reader.page.side.show_section("tool")
    choose(reader)
    assert part.title.text() == "Stamp"
    assert list(part.fields) == ["side_px", "hollow"]
    assert part.fields["side_px"].value() == 10
    part.fields["side_px"].setValue(20)
    part.fields["hollow"].click()
    reader.click(120, 130)
    assert np.count_nonzero(plane(reader)) == 20 * 20 - 18 * 18
    part.fields["side_px"].setValue(1000)
    assert reader.page.drawing.tool.side_px == 40


def test_its_shapes_are_painted_under_the_mouse(reader: Reader) -> None:
    choose(reader)
    at = reader.at(120, 130)
    QTest.mouseMove(reader.view, reader.at(40, 40))
    before = reader.view.grab().toImage().pixelColor(at)
    QTest.mouseMove(reader.view, at)
    assert reader.view.grab().toImage().pixelColor(at) != before


def test_the_sheet_of_keys_lists_it(reader: Reader) -> None:
    sheet = ShortcutSheet([reader.page.commands], parent=reader.page)
    sheet.search.setText("stamp")
    command = sheet.list.topLevelItem(0).child(0)
    shown = QKeySequence(KEY).toString(QKeySequence.SequenceFormat.NativeText)
    assert (command.text(0), command.text(1)) == ("Stamp", shown)
    sheet.close()


def test_the_manual_lists_it() -> None:
    source = Path(__file__).resolve().parents[2] / "packaging" / "tables.py"
    spec = importlib.util.spec_from_file_location("tables", source)
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    row = next(line for line in module.TABLES["tools"]().splitlines() if "Stamp" in line)
    assert all(words in row for words in (KEY, "Click to draw a square.", "Side, Inside", "erases"))

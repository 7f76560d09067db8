"""The stack as pictures with marks, and playing through it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Grid, Volume
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.slices import SlicesSection
from cxstage_gui.viewer.models.thumbnails import thumbnails
from cxstage_gui.viewer.models.window_level import WindowLevel
from tests.gui.reading_room import LEFT, PLAIN, Reader, wheel


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


@pytest.fixture
def part(reader: Reader) -> SlicesSection:
    part = reader.page.parts["SlicesSection"]
    assert isinstance(part, SlicesSection)
    reader.page.side.show_section("slices")
    model = reader.view.model
    assert model is not None
    count = model.grid.size[0]
    reader.qtbot.waitUntil(lambda: part.pictures.count() == count, timeout=20_000)
    return part


def playing(part: SlicesSection) -> bool:
    return part.cine.playing


def test_pictures_are_square_in_millimetres_and_show_the_right_slice() -> None:
    array = np.zeros((3, 40, 80), np.uint16)
    array[1, :20, :] = 1000
    made = thumbnails(
        Volume(array, Grid.axial(array.shape, (5.0, 2.0, 0.5))), WindowLevel.between(0, 1000), 80
    )
    assert made.shape == (3, 80, 40)
    assert made[1, :40].min() == 255 and made[1, 40:].max() == 0
    assert made[0].max() == made[2].max() == 0


def test_a_stroke_marks_its_slice_and_undo_takes_the_mark_away(
    reader: Reader, part: SlicesSection
) -> None:
    here = reader.view.index
    assert not any(part.pictures.marks(n) for n in range(part.pictures.count()))
    reader.page.drawing.choose("brush")
    reader.click(60, 60)
    assert len(part.pictures.marks(here)) == 1
    assert not part.pictures.marks(here + 1)
    reader.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert not part.pictures.marks(here)


def test_a_click_on_a_picture_goes_to_its_slice(reader: Reader, part: SlicesSection) -> None:
    item = part.pictures.item(2)
    part.pictures.scrollToItem(item)
    middle = part.pictures.visualItemRect(item).center()
    QTest.mouseClick(part.pictures.viewport(), LEFT, PLAIN, middle)
    assert reader.view.index == 2
    reader.view.step_slices(1)
    assert part.pictures.currentRow() == 3


def test_another_patient_has_other_pictures(reader: Reader, part: SlicesSection) -> None:
    before = part.pictures.item(5).icon().pixmap(64).toImage()
    reader.page.commands.run("next patient")
    reader.wait_for_case(reader.page.context.wanted)
    reader.qtbot.waitUntil(lambda: part.pictures.count() > 5, timeout=20_000)
    assert part.pictures.item(5).icon().pixmap(64).toImage() != before


def test_cine_plays_by_the_clock_and_its_own_key_stops_it(reader: Reader, part: SlicesSection) -> None:
    seen = [reader.view.index]
    reader.view.index_changed.connect(seen.append)
    part.fps.setValue(60)
    reader.key(Qt.Key.Key_K)
    assert playing(part)
    reader.qtbot.waitUntil(lambda: len(set(seen)) > 5, timeout=20_000)
    reader.key(Qt.Key.Key_K)
    assert not playing(part)
    assert part.pictures.currentRow() == reader.view.index
    assert reader.window.session.settings.text("read/fps") == "60"


@pytest.mark.parametrize("how", ["wheel", "click", "key", "button"])
def test_any_input_stops_it(reader: Reader, part: SlicesSection, how: str) -> None:
    QTest.mouseClick(part.play, LEFT)
    assert playing(part)
    if how == "wheel":
        wheel(reader.view, 1)
    elif how == "click":
        reader.click(50, 50)
    elif how == "key":
        reader.key(Qt.Key.Key_PageUp)
    else:
        QTest.mouseClick(part.play, LEFT)
    assert not playing(part)
    here = reader.view.index
    reader.qtbot.wait(250)
    assert reader.view.index == here

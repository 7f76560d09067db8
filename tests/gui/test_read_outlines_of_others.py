"""What others drew: unseen while the reading is blind, then listed, coloured and switched."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.outlines import OutlinesSection
from cxstage_gui.theme.palette import READER_B, REFERENCE
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.looks import SPARE, Look, Mode, colours_of, other_layers
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.overlay import Layer, codes_of_masks, colour_table, compose
from tests.gui.reading_room import Reader, wheel


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], ready_cohort: Path) -> Reader:
    return Reader(qtbot, opened, ready_cohort)


def part_of(reader: Reader) -> OutlinesSection:
    part = reader.page.parts["OutlinesSection"]
    assert isinstance(part, OutlinesSection)
    return part


def has(reader: Reader, colour: str) -> bool:
    """Whether a colour is in the picture of the pane to draw on."""
    return bool((reader.view.model.picture == np.uint32(0xFF000000 | int(colour[1:], 16))).any())


def test_others_are_seen_once_complete_and_go_when_it_is_reopened(reader: Reader) -> None:
    page, part = reader.page, part_of(reader)
    assert page.context.case is not None
    assert page.context.case.complete  # so this cohort is made
    reader.qtbot.waitUntil(lambda: {"B", ""} <= set(part.rows))
    assert has(reader, READER_B)
    assert has(reader, REFERENCE)
    assert part.blind.isHidden()

    reader.reopen()
    assert set(part.rows) == {Label.TUMOUR, Label.INFILTRATION}
    assert not has(reader, READER_B)
    assert not has(reader, REFERENCE)
    assert not part.blind.isHidden()
    reader.wait_until_saved()
    wheel(reader.view, 1)
    wheel(reader.view, -1)
    assert not has(reader, READER_B)

    reader.complete(4)
    reader.qtbot.waitUntil(lambda: "B" in part.rows)
    assert has(reader, READER_B)


def test_each_outline_is_switched_by_itself_and_all_by_a_key(reader: Reader) -> None:
    part = part_of(reader)
    reader.qtbot.waitUntil(lambda: {"B", ""} <= set(part.rows))
    row = part.rows["B"]
    row.shown.click()
    assert not has(reader, READER_B)
    assert has(reader, REFERENCE)
    row.shown.click()
    assert has(reader, READER_B)
    reader.key(Qt.Key.Key_W)
    assert not has(reader, READER_B)
    assert not has(reader, REFERENCE)
    reader.key(Qt.Key.Key_W)
    assert has(reader, READER_B)
    QTest.keyPress(reader.view, Qt.Key.Key_V)
    assert not has(reader, READER_B)
    QTest.keyRelease(reader.view, Qt.Key.Key_V)
    assert has(reader, READER_B)


def test_own_labels_have_looks_that_outlast_a_stroke(reader: Reader) -> None:
    part, page = part_of(reader), reader.page
    reader.reopen()
    row = part.rows[Label.TUMOUR]
    row.mode.setCurrentIndex(row.mode.findData(Mode.OUTLINE))
    row.mode.activated.emit(row.mode.currentIndex())
    reader.key(Qt.Key.Key_4)
    reader.stroke([(40.0, 40.0), (40.0, 60.0)])
    for view in page.panes.views:
        layer = view.model._layers[0]
        assert (layer.fill, layer.outline) == (False, True)
    page.strip.opacity.setValue(55)
    assert page.panes.link.layers[0].opacity == pytest.approx(0.55)
    assert row.opacity.value() == 55


@given(st.integers(0, 10**6))
def test_a_painted_outline_looks_like_a_layer(seed: int) -> None:
    """One outline above the picture gives the same pixels as a layer of the colour table."""
    draw = np.random.default_rng(seed)
    labels = draw.integers(0, 3, (2, 9, 11)).astype(np.uint8)
    mode = list(Mode)[seed % 3]
    layers = other_layers(Look(mode=mode, opacity=0.4), REFERENCE)
    greys = draw.integers(0, 255, (9, 11)).astype(np.uint8)
    table = colour_table((Layer((0, 0, 0)),))
    picture, wanted = np.zeros((9, 11), np.uint32), np.zeros((9, 11), np.uint32)
    compose(table, np.zeros((9, 11), np.uint16), greys, picture)
    other = Tinted(DrawnLabels(labels), layers)
    other.go_to(1)
    whole = picture.copy()
    other.paint(whole)
    masks = [labels[1] == 1, labels[1] == 2]
    compose(colour_table(layers), codes_of_masks(masks, (9, 11)), greys, wanted)
    channels = [(one[..., None] >> np.array([16, 8, 0])) & 0xFF for one in (whole, wanted)]
    assert np.abs(channels[0].astype(int) - channels[1].astype(int)).max() <= 1
    box = (2, 3, 7, 8)
    part = picture.copy()
    other.paint(part, box)
    inside = slice(box[0], box[2]), slice(box[1], box[3])
    assert np.array_equal(part[inside], whole[inside])
    outside = np.ones((9, 11), bool)
    outside[inside] = False
    assert np.array_equal(part[outside], picture[outside])


def test_nobody_has_the_colour_of_who_sits_here() -> None:
    found = colours_of(["B", "Li", "Müller", "A", ""], READER_B)
    assert READER_B not in found.values()
    assert found["B"] == SPARE[0]
    assert found[""] == REFERENCE
    assert len(set(found.values())) == 5

"""Grey values: fields, histogram, presets, regions, and the window that each series keeps."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.case.window_memory import KEY, WindowMemory
from cxstage_gui.pages.read.sections.window import WindowSection
from cxstage_gui.settings import Settings
from cxstage_gui.viewer.models.window_level import WindowLevel
from cxstage_gui.viewer.models.window_rules import rules_for, tissue, window_by
from tests.gui.reading_room import LEFT, Reader, drag

CTRL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def section(reader: Reader) -> WindowSection:
    part = reader.page.parts["WindowSection"]
    assert isinstance(part, WindowSection)
    reader.page.side.show_section("window")
    return part


def shown(reader: Reader) -> WindowLevel:
    model = reader.view.model
    assert model is not None
    return model.window


@pytest.mark.parametrize("sequence", ["T2", "T1", "T1 C", "DWI", "ADC", "PD"])
def test_every_sequence_has_presets_that_follow_the_image_not_its_scale(sequence: str) -> None:
    array = np.random.default_rng(3).gamma(2.0, 100.0, (4, 60, 60)).astype(np.float32)
    rules = rules_for(sequence)
    assert len({rule.id for rule in rules}) == len(rules) >= 3
    for rule in rules:
        one, tenfold = window_by(rule, tissue(array)), window_by(rule, tissue(array * 10))
        assert 0 < one.low < one.high
        assert tenfold.low == pytest.approx(10 * one.low, rel=1e-3)
        assert tenfold.high == pytest.approx(10 * one.high, rel=1e-3)


def test_a_preset_of_the_section_shows_its_percentiles_of_the_tissue(reader: Reader) -> None:
    part = section(reader)
    model = reader.view.model
    assert model is not None
    body = tissue(model.volume.array)
    QTest.mouseClick(part.panel.presets[1], LEFT)
    rule = rules_for("T2")[1]
    found = shown(reader)
    assert found.low == pytest.approx(np.percentile(body, rule.low))
    assert found.high == pytest.approx(np.percentile(body, rule.high))


def test_typed_ends_and_dragged_ends_are_the_window(reader: Reader) -> None:
    part = section(reader)
    reader.qtbot.waitUntil(part.panel.isEnabled)
    panel = part.panel
    for field, value in ((panel.low, "50"), (panel.high, "400")):
        field.setFocus()
        field.selectAll()
        QTest.keyClicks(field, value)
        QTest.keyClick(field, Qt.Key.Key_Return)
    assert (shown(reader).low, shown(reader).high) == pytest.approx((50, 400), abs=1)
    histogram = panel.histogram
    reader.qtbot.waitUntil(lambda: panel.high.value() == pytest.approx(400, abs=1))
    before = shown(reader)
    start = QPoint(round(histogram.x_of(before.high)), 40)
    drag(histogram, [start, start - QPoint(15, 0), start - QPoint(30, 0)])
    after = shown(reader)
    assert after.low == pytest.approx(before.low)
    assert after.high < before.high - 1
    assert histogram.x_of(after.high) == pytest.approx(start.x() - 30, abs=1)


def test_a_dragged_rectangle_becomes_the_window_once(reader: Reader) -> None:
    QTest.keyClick(reader.view, Qt.Key.Key_J, CTRL | ALT)
    model = reader.view.model
    assert model is not None
    rows, columns = model.shape
    top, left = rows // 3, columns // 3
    reader.stroke([(top, left), (top + 10, left + 12), (top + 20, left + 25)])
    region = model.volume.array[model.index, top : top + 21, left : left + 26]
    low, high = np.percentile(region, (1, 99))
    assert (shown(reader).low, shown(reader).high) == pytest.approx((low, high), rel=0.15)
    kept = shown(reader)
    reader.stroke([(top, left), (top + 40, left + 40)])
    assert shown(reader) == kept


def test_the_tumours_neighbourhood_becomes_the_window(reader: Reader) -> None:
    part = section(reader)
    QTest.mouseClick(part.panel.tumour, LEFT)
    assert "No tumour" in reader.page.notice.text
    model = reader.view.model
    assert model is not None
    rows, columns = model.shape
    reader.page.drawing.choose("brush")
    reader.click(rows / 2, columns / 2)
    assert np.any(reader.page.drawing.editor.labels(reader.page.drawing.series) == Label.TUMOUR)
    before = shown(reader)
    QTest.mouseClick(part.panel.tumour, LEFT)
    assert shown(reader) != before
    assert shown(reader).width < WindowLevel.full(model.volume.array).width


def test_a_series_is_seen_again_as_it_was_left_and_reset_forgets_it(reader: Reader) -> None:
    part = section(reader)
    model = reader.view.model
    assert model is not None
    chosen = WindowLevel.between(33.0, 333.0)
    reader.view.set_window(chosen)
    first = reader.page.context.wanted
    reader.page.commands.run("next patient")
    reader.wait_for_case(reader.page.context.wanted)
    assert shown(reader) != chosen
    reader.page.context.open(first)
    reader.wait_for_case(first)
    reader.qtbot.waitUntil(lambda: shown(reader) == chosen)
    settings = reader.window.session.settings
    reader.qtbot.waitUntil(lambda: settings.text(KEY) != "")
    assert first not in settings.text(KEY)
    assert WindowMemory(settings).window(*part._names(reader.view)) == chosen
    QTest.keyClick(reader.view, Qt.Key.Key_J, CTRL)
    now = reader.view.model
    assert now is not None and now.window == now.auto_window
    assert WindowMemory(settings).window("nobody") is None


@pytest.mark.parametrize("text", ["[]", "{", '{"a": [1]}', '{"a": [1, null]}', '{"a": [1, NaN]}'])
def test_a_damaged_memory_counts_as_none(tmp_path: Path, text: str) -> None:
    settings = Settings(tmp_path)
    settings.keep(KEY, text)
    memory = WindowMemory(settings)
    memory.keep(WindowLevel.between(1.0, 2.0), "a", "b")
    memory.save()
    assert WindowMemory(settings).window("a", "b") == WindowLevel.between(1.0, 2.0)


def test_panes_of_one_series_share_their_window(reader: Reader) -> None:
    QTest.keyClick(reader.view, Qt.Key.Key_4, ALT)
    case = reader.page.context.case
    assert case is not None
    same = [
        view
        for view, content in zip(reader.page.panes.all[1:], case.contents, strict=True)
        if content.series == case.first and view.model is not None
    ]
    assert same
    drag(reader.view, [QPoint(200, 200), QPoint(240, 180)], LEFT, CTRL)
    assert all(view.model is not None and view.model.window == shown(reader) for view in same)

"""Operations on whole outlines by keys and buttons: each is one step, previews are accepted or dropped."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.imaging import Label
from cxstage_core.reading import Delta, painted
from cxstage_core.reading.history import step_names as steps
from cxstage_core.reading.tools.operations import Scope
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.sections.operations_panel import OperationsSection
from cxstage_gui.viewer.models.keymaps import Preset
from cxstage_gui.viewer.models.tools import BrushTool
from tests.gui.reading_room import LEFT, Reader


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def part(reader: Reader) -> OperationsSection:
    found = reader.page.parts["OperationsSection"]
    assert isinstance(found, OperationsSection)
    return found


def labels(reader: Reader) -> np.ndarray:
    return reader.page.drawing.editor.labels(reader.page.context.case.first)


def draw(
    reader: Reader, *slices: int, radius: float = 20.0, hole: float = 0.0, label=Label.TUMOUR
) -> None:
    """Draw discs as a tool would."""
    before = labels(reader)
    rows, columns = np.ogrid[: before.shape[1], : before.shape[2]]
    away = np.hypot(rows - 120, columns - 128)
    where = np.zeros(before.shape, bool)
    where[list(slices)] = (away < radius) & (away >= hole)
    after = painted(before, where, label)
    assert reader.page.drawing.apply(BrushTool.step, Delta.of_volume(before, after))


def press(reader: Reader, command: str) -> None:
    """Press the command's first key."""
    combination = QKeySequence(reader.page.commands.keys(command)[0])[0]
    QTest.keyClick(reader.view, combination.key(), combination.keyboardModifiers())


def idle(reader: Reader) -> None:
    reader.qtbot.waitUntil(lambda: not part(reader).operations._busy, timeout=30_000)


@pytest.mark.parametrize("preset", list(Preset))
def test_filling_holes_is_one_step_that_can_be_undone(reader: Reader, preset: Preset) -> None:
    reader.page.commands.preset = preset
    draw(reader, 8, 9, hole=8.0)
    before = labels(reader).copy()
    press(reader, "fill holes")
    idle(reader)
    assert labels(reader)[8, 120, 128] == labels(reader)[9, 120, 128] == Label.TUMOUR
    press(reader, "undo")
    assert np.array_equal(labels(reader), before)
    press(reader, "redo")
    assert labels(reader)[8, 120, 128] == Label.TUMOUR


def test_only_this_slice_when_this_slice_is_chosen(reader: Reader) -> None:
    draw(reader, 8, 9, hole=8.0)
    reader.view.show_slice(9)
    part(reader).scopes[Scope.SLICE].click()
    press(reader, "fill holes")
    idle(reader)
    assert not labels(reader)[8, 120, 128]
    assert labels(reader)[9, 120, 128]


@pytest.mark.parametrize(("command", "larger"), [("grow", True), ("shrink", False)])
def test_growing_and_shrinking_by_a_millimetre(reader: Reader, command: str, larger: bool) -> None:
    draw(reader, 8)
    before = np.count_nonzero(labels(reader))
    press(reader, command)
    idle(reader)
    assert (np.count_nonzero(labels(reader)) > before) == larger
    assert np.count_nonzero(labels(reader)) != before


def test_smoothing_and_the_largest_part(reader: Reader) -> None:
    draw(reader, 8)
    reader.page.drawing.apply(
        BrushTool.step,
        Delta.of_volume(
            labels(reader), painted(labels(reader), _spot(labels(reader).shape), Label.TUMOUR)
        ),
    )
    press(reader, "largest component")
    idle(reader)
    assert not labels(reader)[8, 30, 30]
    press(reader, "smooth mask")
    idle(reader)
    names = [step.name for step in (reader.page.drawing.editor.history.next_undo,)]
    assert names in ([steps.SMOOTHED], [steps.LARGEST])


def _spot(shape: tuple[int, ...]) -> np.ndarray:
    spot = np.zeros(shape, bool)
    spot[8, 28:33, 28:33] = True
    return spot


def test_a_slice_is_copied_from_its_neighbour(reader: Reader) -> None:
    draw(reader, 8)
    reader.view.show_slice(9)
    press(reader, "copy from previous slice")
    assert np.array_equal(labels(reader)[9], labels(reader)[8])
    reader.view.show_slice(12)
    press(reader, "copy from next slice")
    assert "nothing of this label" in reader.page.notice.text


def test_interpolation_is_shown_first_and_then_accepted(reader: Reader) -> None:
    draw(reader, 5)
    draw(reader, 9, radius=30.0)
    press(reader, "interpolate")
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    assert not labels(reader)[6:9].any()
    reader.view.show_slice(7)
    codes = reader.view.model._overlay.codes(7)
    assert codes[120, 128]
    reader.key(Qt.Key.Key_Escape)
    assert reader.page.drawing.preview is None
    assert not labels(reader)[6:9].any()
    press(reader, "interpolate")
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    reader.key(Qt.Key.Key_Return)
    assert all(labels(reader)[k].any() for k in (6, 7, 8))
    sizes = [np.count_nonzero(labels(reader)[k]) for k in range(5, 10)]
    assert sizes == sorted(sizes)
    assert reader.page.drawing.editor.history.next_undo.name == steps.INTERPOLATED


def test_the_slider_previews_and_accepting_replaces(reader: Reader) -> None:
    draw(reader, 8)
    before = np.count_nonzero(labels(reader))
    panel = part(reader)
    reader.page.side.show_section("operations")
    panel.resizing.setValue(-12)
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    assert np.count_nonzero(labels(reader)) == before
    QTest.mouseClick(panel.buttons["accept preview"], LEFT)
    assert np.count_nonzero(labels(reader)) < before
    assert panel.resizing.value() == 0


def test_the_level_set_is_started_stepped_and_accepted(reader: Reader) -> None:
    draw(reader, 9, radius=10.0)
    reader.view.show_slice(9)
    before = labels(reader).copy()
    panel = part(reader)
    press(reader, "tool snake")
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    first = reader.page.drawing.preview.copy()
    QTest.mouseClick(panel.buttons["level set step"], LEFT)
    reader.qtbot.waitUntil(
        lambda: not np.array_equal(reader.page.drawing.preview, first), timeout=30_000
    )
    QTest.mouseClick(panel.buttons["level set run"], LEFT)
    reader.qtbot.waitUntil(lambda: panel.operations._level_set.count >= 30, timeout=30_000)
    QTest.mouseClick(panel.buttons["level set run"], LEFT)
    idle(reader)
    assert np.array_equal(labels(reader), before)
    shown = reader.page.drawing.preview.copy()
    reader.key(Qt.Key.Key_Return)
    assert np.array_equal(labels(reader) == Label.TUMOUR, shown)
    assert not panel.operations.level_set_begun


def test_an_outline_is_transferred_through_the_world(reader: Reader) -> None:
    draw(reader, 7, 8, 9)
    reader.choose_series("t1-axial")
    reader.qtbot.waitUntil(lambda: reader.page.drawing.series == "t1-axial")
    panel = part(reader)
    reader.page.side.show_section("operations")
    assert panel.transfer_from.currentData() == "t2-axial"
    QTest.mouseClick(panel.buttons["transfer"], LEFT)
    reader.qtbot.waitUntil(lambda: reader.page.drawing.preview is not None, timeout=30_000)
    reader.key(Qt.Key.Key_Return)
    editor, study = reader.page.drawing.editor, reader.page.context.case.study
    sizes = {
        name: np.count_nonzero(editor.labels(name)) * study.volumes[name].grid.voxel_mm3
        for name in ("t1-axial", "t2-axial")
    }
    assert sizes["t1-axial"] == pytest.approx(sizes["t2-axial"], rel=0.1)


def test_the_other_label_is_protected_and_a_complete_reading_is_refused(reader: Reader) -> None:
    draw(reader, 8, label=Label.INFILTRATION, radius=10.0)
    reader.page.drawing.protect = True
    draw(reader, 8, radius=20.0, hole=10.0)
    press(reader, "fill holes")
    idle(reader)
    assert labels(reader)[8, 120, 128] == Label.INFILTRATION
    reader.page.context.complete()
    before = labels(reader).copy()
    press(reader, "grow")
    idle(reader)
    assert np.array_equal(labels(reader), before)
    assert "complete" in reader.page.notice.text


def test_the_longest_diameter_has_its_line_and_its_length_in_space(reader: Reader) -> None:
    draw(reader, 7, 8, 9, radius=14.0)
    reader.view.show_slice(8)
    spacing = reader.page.context.case.study.volumes["t2-axial"].grid.spacing
    found = reader.page.context.measures.line(8)
    assert found.mm == pytest.approx(2 * 14 * spacing[1], abs=2 * spacing[1])
    status_bar = reader.page.status_bar
    reader.qtbot.waitUntil(lambda: bool(status_bar.space.text()), timeout=30_000)
    in_space = reader.page.context.measures.in_space_mm
    assert in_space == pytest.approx(np.hypot(found.mm, 2 * spacing[0]), rel=0.05)
    assert f"{in_space:.1f} mm" in status_bar.space.text()
    reader.view.repaint()
    with_line = reader.view.grab().toImage()
    reader.page.strip.masks.setChecked(False)
    reader.view.repaint()
    assert reader.view.grab().toImage() != with_line


def test_a_diameter_near_a_figo_limit_has_its_badge(reader: Reader) -> None:
    spacing = reader.page.context.case.study.volumes["t2-axial"].grid.spacing
    draw(reader, 8, radius=20.0 / spacing[1])
    reader.qtbot.waitUntil(lambda: bool(reader.page.status_bar.space.text()), timeout=30_000)
    assert "40 mm" in reader.page.status_bar.near.text()


def test_the_volume_follows_the_hand(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    before = reader.page.status_bar.volume.text()
    QTest.mousePress(reader.view, LEFT, Qt.KeyboardModifier.NoModifier, reader.at(120, 120))
    QTest.mouseMove(reader.view, reader.at(120, 140))
    reader.qtbot.waitUntil(lambda: reader.page.status_bar.volume.text() != before)
    assert reader.page.drawing.busy
    QTest.mouseRelease(reader.view, LEFT, Qt.KeyboardModifier.NoModifier, reader.at(120, 140))

"""A reader draws, takes back, goes to another patient, and finds everything again."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, ReadingState
from cxstage_core.imaging import Label
from cxstage_core.reading import polygon_mask
from cxstage_gui.main_window import MainWindow
from tests.gui.reading_room import LEFT, RIGHT, Reader, drag, wheel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def labels(reader: Reader) -> np.ndarray:
    """What is drawn on screen."""
    assert reader.page.context.case is not None
    return reader.page.context.case.editor.labels(reader.page.context.case.first)


def stored(reader: Reader, patient: str, name: str = "A") -> np.ndarray:
    """What lies on disk."""
    assert reader.window.session.path is not None
    reading = Cohort.open(reader.window.session.path).readings.get(patient, name)
    assert reading is not None
    return reading.masks["t2-axial"].array


def test_a_polygon_by_clicks_is_what_lies_on_disk(reader: Reader) -> None:
    reader.key(Qt.Key.Key_3)
    corners = [(100.0, 100.0), (100.0, 160.0), (150.0, 130.0)]
    for corner in corners:
        reader.click(*corner)
    draft = reader.page.drawing.tools["polygon"].draft(reader.view.index).corners
    assert np.allclose(draft, corners, atol=1.0)
    reader.key(Qt.Key.Key_Return)
    assert not labels(reader).any()
    reader.key(Qt.Key.Key_Return)
    wanted = polygon_mask(draft, labels(reader).shape[1:])
    assert np.array_equal(labels(reader)[reader.view.index] == Label.TUMOUR, wanted)
    reader.wait_until_saved()
    assert np.array_equal(stored(reader, "P0001"), labels(reader))


def test_brush_eraser_undo_and_redo(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    painted = labels(reader).copy()
    assert painted.any()
    reader.stroke(WAY, RIGHT)
    assert not labels(reader).any()
    assert reader.page.strip.undo.accessibleName() == "Undo eraser stroke"
    reader.key(Qt.Key.Key_Z, CTRL)
    assert np.array_equal(labels(reader), painted)
    wheel(reader.view, 3)
    reader.page.strip.undo.click()
    assert not labels(reader).any()
    reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert np.array_equal(labels(reader), painted)
    assert reader.page.strip.redo.accessibleName() == "Redo eraser stroke"
    reader.wait_until_saved()
    assert np.array_equal(stored(reader, "P0001"), painted)


def test_switching_patients_keeps_strokes_and_undo(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    mine = labels(reader).copy()
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    assert not labels(reader).any()
    reader.key(Qt.Key.Key_N, SHIFT)
    reader.wait_for_case("P0001")
    assert np.array_equal(labels(reader), mine)
    reader.key(Qt.Key.Key_Z, CTRL)
    assert not labels(reader).any()


def test_a_polygon_not_accepted_yet_waits_for_its_patient_and_series(
    reader: Reader, qtbot: QtBot
) -> None:
    reader.key(Qt.Key.Key_3)
    for corner in WAY:
        reader.click(*corner)
    drawing, index = reader.page.drawing, reader.view.index
    corners = list(drawing.tools["polygon"].draft(index).corners)
    assert len(corners) == len(WAY)
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    assert not drawing.tools["polygon"].drafts
    reader.key(Qt.Key.Key_N, SHIFT)
    reader.wait_for_case("P0001")
    assert drawing.tools["polygon"].draft(index).corners == corners
    reader.choose_series("t1-axial")
    qtbot.waitUntil(lambda: drawing.series == "t1-axial")
    assert not drawing.tools["polygon"].drafts
    reader.choose_series("t2-axial")
    qtbot.waitUntil(lambda: drawing.series == "t2-axial")
    assert drawing.tools["polygon"].draft(index).corners == corners
    reader.key(Qt.Key.Key_Return, CTRL)
    assert labels(reader)[index].any()


def test_a_stroke_under_way_is_kept_when_the_patient_changes(reader: Reader, qtbot: QtBot) -> None:
    from PySide6.QtTest import QTest

    reader.key(Qt.Key.Key_4)
    QTest.mousePress(reader.view, LEFT, pos=reader.at(*WAY[0]))
    QTest.mouseMove(reader.view, reader.at(*WAY[1]))
    drawn = labels(reader).copy()
    assert drawn.any()
    reader.page.context.open("P0002")
    reader.wait_for_case("P0002")
    reader.wait_until_saved()
    assert np.array_equal(stored(reader, "P0001"), drawn)


def test_closing_the_window_writes_the_last_stroke(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    for row in range(90, 150, 10):
        reader.stroke([(row, 100), (row, 150)])
    drawn = labels(reader).copy()
    reader.window.close()
    assert np.array_equal(stored(reader, "P0001"), drawn)


def test_closing_the_window_within_a_stroke_keeps_it(reader: Reader) -> None:
    from PySide6.QtTest import QTest

    reader.key(Qt.Key.Key_4)
    QTest.mousePress(reader.view, LEFT, pos=reader.at(*WAY[0]))
    QTest.mouseMove(reader.view, reader.at(*WAY[1]))
    drawn = labels(reader).copy()
    reader.window.close()
    assert np.array_equal(stored(reader, "P0001"), drawn)


def test_an_unaccepted_polygon_waits_for_its_patient(reader: Reader) -> None:
    reader.key(Qt.Key.Key_3)
    for corner in ((100, 100), (100, 160), (150, 130)):
        reader.click(*corner)
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    assert not reader.page.drawing.tools["polygon"].drafts
    reader.key(Qt.Key.Key_N, SHIFT)
    reader.wait_for_case("P0001")
    reader.key(Qt.Key.Key_Return, CTRL)
    assert labels(reader).any()


def test_a_complete_reading_is_locked_until_it_is_reopened(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    drawn = labels(reader).copy()
    reader.complete(4)
    reader.wait_until_saved()
    path = reader.window.session.path
    assert path is not None
    reading = Cohort.open(path).readings.get("P0001", "A")
    assert reading is not None
    assert reading.state == ReadingState.COMPLETE
    reader.key(Qt.Key.Key_4)
    reader.stroke([(90, 90), (100, 100)])
    reader.key(Qt.Key.Key_Z, CTRL)
    assert np.array_equal(labels(reader), drawn)
    assert "complete" in reader.page.notice.text
    reader.reopen()
    reader.key(Qt.Key.Key_4)
    reader.stroke([(90, 90), (100, 100)])
    assert not np.array_equal(labels(reader), drawn)


def test_an_unaccepted_polygon_is_not_forgotten_at_completion(reader: Reader) -> None:
    reader.key(Qt.Key.Key_3)
    for corner in ((100, 100), (100, 160), (150, 130)):
        reader.click(*corner)
    reader.key(Qt.Key.Key_F8)
    assert reader.page.context.case is not None
    assert not reader.page.context.case.complete
    assert "Polygon" in reader.page.notice.text


def test_the_saved_indicator_names_time_and_version(reader: Reader, qtbot: QtBot) -> None:
    assert reader.page.status_bar.saved.text() == "Nothing drawn yet"
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.wait_until_saved()
    qtbot.waitUntil(lambda: reader.page.status_bar.saved.text().endswith("· v1"))
    assert reader.page.status_bar.saved.text().startswith("Saved ")


def test_readers_see_only_their_own_outlines(reader: Reader, qtbot: QtBot) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    drawn = labels(reader).copy()
    field = reader.page.work_list.reader
    field.setText("B")
    field.editingFinished.emit()
    reader.wait_for_case()
    qtbot.waitUntil(
        lambda: reader.page.context.case is not None and reader.page.context.case.reader == "B"
    )
    assert not labels(reader).any()
    marks = {reader.page.work_list.model.state(row) for row in reader.window.session.patients}
    assert marks == {None}
    reader.stroke([(60, 60), (70, 80)])
    reader.wait_until_saved()
    assert np.array_equal(stored(reader, "P0001", "A"), drawn)
    assert not np.array_equal(stored(reader, "P0001", "B"), drawn)


def test_window_level_wheel_and_zoom_by_mouse(reader: Reader) -> None:
    view, model = reader.view, reader.view.model
    assert model is not None
    before = model.window
    middle = view.rect().center()
    drag(view, [middle, middle + QPoint(60, 0)], LEFT, CTRL)
    assert model.window.width > before.width
    assert model.window.level == before.level
    reader.key(Qt.Key.Key_J, CTRL)
    assert model.window == before
    index = view.index
    wheel(view, 1)
    assert view.index == index + 1
    wheel(view, -1, SHIFT)
    assert view.index == max(0, index + 1 - 5)
    reader.key(Qt.Key.Key_PageUp)
    assert view.index == max(0, index - 4) + 1
    scale = view.transform.scale
    drag(view, [middle, middle + QPoint(0, 100)], RIGHT)
    assert view.transform.scale == pytest.approx(2 * scale)
    assert reader.page.panes.second.transform.scale == pytest.approx(2 * scale)
    reader.key(Qt.Key.Key_F, CTRL)
    assert view.transform.scale == pytest.approx(scale)


def test_the_pane_beside_shows_the_same_place_and_the_outline(reader: Reader) -> None:
    page = reader.page
    first, second = page.panes.first.model, page.panes.second.model
    assert first is not None and second is not None
    reader.key(Qt.Key.Key_1)
    for index in range(first.grid.size[0]):
        page.panes.first.show_slice(index)
        reader.click(120, 140)
        here, there = page.panes.first.cursor_at, page.panes.second.cursor_at
        assert here is not None and there is not None
        apart = first.grid.index_to_world(here) - second.grid.index_to_world(there)
        normal = np.array(second.grid.normal)
        assert np.linalg.norm(apart - normal * (apart @ normal)) < 1e-6
        nearest = second.grid.world_to_index(first.grid.index_to_world(here))[0]
        if 0 <= nearest <= second.grid.size[0] - 1:
            assert abs(second.index - nearest) <= 0.5
    before = second.picture.copy()
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    middle = second.grid.size[0] // 2
    page.panes.second.show_slice(middle)
    reader.stroke(WAY)
    assert not np.array_equal(second.picture, before)


def test_brush_size_by_keys_wheel_and_field(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    size = reader.page.drawing.brush.size_mm
    reader.key(Qt.Key.Key_Plus)
    assert reader.page.drawing.brush.size_mm > size
    wheel(reader.view, -1, SHIFT)
    assert reader.page.drawing.brush.size_mm == pytest.approx(size, abs=0.1)
    reader.page.strip.brush.setValue(12.5)
    assert reader.page.drawing.brush.size_mm == 12.5


def test_volume_and_diameter_follow_the_drawing(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.page.strip.brush.setValue(20)
    reader.click(140, 140)
    measures = reader.page.context.measures
    model = reader.view.model
    assert measures is not None and model is not None
    pixels = np.count_nonzero(labels(reader))
    assert measures.tumour_cm3 == pytest.approx(pixels * model.grid.voxel_mm3 / 1000)
    assert measures.longest[0] == pytest.approx(20, abs=1.5)
    assert f"{measures.tumour_cm3:.2f} cm³" in reader.page.status_bar.volume.text()
    assert reader.page.status_bar.near.text()


def test_every_part_has_a_name_and_can_be_hit(reader: Reader) -> None:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit

    for kind in (QAbstractButton, QComboBox, QLineEdit):
        for part in reader.page.findChildren(kind):
            if part.isVisible() and not part.objectName().startswith("qt_"):
                assert part.height() >= 28, part
                assert part.accessibleName() or getattr(part, "text", str)(), part


def test_the_image_has_most_of_the_page(reader: Reader, qtbot: QtBot) -> None:
    reader.window.resize(1366, 768)
    qtbot.wait(50)
    area = sum(view.width() * view.height() for view in reader.page.panes.views)
    assert area >= 0.7 * reader.page.width() * reader.page.height()


def test_an_empty_cohort_says_what_to_do_next(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    window.session.create_cohort(tmp_path / "Empty.cxcohort")
    qtbot.waitUntil(lambda: window.session.cohort is not None)
    window.show_page("read")
    buttons = [
        b for b in window.shown_page().findChildren(type(window.status._cancel)) if b.isVisible()
    ]
    (go,) = [b for b in buttons if "Cohort" in b.text()]
    go.click()
    assert window.page == "cohort"

"""From patient to patient: filters, the next unfinished, images read ahead, confidence and time."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, ReadingState
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.behaviour.completion import Completion
from cxstage_gui.pages.read.case.reading_timer import PAUSE_S, ReadingTimer
from cxstage_gui.session.current.volume_cache import VolumeCache
from tests.gui.reading_room import LEFT, WAIT_MS, Reader

CTRL = Qt.KeyboardModifier.ControlModifier
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def part(reader: Reader) -> Completion:
    found = reader.page.parts["Completion"]
    assert isinstance(found, Completion)
    return found


def stored(reader: Reader, patient: str = "P0001"):
    reader.wait_until_saved()
    return Cohort.open(reader.window.session.path).readings.get(patient, "A")


def test_completing_asks_for_the_confidence_and_keeps_the_comment(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.key(Qt.Key.Key_F8)
    assert not reader.page.context.case.complete
    assert "How sure" in reader.page.notice.text
    assert reader.page.drawing.tool.name == "brush"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_4)
    assert reader.page.drawing.tool.name == "brush"  # the digit was an answer, not a tool
    assert reader.page.context.case.confidence == 4
    part(reader).comment.setFocus()
    QTest.keyClicks(part(reader).comment, "unclear behind ")
    part(reader).comment.insertPlainText("边界")  # as an input method does
    QTest.mouseClick(part(reader).complete, LEFT)
    found = stored(reader)
    assert (found.state, found.confidence, found.comment) == (
        ReadingState.COMPLETE,
        4,
        "unclear behind 边界",
    )
    assert not part(reader).confidence.isEnabled()
    assert part(reader).comment.isReadOnly()


def test_an_empty_reading_must_be_meant(reader: Reader) -> None:
    reader.page.side.show_section("case")
    QTest.mouseClick(part(reader).confidence.buttons[5], LEFT)
    reader.key(Qt.Key.Key_F8)
    assert not reader.page.context.case.complete
    assert "Nothing is drawn" in reader.page.notice.text
    reader.key(Qt.Key.Key_F8)
    assert reader.page.context.case.complete


def test_confidence_and_comment_are_saved_without_completing(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.page.side.show_section("case")
    QTest.mouseClick(part(reader).confidence.buttons[2], LEFT)
    reader.qtbot.waitUntil(lambda: stored(reader).confidence == 2, timeout=WAIT_MS)
    assert stored(reader).state == ReadingState.IN_PROGRESS


def test_the_clock_leaves_out_pauses() -> None:
    now = [0.0]
    clock = ReadingTimer(5.0, lambda: now[0])
    clock.record_input()
    for step in (10.0, PAUSE_S, PAUSE_S + 0.1, 3600.0, 20.0):
        now[0] += step
        clock.record_input()
    assert clock.seconds == pytest.approx(5.0 + 10.0 + PAUSE_S + 20.0)
    now[0] += 7.0
    clock.pause()
    now[0] += 30.0
    clock.record_input()
    assert clock.seconds == pytest.approx(5.0 + 10.0 + PAUSE_S + 20.0 + 7.0)


def test_input_is_time_on_the_case_and_adds_up_over_sittings(reader: Reader) -> None:
    now = [100.0]
    reader.page.context.case.timer.now = lambda: now[0]
    reader.page.context.case.timer.pause()
    before = reader.page.context.case.timer.seconds
    reader.key(Qt.Key.Key_4)
    now[0] += 30.0
    reader.stroke(WAY)
    assert reader.page.context.case.timer.seconds == pytest.approx(before + 30.0)
    assert stored(reader).seconds == pytest.approx(before + 30.0)
    reader.window.show_page("cohort")
    now[0] += 50.0
    reader.window.show_page("read")
    assert reader.page.context.case.timer.seconds == pytest.approx(before + 30.0)
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    reader.key(Qt.Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    reader.wait_for_case("P0001")
    assert reader.page.context.case.timer.seconds == pytest.approx(before + 30.0, abs=5.0)


def test_the_list_is_filtered_counts_and_goes_to_the_next_unfinished(reader: Reader) -> None:
    work = reader.page.work_list
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.complete(5)
    reader.wait_until_saved()
    reader.qtbot.waitUntil(lambda: "1 of 2 complete" in work.done.text(), timeout=WAIT_MS)
    reader.qtbot.waitUntil(lambda: "1 today" in work.done.text(), timeout=WAIT_MS)
    place = work.filter.findData("unfinished")
    work.filter.setCurrentIndex(place)
    work.filter.activated.emit(place)
    assert [row.patient for row in work.model.rows] == ["P0002"]
    assert "1 shown" in work.done.text()
    reader.view.setFocus()
    reader.key(Qt.Key.Key_N, CTRL)
    reader.wait_for_case("P0002")
    QTest.keyClicks(work.search, "0001")
    assert work.model.rows == ()
    work.search.clear()
    work.choose_filter("all")
    assert len(work.model.rows) == 2


def test_the_neighbours_images_are_read_ahead(reader: Reader) -> None:
    session = reader.window.session
    held = lambda: {key[1] for key in session._volumes._held}  # noqa: E731
    reader.qtbot.waitUntil(lambda: held() == {"P0001", "P0002"}, timeout=WAIT_MS)


def test_the_shelf_keeps_within_its_bound_and_gives_the_same_image(bare_cohort: Path) -> None:
    cohort = Cohort.open(bare_cohort)
    size = cohort.volume("P0001", "t2-axial").array.nbytes
    volume_cache = VolumeCache(most_bytes=int(1.5 * size))
    first = volume_cache.volume(cohort, "P0001", "t2-axial")
    assert volume_cache.volume(cohort, "P0001", "t2-axial") is first
    volume_cache.volume(cohort, "P0002", "t2-axial")
    assert volume_cache.bytes <= 1.5 * size
    again = volume_cache.volume(cohort, "P0001", "t2-axial")
    assert again is not first
    assert (again.array == first.array).all()


def test_what_was_said_last_stays_with_its_own_patient(reader: Reader) -> None:
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.wait_until_saved()
    reader.page.side.show_section("case")
    QTest.mouseClick(part(reader).confidence.buttons[2], LEFT)
    reader.page.commands.run("next patient")  # before what was said was written
    reader.wait_for_case("P0002")
    assert stored(reader).confidence == 2
    assert stored(reader, "P0002") is None

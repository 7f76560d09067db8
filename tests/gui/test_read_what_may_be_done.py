"""What cannot be done with a case is not offered, and the reason stands once above the images."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, Reading, ReadingState
from cxstage_core.cohort.bulk.consensus_by_rule import consensus_by_rule
from cxstage_core.imaging import Mask
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.bars.worklist import CLOSED_ROLE
from cxstage_gui.settings import Settings
from cxstage_gui.widgets.reason import ReasonDialog
from tests.gui.cohorts import build_small_cohort
from tests.gui.reading_room import LEFT, WAIT_MS, Reader

CTRL = Qt.KeyboardModifier.ControlModifier
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]
OPERATIONS = ("fill holes", "smooth mask", "interpolate", "tool snake", "copy from next slice")
Opener = Callable[[Path], MainWindow]


@pytest.fixture
def frozen_cohort(bare_cohort: Path) -> Path:
    """Two patients, read by A and B, with references signed off by a rule."""
    cohort = Cohort.open(bare_cohort)
    for patient in cohort.patients():
        grid = next(r.grid for r in cohort.series(patient) if r.id == "t2-axial")
        array = np.zeros(grid.size, dtype=np.uint8)
        array[5:8, 100:120, 100:120] = 1
        mask = Mask(array, grid)
        for name in "AB":
            reading = Reading(patient, name, {"t2-axial": mask}, ReadingState.COMPLETE)
            cohort.save_reading(reading)
    consensus_by_rule(cohort, "union", reason="a test")
    return bare_cohort


def masks_of(reader: Reader) -> dict[str, np.ndarray]:
    case = reader.page.context.case
    assert case is not None
    return {series: mask.array.copy() for series, mask in case.editor.snapshot().items()}


def draws_nothing(reader: Reader) -> bool:
    """Try to draw by key, click and operation; True if nothing was painted or saved."""
    page, before = reader.page, masks_of(reader)
    case = page.context.case
    assert case is not None
    stored = Cohort.open(reader.window.session.path).readings.get(case.patient, case.reader)
    reader.key(Qt.Key.Key_4)
    QTest.mouseClick(page.strip.tools["brush"], LEFT)
    QTest.mousePress(reader.view, LEFT, Qt.KeyboardModifier.NoModifier, reader.at(*WAY[0]))
    QTest.mouseMove(reader.view, reader.at(*WAY[1]))
    painted = masks_of(reader)
    QTest.mouseRelease(reader.view, LEFT, Qt.KeyboardModifier.NoModifier, reader.at(*WAY[1]))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_I):
        reader.key(key)
    reader.key(Qt.Key.Key_Z, CTRL)
    reader.wait_until_saved()
    now = Cohort.open(reader.window.session.path).readings.get(case.patient, case.reader)
    same_on_disk = (now and now.version) == (stored and stored.version)
    same = all(
        before.keys() == found.keys() and all(np.array_equal(before[s], found[s]) for s in found)
        for found in (painted, masks_of(reader))
    )
    return same and same_on_disk


def tools_are_off(reader: Reader, reason: str) -> None:
    """Every control that draws is off; the reason is in its tooltip."""
    page = reader.page
    off = [*page.strip.labels.values(), page.strip.protect, page.strip.brush, page.strip.undo]
    off += [b for name, b in page.strip.tools.items() if page.strip._specs[name].draws]
    for part in off:
        assert not part.isEnabled(), part.accessibleName()
        assert reason in part.toolTip(), part.accessibleName()
    section = page.parts["OperationsSection"]
    for name in OPERATIONS:
        assert not section.buttons[name].isEnabled(), name
        assert reason in section.buttons[name].toolTip()


def sentences(reader: Reader, words: str) -> int:
    """How many places of the window show a sentence with these words."""
    shown = (reader.page.locked_bar.text, reader.page.notice.text, reader.window.status.message)
    return sum(words in text for text in shown)


@pytest.mark.parametrize("name", ["A", "Dr Lee"])
def test_a_frozen_case_is_read_only_for_every_reader(
    qtbot: QtBot, opened: Opener, frozen_cohort: Path, settings: Settings, name: str
) -> None:
    settings.reader = name
    reader = Reader(qtbot, opened, frozen_cohort)
    page = reader.page
    tools_are_off(reader, "frozen")
    assert "frozen" in page.locked_bar.text
    assert "reviewer" in page.locked_bar.text
    assert draws_nothing(reader)
    assert sentences(reader, "frozen") == 1
    assert page.status_bar.complete.isHidden()
    reader.key(Qt.Key.Key_F8)
    assert page.findChild(ReasonDialog) is None
    assert sentences(reader, "frozen") == 1
    said = page.status_bar.saved.text()
    assert said.startswith("Saved") if name == "A" else said == "View only"
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    assert "Saving" not in page.status_bar.saved.text()
    index = page.work_list.model.index(0)
    assert index.data(CLOSED_ROLE) == "frozen"
    assert "frozen" in index.data(Qt.ItemDataRole.ToolTipRole)
    page.work_list.choose_filter("unfinished")
    assert not page.work_list.model.rows


def test_another_name_typed_on_a_frozen_case_draws_nothing(
    qtbot: QtBot, opened: Opener, frozen_cohort: Path
) -> None:
    reader = Reader(qtbot, opened, frozen_cohort)
    page = reader.page
    page.work_list.reader.setFocus()
    page.work_list.reader.selectAll()
    QTest.keyClicks(page.work_list.reader, "Dr Lee")
    QTest.keyClick(page.work_list.reader, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: page.context.case is not None and page.context.case.reader == "Dr Lee",
        timeout=WAIT_MS,
    )
    assert draws_nothing(reader)
    assert page.status_bar.saved.text() == "View only"
    assert Cohort.open(frozen_cohort).readings.get("P0001", "Dr Lee") is None


def test_a_case_frozen_while_it_is_open_turns_its_tools_off_and_loses_nothing(
    qtbot: QtBot, opened: Opener, bare_cohort: Path
) -> None:
    reader = Reader(qtbot, opened, bare_cohort)
    page = reader.page
    other = Cohort.open(bare_cohort)
    for name in ("B", "C"):
        other.save_reading(Reading("P0001", name, {}, ReadingState.COMPLETE))
    other.review.begin("P0001", actor="R")
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    qtbot.waitUntil(lambda: page.status_bar.saved.text() == "Not saved", timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.drawing.locked, timeout=WAIT_MS)
    assert "in review" in page.locked_bar.text
    drawn = masks_of(reader)
    asked: list[str] = []

    def stay() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        asked.append(box.text() + box.informativeText())
        QTest.mouseClick(next(b for b in box.buttons() if b.text() == "Stay"), LEFT)

    QTimer.singleShot(300, stay)
    reader.window.session.close_cohort()
    assert len(asked) == 1
    assert "P0001" in asked[0]
    assert reader.window.session.cohort is not None

    def leave() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        assert "comes back" in box.informativeText()
        QTest.mouseClick(next(b for b in box.buttons() if b.text() == "Leave"), LEFT)

    QTimer.singleShot(300, leave)
    reader.window.session.close_cohort()
    assert reader.window.session.cohort is None
    assert not reader.window.status.message
    reader.window.activateWindow()  # as a window manager does
    again = Reader(qtbot, opened, bare_cohort)
    assert again.page.context.case is not None
    assert again.page.drawing.locked
    assert {s: m.sum() for s, m in masks_of(again).items()} == {s: m.sum() for s, m in drawn.items()}
    assert again.page.status_bar.saved.text() == "Not saved"
    again.key(Qt.Key.Key_N)
    again.wait_for_case("P0002")
    assert again.page.status_bar.saved.text() == "Nothing drawn yet"


def test_what_failed_in_one_cohort_is_not_said_in_another(
    qtbot: QtBot, opened: Opener, bare_cohort: Path, tmp_path: Path
) -> None:
    other_cohort = build_small_cohort(tmp_path / "other", patients=2, ready=False)
    Cohort.open(other_cohort).save_reading(Reading("P0001", "A", {}))
    reader = Reader(qtbot, opened, bare_cohort)
    obstacle = bare_cohort / "readings" / "P0001"
    obstacle.parent.mkdir(exist_ok=True)
    obstacle.write_text("a file where a folder must be")
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    qtbot.waitUntil(lambda: reader.page.status_bar.saved.text() == "Not saved", timeout=WAIT_MS)
    told = reader.page.notice.text
    assert told
    reader.window.session.notify(told, "error")

    def leave() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        QTest.mouseClick(next(b for b in box.buttons() if b.text() == "Leave"), LEFT)

    QTimer.singleShot(300, leave)
    window = reader.window
    window.session.open_cohort(other_cohort)
    qtbot.waitUntil(lambda: window.session.path == other_cohort, timeout=WAIT_MS)
    window.activateWindow()  # as a window manager does
    there = Reader(qtbot, lambda _: window, other_cohort)
    assert not there.window.status.message
    assert not there.page.notice.text
    assert there.page.status_bar.saved.text().startswith("Saved")
    assert window.session.saves.all_saved
    found = Cohort.open(other_cohort).readings.get("P0001", "A")
    assert found is not None
    assert (found.version, found.masks) == (1, {})


def test_a_complete_case_says_why_it_cannot_be_drawn_on_and_offers_the_next(
    qtbot: QtBot, opened: Opener, bare_cohort: Path
) -> None:
    reader = Reader(qtbot, opened, bare_cohort)
    page = reader.page
    assert page.status_bar.next.isHidden()
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.complete(4)
    reader.wait_until_saved()
    tools_are_off(reader, "This reading is complete. Reopen it (F8) to change it.")
    assert not page.locked_bar.text
    assert draws_nothing(reader)
    assert "Reopen it (F8)" in page.notice.text
    assert page.status_bar.complete.isVisible()
    qtbot.waitUntil(page.status_bar.next.isVisible, timeout=WAIT_MS)
    assert page.status_bar.next.text() == "Next patient (P0002)"
    QTest.mouseClick(page.status_bar.next, LEFT)
    reader.wait_for_case("P0002")
    assert page.status_bar.next.isHidden()


def test_a_reading_in_review_is_not_offered_to_be_reopened(
    qtbot: QtBot, opened: Opener, bare_cohort: Path
) -> None:
    cohort = Cohort.open(bare_cohort)
    for name in "AB":
        cohort.save_reading(Reading("P0001", name, {}, ReadingState.COMPLETE))
    cohort.review.begin("P0001", actor="R")
    reader = Reader(qtbot, opened, bare_cohort)
    page = reader.page
    assert page.status_bar.complete.isHidden()
    assert "in review" in page.locked_bar.text
    assert "send" in page.locked_bar.text
    tools_are_off(reader, "in review")
    assert page.work_list.model.index(0).data(CLOSED_ROLE) == "in review"
    assert page.status_bar.next.text() == "Next patient (P0002)"

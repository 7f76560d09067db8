"""Slivers along the border of two readings are one row of the list, decided by one click or key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import CaseState
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.review.dialogs import SignOffDialog
from cxstage_gui.pages.review.page import ReviewPage
from cxstage_gui.pages.review.panes import Mode
from tests.gui.reading_room import LEFT
from tests.gui.test_the_story_of_a_reference import WAIT_MS, dialog_of, review_page, wait_for

GRID = Grid(
    (6, 96, 96),
    (5.0, 0.7, 0.7),
    (0.0, 0.0, 0.0),
    ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)),
)
SERIES = "t2-axial"
SLIVERS = 60


def _outline(*, ragged: bool, wide: bool) -> Mask:
    """A block; ragged at two sides by single pixels, wide by a part of its own."""
    mask = Mask.empty(GRID)
    mask.array[1:5, 20:60, 20:60] = 1
    if ragged:
        for index in (1, 2, 3):
            mask.array[index, 20 + index % 2 : 60 : 2, 60] = 1
    if wide:
        mask.array[2:4, 62:72, 30:50] = 1
        mask.array[3, 30:36, 64:70] = 1
    return mask


@pytest.fixture
def page(opened: Callable[[Path], MainWindow], tmp_path: Path, qtbot: QtBot) -> ReviewPage:
    """The review of a case with sixty slivers and two disagreements."""
    cohort = Cohort.create(tmp_path / "c")
    patient = cohort.pseudonym("MRN-1")
    pixels = np.random.default_rng(1).integers(0, 90, GRID.size).astype(np.int16)
    pixels[:, :3] = 900
    cohort.add_series(patient, Volume(pixels, GRID), SeriesInfo("T2"))
    for name, own in (("A", True), ("B", False)):
        masks = {SERIES: _outline(ragged=own, wide=own)}
        cohort.save_reading(Reading(patient, name, masks, ReadingState.COMPLETE))
    window = opened(cohort.path)
    window.session.reader = "Roe"
    page = review_page(window, qtbot)
    QTest.mouseClick(page.status.begin, LEFT)
    wait_for(qtbot, page, CaseState.IN_REVIEW)
    qtbot.waitUntil(lambda: bool(page.disagreements.model.rows), timeout=WAIT_MS)
    return page


def _cells(page: ReviewPage, row: int) -> list[str]:
    model = page.disagreements.model
    return [model.index(row, column).data() for column in range(model.columnCount())]


def test_the_group_stands_below_the_disagreements_and_one_key_decides_it(
    page: ReviewPage, qtbot: QtBot
) -> None:
    rows = page.disagreements.model.rows
    assert [row.border for row in rows] == [False, False, True]
    assert rows[0].volume_cm3 > rows[1].volume_cm3
    assert _cells(page, 2)[0] == f"border × {SLIVERS}"
    assert page.disagreements.left.text() == "3 of 3 differences to decide"

    page.panes.left.setFocus()
    QTest.keyClick(page.panes.left, Qt.Key.Key_1)
    qtbot.waitUntil(lambda: not page.disagreements.model.rows[0].is_open, timeout=WAIT_MS)
    QTest.keyClick(page.panes.left, Qt.Key.Key_2)
    qtbot.waitUntil(lambda: not page.disagreements.model.rows[1].is_open, timeout=WAIT_MS)
    assert page.disagreements.chosen_row.border
    assert not page.disagreements.buttons[Take.REDRAWN].isEnabled()
    QTest.keyClick(page.panes.left, Qt.Key.Key_R)
    assert page.isVisible()
    QTest.mouseClick(page.disagreements.buttons[Take.UNION], LEFT)
    qtbot.waitUntil(
        lambda: page.disagreements.left.text() == "All 3 differences decided", timeout=WAIT_MS
    )
    assert _cells(page, 2)[3] == "union"

    QTest.mouseClick(page.status.sign_off, LEFT)
    QTest.mouseClick(dialog_of(page, SignOffDialog, qtbot).decide, LEFT)
    wait_for(qtbot, page, CaseState.FROZEN)
    assert page.case.reference.rule == f"{SLIVERS} x border 1.5 mm: union"
    shown = page.status.sentence.text()
    assert f"Border up to 1.5 mm decided as one group ({SLIVERS}): union." in shown
    assert "Roe's review of the readings of A, B" in shown
    assert page.case.reference.sha256[:8] not in shown
    frozen = page.case.reference.masks[SERIES].array
    wanted = _outline(ragged=True, wide=False).array
    wanted[2:4, 62:72, 30:50] = 1
    np.testing.assert_array_equal(frozen, wanted)


def test_the_group_is_undone_as_a_whole(page: ReviewPage, qtbot: QtBot) -> None:
    page.disagreements.view.selectRow(2)
    page.panes.left.setFocus()
    for key, take in ((Qt.Key.Key_1, Take.FIRST), (Qt.Key.Key_2, Take.SECOND)):
        page.disagreements.view.selectRow(2)
        QTest.keyClick(page.panes.left, key)
        qtbot.waitUntil(
            lambda t=take: (d := page.disagreements.model.rows[2].decision) is not None and d.take is t,
            timeout=WAIT_MS,
        )
    QTest.keyClick(page.panes.left, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(
        lambda: (d := page.disagreements.model.rows[2].decision) is not None and d.take is Take.FIRST,
        timeout=WAIT_MS,
    )
    assert page.disagreements.model.rows[2].decision.rule == "border 1.5 mm"
    QTest.keyClick(page.panes.left, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: page.disagreements.model.rows[2].is_open, timeout=WAIT_MS)


def test_what_is_chosen_is_marked_in_both_images(page: ReviewPage, qtbot: QtBot) -> None:
    def rims() -> list[int]:
        return [
            int(np.count_nonzero((view.model.picture[4:] & 0xC0C0C0) == 0xC0C0C0))
            for view in (page.panes.left, page.panes.right)
        ]

    page.disagreements.view.selectRow(1)
    qtbot.waitUntil(lambda: page.panes.left.index == 3, timeout=WAIT_MS)
    assert min(rims()) >= 24
    page.disagreements.view.selectRow(2)
    assert min(rims()) > 40
    page.panes.left.setFocus()
    QTest.keyPress(page.panes.left, Qt.Key.Key_V)
    assert max(rims()) < 24
    QTest.keyRelease(page.panes.left, Qt.Key.Key_V)


def test_another_thickness_is_kept_for_the_next_case(page: ReviewPage, qtbot: QtBot) -> None:
    field = page.disagreements.thickness
    assert field.value() == 1.5
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field.lineEdit(), "0")
    QTest.keyClick(field, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: len(page.disagreements.model.rows) == SLIVERS + 2, timeout=WAIT_MS)
    assert not any(row.border for row in page.disagreements.model.rows)
    assert page.session.settings.text("review/border mm") == "0"


def test_both_places_show_one_dice(page: ReviewPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.cases.model.index(0, 2).data() != "", timeout=WAIT_MS)
    listed = page.cases.model.index(0, 2).data()
    dice = page.figures.model.rows[0]
    assert page.figures.model.headerData(3, Qt.Orientation.Horizontal) == "Both together"
    assert (page.figures.model.index(0, 0).data(), dice[1][2]) == ("Dice", listed)


def test_the_images_have_most_of_a_narrow_window(page: ReviewPage, qtbot: QtBot) -> None:
    window = page.window()
    for width, height, share in ((1366, 768, 0.65), (1120, 640, 0.6)):
        window.resize(width, height)
        qtbot.waitUntil(lambda w=width: window.width() == w, timeout=WAIT_MS)
        qtbot.waitUntil(page.cases.isHidden, timeout=WAIT_MS)
        assert page.panes.width() >= share * width
        last = page.disagreements.buttons[Take.REDRAWN]
        assert last.mapTo(window, last.rect().bottomRight()).y() < height
    QTest.mouseClick(page.bar.list, LEFT)
    assert page.cases.isVisible()
    QTest.mouseClick(page.bar.list, LEFT)
    QTest.mouseClick(page.bar.side, LEFT)
    assert not page.side.isVisible()
    qtbot.waitUntil(lambda: page.panes.width() > 0.88 * window.width(), timeout=WAIT_MS)
    QTest.mouseClick(page.bar.side, LEFT)
    assert page.side.isVisible()


def test_three_readings_are_compared_by_probability_without_a_list(
    opened: Callable[[Path], MainWindow], tmp_path: Path, qtbot: QtBot
) -> None:
    cohort = Cohort.create(tmp_path / "c")
    patient = cohort.pseudonym("MRN-1")
    pixels = np.random.default_rng(1).integers(0, 90, GRID.size).astype(np.int16)
    cohort.add_series(patient, Volume(pixels, GRID), SeriesInfo("T2"))
    for name, wide in (("A", True), ("B", False), ("C", True)):
        masks = {SERIES: _outline(ragged=name == "C", wide=wide)}
        cohort.save_reading(Reading(patient, name, masks, ReadingState.COMPLETE))
    window = opened(cohort.path)
    window.session.reader = "Roe"
    page = review_page(window, qtbot)
    window.resize(1120, 640)
    plain = page.panes.left.model.picture.copy()
    QTest.mouseClick(page.bar.modes[Mode.PROBABILITY], LEFT)
    assert not np.array_equal(page.panes.left.model.picture, plain)
    assert page.disagreements.view.isHidden()
    assert "for two readings" in page.disagreements.left.text()

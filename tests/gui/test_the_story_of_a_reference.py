"""Reader A, reader B, reviewer, frozen reference, reopened, version 2: by keys and clicks in the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QDialog
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.imaging import Volume
from cxstage_core.reading.comparison.disagreement import Take
from cxstage_core.reading.workflow import CaseState
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.pages.read.behaviour.completion import Completion
from cxstage_gui.pages.review.dialogs import RuleDialog, SendBackDialog, SignOffDialog
from cxstage_gui.pages.review.page import ReviewPage
from cxstage_gui.pages.review.panes import Mode
from cxstage_gui.pages.sign_in import SignInPage
from cxstage_gui.widgets.reason import ReasonDialog
from tests.core.cohort.department import Department, reading, words
from tests.gui.reading_room import LEFT, drag

WAIT_MS = 30_000
Dialog = TypeVar("Dialog", bound=QDialog)


def review_page(window: MainWindow, qtbot: QtBot) -> ReviewPage:
    """Go to the Review page and wait until a case is open."""
    window.show_page("review")
    page = window.shown_page()
    assert isinstance(page, ReviewPage)
    qtbot.waitUntil(lambda: page.case is not None, timeout=WAIT_MS)
    return page


def wait_for(qtbot: QtBot, page: ReviewPage, state: CaseState) -> None:
    """Wait until the case on screen is in a state, and may be acted on."""
    qtbot.waitUntil(lambda: page.case is not None and page.case.state is state, timeout=WAIT_MS)


def dialog_of(page: ReviewPage, kind: type[Dialog], qtbot: QtBot) -> Dialog:
    """The open dialog of a kind."""
    qtbot.waitUntil(lambda: page.findChild(kind) is not None, timeout=WAIT_MS)
    found = page.findChild(kind)
    assert found is not None
    return found


def decided(page: ReviewPage) -> list[Take | None]:
    """What was decided, piece by piece."""
    return [None if p.decision is None else p.decision.take for p in page.disagreements.model.rows]


def enter(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Sign in by name and passphrase; the offer to change the passphrase is put off."""
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    page = window.shown_page()
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(lambda: page.name.findText(name) >= 0, timeout=WAIT_MS)
    page.name.setCurrentText(name)
    page.words.setFocus()
    QTest.keyClicks(page.words, words(name))
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.user.principal.name == name, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: bool(window.findChildren(QDialog)), timeout=WAIT_MS)
    for dialog in window.findChildren(QDialog):
        dialog.reject()
    qtbot.waitUntil(lambda: not window.findChildren(QDialog), timeout=WAIT_MS)
    activate(window, qtbot)


def activate(window: MainWindow, qtbot: QtBot) -> None:
    """Bring the window to the front, as a window manager does when a dialog closes."""
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow, timeout=WAIT_MS)


def read_all(window: MainWindow, qtbot: QtBot, column: float) -> None:
    """Draw a stroke on the patient and mark the case complete."""
    window.show_page("read")
    page = window.shown_page()
    assert isinstance(page, ReadPage)
    qtbot.waitUntil(lambda: page.context.case is not None, timeout=WAIT_MS)
    view = page.panes.first
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_4)
    way = [view.transform.to_pane(row, column) for row in (8.0, 11.0, 14.0)]
    from PySide6.QtCore import QPointF

    drag(view, [QPointF(*at).toPoint() for at in way], LEFT)
    qtbot.waitUntil(lambda: window.session.saves.all_saved, timeout=WAIT_MS)
    QTest.keyClick(view, Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: "How sure" in page.notice.text, timeout=WAIT_MS)
    part = page.parts["Completion"]
    assert isinstance(part, Completion)
    QTest.keyClick(part.confidence, Qt.Key.Key_4)
    QTest.keyClick(part.confidence, Qt.Key.Key_Return)
    qtbot.waitUntil(
        lambda: (
            page.context.case is not None
            and page.context.case.complete
            and window.session.saves.all_saved
        ),
        timeout=WAIT_MS,
    )


def test_two_readers_a_reviewer_and_two_versions(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    department = Department.found(tmp_path / "c", patients=1)
    department.assign()
    window.session.open_cohort(department.path)
    for name, column in (("A", 8.0), ("B", 12.0)):
        enter(window, qtbot, name)
        read_all(window, qtbot, column)
        window.actions_table["accounts.out"].trigger()

    enter(window, qtbot, "Roe")
    page = review_page(window, qtbot)
    wait_for(qtbot, page, CaseState.COMPLETE)
    assert [one.reader for one in page.case.readings] == ["A", "B"]
    QTest.mouseClick(page.status.begin, LEFT)
    wait_for(qtbot, page, CaseState.IN_REVIEW)
    qtbot.waitUntil(lambda: bool(page.disagreements.model.rows), timeout=WAIT_MS)
    assert not page.status.sign_off.isEnabled()

    # Each piece is decided by a key; the next that is open is chosen by itself.
    count = len(page.disagreements.model.rows)
    assert count >= 2
    page.panes.left.setFocus()
    page.disagreements.choose_open()
    for number in range(count):
        key = Qt.Key.Key_1 if number == 0 else Qt.Key.Key_2
        QTest.keyClick(page.panes.left, key)
        qtbot.waitUntil(lambda n=number: decided(page).count(None) == count - n - 1, timeout=WAIT_MS)
    assert set(decided(page)) == {Take.FIRST, Take.SECOND}
    QTest.keyClick(page.panes.left, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: decided(page).count(None) == 1, timeout=WAIT_MS)
    page.disagreements.choose_open()
    QTest.keyClick(page.panes.left, Qt.Key.Key_U)
    qtbot.waitUntil(lambda: decided(page).count(None) == 0, timeout=WAIT_MS)

    # A remark holds the signing off until it is resolved.
    QTest.keyClick(page.panes.left, Qt.Key.Key_C)
    QTest.keyClicks(page.comments.field, "cervix or vagina?")
    QTest.mouseClick(page.comments.pin, LEFT)
    qtbot.waitUntil(lambda: len(page.comments.model.rows) == 1, timeout=WAIT_MS)
    assert not page.status.sign_off.isEnabled()
    page.comments.view.selectRow(0)
    QTest.mouseClick(page.comments.resolve, LEFT)
    qtbot.waitUntil(page.status.sign_off.isEnabled, timeout=WAIT_MS)

    QTest.mouseClick(page.status.sign_off, LEFT)
    QTest.mouseClick(dialog_of(page, SignOffDialog, qtbot).decide, LEFT)
    wait_for(qtbot, page, CaseState.FROZEN)
    assert page.case.reference.version == 1

    # Reopened with a reason, redrawn on the Read page, and frozen once more.
    QTest.mouseClick(page.status.reopen, LEFT)
    why = dialog_of(page, ReasonDialog, qtbot)
    QTest.keyClicks(why.reason, "the upper slices")
    QTest.keyClick(why.reason, Qt.Key.Key_Return)
    wait_for(qtbot, page, CaseState.IN_REVIEW)
    activate(window, qtbot)
    page.disagreements.view.selectRow(0)
    page.panes.left.setFocus()
    QTest.keyClick(page.panes.left, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), ReadPage), timeout=WAIT_MS)
    read = window.shown_page()
    assert isinstance(read, ReadPage)
    qtbot.waitUntil(lambda: read.context.case is not None and read.context.case.draft, timeout=WAIT_MS)
    assert read.context.case.reader == "Roe#review"
    part = read.parts["ReferenceDraft"]
    assert part.bar.isVisible()
    view = read.panes.first
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_4)
    from PySide6.QtCore import QPointF

    way = [view.transform.to_pane(row, 13.0) for row in (8.0, 12.0)]
    drag(view, [QPointF(*at).toPoint() for at in way], LEFT)
    qtbot.waitUntil(lambda: window.session.saves.all_saved, timeout=WAIT_MS)
    QTest.mouseClick(part.bar.back, LEFT)
    qtbot.waitUntil(lambda: window.shown_page() is page, timeout=WAIT_MS)
    qtbot.waitUntil(page.status.sign_off.isEnabled, timeout=WAIT_MS)
    QTest.mouseClick(page.status.sign_off, LEFT)
    QTest.mouseClick(dialog_of(page, SignOffDialog, qtbot).decide, LEFT)
    qtbot.waitUntil(
        lambda: page.case.reference is not None and page.case.reference.version == 2, timeout=WAIT_MS
    )

    kim = department.enter("Kim")
    first, second = kim.references.versions(kim.patients()[0])
    assert not first.masks["t2-axial"].same_as(second.masks["t2-axial"])
    assert kim.verify() == ()
    acts = [entry.act for entry in kim.audit.entries() if entry.actor == "Roe"]
    for act in ("begin review", "remark on case", "sign off review", "reopen review"):
        assert act in acts


@pytest.fixture
def reviewed(
    opened: Callable[[Path], MainWindow], tmp_path: Path, qtbot: QtBot
) -> tuple[MainWindow, ReviewPage]:
    """A cohort without accounts, whose two readers are done with both patients."""
    cohort = Cohort.create(tmp_path / "c")
    from tests.core.cohort.department import GRID

    draw = np.random.default_rng(1)
    for number in range(2):
        patient = cohort.pseudonym(f"MRN-{number}")
        image = Volume(draw.integers(0, 900, GRID.size).astype(np.int16), GRID)
        cohort.add_series(patient, image, SeriesInfo("T2"))
        for name, size in (("A", 5), ("B", 8)):
            cohort.save_reading(reading(patient, name, size, complete=True))
    window = opened(cohort.path)
    window.session.reader = "Roe"
    return window, review_page(window, qtbot)


def test_outlines_are_compared_in_every_way(
    reviewed: tuple[MainWindow, ReviewPage], qtbot: QtBot
) -> None:
    _, page = reviewed
    panes = page.panes
    plain = panes.left.model.picture.copy()
    pictures = {}
    for mode in (Mode.SIDES, Mode.BOTH, Mode.DIFFERENCE):
        QTest.mouseClick(page.bar.modes[mode], LEFT)
        pictures[mode] = panes.left.model.picture.copy()
    assert not np.array_equal(pictures[Mode.SIDES], pictures[Mode.BOTH])
    assert not np.array_equal(pictures[Mode.BOTH], pictures[Mode.DIFFERENCE])
    QTest.mouseClick(page.bar.modes[Mode.SIDES], LEFT)
    assert np.array_equal(panes.left.model.picture, plain)
    assert page.bar.modes[Mode.PROBABILITY].isHidden()

    panes.left.setFocus()
    QTest.keyPress(panes.left, Qt.Key.Key_B)
    assert panes.blinking
    seen = set()
    qtbot.waitUntil(lambda: (seen.add(panes.left.caption[1]), len(seen) == 2)[1], timeout=WAIT_MS)
    QTest.keyRelease(panes.left, Qt.Key.Key_B)
    assert not panes.blinking
    assert np.array_equal(panes.left.model.picture, plain)
    QTest.keyPress(panes.left, Qt.Key.Key_V)
    assert not np.array_equal(panes.left.model.picture, plain)
    QTest.keyRelease(panes.left, Qt.Key.Key_V)
    assert np.array_equal(panes.left.model.picture, plain)


def test_a_rule_settles_a_case_and_a_reading_goes_back(
    reviewed: tuple[MainWindow, ReviewPage], qtbot: QtBot
) -> None:
    window, page = reviewed
    QTest.mouseClick(page.status.begin, LEFT)
    wait_for(qtbot, page, CaseState.IN_REVIEW)
    qtbot.waitUntil(page.status.rule.isVisible, timeout=WAIT_MS)
    QTest.mouseClick(page.status.rule, LEFT)
    rule = dialog_of(page, RuleDialog, qtbot)
    assert not rule.decide.isEnabled()
    rule.rule.setCurrentIndex(rule.rule.findData("intersection"))
    rule.asks.click()
    rule.threshold.setValue(0.99)
    QTest.keyClicks(rule.reason, "small differences")
    QTest.mouseClick(rule.decide, LEFT)
    qtbot.waitUntil(lambda: "The Dice of the readings is" in page.notice.text, timeout=WAIT_MS)
    qtbot.waitUntil(lambda: page.findChild(RuleDialog) is None, timeout=WAIT_MS)
    QTest.mouseClick(page.status.rule, LEFT)
    rule = dialog_of(page, RuleDialog, qtbot)
    rule.rule.setCurrentIndex(rule.rule.findData("intersection"))
    QTest.keyClicks(rule.reason, "small differences")
    QTest.mouseClick(rule.decide, LEFT)
    qtbot.waitUntil(lambda: set(decided(page)) == {Take.INTERSECTION}, timeout=WAIT_MS)

    patient = page.case.patient
    QTest.mouseClick(page.status.send_back, LEFT)
    back = dialog_of(page, SendBackDialog, qtbot)
    back.reader.setCurrentText("B")
    QTest.keyClicks(back.reason, "look at the lower end")
    QTest.mouseClick(back.decide, LEFT)
    qtbot.waitUntil(
        lambda: Cohort.open(window.session.path).review.return_reasons().get(patient, {})
        == {"B": "look at the lower end"},
        timeout=WAIT_MS,
    )  # fmt: skip
    window.session.reader = "B"
    window.show_page("read")
    read = window.shown_page()
    assert isinstance(read, ReadPage)
    read.context.open(patient)
    qtbot.waitUntil(lambda: "lower end" in read.notice.text, timeout=WAIT_MS)
    assert not read.context.case.complete


def test_the_list_says_where_each_case_stands(
    reviewed: tuple[MainWindow, ReviewPage], qtbot: QtBot
) -> None:
    _, page = reviewed
    model = page.cases.model
    qtbot.waitUntil(lambda: all(page.cases._dice(row) for row in model.rows), timeout=WAIT_MS)
    assert [page.cases._state(row) for row in model.rows] == ["to review", "to review"]
    page.cases.view.selectRow(1)
    qtbot.waitUntil(lambda: page.case.patient == "P0002", timeout=WAIT_MS)
    assert page.figures.model.rows
    frozen = page.cases.filter.findText("Frozen")
    page.cases.filter.setCurrentIndex(frozen)
    page.cases.filter.activated.emit(frozen)
    assert not page.cases.model.rows

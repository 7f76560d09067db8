"""A department in the window: the first account, signing in, assigning, a reader's list, what roles see."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, ReadingState, SeriesInfo
from cxstage_core.imaging import Volume
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.cohort.accounts_dialog import AccountsDialog
from cxstage_gui.pages.cohort.assignments_dialog import AssignmentsDialog
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.pages.sign_in import SignInPage
from cxstage_gui.widgets.passphrase import PassphraseDialog
from tests.core.cohort.department import GRID, Department, reading, words
from tests.gui.cohorts import build_small_cohort

WAIT_MS = 20_000
LEFT = Qt.MouseButton.LeftButton
OWN = "a sentence that only I know"


@pytest.fixture
def department(tmp_path: Path) -> Department:
    return Department.found(tmp_path / "宫颈", patients=3)


def dialog_of(window: MainWindow, kind: type[QDialog], qtbot: QtBot) -> QWidget:
    """The dialog that is open, the latest of its kind."""
    qtbot.waitUntil(lambda: bool(window.findChildren(kind)), timeout=WAIT_MS)
    return window.findChildren(kind)[-1]


def fill(field: QLineEdit, text: str) -> None:
    field.clear()
    QTest.keyClicks(field, text)


def sign_in(window: MainWindow, qtbot: QtBot, name: str, given: str) -> SignInPage:
    """Type name and passphrase, and press Return."""
    page = window.shown_page()
    assert isinstance(page, SignInPage)
    qtbot.waitUntil(lambda: page.name.findText(name) >= 0, timeout=WAIT_MS)
    page.name.setCurrentText(name)
    fill(page.words, given)
    QTest.keyClick(page.words, Qt.Key.Key_Return)
    return page


def enter(window: MainWindow, qtbot: QtBot, name: str) -> None:
    """Sign in and wait until the cohort is open; a coordinator's passphrase is replaced by an own one."""
    sign_in(window, qtbot, name, words(name))
    qtbot.waitUntil(lambda: window.session.user.principal.name == name, timeout=WAIT_MS)


def settle(window: MainWindow, qtbot: QtBot) -> None:
    """Choose an own passphrase, as is asked for at the first sign-in."""
    dialog = dialog_of(window, PassphraseDialog, qtbot)
    assert isinstance(dialog, PassphraseDialog)
    fill(dialog.old, words(window.session.user.principal.name))
    fill(dialog.new, OWN)
    fill(dialog.again, OWN)
    QTest.mouseClick(dialog.decide, LEFT)
    qtbot.waitUntil(lambda: not window.findChildren(PassphraseDialog), timeout=WAIT_MS)


def test_the_first_account_closes_the_cohort(
    opened: Callable[[Path], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    made = Cohort.create(tmp_path / "own")
    image = Volume(np.zeros(GRID.size, np.int16), GRID)
    made.add_series(made.pseudonym("MRN-1"), image, SeriesInfo("T2"))
    own = made.path
    window = opened(own)
    window.actions_table["accounts.show"].trigger()
    dialog = dialog_of(window, AccountsDialog, qtbot)
    assert isinstance(dialog, AccountsDialog)
    assert dialog.role.itemText(0) == "Coordinator"
    fill(dialog.name, "Kim")
    fill(dialog.words, words("Kim"))
    fill(dialog.again, "something else")
    assert not dialog.make.isEnabled()
    fill(dialog.again, words("Kim"))
    QTest.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: window.session.user.principal.name == "Kim", timeout=WAIT_MS)
    assert "Kim" in window.windowTitle()
    qtbot.waitUntil(lambda: bool(window.session.patients[0].sequences), timeout=WAIT_MS)

    window.actions_table["accounts.show"].trigger()
    qtbot.waitUntil(lambda: len(window.findChildren(AccountsDialog)) >= 1, timeout=WAIT_MS)
    dialog = window.findChildren(AccountsDialog)[-1]
    fill(dialog.name, "A")
    fill(dialog.words, words("A"))
    fill(dialog.again, words("A"))
    QTest.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 2, timeout=WAIT_MS)
    assert Cohort.open(own).accounts.names() == ("A", "Kim")


def test_a_reader_signs_in_and_sees_a_list_of_numbers(
    window: MainWindow, department: Department, qtbot: QtBot
) -> None:
    department.assign()
    window.session.open_cohort(department.path)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    page = sign_in(window, qtbot, "A", "not the passphrase")
    qtbot.waitUntil(lambda: "wrong" in page.notice.text, timeout=WAIT_MS)
    assert page.words.text() == ""
    assert window.session.cohort is None
    enter(window, qtbot, "A")
    settle(window, qtbot)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), ReadPage), timeout=WAIT_MS)
    read = window.shown_page()
    assert isinstance(read, ReadPage)
    qtbot.waitUntil(lambda: read.context.case is not None, timeout=WAIT_MS)
    codes = {item.code for item in department.enter("Kim").worklist.items("A")}
    shown = [read.work_list.model.index(n).data() for n in range(read.work_list.model.rowCount())]
    assert set(shown) == codes
    assert shown == sorted(shown)
    assert read.work_list.reader.isReadOnly()
    visible = {n for n in window.actions_table.names if window.actions_table[n].isVisible()}
    hidden = {
        "cohort.import", "cohort.clinical", "cohort.outline", "cohort.freeze", "cohort.split",
        "cohort.verify", "accounts.show", "assignments.show", "page.cohort", "page.train",
        "page.compare", "page.predict",
    }  # fmt: skip
    assert not hidden & visible
    assert {"page.read", "accounts.out", "accounts.passphrase"} <= visible
    for name in ("cohort", "train", "compare", "predict"):
        window.show_page(name)
        assert window.shown_page() is read
    for widget in window.findChildren(QWidget):
        text = getattr(widget, "text", None)
        if callable(text) and widget.isVisible():
            assert "P000" not in str(text())


def test_a_coordinator_assigns_and_signs_out(
    window: MainWindow, department: Department, qtbot: QtBot
) -> None:
    window.session.open_cohort(department.path)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    enter(window, qtbot, "Kim")
    qtbot.waitUntil(lambda: bool(window.session.patients[0].sequences), timeout=WAIT_MS)
    window.actions_table["assignments.show"].trigger()
    dialog = dialog_of(window, AssignmentsDialog, qtbot)
    assert isinstance(dialog, AssignmentsDialog)
    qtbot.waitUntil(lambda: dialog.readers.count() == 2, timeout=WAIT_MS)
    assert not dialog.repeat.isEnabled()
    QTest.mouseClick(dialog.assign, LEFT)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 6, timeout=WAIT_MS)
    assert not dialog.assign.isEnabled()
    dialog.share.setValue(34)
    QTest.mouseClick(dialog.repeat, LEFT)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 8, timeout=WAIT_MS)
    repeat = next(n for n, item in enumerate(dialog.model.rows) if item.reading_key == "A#2")
    dialog.table.selectRow(repeat)
    QTest.mouseClick(dialog.withdraw, LEFT)
    qtbot.waitUntil(lambda: len(dialog.model.rows) == 7, timeout=WAIT_MS)
    dialog.reject()
    window.actions_table["accounts.out"].trigger()
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    assert window.session.cohort is None
    assert "Kim" not in window.windowTitle()


def test_a_repeat_takes_the_place_of_its_case_under_a_new_number(
    window: MainWindow, department: Department, qtbot: QtBot
) -> None:
    department.assign()
    kim, a = department.enter("Kim"), department.enter("A")
    patient = a.patients()[0]
    kim.worklist.assign_repeats(1.0, 0)
    a.save_reading(reading(patient, "A", 6, complete=True))
    window.session.open_cohort(department.path)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    enter(window, qtbot, "A")
    window.show_page("read")
    read = window.shown_page()
    assert isinstance(read, ReadPage)
    read.context.open(patient)
    qtbot.waitUntil(
        lambda: read.context.case is not None and read.context.case.patient == patient, timeout=WAIT_MS
    )
    assert read.context.case is not None
    assert (read.context.case.reader, read.context.case.state) == ("A#2", ReadingState.IN_PROGRESS)
    assert not any(mask.array.any() for mask in read.context.case.editor.snapshot().values())
    assert read.context.case.name == {i.patient: i.code for i in a.worklist.items()}[patient]


def test_a_reviewer_looks_on_and_draws_nothing(
    window: MainWindow, department: Department, qtbot: QtBot
) -> None:
    for name in "AB":
        cohort = department.enter(name)
        cohort.save_reading(reading(cohort.patients()[0], name, complete=True))
    window.session.open_cohort(department.path)
    qtbot.waitUntil(lambda: isinstance(window.shown_page(), SignInPage), timeout=WAIT_MS)
    enter(window, qtbot, "Roe")
    window.show_page("read")
    read = window.shown_page()
    assert isinstance(read, ReadPage)
    qtbot.waitUntil(lambda: read.context.case is not None, timeout=WAIT_MS)
    assert read.context.case is not None
    assert read.context.case.locked
    assert read.status_bar.complete.isHidden()
    read.context.toggle_complete()
    assert "Roe may not draw a reading" in read.locked_bar.text
    assert not read.notice.text
    assert department.enter("Roe").readings.readers(read.context.case.patient) == ("A", "B")


def test_a_refused_account_loses_nothing_and_moves_nothing(
    opened: Callable[[Path], MainWindow], qtbot: QtBot, tmp_path: Path
) -> None:
    window = opened(build_small_cohort(tmp_path / "open", patients=1, ready=False))
    window.actions_table["accounts.show"].trigger()
    dialog = dialog_of(window, AccountsDialog, qtbot)
    assert isinstance(dialog, AccountsDialog)
    qtbot.waitUntil(dialog.name.hasFocus, timeout=WAIT_MS)
    assert "10 characters" in dialog.hint.text()
    places: set[tuple[int, int]] = set()

    def note() -> None:
        QApplication.processEvents()
        places.add((dialog.make.mapTo(dialog, QPoint()).y(), dialog.height()))

    note()
    for field, text in ((dialog.name, "Kim"), (dialog.words, "short"), (dialog.again, "sh")):
        QTest.mouseClick(field, LEFT)
        QTest.keyClicks(field, text)
        note()
    assert dialog.hint.level == ""  # "sh" may still become "short"
    QTest.keyClicks(dialog.again, "X")
    note()
    assert "differ" in dialog.hint.text()
    QTest.keyClick(dialog.again, Qt.Key.Key_Backspace)
    QTest.keyClicks(dialog.again, "ort")
    note()
    QTest.mouseClick(dialog.make, LEFT)
    qtbot.waitUntil(lambda: dialog.hint.level == "error", timeout=WAIT_MS)
    note()
    assert QApplication.focusWidget() is dialog.words
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert dialog.isVisible()
    assert (dialog.name.text(), dialog.words.text()[:5], dialog.again.text()) == (
        "Kim",
        "short",
        "short",
    )
    assert len(places) == 1
    fill(dialog.words, words("Kim"))
    fill(dialog.again, words("Kim"))
    QTest.keyClick(dialog.again, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.session.user.principal.name == "Kim", timeout=WAIT_MS)

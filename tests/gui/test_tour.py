"""The short tour of the demo: it points, it blocks nothing, and it opens by itself only once."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.main_window.tour import Card, placed
from cxstage_gui.main_window.tour_steps import STEPS
from tests.gui.conftest import LONG_MS

Open = Callable[[Path], MainWindow]


@pytest.fixture
def demo(bare_cohort: Path, tmp_path: Path) -> Path:
    """A copy of the cohort in the place of a demo's."""
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "demo.json").write_text("{}", encoding="utf-8")
    return Path(shutil.copytree(bare_cohort, tmp_path / "demo" / "demo.cxcohort"))


def card(window: MainWindow) -> Card:
    """The card on screen."""
    found = window.tour.card
    assert found is not None and found.isVisible()
    return found


def box(widget: QWidget, window: MainWindow) -> QRect:
    """A part's place in the window."""
    return QRect(widget.mapTo(window, QPoint(0, 0)), widget.size())


def logged(path: Path) -> int:
    """How many lines the audit log has."""
    return len(Cohort.open(path).audit.entries())


def test_it_opens_with_the_first_demo_alone(
    opened: Open, demo: Path, bare_cohort: Path, qtbot: QtBot
) -> None:
    window = opened(bare_cohort)
    assert window.tour.card is None
    window.session.close_cohort()
    opened(demo)
    qtbot.mouseClick(card(window).skip, Qt.MouseButton.LeftButton)
    assert window.tour.card is None
    window.session.close_cohort()
    opened(demo)
    assert window.tour.card is None
    window.actions_table["help.tour"].trigger()
    assert card(window).count.text() == f"1 of {len(STEPS)}"


def test_next_leads_through_every_step_and_writes_nothing(
    opened: Open, demo: Path, qtbot: QtBot
) -> None:
    window = opened(demo)
    window.resize(1366, 768)
    before, page = logged(demo), window.page
    titles, pages = [], []
    for step in STEPS:
        shown = card(window)
        qtbot.waitUntil(lambda: not window.tour._placing.isActive(), timeout=LONG_MS)
        titles.append(shown.title.text())
        pages.append(window.page)
        ring = window.tour.ring
        assert ring is not None and ring.isVisible()
        assert window.rect().contains(box(shown, window))
        assert not box(shown, window).intersects(ring.geometry())
        assert step.words == shown.words.text()
        assert shown.words.height() >= shown.words.heightForWidth(shown.words.width())
        qtbot.keyClick(shown.next, Qt.Key.Key_Return)
    assert window.tour.card is None
    assert titles == [step.title for step in STEPS]
    assert pages == [page, "cohort", "cohort", "cohort", "train", "compare", "predict"]
    assert logged(demo) == before


def test_back_and_escape(opened: Open, demo: Path, qtbot: QtBot) -> None:
    window = opened(demo)
    assert not card(window).back.isEnabled()
    qtbot.mouseClick(card(window).next, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(card(window).back, Qt.MouseButton.LeftButton)
    assert card(window).title.text() == STEPS[0].title
    qtbot.keyClick(card(window).next, Qt.Key.Key_Escape)
    assert window.tour.card is None
    assert window.shown_page().isAncestorOf(window.focusWidget()) or window.shown_page().hasFocus()


def test_the_window_works_while_it_is_open(opened: Open, demo: Path, qtbot: QtBot) -> None:
    window = opened(demo)
    entry = window.rail.findChild(QWidget, "rail.page.train")
    under = entry.mapTo(window, entry.rect().center())
    assert window.childAt(under) is not window.tour.ring
    qtbot.mouseClick(entry, Qt.MouseButton.LeftButton)
    assert window.page == "train"
    assert card(window).title.text() == STEPS[0].title
    qtbot.keyClicks(window.shown_page().form.more_networks, "convnext_tiny")
    assert window.shown_page().form.more_networks.text() == "convnext_tiny"
    window.session.close_cohort()
    assert window.tour.card is None


def test_a_card_has_room_next_to_every_part() -> None:
    room = QRect(0, 0, 1366, 768)
    for part in (
        QRect(0, 30, 88, 700),
        QRect(1200, 60, 120, 30),
        QRect(100, 40, 1240, 160),
        QRect(20, 700, 400, 40),
    ):
        at = QRect(placed(part, (360, 180), room), QRect(0, 0, 360, 180).size())
        assert room.contains(at) and not at.intersects(part)

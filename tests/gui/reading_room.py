"""Mouse and keys on the Read page, as a reader uses them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.viewer.slice_view import SliceView
from cxstage_gui.widgets.reason import ReasonDialog

LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
PLAIN = Qt.KeyboardModifier.NoModifier
WAIT_MS = 60_000


class Reader:
    """Somebody in front of the Read page.

    Args:
        opened: opens a cohort in the window.
    """

    def __init__(self, qtbot: QtBot, opened: Callable[[Path], MainWindow], cohort: Path) -> None:
        self.qtbot = qtbot
        self.window = opened(cohort)
        self.window.show_page("read")
        page = self.window.shown_page()
        assert isinstance(page, ReadPage)
        self.page = page
        self.wait_for_case()

    @property
    def view(self) -> SliceView:
        """The pane to draw on."""
        return self.page.panes.first

    def wait_for_case(self, patient: str = "") -> None:
        """Wait until a patient is on screen."""
        self.qtbot.waitUntil(
            lambda: (
                self.page.context.case is not None
                and self.page.context.case.patient == (patient or self.page.context.wanted)
            ),
            timeout=WAIT_MS,
        )

    def wait_until_saved(self) -> None:
        """Wait until everything is on disk."""
        self.qtbot.waitUntil(lambda: self.window.session.saves.all_saved, timeout=WAIT_MS)

    def choose_series(self, series: str) -> None:
        """Choose the series to draw on, as by its list."""
        choice = self.page.panes.choices[0]
        place = next(k for k in range(choice.count()) if choice.itemData(k).series == series)
        choice.setCurrentIndex(place)
        choice.activated.emit(place)

    def complete(self, confidence: int) -> None:
        """Mark the case complete with F8, the confidence by its key, and Return."""
        self.key(Qt.Key.Key_F8)
        if self.page.context.case is not None and not self.page.context.case.complete:
            QTest.keyClick(QApplication.focusWidget(), Qt.Key(int(Qt.Key.Key_0) + confidence))
            QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)

    def reopen(self, reason: str = "a slice was left out") -> None:
        """Open a complete case again with F8, a reason, and Return."""
        self.key(Qt.Key.Key_F8)
        dialog = self.page.findChild(ReasonDialog)
        assert dialog is not None
        assert not dialog.decide.isEnabled()
        QTest.keyClicks(dialog.reason, reason)
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
        self.window.activateWindow()  # as a window manager does
        self.qtbot.waitUntil(
            lambda: self.page.context.case is not None and not self.page.context.case.complete,
            timeout=WAIT_MS,
        )

    def at(self, row: float, column: float) -> QPoint:
        """Where a pixel of the slice is shown."""
        return QPointF(*self.view.transform.to_pane(row, column)).toPoint()

    def stroke(self, way: Sequence[tuple[float, float]], button: Qt.MouseButton = LEFT) -> None:
        """Drag the mouse over pixels."""
        drag(self.view, [self.at(*point) for point in way], button)

    def click(self, row: float, column: float) -> None:
        """Click on a pixel."""
        QTest.mouseClick(self.view, LEFT, PLAIN, self.at(row, column))

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key."""
        QTest.keyClick(self.view, key, modifier)


def drag(
    widget: QWidget,
    way: Sequence[QPoint],
    button: Qt.MouseButton = LEFT,
    modifier: Qt.KeyboardModifier = PLAIN,
) -> None:
    """Press, move along, let go."""
    QTest.mousePress(widget, button, modifier, way[0])
    for point in way[1:]:
        QTest.mouseMove(widget, point)
    QTest.mouseRelease(widget, button, modifier, way[-1])


def wheel(widget: QWidget, notches: int, modifier: Qt.KeyboardModifier = PLAIN) -> None:
    """Turn the wheel over the middle of a widget."""
    middle = QPointF(widget.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(widget.mapToGlobal(widget.rect().center())),
        QPoint(0, 0),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        modifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(widget, event)

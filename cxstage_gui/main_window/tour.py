"""The short tour: a card that points at parts of the window, one after the other.

It blocks nothing: the window works as without it. It changes the page on Next and Back alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.main_window.tour_steps import STEPS, TourStep
from cxstage_gui.theme import current
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_gui.settings import Settings

SEEN = "tour/seen"
"""Setting that holds "yes" once the tour has opened by itself."""
WIDTH = 360
GAP, RING, EDGE = 12, 4, 8
PLACE_AGAIN_MS = 60
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Ring(QWidget):
    """A frame around the part that the card is about; clicks pass through it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def paintEvent(self, _: QPaintEvent) -> None:
        """Draw the frame in the accent of the theme."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current().accent), 3))
        painter.drawRoundedRect(self.rect().adjusted(2, 2, -2, -2), 6, 6)


class Card(QFrame):
    """Title, words and the buttons of one step.

    Signals:
        moved: to the next step (1) or the one before (-1).
        skipped: the tour shall end.
    """

    moved = Signal(int)
    skipped = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "tour")
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(self.tr("Tour"))
        self.title = label("", "heading", wrap=True)
        self.words = label("", wrap=True)
        self.count = label("", "muted")
        self.skip = QPushButton(self.tr("Skip"))
        self.back = QPushButton(self.tr("Back"))
        self.next = QPushButton()
        self.next.setProperty("role", "primary")
        self.skip.clicked.connect(self.skipped)
        self.back.clicked.connect(lambda: self.moved.emit(-1))
        self.next.clicked.connect(lambda: self.moved.emit(1))
        foot = QHBoxLayout()
        foot.addWidget(self.count)
        foot.addStretch(1)
        for button in (self.skip, self.back, self.next):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addSpacing(4)
        column.addLayout(foot)

    def show_step(self, step: TourStep, number: int, total: int) -> None:
        """Show a step; `number` is 1-based."""
        self.title.setText(QCoreApplication.translate("Tour", step.title))
        self.words.setText(QCoreApplication.translate("Tour", step.words))
        self.words.setAccessibleName(self.words.text())
        self.count.setText(self.tr("{number} of {total}").format(number=number, total=total))
        self.back.setEnabled(number > 1)
        self.next.setText(self.tr("Next") if number < total else self.tr("Done"))
        self.skip.setVisible(number < total)
        inner = WIDTH - 32
        self.setFixedHeight(
            24
            + self.title.heightForWidth(inner)
            + self.words.heightForWidth(inner)
            + self.next.sizeHint().height()
            + 28
        )

    def event(self, event: QEvent) -> bool:
        """Take Return and Esc before a shortcut of the window does."""
        own = (*_ENTER, Qt.Key.Key_Escape)
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in own
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses the button with the focus, Next without one; Esc skips."""
        if event.key() == Qt.Key.Key_Escape:
            self.skip.click()
        elif event.key() in _ENTER:
            pressed = next((b for b in (self.skip, self.back) if b.hasFocus()), self.next)
            pressed.click()
        else:
            super().keyPressEvent(event)


@dataclass(frozen=True, slots=True)
class WindowAccess:
    """The parts of the window that the tour needs.

    Args:
        rail: with an entry for each page.
        stack: of the pages.
        status: the card is put above it.
        page: returns the key of the page in front.
        show_page: shows a page.
    """

    rail: QWidget
    stack: QStackedWidget
    status: QWidget
    page: Callable[[], str]
    show_page: Callable[[str], None]


class Tour(QObject):
    """Leads through the steps whose pages the user sees."""

    def __init__(self, window: QMainWindow, access: WindowAccess, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._access, self._settings = window, access, settings
        self.card: Card | None = None
        self.ring: Ring | None = None
        self.number = 0
        self._steps: Sequence[TourStep] = ()
        self._placing = QTimer(self)
        self._placing.setSingleShot(True)
        self._placing.setInterval(PLACE_AGAIN_MS)
        self._placing.timeout.connect(self._place)

    @property
    def step(self) -> TourStep | None:
        """The step on screen, None without a tour."""
        return None if self.card is None else self._steps[self.number]

    def open_once(self) -> None:
        """Begin the tour unless it has opened by itself before."""
        if not self._settings.text(SEEN):
            self._settings.keep(SEEN, "yes")
            self.begin()

    def begin(self) -> None:
        """Begin with the first step; the page stays."""
        self.end()
        self._steps = [step for step in STEPS if not step.page or self._entry(step.page) is not None]
        self.number = 0
        self.ring, self.card = Ring(self._window), Card(self._window)
        self.card.moved.connect(self._move)
        self.card.skipped.connect(self.end)
        self._window.installEventFilter(self)
        self._access.stack.installEventFilter(self)
        self._access.stack.currentChanged.connect(self._placing.start)
        self._show()

    def end(self) -> None:
        """Take the card away; the page in front gets the keys again."""
        if self.card is None or self.ring is None:
            return
        self._placing.stop()
        self._window.removeEventFilter(self)
        self._access.stack.removeEventFilter(self)
        self._access.stack.currentChanged.disconnect(self._placing.start)
        focused = self.card.isAncestorOf(self._window.focusWidget() or self.card)
        for widget in (self.card, self.ring):
            widget.hide()
            widget.deleteLater()
        self.card = self.ring = None
        page = self._access.stack.currentWidget()
        if focused and page is not None:
            page.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the window's size and theme."""
        if event.type() in (
            QEvent.Type.Resize,
            QEvent.Type.LayoutRequest,
            QEvent.Type.PaletteChange,
        ):
            self._placing.start()
        return super().eventFilter(watched, event)

    def _move(self, by: int) -> None:
        if self.number + by >= len(self._steps):
            self.end()
            return
        self.number = max(0, self.number + by)
        step = self._steps[self.number]
        if step.shows:
            self._access.show_page(step.page)
        self._show()

    def _show(self) -> None:
        if self.card is None or self.ring is None:
            return
        self.card.show_step(self._steps[self.number], self.number + 1, len(self._steps))
        self._place()
        self._placing.start()  # again, when the page that was shown has its layout
        self.ring.show()
        self.card.show()
        self.ring.raise_()
        self.card.raise_()
        self.card.next.setFocus()

    def _place(self) -> None:
        """Put the frame around the part, and the card next to it, both inside the window."""
        if self.card is None or self.ring is None:
            return
        target = self._target()
        at = QRect(target.mapTo(self._window, QPoint(0, 0)), target.size())
        self.ring.setGeometry(at.adjusted(-RING, -RING, RING, RING))
        room = self._window.rect()
        room.setBottom(self._access.status.mapTo(self._window, QPoint(0, 0)).y())
        self.card.move(placed(at, self.card.size().toTuple(), room))

    def _target(self) -> QWidget:
        step = self._steps[self.number]
        if not step.page:
            return self._access.rail
        page = self._access.stack.currentWidget() if self._access.page() == step.page else None
        part = step.part(page) if page is not None and step.part is not None else None
        if part is not None and part.isVisible():
            return part
        return self._entry(step.page) or self._access.rail

    def _entry(self, page: str) -> QWidget | None:
        """The entry of a page in the rail, None where the user does not see it."""
        found = self._access.rail.findChild(QWidget, f"rail.page.{page}")
        return found if found is not None and not found.isHidden() else None


def placed(target: QRect, size: tuple[int, int], room: QRect) -> QPoint:
    """Return the place of a card next to a part: right, left, below or above, without covering it.

    A part that leaves no room on any side has the card in its lower right corner.
    """
    wide, high = size
    inner = room.adjusted(EDGE, EDGE, -EDGE, -EDGE)
    beyond = GAP + RING
    left = max(inner.left(), min(target.left(), inner.right() - wide))
    top = max(inner.top(), min(target.top(), inner.bottom() - high))
    for place in (
        QPoint(target.right() + beyond, top),
        QPoint(target.left() - beyond - wide, top),
        QPoint(left, target.bottom() + beyond),
        QPoint(left, target.top() - beyond - high),
    ):
        if inner.contains(QRect(place.x(), place.y(), wide, high)):
            return place
    return QPoint(
        min(target.right(), inner.right()) - wide - GAP,
        min(target.bottom(), inner.bottom()) - high - GAP,
    )

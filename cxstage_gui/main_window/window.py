"""The window: rail, pages made when first shown, menus, status line."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cxstage_core.cohort.values.permissions import Permission
from cxstage_gui.actions import Actions
from cxstage_gui.main_window.menu_actions import MenuActions
from cxstage_gui.main_window.menus import fill
from cxstage_gui.main_window.rail import Rail
from cxstage_gui.main_window.status import StatusLine
from cxstage_gui.main_window.warming import Warming
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, role_name

PAGES = ("cohort", "read", "review", "train", "compare", "predict")
WITHOUT_COHORT = ("start", "sign in", "predict")
OWN = ("accounts.passphrase", "accounts.out")


class MainWindow(QMainWindow):
    """The shell; it knows how to make pages and which one is shown, nothing of what they do."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self.actions_table = Actions(session, self)
        self._pages: dict[str, QWidget] = {}
        self.page = self._wanted = ""
        self.rail = Rail(
            [self.actions_table[f"page.{name}"] for name in PAGES],
            [self.actions_table[name] for name in OWN],
        )
        self.stack = QStackedWidget()
        self.status = StatusLine(session)
        self._desk = MenuActions(session, self)
        self.actions_table.connect_to(self._desk)
        fill(self.menuBar(), self.actions_table, session.settings, session.open_cohort)
        self._lay_out()
        session.cohort_opened.connect(self._cohort_opened)
        session.cohort_closed.connect(self._cohort_closed)
        session.page_wanted.connect(self.show_page)
        session.sign_in_wanted.connect(lambda: self.show_page("sign in"))
        pages = ("train", "compare", "predict", "cohort", "read", "review")
        self._warming = Warming(session.tasks, [partial(self._warm, name) for name in pages], self)
        self._title()
        self.setMinimumSize(1120, 640)
        self.resize(1366, 768)
        self.restoreGeometry(session.settings.state("window"))
        self.setAcceptDrops(True)

    def open_first(self, cohort: Path, page: str) -> None:
        """Open a cohort at the start; its workspace is made while the store reads."""
        self._wanted = page

        def refused(error: Exception) -> None:
            self.show_page("start")
            self.session.failed.emit(error_message(error))

        self.session.open_cohort(cohort, refused)
        QTimer.singleShot(0, lambda: self._make_page(page))

    def show_page(self, name: str) -> None:
        """Show a workspace; one that needs a cohort waits behind the first page until one is open."""
        if name != "sign in":
            self._wanted = name
        if self.session.cohort is None and name not in WITHOUT_COHORT:
            name = "start" if self.session.waiting is None else "sign in"
        if name in PAGES and not self.actions_table[f"page.{name}"].isVisible():
            name = "read"
        self._make_page(name)
        self.page = name
        self.stack.setCurrentWidget(self._pages[name])
        self._pages[name].setFocus()
        self.actions_table[f"page.{name if name in PAGES else 'cohort'}"].setChecked(True)
        if name in PAGES:
            self.session.settings.page = name

    def _make_page(self, name: str) -> None:
        if name not in self._pages:
            self._pages[name] = _MAKERS[name](self.session, self.actions_table)
            self.stack.addWidget(self._pages[name])

    def _warm(self, name: str) -> None:
        if self.actions_table[f"page.{name}"].isVisible():
            self._make_page(name)

    def shown_page(self) -> QWidget:
        """The page on screen."""
        return self._pages[self.page]

    def _lay_out(self) -> None:
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self.stack, 1)
        right.addWidget(self.status)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addLayout(right, 1)
        middle = QWidget()
        middle.setLayout(row)
        self.setCentralWidget(middle)

    def _cohort_opened(self) -> None:
        self._title()
        self.show_page(self._wanted if self._wanted in PAGES else "cohort")
        if self.session.user.may(Permission.EXPERIMENTS):  # nobody else needs networks and their pages
            self._warming.begin()
        self._desk.welcome()

    def _cohort_closed(self) -> None:
        self._title()
        self.show_page("start")

    def _title(self) -> None:
        principal = self.session.user.principal
        roles = ", ".join(role_name(role) for role in sorted(principal.roles))
        self.rail.show_person(principal.name, roles)
        parts = ["CxStage", self.session.title, principal.name, self.tr("Research use only")]
        self.setWindowTitle(" — ".join(part for part in parts if part))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "actions_table"):
            self.actions_table.redraw()
            self.rail.redraw()
        super().changeEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Folders and files may be dropped while a cohort is open."""
        if self.session.cohort is not None and event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Import what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self._desk.take_in(paths)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is unwritten and end what runs before the window goes."""
        if not self._desk.may_close():
            event.ignore()
            return
        self.session.settings.keep_state("window", self.saveGeometry())
        self._warming.end()
        self.session.close()
        event.accept()


def _start(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.start import StartPage

    return StartPage(session, actions)


def _sign_in(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.sign_in import SignInPage

    return SignInPage(session)


def _cohort(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.cohort import CohortPage

    return CohortPage(session, actions)


def _read(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.read import ReadPage

    return ReadPage(session)


def _review(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.review.page import ReviewPage

    return ReviewPage(session)


def _train(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.train import TrainPage

    return TrainPage(session, actions)


def _compare(session: Session, actions: Actions) -> QWidget:
    from cxstage_gui.pages.compare import ComparePage

    return ComparePage(session, actions)


def _predict(session: Session, _: Actions) -> QWidget:
    from cxstage_gui.pages.predict import PredictPage

    return PredictPage(session)


_MAKERS: dict[str, Callable[[Session, Actions], QWidget]] = {
    "start": _start,
    "sign in": _sign_in,
    "cohort": _cohort,
    "read": _read,
    "review": _review,
    "train": _train,
    "compare": _compare,
    "predict": _predict,
}

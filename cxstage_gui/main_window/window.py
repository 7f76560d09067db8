"""The window: rail, pages built when first shown or in idle moments, menus, status line."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QEvent, QTimer
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from cxstage_core.cohort.values.permissions import Permission
from cxstage_gui.actions import Actions
from cxstage_gui.keys.commands import HasCommands
from cxstage_gui.keys.sheet import ShortcutSheet
from cxstage_gui.main_window.entries import all_entries
from cxstage_gui.main_window.first_geometry import LEAST, first_geometry
from cxstage_gui.main_window.handlers.accounts import AccountMenu
from cxstage_gui.main_window.handlers.cohort import CohortMenu
from cxstage_gui.main_window.handlers.file import FileMenu
from cxstage_gui.main_window.handlers.help import HelpMenu
from cxstage_gui.main_window.handlers.leaving import Leaving
from cxstage_gui.main_window.handlers.view import ViewMenu
from cxstage_gui.main_window.menus import fill
from cxstage_gui.main_window.rail import Rail
from cxstage_gui.main_window.status import StatusLine
from cxstage_gui.main_window.tour import Tour, WindowAccess
from cxstage_gui.main_window.warming import Warming
from cxstage_gui.pages import registry
from cxstage_gui.session import Level, Session
from cxstage_gui.strings import error_message, role_name
from cxstage_gui.tasks import Tasks

OWN = ("accounts.passphrase", "accounts.out")


@runtime_checkable
class TakesFiles(Protocol):
    """A page that opens dropped files itself."""

    def take_files(self, paths: list[Path]) -> None:
        """Open what was dropped."""


class MainWindow(QMainWindow):
    """Builds pages from the registry and shows one of them; knows nothing of what they do."""

    def __init__(self, session: Session, tasks: Tasks) -> None:
        super().__init__()
        self.session = session
        self.actions_table = Actions(session, all_entries(), self)
        self._pages: dict[str, QWidget] = {}
        self.page = self._wanted = ""
        self.key_sheet: ShortcutSheet | None = None
        self.rail = Rail(
            [self.actions_table[f"page.{page.key}"] for page in registry.listed()],
            [self.actions_table[name] for name in OWN],
        )
        self.stack = QStackedWidget()
        self.status = StatusLine(session, tasks)
        access = WindowAccess(self.rail, self.stack, self.status, lambda: self.page, self.show_page)
        self.tour = Tour(self, access, session.settings)
        session.cohort_closed.connect(self.tour.end)
        self._files = FileMenu(session, self)
        self._cohort_menu = CohortMenu(session, self)
        self._accounts = AccountMenu(session, self)
        self.help = HelpMenu(
            session,
            self,
            self.show_keys,
            self.tour.begin,
            lambda: registry.find(self.page).manual if self.page else "",
        )
        for menu in (
            self._files,
            self._cohort_menu,
            self._accounts,
            ViewMenu(session, self),
            self.help,
        ):
            self.actions_table.bind(menu.handlers())
        fill(self.menuBar(), self.actions_table, session.settings, session.open_cohort)
        self._lay_out()
        session.cohort_opened.connect(self._cohort_opened)
        session.cohort_closed.connect(self._cohort_closed)
        session.page_wanted.connect(self.show_page)
        session.sign_in_wanted.connect(lambda: self.show_page("sign in"))
        early = sorted((p.build_order, p.key) for p in registry.PAGES if p.build_order)
        self._warming = Warming(tasks, [partial(self._build_early, key) for _, key in early], self)
        self._title()
        self.setMinimumSize(LEAST)
        if not self.restoreGeometry(session.settings.state("window")):
            self.setGeometry(first_geometry(self.screen().availableGeometry()))
        self.setAcceptDrops(True)
        session.may_leave = Leaving(session, self).may_leave

    def open_first(self, cohort: Path, page: str) -> None:
        """Open a cohort at the start; its page is built while the store reads."""
        self._wanted = page

        def refused(error: Exception) -> None:
            self.show_page("start")
            self.session.notify(error_message(error), Level.ERROR)

        self.session.open_cohort(cohort, refused)
        QTimer.singleShot(0, lambda: self._build(page))

    def show_page(self, key: str) -> None:
        """Show a page; one that needs a cohort waits behind the first page until one is open."""
        if key != "sign in":
            self._wanted = key
        if self.session.cohort is None and registry.find(key).needs_cohort:
            key = "start" if self.session.waiting is None else "sign in"
        visible = [p.key for p in registry.listed() if self._action(p.key).isVisible()]
        if registry.find(key).listed and key not in visible:
            key = visible[0]
        self._build(key)
        self.page = key
        self.stack.setCurrentWidget(self._pages[key])
        self._pages[key].setFocus()
        listed = registry.find(key).listed
        home = next(page.key for page in registry.PAGES if page.home)
        self._action(key if listed else home).setChecked(True)
        if listed:
            self.session.settings.page = key

    def _action(self, key: str) -> QAction:
        return self.actions_table[f"page.{key}"]

    def _build(self, key: str) -> None:
        if key not in self._pages:
            self._pages[key] = registry.find(key).make(self.session, self.actions_table)
            self.stack.addWidget(self._pages[key])

    def _build_early(self, key: str) -> None:
        if self._action(key).isVisible():
            self._build(key)

    def shown_page(self) -> QWidget:
        """The page on screen."""
        return self._pages[self.page]

    def show_keys(self) -> None:
        """Open the sheet of keys: those of the menus, and those of every page that has its own."""
        for page in registry.listed():
            if self.session.cohort is not None and self._action(page.key).isVisible():
                self._build(page.key)
        front = self._pages[self.page]
        pages = [front, *(page for page in self._pages.values() if page is not front)]
        tables = [page.commands for page in pages if isinstance(page, HasCommands)]
        self.key_sheet = ShortcutSheet(tables, self.actions_table.keys(), self)
        self.key_sheet.show()

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
        wanted = next((p.key for p in registry.listed() if p.key == self._wanted), "")
        self.show_page(wanted or next(page.key for page in registry.PAGES if page.home))
        if self.session.user.may(Permission.EXPERIMENTS):  # only these users need networks
            self._warming.begin()
        self._accounts.welcome()
        if self.session.is_demo:
            self.tour.open_once()

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
        """Accept folders and files: data for the open cohort, or a cohort to open."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Give files to the page in front if it takes any, else import them, or open them without a cohort."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return
        event.acceptProposedAction()
        page: object = self._pages.get(self.page)
        if isinstance(page, TakesFiles):
            page.take_files(paths)
        elif self.session.cohort is not None:
            self._cohort_menu.import_paths(paths)
        else:
            self._files.open_dropped(paths[0])

    def closeEvent(self, event: QCloseEvent) -> None:
        """Write what is unwritten and end what runs before the window goes."""
        if not (self.session.may_leave() and self._files.may_close()):
            event.ignore()
            return
        self.session.settings.keep_state("window", self.saveGeometry())
        self._warming.end()
        self.session.close()
        event.accept()

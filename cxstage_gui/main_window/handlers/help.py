"""The Help menu: manual, keys, log folder, about."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QMainWindow, QMessageBox

import cxstage_core
from cxstage_gui import languages
from cxstage_gui.main_window.manual import Manual
from cxstage_gui.main_window.manual_pages import FIRST
from cxstage_gui.session import Session


class HelpMenu(QObject):
    """Opens what helps.

    Args:
        show_keys: opens the sheet of keys.
        begin_tour: begins the short tour.
        topic: returns the anchor of the manual's section on the page in front.
    """

    def __init__(
        self,
        session: Session,
        window: QMainWindow,
        show_keys: Callable[[], None],
        begin_tour: Callable[[], None],
        topic: Callable[[], str],
    ) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._show_keys = show_keys
        self._begin_tour = begin_tour
        self._topic = topic
        self.manual: Manual | None = None

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the functions of the menu entries, by id of the action."""
        return {
            "help.manual": self.show_manual,
            "help.keys": self._show_keys,
            "help.tour": self._begin_tour,
            "help.log": self.show_log,
            "help.about": self.about,
        }

    def show_manual(self) -> None:
        """Open the manual at the section on the page in front."""
        if self.manual is None:
            self.manual = Manual(languages.in_use(self._session.settings.language), self._window)
        self.manual.open_page(FIRST, self._topic())
        self.manual.show()
        self.manual.raise_()
        self.manual.activateWindow()

    def show_log(self) -> None:
        """Open the folder of the log file."""
        self._session.settings.folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.settings.folder)))

    def about(self) -> None:
        """Show the version."""
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About CxStage"))
        box.setText(f"CxStage {cxstage_core.__version__}")
        box.setInformativeText(
            self.tr(
                "Cervical-cancer MRI: cohorts, readings, staging networks.\n\n"
                "Research use only. Not a medical device: its output must not guide the care of a patient."
            )
        )
        box.open()

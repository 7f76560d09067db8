"""The View menu: pages, theme and language."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QMainWindow

from cxstage_gui import languages, theme
from cxstage_gui.pages import registry
from cxstage_gui.session import Session


class ViewMenu(QObject):
    """Shows pages, and changes theme and language."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the functions of the menu entries, by id of the action."""
        return {
            **{
                f"page.{page.key}": partial(self._session.show_page, page.key)
                for page in registry.listed()
            },
            **{
                f"language.{code}": partial(self.choose_language, code)
                for code in ("system", *languages.codes())
            },
            "view.dark": partial(self.choose_theme, "dark"),
            "view.light": partial(self.choose_theme, "light"),
        }

    def choose_theme(self, name: str) -> None:
        """Change the theme at once."""
        self._session.settings.theme = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, name)

    def choose_language(self, code: str) -> None:
        """Change the language at the next start."""
        self._session.settings.language = code
        self._session.notify(self.tr("The language changes when CxStage is started again."))

"""The manual in a window of its own."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

import cxstage_gui

FOLDER = Path(cxstage_gui.__file__).resolve().parents[1] / "docs"
FIRST = "manual.md"


class Manual(QDialog):
    """Shows the pages of the manual; links between them work, others go to the browser."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Manual"))
        self.resize(900, 720)
        self.text = QTextBrowser()
        self.text.setOpenLinks(False)
        self.text.setSearchPaths([str(FOLDER)])
        self.text.anchorClicked.connect(self._go)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text)
        self.open_page(FIRST)

    def open_page(self, name: str) -> None:
        """Show a page of the manual's folder."""
        page = FOLDER / name
        if page.is_file():
            self.text.setSource(QUrl.fromLocalFile(str(page)))
        else:
            self.text.setPlainText(
                self.tr("The manual was not found next to the program: {page} is missing.").format(
                    page=name
                )
            )

    def _go(self, link: QUrl) -> None:
        if link.scheme() in ("http", "https"):
            QDesktopServices.openUrl(link)
        else:
            self.open_page(link.fileName())

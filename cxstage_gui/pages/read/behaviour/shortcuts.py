"""The command that opens the sheet of keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxstage_gui.keys.commands import Command

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage


class ShortcutsPart(QObject):
    """Adds the command that opens the sheet."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        page.commands.add(
            Command("shortcuts", self.tr("Keys and mouse"), self.tr("Help"), page.session.show_keys)
        )

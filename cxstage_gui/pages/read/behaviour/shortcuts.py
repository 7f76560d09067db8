"""The command that opens the sheet of keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext


class Shortcuts(QObject):
    """Adds the command that opens the sheet."""

    def __init__(self, context: ReadContext, commands: Commands, show_keys: Callable[[], None]) -> None:
        super().__init__(context)
        commands.add(Command("shortcuts", self.tr("Keys and mouse"), self.tr("Help"), show_keys))

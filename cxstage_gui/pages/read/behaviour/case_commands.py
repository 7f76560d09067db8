"""Commands for the case on screen: confirm that it is saved, complete it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext


class CaseCommands(QObject):
    """Adds the commands that only a reading has."""

    def __init__(self, context: ReadContext, commands: Commands) -> None:
        super().__init__(context)
        commands.add(
            Command(
                "save",
                self.tr("Save (saving is continuous; this confirms)"),
                self.tr("Steps"),
                context.confirm_saved,
            ),
            Command(
                "complete",
                self.tr("Mark complete or reopen"),
                self.tr("Case"),
                context.toggle_complete,
            ),
        )

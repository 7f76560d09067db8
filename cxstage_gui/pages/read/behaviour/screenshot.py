"""The command "screenshot": what, how large, where; it reports success after reading the file back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QComboBox, QFileDialog, QWidget

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.viewer.screenshot import folder_of, picture_of, write_picture
from cxstage_gui.widgets.dialog import FormDialog

FOLDER_KEY, SCALE_KEY, PART_KEY = "screenshot/folder", "screenshot/scale", "screenshot/part"
LARGE = 2


class ScreenshotDialog(FormDialog):
    """Asks for content and resolution of the picture."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(
            self.tr("Screenshot"),
            self.tr(
                "The picture shows what the panes show now, pseudonym included. Its name and the "
                "file hold no patient's name. Research use only."
            ),
            self.tr("Choose the file…"),
            parent,
        )
        self.part = QComboBox()
        self.part.addItem(self.tr("The pane in use"), "pane")
        self.part.addItem(self.tr("All panes"), "all")
        self.scale = QComboBox()
        self.scale.addItem(self.tr("As on screen"), 1)
        self.scale.addItem(self.tr("Twice as fine"), LARGE)
        self.add(self.tr("Picture of"), self.part)
        self.add(self.tr("Resolution"), self.scale)


class Screenshot(QObject):
    """Writes PNG files of the panes."""

    def __init__(self, context: ReadContext, commands: Commands, panes: Panes) -> None:
        super().__init__(context)
        self._context = context
        self._panes = panes
        self._view = panes.first
        self.dialog: ScreenshotDialog | None = None
        commands.add(Command("screenshot", self.tr("Screenshot to a file"), self.tr("View"), self.ask))

    def ask(self) -> None:
        """Ask for part and resolution, with the answers of last time."""
        settings = self._context.settings
        if self._context.case is None or self.dialog is not None:
            return
        self._view = self._panes.active
        self.dialog = dialog = ScreenshotDialog(self._panes)
        dialog.part.setCurrentIndex(max(0, dialog.part.findData(settings.text(PART_KEY))))
        dialog.scale.setCurrentIndex(1 if settings.text(SCALE_KEY) == str(LARGE) else 0)
        dialog.accepted.connect(self._accepted)
        dialog.finished.connect(self._finished)
        dialog.open()

    def _finished(self) -> None:
        self.dialog = None

    def _accepted(self) -> None:
        dialog, settings = self.dialog, self._context.settings
        if dialog is None:
            return
        part, scale = str(dialog.part.currentData()), int(dialog.scale.currentData())
        settings.keep(PART_KEY, part)
        settings.keep(SCALE_KEY, str(scale))
        name = f"cxstage-{datetime.now():%Y-%m-%d-%H%M%S}.png"
        start = folder_of(settings.text(FOLDER_KEY)) / name
        chosen, _ = QFileDialog.getSaveFileName(
            self._panes, self.tr("Save the screenshot"), str(start), self.tr("Pictures (*.png)")
        )
        if chosen:
            path = Path(chosen)
            self.save(path if path.suffix.lower() == ".png" else path.with_name(f"{path.name}.png"))

    def save(self, path: Path) -> None:
        """Write a picture according to the last answers, in a background thread."""
        settings = self._context.settings
        scale = LARGE if settings.text(SCALE_KEY) == str(LARGE) else 1
        whole = settings.text(PART_KEY) == "all"
        image = picture_of(self._panes if whole else self._view, scale=scale)
        settings.keep(FOLDER_KEY, str(path.parent))

        def done(_path: Path) -> None:
            size = f"{image.width()} × {image.height()}"
            self._context.show_status(self.tr("Screenshot saved, {size} pixels.").format(size=size))

        self._context.run_in_background(
            write_picture, image, path, on_done=done, on_error=self._context.show_error, keep=True
        )

"""Asks what the segments of an outline file are."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from cxstage_core.imaging import Label
from cxstage_gui.widgets.dialog import FormDialog


class MeaningsDialog(FormDialog):
    """Asks for the meaning of segments that the file does not explain, by name or by number."""

    def __init__(self, keys: tuple[int | str, ...], parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Labels of the file"),
            self.tr("The file does not explain these segments. What do they stand for?"),
            self.tr("Import the outline"),
            parent,
        )
        self.choices: dict[int | str, QComboBox] = {}
        for key in keys:
            choice = QComboBox()
            choice.addItem(self.tr("Tumour"), Label.TUMOUR)
            choice.addItem(self.tr("Possible infiltration"), Label.INFILTRATION)
            choice.addItem(self.tr("Leave out"), Label.BACKGROUND)
            title = self.tr("Label {number}").format(number=key) if isinstance(key, int) else key
            self.add(title, choice)
            self.choices[key] = choice

    @property
    def meanings(self) -> dict[int | str, Label]:
        """Chosen label of each segment."""
        return {key: Label(choice.currentData()) for key, choice in self.choices.items()}

"""The bar above the images while the draft of a reference is edited."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton

from cxstage_gui.widgets.labels import label


class DraftBar(QFrame):
    """States that a draft is edited, with a button that leads back to the review."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self.back = QPushButton(self.tr("Back to the review"))
        self.back.setProperty("role", "primary")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.addWidget(
            label(self.tr("You redraw the draft of the reference; every stroke is kept."), wrap=True), 1
        )
        row.addWidget(self.back)
        self.hide()

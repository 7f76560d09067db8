"""Three ways to start: the demo cohort, a cohort of your own, one study to predict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.actions import Actions
from cxstage_gui.pages.start.recent import RecentCohorts
from cxstage_gui.session import Session
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

WIDTH = 1120


class StartPage(QWidget):
    """Shown at the first start and whenever no cohort is open."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._icons: list[tuple[QLabel, str]] = []
        self.notice = Notice()
        session.failed.connect(lambda sentence: self.notice.show_message(sentence, "error"))
        middle = QWidget()
        middle.setMaximumWidth(WIDTH)
        column = QVBoxLayout(middle)
        column.setSpacing(16)
        column.addStretch(2)
        column.addWidget(label("CxStage", "title"))
        column.addWidget(
            label(
                self.tr(
                    "From MRI of cervical cancer to a staging network you can check. Research use only."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addWidget(self.notice)
        column.addSpacing(8)
        choices = QGridLayout()
        choices.setSpacing(16)
        for place, choice in enumerate(self._choices(actions)):
            choices.addWidget(choice, 0, place)
            choices.setColumnStretch(place, 1)
        column.addLayout(choices)
        column.addSpacing(8)
        self._recent = RecentCohorts(session)
        self._recent.chosen.connect(session.open_cohort)
        column.addWidget(self._recent)
        column.addSpacing(8)
        drop = label(self.tr("Or drop a cohort folder or a reading kit into this window."), "drop")
        drop.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(drop)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 16, 32, 16)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        self._redraw()

    def _choices(self, actions: Actions) -> list[QWidget]:
        return [
            self._choice(
                "flask",
                self.tr("Look around"),
                self.tr(
                    "A synthetic cohort of 20 patients with readings, a split and two trained networks; four "
                    "cases are left to read and to review. It is made on this computer in a few minutes, "
                    "once."
                ),
                [actions.button("demo.open", "primary")],
            ),
            self._choice(
                "folder-open",
                self.tr("Work on a cohort"),
                self.tr(
                    "A cohort is one folder on your disk. Patients get pseudonyms at import; "
                    "names and hospital numbers are not stored."
                ),
                [actions.button("cohort.create", "primary"), actions.button("cohort.open")],
            ),
            self._choice(
                "target",
                self.tr("Predict one study"),
                self.tr(
                    "A folder with one patient's MRI, the outline of the tumour and a model file "
                    "are enough; no cohort is needed."
                ),
                [actions.button("page.predict", "primary", self.tr("Predict one study"))],
            ),
        ]

    def _choice(self, symbol: str, title: str, sentence: str, buttons: Sequence[QPushButton]) -> QFrame:
        card = QFrame()
        card.setProperty("role", "card")
        picture = QLabel()
        self._icons.append((picture, symbol))
        column = QVBoxLayout(card)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addWidget(picture)
        column.addSpacing(4)
        column.addWidget(label(title, "heading"))
        text = label(sentence, "muted", wrap=True)
        text.setAlignment(Qt.AlignmentFlag.AlignTop)
        column.addWidget(text, 1)
        column.addSpacing(8)
        for button in buttons:
            column.addWidget(button)
        column.addStretch(0)
        return card

    def showEvent(self, event: QShowEvent) -> None:
        """Read the summaries of the recent cohorts again."""
        self._recent.refresh()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        for picture, symbol in self._icons:
            picture.setPixmap(icon(symbol, current().accent).pixmap(32, 32))

"""Three ways to start: the demo cohort, a cohort of your own, one study to predict."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
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
from cxstage_gui.session import Session
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

WIDTH = 960


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
        self._recent = QVBoxLayout()
        self._recent.setSpacing(0)
        column.addLayout(self._recent)
        column.addStretch(3)
        row = QHBoxLayout(self)
        row.setContentsMargins(32, 16, 32, 16)
        row.addStretch(1)
        row.addWidget(middle, 100)
        row.addStretch(1)
        self._redraw()
        self._fill_recent()
        session.cohort_closed.connect(self._fill_recent)

    def _choices(self, actions: Actions) -> list[QWidget]:
        return [
            self._choice(
                "flask",
                self.tr("Look around"),
                self.tr(
                    "A synthetic cohort of 16 patients with readings, a split and two trained networks. "
                    "It is made on this computer in a few minutes, once."
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

    def _fill_recent(self) -> None:
        while (item := self._recent.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        paths = self._session.settings.recent[:5]
        if paths:
            self._recent.addWidget(label(self.tr("Recent cohorts"), "heading"))
        for path in paths:
            button = QPushButton(f"{path.stem}    {path.parent}")
            button.setProperty("role", "flat")
            button.setAccessibleName(self.tr("Open {name}").format(name=path.stem))
            button.clicked.connect(lambda _=False, chosen=path: self._session.open_cohort(chosen))
            self._recent.addWidget(button)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        for picture, symbol in self._icons:
            picture.setPixmap(icon(symbol, current().accent).pixmap(32, 32))

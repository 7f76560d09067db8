"""The Predict page: study, outline and model on the left, pictures in the middle, the answer on the right."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.keys.preview_keys import PreviewKeys
from cxstage_gui.keys.viewer_commands import ViewerCommands
from cxstage_gui.pages.predict.beside_answer import BesideAnswer
from cxstage_gui.pages.predict.choosing import Choosing
from cxstage_gui.pages.predict.on_screen import OnScreen
from cxstage_gui.pages.predict.outcome import Outcome
from cxstage_gui.pages.predict.page_widgets import PageWidgets
from cxstage_gui.pages.predict.reporting import Reporting
from cxstage_gui.session import Session
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import set_role

LEFT_WIDTH, RIGHT_WIDTH = 312, 384
FAR = 4000


class PredictPage(PageWidgets):
    """Layout and commands; `choosing` and `outcome` follow the session.

    Further panels of the answer join by `results.add_panel`.
    """

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.setAcceptDrops(True)
        self.commands = Commands(self, session.settings)
        self._lay_out()
        self.on_screen = OnScreen(self, session)
        self.choosing = Choosing(self, self.on_screen, session)
        self.outcome = Outcome(self, session)
        self.beside_answer = BesideAnswer(self, session)
        self.reporting = Reporting(self, session)
        self._add_commands()

    def take_files(self, paths: list[Path]) -> None:
        """Open what was dropped or chosen: a study, or an outline of the study on screen."""
        self.choosing.take(paths)

    # -- events

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Accept folders and files."""
        if event.mimeData().hasUrls():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Open what was dropped."""
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if paths:
            event.acceptProposedAction()
            self.take_files(paths)

    def showEvent(self, event: Any) -> None:
        """List the models; nothing of a patient is read before a user asks."""
        super().showEvent(event)
        self.choosing.appear()

    # -- building

    def _add_commands(self) -> None:
        group = self.tr("Prediction")
        ViewerCommands(
            self.commands,
            self.drawing,
            self.panes,
            self.strip_of_tools,
            self.choosing.refuse_drawing,
            self,
        )
        self.commands.add(
            Command("predict", self.tr("Predict"), group, self.outcome.predict),
            Command("open study", self.tr("Open study …"), group, self.choosing.ask_study),
            Command("draw here", self.tr("Draw an outline here"), group, self.choosing.draw),
        )
        PreviewKeys(self, self.drawing, self.panes.first, self)
        self.strip_of_tools.show_keys(self.commands)
        self.commands.changed.connect(self._name_keys)
        self._name_keys()

    def _name_keys(self) -> None:
        for button, command in (
            (self.predict, "predict"),
            (self.study.open, "open study"),
        ):
            keys = self.commands.shown_keys(command)
            tip = button.property("tip") or button.toolTip() or button.text()
            button.setProperty("tip", tip)
            button.setToolTip(f"{tip}  ({keys})" if keys else tip)

    def _lay_out(self) -> None:
        set_role(self.predict, role="primary")
        self.predict.setMinimumHeight(36)
        self.despite.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.setChildrenCollapsible(False)
        split.addWidget(self._middle())
        split.addWidget(self._right())
        split.setStretchFactor(0, 1)
        split.setStretchFactor(1, 0)
        split.setSizes([FAR, RIGHT_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(split, 1)

    def _left(self) -> QWidget:
        chosen = QWidget()
        chosen.setObjectName("scrolled")
        parts = QVBoxLayout(chosen)
        parts.setContentsMargins(0, 0, 0, 0)
        parts.setSpacing(20)
        for part in (self.study, self.outline, self.model):
            parts.addWidget(part)
        parts.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setAccessibleName(self.tr("What is predicted"))
        area.setWidget(chosen)
        left = QWidget()
        left.setFixedWidth(LEFT_WIDTH)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(area, 1)
        column.addWidget(self.hint)
        column.addWidget(self.predict)
        return left

    def _middle(self) -> QWidget:
        self.middle.addWidget(self._nothing_yet())
        self.middle.addWidget(self.panes)
        below = QHBoxLayout()
        below.setContentsMargins(0, 0, 8, 0)
        below.setSpacing(8)
        below.addWidget(self.slices, 1)
        below.addWidget(self.beside, 0, Qt.AlignmentFlag.AlignVCenter)
        middle = QWidget()
        pictures = QVBoxLayout(middle)
        pictures.setContentsMargins(0, 0, 0, 0)
        pictures.setSpacing(0)
        pictures.addWidget(self.strip_of_tools)
        pictures.addWidget(self.middle, 1)
        pictures.addLayout(below)
        return middle

    def _nothing_yet(self) -> QWidget:
        button = QPushButton(self.tr("Open study …"))
        button.clicked.connect(self.study.open.click)
        return EmptyState(
            "target",
            self.tr("Drop a study here"),
            self.tr(
                "A folder with DICOM files, or image files, with or without an outline. Nothing of it is stored. "
                "Patients of the cohort are in the list on the left."
            ),
            [button],
        )

    def _right(self) -> QWidget:
        right = QWidget()
        answer = QVBoxLayout(right)
        answer.setContentsMargins(8, 16, 8, 16)
        answer.setSpacing(8)
        answer.addWidget(self.notice)
        answer.addWidget(self.despite, 0, Qt.AlignmentFlag.AlignLeft)
        answer.addWidget(self.results, 1)
        return right

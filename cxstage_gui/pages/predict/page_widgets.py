"""Build every widget of the Predict page, unplaced and unconnected."""

from __future__ import annotations

from PySide6.QtWidgets import QPushButton, QStackedWidget, QWidget

from cxstage_gui.pages.predict.answer import AnswerView
from cxstage_gui.pages.predict.beside_choice import BesideChoice
from cxstage_gui.pages.predict.contribution_strip import ContributionStrip
from cxstage_gui.pages.predict.drawing_here import DrawingHere
from cxstage_gui.pages.predict.file_dialogs import FileDialogs
from cxstage_gui.pages.predict.model_box import ModelBox
from cxstage_gui.pages.predict.outline_box import OutlineBox
from cxstage_gui.pages.predict.result_panel import ResultPanel
from cxstage_gui.pages.predict.study_box import StudyBox
from cxstage_gui.pages.predict.study_panes import StudyPanes
from cxstage_gui.session import Session
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.tool_strip import ToolStrip
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice


class PageWidgets(QWidget):
    """Everything on the page.

    Attributes:
        middle: first how to get pictures, then the panes.
        results: takes further panels by `add_panel`.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.drawing = Drawing(self)
        self.drawing.locked = True
        self.study, self.outline, self.model = StudyBox(), OutlineBox(), ModelBox()
        self.strip_of_tools = ToolStrip(self.drawing)
        self.panes = StudyPanes(self.drawing)
        self.slices = ContributionStrip()
        self.beside = BesideChoice()
        self.middle = QStackedWidget()
        self.notice = Notice()
        self.predict = QPushButton(self.tr("Predict"))
        self.despite = QPushButton(self.tr("Predict despite this …"))
        self.hint = label("", "muted", wrap=True)
        self.answer = AnswerView()
        self.results = ResultPanel(self.answer)
        self.dialogs = FileDialogs(session.settings, self)
        self.drawn = DrawingHere(self.drawing, session.prediction, self)

    def show_pictures(self, *, shown: bool) -> None:
        """Show the panes with their tools, or how to get pictures."""
        self.middle.setCurrentIndex(1 if shown else 0)
        for part in (self.strip_of_tools, self.slices, self.beside):
            part.setVisible(shown)

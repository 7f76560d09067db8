"""Choose study and model on the left; the answer on the right."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from cxstage_core.text import Text
from cxstage_gui.pages.predict.choice import Choice
from cxstage_gui.pages.predict.result import Result
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level
from cxstage_gui.strings import localized
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.reason import ReasonDialog

PANEL_WIDTH = 376


class PredictPage(QWidget):
    """One study, one model, one click."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self.choice = Choice()
        self.notice = Notice()
        self.result = Result()
        self._hint = label("", "muted", wrap=True)
        self.predict = QPushButton(self.tr("Predict"))
        set_role(self.predict, role="primary")
        self.predict.clicked.connect(self._predict)
        self.despite = QPushButton(self.tr("Predict despite this …"))
        self.despite.clicked.connect(self._ask_reason)
        self.despite.hide()
        self._stack = QStackedWidget()
        self._waiting = EmptyState(
            "target",
            self.tr("No prediction yet"),
            self.tr(
                "Choose a study with an outline of the tumour and a model, then press Predict. "
                "Research use only: the answer must not guide the care of a patient."
            ),
        )
        self._stack.addWidget(self._waiting)
        self._stack.addWidget(self.result)
        self._busy = False
        self._lay_out()
        self.choice.changed.connect(self._refresh)
        self.choice.changed.connect(self.despite.hide)
        prediction = session.prediction
        prediction.began.connect(self._began)
        prediction.predicted.connect(self._predicted)
        prediction.abstained.connect(self._abstained)
        prediction.ended.connect(self._refused)
        session.patients_changed.connect(self._show_patients)
        session.experiments_changed.connect(self._load_models)
        session.cohort_opened.connect(self._cohort_changed)
        session.cohort_closed.connect(self._cohort_changed)
        self._cohort_changed()

    def _cohort_changed(self) -> None:
        self._stack.setCurrentIndex(0)
        self._clear_notice()
        self.choice.allow_cohort(allowed=self._session.cohort is not None)
        self.choice.show_models(())
        self._show_patients()
        self._load_models()

    def _show_patients(self) -> None:
        self.choice.show_patients(self._session.patients)

    def _load_models(self) -> None:
        if self._session.cohort is not None:
            self._session.prediction.load_models(self.choice.show_models)

    def _predict(self) -> None:
        choice, prediction = self.choice, self._session.prediction
        if choice.of_cohort.isChecked():
            prediction.patient(choice.patient.currentData(), choice.model.currentData())
            return
        folder, outline, model = choice.folder.path, choice.outline.path, choice.model_file.path
        if folder is not None and outline is not None and model is not None:
            prediction.study(folder, outline, model)

    def _began(self) -> None:
        self._busy = True
        self._clear_notice()
        self._refresh()

    def _predicted(self, prediction: Any) -> None:
        self._busy = False
        self.result.show_prediction(prediction)
        self._stack.setCurrentIndex(1)
        self._refresh()

    def _abstained(self, reason: Text) -> None:
        self._refused(localized(reason), Level.WARNING)
        self.despite.show()

    def _ask_reason(self) -> None:
        dialog = ReasonDialog(
            self.tr("Predict despite this"),
            self.tr(
                "The reason is written into the result, and into the audit log of the open cohort."
            ),
            self.tr("Predict"),
            self.tr("phantom measurement, header known to be wrong"),
            self,
        )
        dialog.given.connect(self._session.prediction.go_on)
        dialog.open()

    def _clear_notice(self) -> None:
        self.notice.clear()
        self.despite.hide()

    def _refused(self, sentence: str, level: str) -> None:
        self._busy = False
        self._stack.setCurrentIndex(0)
        self.notice.show_message(sentence, level)
        self._refresh()

    def _refresh(self) -> None:
        choice = self.choice
        hint = ""
        self.despite.setEnabled(not self._busy)
        if choice.of_cohort.isChecked():
            if choice.patient.count() == 0:
                hint = self.tr("No patient has a reference or a complete reading yet.")
            elif choice.model.count() == 0:
                hint = self.tr("The cohort has no model yet: train one, or predict from files.")
        elif not choice.complete:
            hint = self.tr("Name the folder, the outline and the model file.")
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.predict.setEnabled(choice.complete and not self._busy)
        self.predict.setText(self.tr("Predicting …") if self._busy else self.tr("Predict"))

    def _lay_out(self) -> None:
        panel = QFrame()
        panel.setProperty("role", "card")
        panel.setFixedWidth(PANEL_WIDTH)
        left = QVBoxLayout(panel)
        left.setContentsMargins(16, 16, 16, 16)
        left.setSpacing(8)
        left.addWidget(self.choice)
        left.addStretch(1)
        left.addWidget(self._hint)
        left.addWidget(self.predict)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addWidget(label(self.tr("Predict"), "title"))
        right.addWidget(self.notice)
        right.addWidget(self.despite, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._stack, 1)
        page = QHBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(24)
        page.addWidget(panel)
        page.addLayout(right, 1)

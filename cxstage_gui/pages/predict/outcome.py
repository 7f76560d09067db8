"""The click and its answer."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cxstage_core.text import Text
from cxstage_gui.pages.predict.page_widgets import PageWidgets
from cxstage_gui.pages.predict.study_box import describe
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.prediction_values import Answer, Readiness
from cxstage_gui.strings import localized
from cxstage_gui.widgets.reason import ReasonDialog


class Outcome(QObject):
    """Shows what was answered for what is chosen, and nothing for anything else."""

    def __init__(self, page: PageWidgets, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._prediction = prediction = session.prediction
        page.predict.clicked.connect(self.predict)
        page.despite.clicked.connect(self._ask_reason)
        page.answer.slice_wanted.connect(page.panes.first.show_slice)
        page.panes.slice_shown.connect(page.answer.show_slice)
        prediction.began.connect(self._began)
        prediction.chosen.connect(self._chosen)
        prediction.opening.connect(self.refresh)
        prediction.opened.connect(lambda _: self.refresh())
        prediction.not_opened.connect(lambda _: self.refresh())
        prediction.prepared.connect(self._prepared)
        prediction.predicted.connect(self._predicted)
        prediction.abstained.connect(self._abstained)
        prediction.ended.connect(self._ended)
        prediction.models_changed.connect(lambda _: self.refresh())
        self.refresh()

    def predict(self) -> None:
        """Predict what is chosen; what was drawn last counts."""
        self._page.drawn.hand_over()
        if self._prediction.question is not None:
            self._prediction.predict()
        elif not self._page.predict.isEnabled():
            self._page.notice.show_message(self._missing(), Level.WARNING)

    def _began(self) -> None:
        self._page.notice.clear()
        self._page.despite.hide()
        self.refresh()

    def _chosen(self) -> None:
        """Another choice: an answer before is not its answer."""
        page = self._page
        page.results.show_answered(answered=False)
        page.slices.show_slices((), 0.5)
        page.despite.hide()
        self.refresh()

    def _prepared(self, found: Readiness) -> None:
        if found.stops is not None and self._prediction.answer is None:
            self._page.notice.show_message(localized(found.stops), Level.WARNING)
            self._page.despite.show()
        self.refresh()

    def _predicted(self, answer: Answer) -> None:
        page, study = self._page, self._prediction.study
        model = page.model.title(answer.question.model)
        name = answer.prediction.model_name
        if name and name not in model:
            model = f"{name} · {model}"
        page.answer.show_answer(answer, "" if study is None else describe(study), model)
        page.answer.show_slice(page.panes.first.index)
        page.slices.show_slices(answer.prediction.slices, answer.prediction.threshold)
        page.results.show_answered(answered=True)
        page.notice.clear()
        self.refresh()

    def _abstained(self, reason: Text) -> None:
        self._page.notice.show_message(localized(reason), Level.WARNING)
        self._page.despite.show()
        self.refresh()

    def _ended(self, sentence: str, level: str) -> None:
        self._page.notice.show_message(sentence, level)
        self.refresh()

    def _ask_reason(self) -> None:
        dialog = ReasonDialog(
            self.tr("Predict despite this"),
            self.tr(
                "The reason is written into the result, and into the audit log of the open cohort."
            ),
            self.tr("Predict"),
            self.tr("phantom measurement, header known to be wrong"),
            self._page,
        )
        dialog.given.connect(self._prediction.go_on)
        dialog.open()

    def refresh(self) -> None:
        """Show whether a click can answer, and what is missing."""
        page, prediction = self._page, self._prediction
        busy, ready = prediction.predicting, prediction.question is not None
        missing = "" if ready else self._missing()
        page.hint.setText(missing)
        page.hint.setVisible(bool(missing))
        # The focus stays on the button while it works.
        page.predict.setEnabled(ready)
        page.despite.setEnabled(not busy)
        page.predict.setText(self.tr("Predicting …") if busy else self.tr("Predict"))

    def _missing(self) -> str:
        prediction = self._prediction
        if prediction.reading:
            return self.tr("Reading the study …")
        if prediction.study is None:
            return self.tr("Drop a study here, open it, or choose a patient.")
        if not prediction.study.shown:
            return self.tr("The study needs an axial T2 series.")
        if prediction.outline is None:
            return self.tr("The tumour needs an outline.")
        return self.tr("Choose a model.")

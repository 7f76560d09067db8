"""What follows the answer in words, and the files written of it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication

from cxstage_gui import languages
from cxstage_gui.pages.predict.page_widgets import PageWidgets
from cxstage_gui.pages.predict.report.save_dialog import SaveDialog
from cxstage_gui.pages.predict.uncertainty.uncertainty_panel import UncertaintyPanel
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.prediction_values import Answer, FollowUp
from cxstage_gui.session.workers.saving_report import SavedFiles, ShownAnswer
from cxstage_gui.strings import localized

if TYPE_CHECKING:
    from cxstage_core.prediction.uncertainty import Uncertainty

FOLDER_KEY = "report folder"
IN_REPORT = frozenset({FollowUp.EXPLANATION, FollowUp.UNCERTAINTY, FollowUp.CHECKS})


class Reporting(QObject):
    """Shows the uncertainty of the answer on screen, saves its files and copies it as text."""

    def __init__(self, page: PageWidgets, session: Session) -> None:
        super().__init__(page)
        self._page, self._session = page, session
        self._bar = page.answer.report
        self.panel = UncertaintyPanel()
        page.results.add_panel("uncertainty", self.tr("Uncertainty"), self.panel)
        self._known: dict[FollowUp, Any] = {}
        self._at = datetime.now()
        self.dialog: SaveDialog | None = None
        prediction, report = session.prediction, session.prediction_report
        prediction.predicted.connect(self._predicted)
        prediction.explained.connect(lambda found: self._follows(FollowUp.EXPLANATION, found))
        prediction.checked.connect(lambda found: self._follows(FollowUp.CHECKS, found.features))
        prediction.uncertain.connect(self._uncertain)
        prediction.not_followed.connect(self._not_followed)
        prediction.chosen.connect(self.panel.show_computing)
        self.panel.outlines_wanted.connect(lambda: prediction.follow_up(FollowUp.OUTLINES))
        report.began.connect(self._refresh)
        report.saved.connect(self._saved)
        report.ended.connect(self._ended)
        self._bar.save.clicked.connect(self.ask)
        self._bar.cancel.clicked.connect(report.cancel)
        self._bar.copy.clicked.connect(self.copy)

    # -- what follows the number

    def _predicted(self, _: Answer) -> None:
        self._known, self._at = {}, datetime.now()
        self.panel.show_computing()
        self._bar.notice.clear()
        self._refresh()

    def _follows(self, kind: FollowUp, found: Any) -> None:
        self._known[kind] = found
        self._refresh()

    def _uncertain(self, found: Uncertainty) -> None:
        answer = self._session.prediction.answer
        if answer is not None:
            self.panel.show_uncertainty(
                found, answer.prediction, in_cohort=bool(answer.question.study.patient)
            )
        self._follows(FollowUp.UNCERTAINTY, found)

    def _not_followed(self, kind: str, sentence: str) -> None:
        if kind == FollowUp.OUTLINES:  # what was known before still holds
            self.panel.show_outlines_failed(sentence)
            return
        if kind == FollowUp.UNCERTAINTY:
            self.panel.show_failure(sentence)
        self._follows(FollowUp(kind), None)

    def _refresh(self) -> None:
        self._bar.show_state(
            computing=not self._known.keys() >= IN_REPORT,
            saving=self._session.prediction_report.running,
        )

    # -- files

    def ask(self) -> None:
        """Ask which files shall be written."""
        answer = self._session.prediction.answer
        if answer is None or not self._known.keys() >= IN_REPORT:
            return
        explanation = self._known[FollowUp.EXPLANATION]
        shown = ShownAnswer(
            answer, explanation, self._known[FollowUp.UNCERTAINTY], self._known[FollowUp.CHECKS]
        )
        stored = self._session.settings.text(FOLDER_KEY)
        has_map = explanation is not None and (explanation.additive or explanation.layer) is not None
        self.dialog = dialog = SaveDialog(
            answer.question.study.patient or "prediction",
            Path(stored) if stored and Path(stored).is_dir() else None,
            _folder_of(answer),
            languages.in_use(self._session.settings.language),
            "" if has_map else self.tr("No map was computed for this answer."),
            self._page,
        )

        def save(wanted: Any) -> None:
            if dialog.folder.path is not None:
                self._session.settings.keep(FOLDER_KEY, str(dialog.folder.path))
            self._bar.notice.clear()
            self._session.prediction_report.save(shown, wanted)

        dialog.wanted.connect(save)
        dialog.open()

    def _saved(self, found: SavedFiles) -> None:
        names = ", ".join(file.name for file in found.files)
        words = self.tr("Written to {folder}: {names}").format(
            folder=found.files[0].parent if found.files else "", names=names
        )
        level = Level.WARNING if found.notes else Level.GOOD
        notes = (localized(one) for one in found.notes)
        self._bar.notice.show_message("\n".join((words, *notes)), level)
        self._refresh()

    def _ended(self, sentence: str, level: str) -> None:
        self._bar.notice.show_message(sentence, level)
        self._refresh()

    # -- text

    def copy(self) -> None:
        """Copy the answer as plain text; it holds no name of a patient."""
        answer = self._session.prediction.answer
        if answer is None:
            return
        QGuiApplication.clipboard().setText(self.words(answer))
        self._bar.notice.show_message(self.tr("The answer was copied."), Level.GOOD)

    def words(self, answer: Answer) -> str:
        """Return the answer as plain text."""
        prediction = answer.prediction
        known: Uncertainty | None = self._known.get(FollowUp.UNCERTAINTY)
        if known is None:
            missing = FollowUp.UNCERTAINTY in self._known
            interval = self.tr("not computed") if missing else self.tr("being computed")
        elif known.interval is None:
            interval = localized(known.interval_note)
        else:
            low, high = known.interval
            interval = self.tr("{level:.0f} %: {low:.3f} to {high:.3f}").format(
                level=100 * known.level, low=low, high=high
            )
        rows = (
            (self.tr("Guideline-recommended group"), localized(prediction.group)),
            (
                self.tr("Probability of chemoradiotherapy or systemic"),
                self.tr("{value:.3f}, threshold {threshold:.3f}").format(
                    value=prediction.probability, threshold=prediction.threshold
                ),
            ),
            (self.tr("Interval"), interval),
            (self.tr("Model"), f"{prediction.model_name} · {answer.question.model.id}"),
            (self.tr("Date"), f"{self._at:%Y-%m-%d %H:%M}"),
        )
        lines = [f"{title}: {value}" for title, value in rows]
        lines += [localized(one) for one in (*answer.cautions, *prediction.warnings)]
        lines.append(self.tr("Research use only: the answer must not guide the care of a patient."))
        return "\n".join(dict.fromkeys(lines))


def _folder_of(answer: Answer) -> Path | None:
    """Return the folder of a study from files, None for a patient of a cohort."""
    sources = answer.question.study.sources
    if not sources:
        return None
    return sources[0] if sources[0].is_dir() else sources[0].parent

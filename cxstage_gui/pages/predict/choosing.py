"""What happens when study, outline or model are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxstage_gui.pages.predict.on_screen import OnScreen
from cxstage_gui.pages.predict.page_widgets import PageWidgets
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.prediction_values import StudyView, UnclearSegments
from cxstage_gui.strings import localized
from cxstage_gui.widgets.meanings_dialog import MeaningsDialog

if TYPE_CHECKING:
    from cxstage_core.prediction.viewing import ShownOutline


class Choosing(QObject):
    """Hands choices to the session, and shows what became of them."""

    def __init__(self, page: PageWidgets, on_screen: OnScreen, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._on_screen = on_screen
        self._session = session
        self._prediction = prediction = session.prediction
        self._listed = False
        page.study.files_wanted.connect(self.ask_study)
        page.study.patient_chosen.connect(prediction.open_patient)
        page.study.series.corrected.connect(prediction.correct_role)
        page.outline.reading_wanted.connect(prediction.use_reading)
        page.outline.file_wanted.connect(lambda: page.dialogs.outline(self._outline_chosen))
        page.outline.drawing_wanted.connect(self.draw)
        page.outline.export_wanted.connect(lambda: page.dialogs.save_outline(self._export))
        page.model.chosen.connect(prediction.choose_model)
        page.model.file_wanted.connect(
            lambda: page.dialogs.model(lambda paths: prediction.add_model_file(paths[0]))
        )
        page.drawing.refused.connect(self.refuse_drawing)
        self._on_screen.outlined.connect(self._show_outline)
        prediction.opening.connect(lambda: self._notify(self.tr("Reading the study …")))
        prediction.opened.connect(self._opened)
        prediction.not_opened.connect(self._not_opened)
        prediction.outline_changed.connect(self._outline_changed)
        prediction.outline_refused.connect(lambda words: self._notify(words, Level.ERROR))
        prediction.unclear.connect(self._ask_meanings)
        prediction.models_changed.connect(
            lambda models: page.model.show_models(models, prediction.model)
        )
        session.patients_changed.connect(self._show_patients)
        session.experiments_changed.connect(self._load_models)
        session.cohort_opened.connect(self._change_cohort)
        session.cohort_closed.connect(self._change_cohort)
        self._show_patients()
        self._opened(None)

    # -- files and patients

    def appear(self) -> None:
        """List the models when the page is first seen."""
        if not self._listed:
            self._listed = True
            self._load_models()

    def take(self, paths: list[Path]) -> None:
        """Open files and folders."""
        self._prediction.open_files(paths)

    def ask_study(self) -> None:
        """Ask for the files of a study."""
        self._page.dialogs.study(self.take)

    def _outline_chosen(self, paths: list[Path]) -> None:
        self._prediction.read_outline(paths[0])

    def _load_models(self) -> None:
        if self._listed:
            self._prediction.load_models()

    def _change_cohort(self) -> None:
        self._prediction.close_study()
        self._show_patients()
        self._load_models()

    def _show_patients(self) -> None:
        study = self._prediction.study
        chosen = "" if study is None else study.ref.patient
        self._page.study.show_patients(self._session.patients, chosen)
        self._offer_outlines()

    def _offer_outlines(self) -> None:
        study = self._prediction.study
        row = None
        if study is not None and study.ref.patient:
            row = next((r for r in self._session.patients if r.patient == study.ref.patient), None)
        self._page.outline.offer(row, possible=study is not None and bool(study.shown))
        self._show_outline()

    # -- what was opened

    def _opened(self, view: StudyView | None) -> None:
        page = self._page
        page.notice.clear()
        page.study.show_study(view)
        if view is None or not view.shown:
            self._on_screen.show_nothing()
        else:
            self._on_screen.show_study(view)
        self._offer_outlines()
        if view is not None and not view.shown:
            self._notify(
                self.tr(
                    "No series was recognised as axial T2. If one of the list is, choose that role there."
                ),
                Level.WARNING,
            )
        elif view is not None and view.problem is not None:
            self._notify(localized(view.problem), Level.WARNING)

    def _not_opened(self, words: str) -> None:
        self._page.study.show_study(self._prediction.study)
        if words:
            self._notify(words, Level.ERROR)
        else:
            self._page.notice.clear()

    # -- the outline

    def draw(self) -> None:
        """Let the user draw; what is on screen is changed in a copy."""
        page, pictures = self._page, self._page.panes.pictures
        if pictures is not None and not page.drawn.on:
            page.drawn.begin(pictures.first.grid)
            page.panes.first.setFocus()
        self._show_outline()

    def refuse_drawing(self) -> None:
        """Show how an outline can be drawn."""
        if self._page.panes.pictures is not None:
            self._notify(self._locked_reason())

    def _locked_reason(self) -> str:
        return self.tr("To draw or change an outline, press “Draw here” on the left.")

    def _outline_changed(self, found: tuple[str, ShownOutline] | None) -> None:
        page = self._page
        if found is None:
            self._on_screen.show_drawn(page.drawn.mask)
        else:
            page.notice.clear()
            self._on_screen.show_outline_of_file(*found)

    def _show_outline(self) -> None:
        page, facts = self._page, self._on_screen.facts
        kind, author, more = "", "", ""
        if page.drawn.on:
            kind = "drawn"
        elif facts is not None:
            kind, author = str(facts.kind), facts.author
        elif self._prediction.outline is None and page.panes.pictures is not None:
            more = self.tr("No outline yet: choose one from a file, drop it, or draw here.")
        page.outline.show_outline(kind, author, facts, more)
        locked = page.panes.pictures is not None and not page.drawn.on
        page.strip_of_tools.show_reason(self._locked_reason() if locked else "")

    def _ask_meanings(self, unclear: UnclearSegments) -> None:
        dialog = MeaningsDialog(unclear.keys, self._page)
        dialog.accepted.connect(
            lambda: self._prediction.read_outline(unclear.file, tuple(dialog.meanings.items()))
        )
        dialog.open()

    def _export(self, paths: list[Path]) -> None:
        mask = self._page.drawn.mask
        if mask is not None:
            self._prediction.export_outline(mask, paths[0])

    def _notify(self, sentence: str, level: Level = Level.INFO) -> None:
        self._page.notice.show_message(sentence, level)

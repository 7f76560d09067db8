"""What happens when study, outline or model are chosen."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from cxstage_core.imaging import Label
from cxstage_gui.pages.predict.pane_models import (
    Pictures,
    layers_of,
    make_beside,
    make_input,
    make_pictures,
    outlined_slices,
)
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level
from cxstage_gui.session.workers.prediction_values import StudyView, UnclearSegments
from cxstage_gui.strings import localized
from cxstage_gui.theme.palette import INFILTRATION
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.widgets.meanings_dialog import MeaningsDialog

if TYPE_CHECKING:
    from cxstage_core.prediction.explanation import InputPlace
    from cxstage_core.prediction.viewing import OutlineFacts, ShownOutline
    from cxstage_gui.pages.predict.page import PredictPage


class Choosing(QObject):
    """Shows the study and its outline, and hands choices to the session."""

    def __init__(self, page: PredictPage, session: Session) -> None:
        super().__init__(page)
        self._page = page
        self._session = session
        self._prediction = prediction = session.prediction
        self.facts: OutlineFacts | None = None
        self._shown: ShownOutline | None = None
        self._place: InputPlace | None = None
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
        page.panes.slice_shown.connect(page.slices.show_current)
        page.slices.wanted.connect(page.panes.first.show_slice)
        page.strip_of_tools.styled.connect(self._restyle)
        page.beside.chosen.connect(self._show_beside)
        page.beside.crop_wanted.connect(lambda _: self._show_crop())
        prediction.seen.connect(self._seen)
        prediction.chosen.connect(self._unseen)
        page.drawing.refused.connect(self.refuse_drawing)
        page.drawing.stepped.connect(self._mark_slices)
        prediction.opening.connect(lambda: self._tell(self.tr("Reading the study …")))
        prediction.opened.connect(self._opened)
        prediction.not_opened.connect(self._not_opened)
        prediction.outline_changed.connect(self._outline_changed)
        prediction.outline_refused.connect(lambda words: self._tell(words, Level.ERROR))
        prediction.unclear.connect(self._ask_meanings)
        prediction.models_changed.connect(
            lambda models: page.model.show_models(models, prediction.model)
        )
        session.patients_changed.connect(self._show_patients)
        session.experiments_changed.connect(self._load_models)
        session.cohort_opened.connect(self._change_cohort)
        session.cohort_closed.connect(self._change_cohort)
        self._show_patients()
        self.show_nothing()

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

    def show_nothing(self) -> None:
        """Show that nothing is open."""
        self._opened(None)

    def _opened(self, view: StudyView | None) -> None:
        page = self._page
        page.notice.clear()
        page.study.show_study(view)
        if view is None or view.volume is None:
            self._forget_pictures()
            if view is not None:
                self._tell(
                    self.tr(
                        "No series was recognised as axial T2. If one of the list is it, say so there."
                    ),
                    Level.WARNING,
                )
            self._offer_outlines()
            return
        if view.problem is not None:
            self._tell(localized(view.problem), Level.WARNING)
        self._session.run_in_background(make_pictures, view, view.volume, on_done=self._show)

    def _forget_pictures(self) -> None:
        page = self._page
        page.drawn.end()
        page.panes.show_pictures(None)
        self.facts = self._shown = None
        page.slices.show_outline(outlined_slices(None), "")
        page.beside.offer(self._prediction.study, ())

    def _show(self, pictures: Pictures) -> None:
        page = self._page
        if self._prediction.study is not pictures.view:
            return  # another study was opened meanwhile
        before = self._prediction.outline
        if before is not None and before.drawn is not None:
            return  # roles were corrected; what is drawn stays on screen
        page.drawn.end()
        self._shown = pictures.view.outline
        self.facts = None if self._shown is None else self._shown.facts
        page.panes.show_pictures(pictures)
        page.panes.want_beside(bool(page.beside.list.currentData()))
        page.beside.offer(pictures.view, ())
        self._offer_outlines()
        self._mark_slices()
        page.panes.first.setFocus()

    def _not_opened(self, words: str) -> None:
        self._page.study.show_study(self._prediction.study)
        if words:
            self._tell(words, Level.ERROR)
        else:
            self._page.notice.clear()

    # -- the outline

    def draw(self) -> None:
        """Let the user draw; what is on screen is changed in a copy."""
        page, pictures = self._page, self._page.panes.pictures
        if pictures is None or page.drawn.on:
            self._show_outline()
            return
        page.drawn.begin(pictures.first.grid)
        page.strip_of_tools.show_reason("")
        page.panes.first.setFocus()

    def refuse_drawing(self) -> None:
        """Say how an outline can be drawn."""
        if self._page.panes.pictures is not None:
            self._tell(self._locked_reason())

    def _locked_reason(self) -> str:
        return self.tr("To draw or change an outline, press “Draw here” on the left.")

    def _outline_changed(self, found: tuple[str, ShownOutline] | None) -> None:
        page = self._page
        if found is None:  # drawn here
            mask = page.drawn.mask
            self.facts = None
            if mask is not None:
                self._measure(mask)
            self._show_outline()
            self._mark_slices()
            return
        series, shown = found
        study = self._prediction.study
        if study is None or page.panes.pictures is None:
            return
        page.notice.clear()
        view = StudyView(
            study.ref, study.series, study.refused, series, study.volume, study.beside, shown
        )
        if series == study.shown and study.volume is not None:
            self._session.run_in_background(
                make_pictures, view, study.volume, on_done=self._show_outline_of_file
            )
        else:
            self._prediction.load_series(
                series,
                lambda loaded: self._session.run_in_background(
                    make_pictures, view, loaded[1], on_done=self._show_outline_of_file
                ),
            )

    def _measure(self, mask: Any) -> None:
        from cxstage_core.prediction.case import OutlineKind
        from cxstage_core.prediction.viewing import OutlineFacts

        self.facts = OutlineFacts.of(mask, OutlineKind.DRAWN)

    def _show_outline_of_file(self, pictures: Pictures) -> None:
        outline = self._prediction.outline
        if outline is None or outline.file is None:
            return
        page = self._page
        page.drawn.end()
        self._shown = pictures.view.outline
        self.facts = None if self._shown is None else self._shown.facts
        page.panes.show_pictures(pictures)
        if pictures.first.index is not None and self.facts is not None:
            page.panes.first.show_slice(pictures.first.index)
        self._show_outline()
        self._mark_slices()

    def _show_outline(self) -> None:
        page, outline = self._page, self._prediction.outline
        facts = self.facts
        kind, author, more = "", "", ""
        if page.drawn.on:
            kind = "drawn"
        elif facts is not None:
            kind, author = str(facts.kind), facts.author
        elif outline is None and page.panes.pictures is not None:
            more = self.tr("No outline yet: choose one from a file, drop it, or draw here.")
        page.outline.show_outline(kind, author, facts, more)
        locked = page.panes.pictures is not None and not page.drawn.on
        page.strip_of_tools.show_reason(self._locked_reason() if locked else "")

    def _mark_slices(self) -> None:
        page, made = self._page, self._page.panes.pictures
        if made is None:
            return
        layers = page.panes.link.layers or layers_of(self._shown)
        colour = "#{:02x}{:02x}{:02x}".format(*layers[0].colour)
        page.slices.show_outline(outlined_slices(made.mask), colour)
        page.strip_of_tools.show_colours({Label.TUMOUR: colour, Label.INFILTRATION: INFILTRATION})
        page.slices.show_current(page.panes.first.index)

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

    # -- looks

    def _show_beside(self, series: str) -> None:
        page, pictures = self._page, self._page.panes.pictures
        page.panes.want_beside(bool(series))
        if pictures is None or not series:
            return
        mask, layers = pictures.mask, page.panes.link.layers

        def show(model: PaneModel) -> None:
            if page.panes.pictures is pictures and page.beside.list.currentData() == series:
                page.panes.show_beside(page.beside.list.currentText(), model, smooth=number is None)
                self._restyle()

        number = page.beside.input_number(series)
        if number is not None:
            place = self._place
            if place is not None:
                self._session.run_in_background(make_input, place, number, mask, layers, on_done=show)
            return

        self._prediction.load_series(
            series,
            lambda loaded: self._session.run_in_background(
                make_beside, loaded[1], mask, layers, on_done=show
            ),
        )

    def _seen(self, place: InputPlace) -> None:
        """The answer's input is known: it can be looked at."""
        page = self._page
        self._place = place
        page.beside.offer(self._prediction.study, place.names)
        self._show_crop()
        chosen = str(page.beside.list.currentData() or "")
        if page.beside.input_number(chosen) is not None:
            self._show_beside(chosen)

    def _unseen(self) -> None:
        """Another choice: what the network saw was something else."""
        self._place = None
        self._page.beside.offer(self._prediction.study, ())
        self._show_crop()
        if not self._page.beside.list.currentData():
            self._page.panes.want_beside(False)

    def _show_crop(self) -> None:
        page = self._page
        wanted = page.beside.crop.isChecked() and self._place is not None
        corners = self._place.corners.tolist() if wanted and self._place is not None else ()
        page.panes.show_crop([(float(row), float(column)) for row, column in corners])

    def _restyle(self) -> None:
        strip = self._page.strip_of_tools
        opacity = strip.opacity.value() / 100
        self._page.panes.style_outlines(shown=strip.masks.isChecked(), opacity=opacity)

    def _tell(self, sentence: str, level: Level = Level.INFO) -> None:
        self._page.notice.show_message(sentence, level)

"""Predicting one study: open it, choose outline and model, one click, and what follows the number."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CxStageError
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.current.recent_models import RecentModels
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import Context, SingleOperation
from cxstage_gui.session.workers.following_up import KINDS, follow_up
from cxstage_gui.session.workers.jobs import export_outline
from cxstage_gui.session.workers.predicting import (
    answer,
    load_series,
    open_files,
    open_patient,
    prepare,
    read_outline,
    sort_files,
)
from cxstage_gui.session.workers.prediction_models import list_models
from cxstage_gui.session.workers.prediction_values import (
    Abstained,
    Answer,
    FollowUp,
    Given,
    ModelRef,
    OutlineRef,
    Question,
    Readiness,
    StudyRef,
    StudyView,
    UnclearSegments,
)
from cxstage_gui.strings import error_message
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.imaging import Label, Mask, Volume
    from cxstage_core.prediction.viewing import ShownOutline


class PredictionOperations(SingleOperation):
    """What is chosen for a prediction, and its answer; nothing is read before a user asks.

    Attributes:
        study: what is looked at, None before.
        outline: what the prediction rests on, None before there is one.
        model: the chosen one.
        answer: the answer for exactly what is chosen now, None without one.
        abstention: the last time the input gate made no prediction, with its checks.

    Signals:
        opening: a study is being read.
        opened: the `StudyView` in `study` is another one.
        not_opened: the sentence why a study could not be read; the one before stays.
        outline_changed: `outline` is another one; carries the `ShownOutline` of a file, else None.
        outline_refused: the sentence why an outline could not be taken; the one before stays.
        unclear: `UnclearSegments`: the file does not explain its segments.
        chosen: study, outline or model changed, so that an answer before is not theirs.
        prepared: the `Readiness` of what is chosen.
        began: a prediction was started.
        predicted: the `Answer`.
        abstained: why the input gate made no prediction; `go_on` predicts all the same.
        seen, explained, checked, uncertain: what follows the number by itself: `InputPlace`, `Explanation`,
            `LateChecks`, `Uncertainty`.
        recorded: the id under which the cohort keeps the prediction, "" for a study from files.
        following: the kind that was started.
        not_followed: the kind, and the sentence why it failed.
        models_changed: the models to choose from.
    """

    opening = Signal()
    opened = Signal(object)
    not_opened = Signal(str)
    outline_changed = Signal(object)
    outline_refused = Signal(str)
    unclear = Signal(object)
    chosen = Signal()
    prepared = Signal(object)
    began = Signal()
    predicted = Signal(object)
    abstained = Signal(object)
    explained = Signal(object)
    uncertain = Signal(object)
    checked = Signal(object)
    seen = Signal(object)
    recorded = Signal(str)
    following = Signal(str)
    not_followed = Signal(str, str)
    models_changed = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self.study: StudyView | None = None
        self.outline: OutlineRef | None = None
        self.model: ModelRef | None = None
        self.answer: Answer | None = None
        self.abstention: Abstained | None = None
        self._recent = RecentModels(context.settings)
        self._of_cohort: tuple[ModelRef, ...] = ()
        self._drawn = self._number = 0
        self._reading: TaskHandle | None = None
        self._preparing: TaskHandle | None = None
        self._following: list[TaskHandle] = []
        self._followed: set[FollowUp] = set()
        self._signals = {
            FollowUp.INPUT: self.seen,
            FollowUp.EXPLANATION: self.explained,
            FollowUp.UNCERTAINTY: self.uncertain,
            FollowUp.CHECKS: self.checked,
            FollowUp.RECORD: self.recorded,
            FollowUp.OUTLINES: self.uncertain,
        }

    # -- the study

    def open_patient(self, patient: str) -> None:
        """Look at a patient of the open cohort."""
        self._open(open_patient, StudyRef(self._opening(), patient), OutlineRef())

    def open_files(self, paths: Sequence[Path]) -> None:
        """Look at a study from folders and files; outlines among them are recognised by their content.

        Only outlines, while a study is open, are taken as its outline.
        """
        self._load(
            sort_files,
            tuple(paths),
            on_done=self._open_sorted,
            on_error=lambda error: self.not_opened.emit(error_message(error)),
            executor=Executor.STUDY,
        )

    def _open_sorted(self, given: Given) -> None:
        if given.images:
            ref = StudyRef(self._open_cohort(), "", given.images)
            self._open(open_files, ref, given.outlines)
        elif self.study is not None:
            self.read_outline(given.outlines[0])
        else:
            self.not_opened.emit(self.tr("This is an outline. Open the study first, then its outline."))

    def correct_role(self, series: str, sequence: str) -> None:
        """Count a series of the open files as another sequence; "" leaves it out."""
        study = self.study
        if study is None or study.ref.patient:
            return
        ref = study.ref
        roles = (*(r for r in ref.roles if r[0] != series), (series, sequence))
        file = () if self.outline is None or self.outline.file is None else (self.outline.file,)
        self._open(open_files, StudyRef(ref.cohort, "", ref.sources, roles), file)

    def load_series(self, name: str, on_done: Callable[[tuple[str, Volume]], Any]) -> None:
        """Load another series of the study to look at."""
        if self.study is not None:
            self._load(load_series, self.study.ref, name, on_done=on_done, executor=Executor.STUDY)

    def close_study(self) -> None:
        """Forget the study, its outline and its answer."""
        self._stop_reading()
        self.study, self.outline = None, None
        self._changed()
        self.opened.emit(None)

    def _open(self, work: Callable[..., Any], ref: StudyRef, *args: Any) -> None:
        self._stop_reading()
        self._stop_preparing()
        self._stop_following()
        self._reading = self._load(
            work,
            ref,
            *args,
            on_done=self._opened,
            on_error=lambda error: self._not_opened(error_message(error)),
            on_cancel=lambda: self._not_opened(""),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Reading the study"),
            reads=True,
        )
        self.opening.emit()

    def _not_opened(self, words: str) -> None:
        """What was chosen before stays; what follows its answer goes on."""
        self.not_opened.emit(words)
        if self._reading is None or not self._reading.cancel_asked:
            self._follow()

    def _opened(self, view: StudyView) -> None:
        before = self.study
        self.study = view
        drawn = self.outline if self.outline is not None and self.outline.drawn is not None else None
        same = before is not None and _same_images(before, view)
        self.outline = drawn if same else None
        if view.outline is not None:
            self.outline = OutlineRef(view.reader)
        self._changed()
        self.opened.emit(view)
        if view.file is not None:
            self.read_outline(view.file)

    # -- the outline

    def use_reading(self, reader: str) -> None:
        """Take the complete reading of a reader, or for "" the reference, as the outline."""
        if self.study is None or not self.study.ref.patient:
            return
        self._open(open_patient, self.study.ref, OutlineRef(reader))

    def read_outline(self, file: Path, meanings: Sequence[tuple[int | str, Label]] = ()) -> None:
        """Take the outline of a file."""
        if self.study is None:
            return
        ref = OutlineRef(file=file, meanings=tuple(meanings))

        def found(value: tuple[str, ShownOutline] | UnclearSegments) -> None:
            if isinstance(value, UnclearSegments):
                self.unclear.emit(value)
                return
            self.outline = ref
            self._changed()
            self.outline_changed.emit(value)

        self._load(
            read_outline,
            self.study.ref,
            self.study.shown,
            ref,
            on_done=found,
            on_error=lambda error: self.outline_refused.emit(error_message(error)),
            executor=Executor.STUDY,
            title=self.tr("Reading the outline"),
            reads=True,
        )

    def draw(self, mask: Mask | None) -> None:
        """Take what was drawn on the page as the outline; None where nothing is drawn."""
        self._drawn += 1
        self.outline = None if mask is None else OutlineRef(drawn=mask, changed=self._drawn)
        self._changed()
        self.outline_changed.emit(None)

    def export_outline(self, mask: Mask, file: Path) -> None:
        """Store a drawn outline in a file, read back and compared."""
        self._load(
            export_outline,
            mask,
            file,
            on_done=lambda _: self.ended.emit(self.tr("The outline was saved."), Level.GOOD),
            on_error=self._show_error,
            executor=Executor.STUDY,
            title=self.tr("Saving the outline"),
            reads=True,
        )

    # -- the model

    def load_models(self) -> None:
        """List the models of the open cohort, the one in use first, then model files used lately."""
        opening = self._open_cohort()
        if opening is not None and self._cohort().principal.may(Permission.EXPERIMENTS):
            self._load(list_models, self._cohort(), on_done=self._listed)
        else:
            self._listed(())

    def choose_model(self, model: ModelRef | None) -> None:
        """Take a model."""
        if model != self.model:
            self.model = model
            self._changed()

    def add_model_file(self, file: Path) -> None:
        """Add a model file to the list and choose it."""
        self._recent.add(file)
        self.model = ModelRef(file.stem, file)
        self._listed(self._of_cohort)
        self._changed()

    def _listed(self, models: Sequence[ModelRef]) -> None:
        self._of_cohort = tuple(models)
        files = tuple(ModelRef(file.stem, file) for file in self._recent.files)
        self.models_changed.emit((*self._of_cohort, *files))

    # -- the answer

    @property
    def question(self) -> Question | None:
        """What a click would ask, None while something is missing or another study is being read."""
        if (
            self.reading
            or self.study is None
            or self.outline is None
            or self.model is None
            or not self.study.shown
        ):
            return None
        return Question(self.study.ref, self.outline, self.model)

    @property
    def reading(self) -> bool:
        """Return True while a study is being read."""
        return self._reading is not None and not self._reading.settled

    def predict(self, despite: str = "") -> None:
        """Predict what is chosen; does nothing while something is missing or a prediction runs."""
        question = self.question
        if question is None or self.predicting:
            return
        self._stop_following()
        self._number += 1
        number = self._number

        def unless_newer(tell: Callable[[], None]) -> None:
            if number == self._number:
                tell()

        self.began.emit()
        self.task = self._start(
            answer,
            question,
            despite,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Prediction"),
            on_done=lambda found: unless_newer(lambda: self._answered(found)),
            on_error=lambda error: unless_newer(lambda: self._failed(error_message(error))),
            on_cancel=lambda: unless_newer(
                lambda: self._failed(self.tr("The prediction was cancelled."), Level.WARNING)
            ),
        )

    def _failed(self, sentence: str, level: Level = Level.ERROR) -> None:
        """An answer before stays, and what follows it goes on."""
        self.ended.emit(sentence, level)
        self._follow()

    @property
    def predicting(self) -> bool:
        """Return True while a prediction runs that was not cancelled."""
        return self.running and self.task is not None and not self.task.cancel_asked

    def go_on(self, reason: str) -> None:
        """Predict although the input gate abstained; the reason goes into result and audit log."""
        self.predict(reason)

    def follow_up(self, kind: FollowUp) -> TaskHandle | None:
        """Compute what follows the shown answer, in the background; a newer choice ends it.

        The record of a prediction is written whatever is chosen meanwhile.

        Returns:
            The task with its progress; None without an answer.
        """
        shown = self.answer
        if shown is None:
            return None

        def done(value: Any) -> None:
            if self.answer is shown:
                self._followed.add(kind)
                self._signals[kind].emit(value)

        def failed(error: Exception) -> None:
            if self.answer is shown:
                self.not_followed.emit(kind, error_message(error))

        stays = kind is FollowUp.RECORD
        if stays:
            self._followed.add(kind)
        task = self._load(
            follow_up,
            kind,
            shown,
            on_done=done,
            on_error=None if stays else failed,
            watched=True,
            keep=stays,
            executor=Executor.STUDY,
            title=self._title_of(kind),
            reads=True,
        )
        if not stays:
            self._following.append(task)
        self.following.emit(kind)
        return task

    def _title_of(self, kind: FollowUp) -> str:
        return {
            FollowUp.INPUT: self.tr("What the network sees"),
            FollowUp.EXPLANATION: self.tr("Explanation"),
            FollowUp.UNCERTAINTY: self.tr("Uncertainty"),
            FollowUp.CHECKS: self.tr("Comparison with the training patients"),
            FollowUp.RECORD: "",
            FollowUp.OUTLINES: self.tr("Prediction with the outlines of others"),
        }[kind]

    def _answered(self, found: Answer | Abstained) -> None:
        if isinstance(found, Abstained):
            self.abstention = found
            self.abstained.emit(found.reason)
            self._follow()
            return
        self.answer = found
        if found.question.model.file is not None:
            self._recent.add(found.question.model.file)
        self._followed.clear()
        self.predicted.emit(found)
        self._follow()

    def _follow(self) -> None:
        """Start what follows the answer, as far as it is not known yet."""
        for kind in KINDS:
            if kind not in self._followed:
                self.follow_up(kind)

    def forget_answer(self) -> None:
        """The outline is being changed: the answer before is not its answer."""
        if self.answer is not None or self.running:
            self._drop_answer()
            self.chosen.emit()

    # -- parts

    def _changed(self) -> None:
        """Something chosen is another one: the answer before is not its answer."""
        self._drop_answer()
        self.chosen.emit()
        self._prepare()

    def _drop_answer(self) -> None:
        self.answer = None
        self._stop_following()
        if self.running:
            self.cancel()
            self._number += 1  # what it still says is about something else

    def _stop_preparing(self) -> None:
        if self._preparing is not None:
            self._preparing.cancel()
            self._preparing = None

    def _prepare(self) -> None:
        self._stop_preparing()
        question = self.question
        if question is None:
            return

        def done(found: Readiness) -> None:
            asked = self.question
            if asked is not None and _same(asked, question):
                self.prepared.emit(found)

        self._preparing = self._load(
            prepare,
            question,
            on_done=done,
            on_error=lambda _: None,  # said when the prediction is asked for
            watched=True,
            executor=Executor.STUDY,
        )

    def _stop_reading(self) -> None:
        if self._reading is not None:
            self._reading.cancel()
            self._reading = None

    def _stop_following(self) -> None:
        for task in self._following:
            task.cancel()
        self._following.clear()

    def _open_cohort(self) -> Opening | None:
        try:
            return self._opening()
        except CxStageError:  # no cohort is open, so there is no audit log
            return None


def _same_images(one: StudyView, other: StudyView) -> bool:
    """Return True if the same series of the same study is on screen."""
    return (
        one.ref.patient == other.ref.patient
        and one.ref.sources == other.ref.sources
        and one.ref.cohort == other.ref.cohort
        and one.shown == other.shown
    )


def _same(one: Question, other: Question) -> bool:
    return (
        one.study == other.study and one.outline.key == other.outline.key and one.model == other.model
    )

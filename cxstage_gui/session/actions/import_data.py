"""Building a cohort: images, clinical table, outlines, reference, split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal

from cxstage_core.jobs import Event, Job
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import Change, Operations, Subject
from cxstage_gui.session.workers.jobs import (
    OutlineRequest,
    import_clinical_table,
    import_images,
    import_outline,
)
from cxstage_gui.strings import localized
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Problem, Reference, Split
    from cxstage_core.text import Text


class ImportOperations(Operations):
    """Operations of the Cohort page.

    Signals:
        import_began: an import of images was started.
        series_done: the `SeriesOutcome` of one series.
        images_imported: the `ImportReport`, None after a cancelled import.
        clinical_imported: the `ClinicalImport`.
        verified: the problems that a check found.
    """

    import_began = Signal()
    series_done = Signal(object)
    images_imported = Signal(object)
    clinical_imported = Signal(object)
    verified = Signal(object)

    def import_images(self, sources: Sequence[Path]) -> None:
        """Import folders and files; news per series, the report at the end."""
        self.import_began.emit()
        self._start(
            import_images,
            self._opening(),
            tuple(sources),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Import"),
            change=Change.of(Subject.IMAGES),
            on_event=self._series_event,
            on_done=self.images_imported.emit,
            on_error=self._failed_midway,
            on_cancel=self._images_cancelled,
        )

    def import_clinical(self, file: Path) -> None:
        """Import the rows of a clinical table; refused rows are reported one by one."""
        self._import(
            import_clinical_table,
            file,
            change=Change.of(Subject.CLINICAL),
            done=self.clinical_imported.emit,
            title=self.tr("Clinical table"),
        )

    def import_outline(self, request: OutlineRequest) -> None:
        """Import a reader's outline from a file."""

        def done(notes: tuple[Text, ...]) -> None:
            imported = self.tr("The outline of reader {reader} was imported for {patient}.").format(
                reader=request.reader, patient=request.patient
            )
            sentence = " ".join([imported, *(localized(note) for note in notes)])
            self.message.emit(sentence, Level.WARNING if notes else Level.GOOD)

        self._import(
            import_outline,
            request,
            change=Change.of(Subject.READINGS, patients=[request.patient]),
            done=done,
            title=self.tr("Outline"),
        )

    def freeze_reference(self, reader: str) -> None:
        """Freeze a reader's complete readings where no reference exists yet."""

        def done(frozen: Sequence[Reference]) -> None:
            self.message.emit(
                self.tr("%n reference(s) were frozen from reader {reader}.", "", len(frozen)).format(
                    reader=reader
                ),
                Level.GOOD if frozen else Level.WARNING,
            )

        self._start(
            _freeze,
            self._cohort(),
            reader,
            change=lambda frozen: Change.of(
                Subject.REFERENCES, patients=[one.patient for one in frozen]
            ),
            on_done=done,
            on_error=self._failed_midway,
        )

    def draw_split(self, test: float, seed: int, scheme: str) -> None:
        """Draw the patient-level split once and lock it."""

        def done(drawn: tuple[Split, int]) -> None:
            split, excluded = drawn
            self.message.emit(
                self.tr(
                    "The split is locked: {train} patients to train, {test} to test, {excluded} excluded."
                ).format(train=len(split.train), test=len(split.test), excluded=excluded),
                Level.GOOD,
            )

        self._start(
            _split,
            self._cohort(),
            test,
            seed,
            scheme,
            change=Change.of(Subject.SPLIT),
            on_done=done,
        )

    def verify(self) -> None:
        """Check every file of the cohort."""

        def done(problems: tuple[Problem, ...]) -> None:
            self.verified.emit(problems)
            if problems:
                self.message.emit(self.tr("%n problem(s) were found.", "", len(problems)), Level.ERROR)
            else:
                self.message.emit(
                    self.tr("All files match their checksums; no problem was found."), Level.GOOD
                )

        self._start(
            _verify,
            self._cohort(),
            watched=True,
            title=self.tr("Verify"),
            on_done=done,
        )

    def _import(
        self,
        work: Callable[..., Any],
        argument: object,
        *,
        change: Change,
        done: Callable[[Any], None],
        title: str,
    ) -> None:
        self._start(
            work,
            self._opening(),
            argument,
            change=change,
            executor=Executor.STUDY,
            title=title,
            on_done=done,
        )

    def _series_event(self, event: Event) -> None:
        from cxstage_core.intake.report import SeriesImported

        if isinstance(event, SeriesImported):
            self.series_done.emit(event.outcome)

    def _images_cancelled(self) -> None:
        self.message.emit(
            self.tr("The import was cancelled; the series listed before are kept."), Level.WARNING
        )
        self.images_imported.emit(None)
        self.changed.emit(Change.of(Subject.IMAGES))

    def _failed_midway(self, error: Exception) -> None:
        """Show an error of an operation that keeps what it did before."""
        self._show_error(error)
        self.changed.emit(Change.of(Subject.IMAGES, Subject.REFERENCES))


def _freeze(cohort: Cohort, reader: str) -> Sequence[Reference]:
    from cxstage_core.cohort.bulk.single_reader_reference import adopt_readings

    return adopt_readings(cohort, reader)


def _split(cohort: Cohort, test: float, seed: int, scheme: str) -> tuple[Split, int]:
    from cxstage_core.dataset import label_patients, make_split

    labelled, excluded = label_patients(cohort, scheme)
    split = make_split(labelled, test=test, seed=seed, scheme=scheme)
    cohort.lock_split(split)
    return split, len(excluded)


def _verify(cohort: Cohort, *, job: Job) -> tuple[Problem, ...]:
    return cohort.verify(job=job)

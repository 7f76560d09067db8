"""Building a cohort: images, clinical table, outlines, reference, split."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.clinical.row_matching import RowMatches
from cxstage_core.cohort.values.identity import Decisions
from cxstage_core.jobs import Event, Job
from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import NOTHING, Change, Context, Operations, Subject
from cxstage_gui.session.workers.jobs import (
    OutlineRequest,
    import_clinical_table,
    import_images,
    import_outline,
    preview_clinical_table,
)
from cxstage_gui.strings import localized
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.clinical.choices import ImportChoices
    from cxstage_core.cohort.clinical.importer import ClinicalImport
    from cxstage_core.cohort.values.records import Problem, Reference, Split
    from cxstage_core.dataset import LabelTable
    from cxstage_core.text import Text


class ImportOperations(Operations):
    """Operations of the Cohort page.

    Signals:
        import_began: an import of images was started.
        series_done: the `SeriesOutcome` of one series.
        images_imported: the `ImportReport`, None after a cancelled import.
        clinical_seen: a table that was looked at, and its `ClinicalPreview`.
        clinical_imported: the `ClinicalImport`.
        labels_counted: name of a label scheme, and the `LabelTable`.
        verified: the problems that a check found.
    """

    import_began = Signal()
    series_done = Signal(object)
    images_imported = Signal(object)
    clinical_seen = Signal(object, object)
    clinical_imported = Signal(object)
    labels_counted = Signal(str, object)
    verified = Signal(object)

    def __init__(self, context: Context, parent: QObject | None = None) -> None:
        super().__init__(context, parent)
        self._sources: tuple[Path, ...] = ()
        self._table: Path | None = None
        self._choices: ImportChoices | None = None

    def answer_person(self, about: str, same: bool, reason: str) -> None:
        """Import the last sources again, with an answer to what was asked about a patient."""
        named = frozenset({about})
        none: frozenset[str] = frozenset()
        answer = Decisions(named if same else none, none if same else named, reason)
        self.import_images(self._sources, answer)

    def answer_rows(self, rows: Mapping[int, str]) -> None:
        """Import the last clinical table again, with the patients of rows that were held back."""
        if self._table is not None:
            self.import_clinical(self._table, RowMatches(rows), self._choices)

    def import_images(self, sources: Sequence[Path], decisions: Decisions | None = None) -> None:
        """Import folders and files; news per series, the report at the end."""
        self._sources = tuple(sources)
        self.import_began.emit()
        self._start(
            import_images,
            self._opening(),
            self._sources,
            decisions,
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Import"),
            change=Change.of(Subject.IMAGES),
            on_event=self._series_event,
            on_done=self.images_imported.emit,
            on_error=self._failed_midway,
            on_cancel=self._images_cancelled,
        )

    def look_at_clinical(self, file: Path) -> None:
        """Look at a clinical table for what the user has to choose; nothing is stored."""
        self._import(
            preview_clinical_table,
            file,
            change=NOTHING,
            done=lambda found: self.clinical_seen.emit(file, found),
            title=self.tr("Clinical table"),
        )

    def count_labels(self, scheme: str) -> None:
        """Count the labels under a scheme, by group and by what they rest on."""
        self._start(
            _labels,
            self._cohort(),
            scheme,
            on_done=lambda found: self.labels_counted.emit(scheme, found),
        )

    def import_clinical(
        self,
        file: Path,
        matches: RowMatches | None = None,
        choices: ImportChoices | None = None,
    ) -> None:
        """Import the rows of a clinical table; refused rows are reported one by one."""
        self._table, self._choices = file, choices

        def done(found: ClinicalImport) -> None:
            self.clinical_imported.emit(found)
            if found.imported and not (found.refused or found.unmatched or found.unstaged):
                self.message.emit(
                    self.tr(
                        "%n row(s) of the clinical table taken; all have a stage.",
                        "",
                        len(found.imported),
                    ),
                    Level.GOOD,
                )

        self._import(
            import_clinical_table,
            file,
            matches,
            choices,
            change=Change.of(Subject.CLINICAL),
            done=done,
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
        *arguments: object,
        change: Change,
        done: Callable[[Any], None],
        title: str,
    ) -> None:
        self._start(
            work,
            self._opening(),
            *arguments,
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


def _labels(cohort: Cohort, scheme: str) -> LabelTable:
    from cxstage_core.dataset import label_table

    return label_table(cohort, scheme)


def _split(cohort: Cohort, test: float, seed: int, scheme: str) -> tuple[Split, int]:
    from cxstage_core.dataset import label_patients, make_split

    labelled, excluded = label_patients(cohort, scheme)
    same = cohort.people.same_person()
    split = make_split(labelled, test=test, seed=seed, scheme=scheme, same_person=same)
    cohort.lock_split(split)
    return split, len(excluded)


def _verify(cohort: Cohort, *, job: Job) -> tuple[Problem, ...]:
    return cohort.verify(job=job)

"""Bringing a cohort together: images, clinical table, outlines, reference, split."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.jobs import Event, Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.workers.jobs import (
    OutlineRequest,
    import_clinical_table,
    import_images,
    import_outline,
)
from cxstage_gui.strings import error_message, localized
from cxstage_gui.tasks import Executor, Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import Problem, Reference, Split
    from cxstage_core.text import Text


class Collecting(QObject):
    """User actions of the Cohort page.

    Args:
        cohort: gives the open cohort.
        refresh: reads the patient table again.
    """

    import_began = Signal()
    series_done = Signal(object)
    images_imported = Signal(object)
    clinical_imported = Signal(object)
    verified = Signal(object)
    told = Signal(str, str)

    def __init__(
        self,
        tasks: Tasks,
        cohort: Callable[[], Cohort],
        refresh: Callable[[], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort
        self._refresh = refresh

    def import_images(self, sources: Sequence[Path]) -> None:
        """Import folders and files; news per series, the report at the end."""
        self.import_began.emit()
        self._tasks.run(
            import_images,
            Opening.of(self._cohort()),
            tuple(sources),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Import"),
            on_event=self._series_event,
            on_done=self._images_done,
            on_error=self._refused,
            on_cancel=self._images_cancelled,
        )

    def import_clinical(self, file: Path) -> None:
        """Import the rows of a clinical table; refused rows are reported one by one."""
        self._run(
            import_clinical_table, file, done=self._clinical_done, title=self.tr("Clinical table")
        )

    def import_outline(self, request: OutlineRequest) -> None:
        """Take a reader's outline from a file."""

        def done(notes: tuple[Text, ...]) -> None:
            told = self.tr("The outline of reader {reader} was taken for {patient}.").format(
                reader=request.reader, patient=request.patient
            )
            self.told.emit("good", " ".join([told, *(localized(note) for note in notes)]))
            self._refresh()

        self._run(import_outline, request, done=done, title=self.tr("Outline"))

    def freeze_reference(self, reader: str) -> None:
        """Freeze a reader's complete readings where no reference exists yet."""

        def done(frozen: Sequence[Reference]) -> None:
            level = "good" if frozen else "warning"
            self.told.emit(
                level,
                self.tr("{count} references were frozen from reader {reader}.").format(
                    count=len(frozen), reader=reader
                ),
            )
            self._refresh()

        self._tasks.run(_freeze, self._cohort(), reader, on_done=done, on_error=self._refused)

    def draw_split(self, test: float, seed: int, scheme: str) -> None:
        """Draw the patient-level split once and lock it."""

        def done(drawn: tuple[Split, int]) -> None:
            split, excluded = drawn
            self.told.emit(
                "good",
                self.tr(
                    "The split is locked: {train} patients to train, {test} to test, {excluded} excluded."
                ).format(train=len(split.train), test=len(split.test), excluded=excluded),
            )
            self._refresh()

        self._tasks.run(
            _split, self._cohort(), test, seed, scheme, on_done=done, on_error=self._refused
        )

    def verify(self) -> None:
        """Check every file of the cohort."""

        def done(problems: tuple[Problem, ...]) -> None:
            self.verified.emit(problems)
            if problems:
                self.told.emit(
                    "error", self.tr("{count} problems were found.").format(count=len(problems))
                )
            else:
                self.told.emit("good", self.tr("Every file is what was written; no problem was found."))

        self._tasks.run(
            _verify,
            self._cohort(),
            watched=True,
            title=self.tr("Verify"),
            on_done=done,
            on_error=self._refused,
        )

    def _run(
        self, work: Callable[..., Any], argument: object, *, done: Callable[[Any], None], title: str
    ) -> None:
        self._tasks.run(
            work,
            Opening.of(self._cohort()),
            argument,
            executor=Executor.STUDY,
            title=title,
            on_done=done,
            on_error=self._refused,
        )

    def _series_event(self, event: Event) -> None:
        outcome = getattr(event, "outcome", None)
        if outcome is not None:
            self.series_done.emit(outcome)

    def _images_done(self, report: Any) -> None:
        self.images_imported.emit(report)
        self._refresh()

    def _images_cancelled(self) -> None:
        self.told.emit(
            "warning", self.tr("The import was cancelled; the series listed before are kept.")
        )
        self.images_imported.emit(None)
        self._refresh()

    def _clinical_done(self, found: Any) -> None:
        self.clinical_imported.emit(found)
        self._refresh()

    def _refused(self, error: Exception) -> None:
        self.told.emit("error", error_message(error))
        self._refresh()


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

"""Agreement of the readers: computed in a worker process, and written to files."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.jobs import Job
from cxstage_core.text import Text
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.operation import Operations
from cxstage_gui.session.workers.comparing import export_sheet
from cxstage_gui.strings import localized
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_agreement import PairAgreement
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement
    from cxstage_core.evaluation.report.table_cells import Sheet
    from cxstage_core.reading.comparison.definitions import Measure

Wrote = Callable[[Path], None]
Failed = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Spoken:
    """Sentences of the core in the window's language, for a process that has no window."""

    known: Mapping[str, str]

    @classmethod
    def of(cls, sentences: Iterable[Text]) -> Spoken:
        """Look all of them up now."""
        return cls({one.template: localized(Text(one.template)) for one in sentences if not one.params})

    def __call__(self, sentence: Text | str) -> str:
        """The sentence in that language; in English where it was not looked up."""
        if isinstance(sentence, Text):
            return sentence.fill(self.known.get(sentence.template, sentence.template))
        return sentence


class Agreeing(Operations):
    """Operations of the agreement tab."""

    @property
    def permitted(self) -> bool:
        """Return True if the current user may see how readers agree."""
        return self._user.may(Permission.SEE_READINGS) and self._user.may(Permission.SEE_PROGRESS)

    def compare(
        self,
        on_done: Callable[[ReadersAgreement], None],
        on_error: Failed,
        on_cancel: Callable[[], None],
    ) -> TaskHandle:
        """Compare all complete readings of finished cases."""
        return self._load(
            compare_all,
            self._opening(),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Agreement of the readers"),
            on_done=on_done,
            on_error=on_error,
            on_cancel=on_cancel,
        )

    def write_sheet(self, sheet: Sheet, file: Path, on_done: Wrote, on_error: Failed) -> None:
        """Write a table."""
        self._write(on_done, on_error, export_sheet, sheet, file)

    def write_json(self, found: ReadersAgreement, file: Path, on_done: Wrote, on_error: Failed) -> None:
        """Write all numbers, unrounded."""
        self._write(on_done, on_error, export_numbers, found, file)

    def write_figure(
        self,
        summary: PairAgreement,
        measure: Measure,
        *,
        limits: bool,
        file: Path,
        on_done: Wrote,
        on_error: Failed,
    ) -> None:
        """Draw a figure with the words of the window.

        Args:
            limits: limits of agreement, else the distribution.
        """
        from cxstage_core.evaluation.report.reader_figures import WORDS
        from cxstage_core.reading.comparison.definitions import MEASURES, REGIONS

        words = Spoken.of((*WORDS.values(), *MEASURES.values(), *REGIONS.values()))
        self._write(on_done, on_error, export_figure, summary, measure, limits, file, words)

    def _write(
        self, on_done: Wrote, on_error: Failed, function: Callable[..., Path], *args: object
    ) -> None:
        self._load(function, *args, executor=Executor.STUDY, on_done=on_done, on_error=on_error)


def compare_all(cohort: Opening, *, job: Job) -> ReadersAgreement:
    """Compare the readers of a cohort."""
    from cxstage_core.evaluation.readers.reader_cases import compare_readers

    return compare_readers(cohort.open(), job=job)


def export_numbers(found: ReadersAgreement, file: Path) -> Path:
    """Write all numbers as JSON; returns the file."""
    from cxstage_core.evaluation.report.reader_export import write_json

    write_json(found, file)
    return file


def export_figure(
    summary: PairAgreement, measure: Measure, limits: bool, file: Path, words: Spoken
) -> Path:
    """Draw and write a figure; returns the file."""
    from cxstage_core.evaluation.report.reader_figures import write_limits, write_spread

    (write_limits if limits else write_spread)(summary, measure, file, words)
    return file

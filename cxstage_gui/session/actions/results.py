"""Finished experiments: comparing them, writing tables and figures, and the model in use."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import Permission
from cxstage_gui import languages
from cxstage_gui.session.operation import Change, Operations, Subject
from cxstage_gui.session.workers.comparing import (
    compare_experiment,
    export_report,
    measure_radiomics_of,
    write_study_report,
)
from cxstage_gui.strings import localized
from cxstage_gui.tasks import Executor

if TYPE_CHECKING:
    from cxstage_core.cohort.services.models import ModelInUse
    from cxstage_core.cohort.values.records import Experiment
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.report.formats import ReportSpec


class ResultOperations(Operations):
    """Operations of the Compare page."""

    def load_experiments(self, on_done: Callable[[tuple[Experiment, ...]], None]) -> None:
        """Load the finished experiments, oldest first."""
        cohort = self._cohort()
        if self._user.may(Permission.EXPERIMENTS):
            self._load(cohort.experiments.all, on_done=on_done)
        else:
            on_done(())

    def compare(
        self,
        experiment: str,
        on_done: Callable[[Dashboard], None],
        on_error: Callable[[Exception], None] | None = None,
    ) -> None:
        """Compute the comparison of a finished experiment."""
        self._load(
            compare_experiment,
            self._opening(),
            experiment,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def measure_radiomics(
        self,
        experiment: str,
        on_done: Callable[[], None],
        on_error: Callable[[Exception], None],
        on_cancel: Callable[[], None],
    ) -> None:
        """Measure the radiomics baseline of a finished experiment, which takes about two seconds a patient."""
        self._start(
            measure_radiomics_of,
            self._opening(),
            experiment,
            executor=Executor.COMPUTE,
            watched=True,
            title=self.tr("Radiomics"),
            on_done=lambda _: on_done(),
            on_error=on_error,
            on_cancel=on_cancel,
        )

    def export(
        self,
        report: ReportSpec,
        result: object,
        file: Path,
        on_done: Callable[[Path], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Write a report in the language of the window.

        Args:
            result: what the report is composed from, such as a `Dashboard`.
        """
        self._load(
            export_report,
            report.write,
            report.compose(result, localized),
            file,
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def report_study(
        self,
        experiment: str,
        parent: Path,
        on_done: Callable[[Path], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Write the study report of an experiment into a new folder of `parent`, in the language of the window."""
        used = languages.in_use(self._context.settings.language)
        self._load(
            write_study_report,
            self._opening(),
            experiment,
            parent,
            used if used in languages.codes() else languages.SOURCE,
            watched=True,
            reads=True,
            title=self.tr("Study report"),
            executor=Executor.STUDY,
            on_done=on_done,
            on_error=on_error,
        )

    def load_promotion(self, on_done: Callable[[ModelInUse | None], None]) -> None:
        """Find the model that the department uses for predictions."""
        cohort = self._cohort()
        if self._user.may(Permission.EXPERIMENTS):
            self._load(cohort.models.in_use, on_done=on_done)
        else:
            on_done(None)

    def promote(
        self,
        model: str,
        reason: str,
        on_done: Callable[[ModelInUse], None],
        on_error: Callable[[Exception], None],
    ) -> None:
        """Use a model for predictions from now on; the audit log keeps the reason."""
        cohort, actor = self._cohort(), self._user.reader or "coordinator"

        self._start(
            lambda: cohort.models.put_in_use(model, reason=reason, actor=actor),
            change=Change.of(Subject.MODEL_IN_USE),
            on_done=on_done,
            on_error=on_error,
        )

"""Agreement of the readers: computed in a worker process, and written to files."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening
from cxstage_gui.session.operation import Operations
from cxstage_gui.tasks import Executor, TaskHandle

if TYPE_CHECKING:
    from cxstage_core.evaluation.readers.reader_cases import ReadersAgreement

Failed = Callable[[Exception], None]


class AgreementOperations(Operations):
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
            reads=True,
            on_done=on_done,
            on_error=on_error,
            on_cancel=on_cancel,
        )


def compare_all(cohort: Opening, *, job: Job) -> ReadersAgreement:
    """Compare the readers of a cohort."""
    from cxstage_core.evaluation.readers.reader_cases import compare_readers

    return compare_readers(cohort.open(), job=job)

"""Saving the files of a prediction."""

from __future__ import annotations

from PySide6.QtCore import Signal

from cxstage_gui.session.level import Level
from cxstage_gui.session.operation import SingleOperation
from cxstage_gui.session.workers.saving_report import SavedFiles, ShownAnswer, WantedFiles, save_report
from cxstage_gui.tasks import Executor


class PredictionReportOperations(SingleOperation):
    """Writes report, record, map and DICOM objects of the answer on screen, one set at a time.

    Signals:
        began: writing began.
        saved: the `SavedFiles`.
    """

    began = Signal()
    saved = Signal(object)

    def save(self, shown: ShownAnswer, wanted: WantedFiles) -> None:
        """Write the wanted files; does nothing while others are written."""
        if self.running:
            return

        def done(found: SavedFiles) -> None:
            self.saved.emit(found)

        self.task = self._start(
            save_report,
            shown,
            wanted,
            on_done=done,
            on_cancel=lambda: self.ended.emit(self.tr("Saving was cancelled."), Level.WARNING),
            watched=True,
            executor=Executor.STUDY,
            title=self.tr("Saving the report"),
            reads=True,
        )
        self.began.emit()

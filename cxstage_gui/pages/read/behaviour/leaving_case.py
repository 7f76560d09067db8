"""The question before a case is left whose outlines could not be saved."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractButton, QMessageBox, QWidget

from cxstage_gui.pages.read.bars.worklist import WorkList
from cxstage_gui.pages.read.case.context import ReadContext


class LeavingCase(QObject):
    """Opens another patient, after asking if something of this one is not saved."""

    def __init__(self, context: ReadContext, work_list: WorkList, area: QWidget) -> None:
        super().__init__(context)
        self._context = context
        self._work_list = work_list
        self._area = area
        self.question: QMessageBox | None = None

    def open(self, patient: str) -> None:
        """Open a patient, or ask first."""
        context, case = self._context, self._context.case
        if case is None or patient == case.patient or not (context.pending and context.not_saved):
            context.open(patient)
            return
        box = QMessageBox(self._area)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("CxStage")
        box.setText(self.tr("{case} is not saved.").format(case=case.name))
        box.setInformativeText(
            self.tr(
                "{reason}\n\nWhat you drew stays in memory while this window is open, and saving is "
                "tried again."
            ).format(reason=context.not_saved)
        )
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(self.tr("Go to the other patient"), QMessageBox.ButtonRole.AcceptRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)

        def decided(button: QAbstractButton) -> None:
            self.question = None
            if button is leave:
                context.open(patient)
            else:
                self._work_list.mark(context.wanted)

        box.buttonClicked.connect(decided)
        box.finished.connect(box.deleteLater)
        self.question = box
        box.open()

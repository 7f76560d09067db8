"""The validation patients of a finished experiment, network by network and epoch by epoch."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QVBoxLayout, QWidget

from cxstage_core.evaluation.comparison.validation_course import stored_epochs
from cxstage_core.evaluation.report.learning import trained_networks
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import whole_field
from cxstage_gui.widgets.validation_view import ValidationView

if TYPE_CHECKING:
    from cxstage_core.cohort.values.records import Experiment, ModelRun

SIZE = (920, 520)


class ValidationDialog(QDialog):
    """Begins with the first network and the epoch that was kept.

    Signals:
        patient_wanted: open this patient.
    """

    patient_wanted = Signal(str)

    def __init__(self, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(
            self.tr("Validation patients of {experiment}").format(experiment=experiment.id)
        )
        runs = trained_networks(experiment)
        self._epochs = {run.name: stored_epochs(run) for run in runs}
        self._runs = {run.name: run for run in runs if self._epochs[run.name]}
        self.network = QComboBox()
        self.network.setAccessibleName(self.tr("Network"))
        self.network.addItems(list(self._runs))
        self.epoch = whole_field(1, 1, 1)
        self.epoch.setAccessibleName(self.tr("Epoch"))
        self._kept = label("", "muted")
        self.view = ValidationView()
        self.view.patient_wanted.connect(self.patient_wanted)
        self.view.patient_wanted.connect(self.accept)
        head = QHBoxLayout()
        head.addWidget(self.network)
        head.addSpacing(16)
        head.addWidget(label(self.tr("Epoch"), "muted"))
        head.addWidget(self.epoch)
        head.addWidget(self._kept)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        self.resize(*SIZE)
        self.network.currentTextChanged.connect(self._choose)
        self.epoch.valueChanged.connect(lambda _: self._show())
        self._choose(self.network.currentText())

    def _choose(self, name: str) -> None:
        run: ModelRun | None = self._runs.get(name)
        if run is None:
            self._kept.setText(
                self.tr(
                    "This experiment stores no validation scores: an older version trained it, or none "
                    "of its networks had validation patients."
                )
            )
            self.epoch.setEnabled(False)
            return
        self.epoch.setRange(1, len(self._epochs[name]))
        self.epoch.setValue(run.best_epoch)
        self._kept.setText(
            self.tr("of {epochs}; epoch {kept} was kept").format(
                epochs=len(self._epochs[name]), kept=run.best_epoch
            )
        )
        self._show()

    def _show(self) -> None:
        name = self.network.currentText()
        if name in self._runs:
            self.view.show_epoch(self._epochs[name][self.epoch.value() - 1], self._runs[name].title)

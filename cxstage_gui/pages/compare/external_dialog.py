"""Asks which network of which other cohort is tested on the open one."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from cxstage_gui.session.actions.external_test import ExternalTestOperations, ForeignModel
from cxstage_gui.strings import error_message
from cxstage_gui.widgets.choose_file import ChooseFile
from cxstage_gui.widgets.dialog import FormDialog

WIDTH = 640
SETTLE_MS = 300
"""A path that is being typed is looked at when the typing rests."""


class ExternalDialog(FormDialog):
    """A cohort's folder and one of its networks.

    Signals:
        given: the folder and the id of the network.
    """

    given = Signal(object, str)

    def __init__(self, external_test: ExternalTestOperations, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("External test"),
            self.tr(
                "A network that was trained in another cohort predicts every patient of this one, with its own "
                "threshold. No setting is chosen here, and a patient known to both cohorts is refused."
            ),
            self.tr("Test"),
            parent,
        )
        self._external_test = external_test
        self.setMinimumWidth(WIDTH)
        self.folder = ChooseFile(self.tr("Cohort that the network was trained in"))
        self.models = QComboBox()
        self.add(self.tr("Trained in"), self.folder)
        self.add(self.tr("Network"), self.models)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._look)
        self.folder.changed.connect(self._typed)
        self._typed()
        self.folder.setFocus()

    def accept(self) -> None:
        """Emit the choice."""
        self.given.emit(self.folder.path, str(self.models.currentData()))
        super().accept()

    def _typed(self) -> None:
        self.models.clear()
        self.notice.clear()
        self.decide.setEnabled(False)
        self._settle.start()

    def _look(self) -> None:
        path = self.folder.path
        if path is not None:
            self._external_test.models(path, partial(self._show, path), partial(self._refuse, path))

    def _show(self, path: Path, models: tuple[ForeignModel, ...]) -> None:
        if path != self.folder.path:
            return
        for model in models:
            words = self.tr("{name} · {model} · {size} px · trained on {count} patients")
            self.models.addItem(
                words.format(name=model.name, model=model.id, size=model.size_px, count=model.patients),
                model.id,
            )
        if not models:
            self.notice.show_message(self.tr("No network was trained in this cohort."), "warning")
        self.decide.setEnabled(bool(models))

    def _refuse(self, path: Path, error: Exception) -> None:
        if path == self.folder.path:
            self.notice.show_message(error_message(error), "error")

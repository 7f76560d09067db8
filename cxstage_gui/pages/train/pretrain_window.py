"""Pre-training: which network, on which images, and the file of the weights."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.jobs import Event, Message
from cxstage_core.models import FAMILIES
from cxstage_core.training.pretraining.settings import Pretraining
from cxstage_gui.pages.train.fields import TITLE_WIDTH, Fields
from cxstage_gui.pages.train.form import TrainingForm
from cxstage_gui.pages.train.settings_rows import fields_of, shown
from cxstage_gui.session import Session
from cxstage_gui.session.actions.pretraining import PretrainingRequest
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.duration import duration
from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice

_STEPS = 1000


class PretrainWindow(QDialog):
    """Dialog of a pre-training; input, device and threads are those of the form of the Train page.

    Signals:
        made: path of a written file.
    """

    made = Signal(object)

    def __init__(self, session: Session, form: TrainingForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self.setWindowTitle(self.tr("Pre-training"))
        self.setMinimumWidth(520)
        self.network = QComboBox()
        for key, family in FAMILIES.items():
            self.network.addItem(family.title, key)
        chosen = next(iter(form.networks.chosen), "")
        self.network.setCurrentIndex(max(0, self.network.findData(chosen)))
        self.network.setAccessibleName(self.tr("Network"))
        self.fields = Fields(fields_of(Pretraining), {})
        self.fields.put(shown(Pretraining()))
        self.start = QPushButton(self.tr("Start the pre-training…"))
        set_role(self.start, role="primary")
        self.stop = QPushButton(self.tr("Stop"))
        self.bar = QProgressBar()
        self.bar.setRange(0, _STEPS)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress of the pre-training"))
        self.words = label("", "muted", wrap=True)
        self.notice = Notice()
        self._lay_out()
        self.start.clicked.connect(self._ask)
        self.stop.clicked.connect(session.pretraining.cancel)
        session.progressed.connect(self._show_progress)
        session.pretraining.happened.connect(self._happened)
        session.pretraining.made.connect(self.made)
        session.pretraining.ended.connect(self._ended)
        session.cohort_opened.connect(self._refresh)
        session.cohort_closed.connect(self._refresh)
        self._refresh()

    def begin(self, file: Path) -> None:
        """Pre-train with the settings that are shown, into this file."""
        try:
            asked = self._form.request
            settings = Pretraining(
                **self.fields.values, device=asked.recipe.device, threads=asked.recipe.threads
            )
        except Exception as error:  # noqa: BLE001 - shown in the dialog
            self.notice.show_message(error_message(error), "error")
            return
        self.notice.clear()
        family = str(self.network.currentData())
        self._session.pretraining.start(PretrainingRequest(family, file, settings, asked.preprocessing))
        self._refresh()

    def _ask(self) -> None:
        name = f"{self.network.currentData()}.safetensors"
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("File of the weights"), name, self.tr("Weights (*.safetensors)")
        )
        if chosen:
            self.begin(Path(chosen))

    def _happened(self, event: Event) -> None:
        if isinstance(event, Message) and event.level == "warning":
            self.notice.show_message(localized(event.text), "warning")

    def _ended(self, sentence: str, level: str) -> None:
        self.notice.show_message(sentence, level)
        self._refresh()

    def _show_progress(self) -> None:
        task = self._session.pretraining.task
        progress = None if task is None or task.settled else task.progress
        if task is None or progress is None:
            return
        share = progress.fraction
        self.bar.setValue(0 if share is None else round(share * _STEPS))
        left = task.job.eta_s
        stage = localized(progress.what)
        self.words.setText(
            stage
            if left is None
            else self.tr("{stage}: {time} left").format(stage=stage, time=duration(left))
        )

    def _refresh(self) -> None:
        running = self._session.pretraining.running
        self.start.setEnabled(not running and self._session.cohort is not None)
        self.stop.setEnabled(running)
        self.bar.setVisible(running)
        if not running:
            self.words.setText("")

    def _lay_out(self) -> None:
        network = QFormLayout()
        network.setHorizontalSpacing(16)
        caption = QLabel(self.tr("Network"))
        caption.setFixedWidth(TITLE_WIDTH)
        caption.setBuddy(self.network)
        network.addRow(caption, self.network)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.stop)
        buttons.addWidget(self.start)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Pre-training"), "heading"))
        column.addWidget(
            label(
                self.tr(
                    "Makes first weights without internet. Input and device are those of the Train page. No test "
                    "patient is looked at; weights of phantoms alone can be tested by every protocol."
                ),
                "muted",
                wrap=True,
            )
        )
        column.addLayout(network)
        column.addWidget(self.fields)
        column.addWidget(self.notice)
        column.addWidget(self.bar)
        column.addWidget(self.words)
        column.addLayout(buttons)

"""Settings on the left, the course of the training on the right."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.errors import CxStageError
from cxstage_core.jobs import Message
from cxstage_core.models import FAMILIES
from cxstage_core.models.weights_history import origin_text
from cxstage_core.training.settings.recipe_file import read_settings_file, write_settings_file
from cxstage_gui.actions import Actions
from cxstage_gui.pages.train.closer_look import CloserLook
from cxstage_gui.pages.train.curves import Curves
from cxstage_gui.pages.train.duration import EstimatedDuration
from cxstage_gui.pages.train.form import TrainingForm
from cxstage_gui.pages.train.pretrain_window import PretrainWindow
from cxstage_gui.pages.train.preview import PreviewDialog
from cxstage_gui.pages.train.queue import WaitingList
from cxstage_gui.pages.train.search_window import SearchWindow
from cxstage_gui.session import Session, TaskHandle
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.duration import duration
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice

if TYPE_CHECKING:
    from cxstage_core.training.experiment.search_cohort import Searched

FORM_WIDTH = 448
COUNT_AFTER_MS = 600
HASH_LETTERS = 12


class TrainPage(QWidget):
    """Starts a training and shows how it goes."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._actions = actions
        self.form = TrainingForm()
        self.estimated = EstimatedDuration(session, lambda: self.form.request)
        self.curves = Curves()
        self.closer = CloserLook(session)
        self.notice = Notice()
        self.start = QPushButton(self.tr("Start training"))
        set_role(self.start, role="primary")
        self.start.clicked.connect(self._start)
        self.search = QPushButton(self.tr("Search settings…"))
        self.search.clicked.connect(self._show_search)
        self._searching: SearchWindow | None = None
        self.form.pretrain_button.clicked.connect(self._show_pretraining)
        self._pretraining: PretrainWindow | None = None
        self.pause = QPushButton(self.tr("Pause"))
        self.pause.clicked.connect(self._pause)
        self.cancel = QPushButton(self.tr("Cancel"))
        self.cancel.clicked.connect(self._cancel)
        self.waiting = WaitingList()
        self._waiting_title = label("", "muted")
        self._preview: PreviewDialog | None = None
        self.to_results = QPushButton(self.tr("Results are ready"))
        self.to_results.setFlat(True)
        self.to_results.clicked.connect(lambda: session.show_page("compare"))
        self.to_results.hide()
        self._state = label("", "muted")
        self._hint = label("", "muted", wrap=True)
        self._log = QPlainTextEdit()
        self._log.setReadOnly(True)
        self._log.setAccessibleName(self.tr("Log of the training"))
        self._log.setMaximumHeight(120)
        self._stack = QStackedWidget()
        self._stack.addWidget(
            EmptyState(
                "chart-line-up",
                self.tr("Nothing is training"),
                self.tr(
                    "Choose networks and settings, then start. Loss and AUC appear here while the networks "
                    "learn; only training patients are used, the test part is evaluated once at the end."
                ),
            )
        )
        self._stack.addWidget(self._course())
        self._lay_out()
        self._counted = False
        self._count_task: TaskHandle | None = None
        self._missing_task: TaskHandle | None = None
        self._counting = QTimer(self)
        self._counting.setSingleShot(True)
        self._counting.setInterval(COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count)
        self._follow_session()

    def _follow_session(self) -> None:
        session, training = self._session, self._session.training
        self.form.changed.connect(self._refresh)
        self.form.changed.connect(self.estimated.follow)
        self.closer.patient_wanted.connect(session.show_patient)
        self.closer.button.toggled.connect(self._look)
        self.form.input_changed.connect(self._counting.start)
        self.form.preview_button.clicked.connect(self._show_preview)
        self.waiting.moved.connect(training.move)
        self.waiting.removed.connect(training.remove)
        training.queue_changed.connect(self._refresh)
        training.resumed.connect(self._show_resumed)
        training.message.connect(self.notice.show_message)
        session.patients_changed.connect(self._refresh_reopened)
        session.patients_changed.connect(self._refresh)
        session.patients_changed.connect(self._count_missing_if_shown)
        self.form.import_button.clicked.connect(self._import_settings)
        self.form.export_button.clicked.connect(self._export_settings)
        session.progressed.connect(self._show_time)
        training.began.connect(self._began)
        training.happened.connect(self._happened)
        training.ended.connect(self._ended)
        training.experiment_done.connect(self._done)
        if training.request is not None:
            self._began()
            for event in training.events:
                self._happened(event)
        self._refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Count the parameters when the page is first shown, because that loads the network library."""
        if not self._counted:
            self._counting.setInterval(0)
            self._counting.start()
            self._counting.setInterval(COUNT_AFTER_MS)
        super().showEvent(event)
        self._refresh_reopened()

    def _refresh_reopened(self) -> None:
        """List the reopened cases; the audit log is read only while the page is on screen."""
        if self.isVisible() and self._session.cohort is not None:
            self.form.reopened.show_cases(self._session.training.reopened())

    def _import_settings(self) -> None:
        patterns = self.tr("Settings (*.toml *.json)")
        chosen, _ = QFileDialog.getOpenFileName(self, self.tr("Import settings"), "", patterns)
        if chosen:
            self.import_settings(Path(chosen))

    def import_settings(self, file: Path) -> None:
        """Show the settings of a file, or why it cannot be used."""
        try:
            self.form.take_settings(read_settings_file(file))
        except CxStageError as error:
            self.notice.show_message(error_message(error), "error")
            return
        self.notice.show_message(
            self.tr("The settings of {file} are in the form now.").format(file=file.name), "good"
        )

    def _export_settings(self) -> None:
        patterns = self.tr("Settings (*.toml *.json)")
        chosen, _ = QFileDialog.getSaveFileName(
            self, self.tr("Export settings"), "settings.toml", patterns
        )
        if chosen:
            self.export_settings(Path(chosen))

    def export_settings(self, file: Path) -> None:
        """Write the settings of the form to a file, or show why that is not possible."""
        try:
            settings = self.form.settings
            write_settings_file(settings, file)
        except CxStageError as error:
            self.notice.show_message(error_message(error), "error")
            return
        self.notice.show_message(
            self.tr("Written: {file} (settings {hash})").format(
                file=file.name, hash=settings.digest()[:HASH_LETTERS]
            ),
            "good",
        )

    def _start(self) -> None:
        self._refresh_reopened()
        if self.form.reopened.missing:
            return
        try:
            request = self.form.request
            for key in request.families:
                if key in FAMILIES:
                    FAMILIES[key].check_size(request.preprocessing.size_px)
        except Exception as error:  # noqa: BLE001 - shown beside the form
            self.notice.show_message(error_message(error), "error")
            return
        self.notice.clear()
        self.estimated.forget()
        self._counting.stop()
        if self._count_task is not None:
            self._count_task.cancel()
        self._session.training.start(request)

    def _show_search(self) -> None:
        if self._searching is None:
            self._searching = SearchWindow(self._session, self.form, self)
            self._searching.wanted.connect(self._take_best)
        self._searching.show()
        self._searching.raise_()

    def _show_pretraining(self) -> None:
        if self._pretraining is None:
            self._pretraining = PretrainWindow(self._session, self.form, self)
            self._pretraining.made.connect(self.form.take_weights)
        self._pretraining.show()
        self._pretraining.raise_()

    def _take_best(self, searched: Searched) -> None:
        from cxstage_core.training.experiment.search_cohort import with_best
        from cxstage_core.training.settings.origin import joined

        asked = self.form.request
        recipe, preprocessing = with_best(searched, asked.recipe, asked.preprocessing)
        self.form.take(recipe, preprocessing, joined(asked.origins, searched.origins))

    def _pause(self) -> None:
        training = self._session.training
        if training.paused:
            training.go_on()
        else:
            training.pause()
            self._state.setText(self.tr("pauses after this batch"))

    def _show_resumed(self, count: int) -> None:
        self.notice.show_message(
            self.tr("{count} training(s) of the last session continue where they were.").format(
                count=count
            ),
            "info",
        )

    def _done(self, _experiment: str) -> None:
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.alert(self.window(), 0)
        self.to_results.setVisible(not self._session.training.queue)

    def _show_preview(self) -> None:
        patients = [row.patient for row in self._session.patients if row.reference]
        dialog = PreviewDialog(self._session, patients, lambda: self.form.preprocessing, self)
        self.form.changed.connect(dialog.follow)
        self.form.input_changed.connect(dialog.follow)
        self._preview = dialog
        dialog.show()

    def _cancel(self) -> None:
        self._session.training.cancel()
        self._state.setText(self.tr("stopping after this batch …"))
        self.cancel.setEnabled(False)

    def _began(self) -> None:
        request = self._session.training.request
        if request is None:
            return
        self.to_results.hide()
        self._log.clear()
        names = [FAMILIES[key].title if key in FAMILIES else key for key in request.families]
        self.curves.begin(names, request.recipe.epochs, request.protocol.members)
        self.closer.begin()
        self._stack.setCurrentIndex(1)
        self._state.setText(self.tr("preparing …"))
        self._refresh()

    def _happened(self, event: Any) -> None:
        self.curves.take(event)
        self.closer.take(event)
        if isinstance(event, Message):
            self._log.appendPlainText(localized(event.text))
        elif type(event).__name__ == "ModelStarted":
            self._log.appendPlainText(
                self.tr(
                    "{name}: {parameters:,} parameters, {weights}, on {device} in {precision}"
                ).format(
                    name=event.name,
                    parameters=event.parameters,
                    weights=localized(origin_text(event.weights)),
                    device=event.device,
                    precision=event.precision,
                )
            )
        elif type(event).__name__ == "ModelFinished":
            self._log.appendPlainText(
                self.tr("{name}: epoch {epoch} is kept, after {time}").format(
                    name=event.name, epoch=event.best_epoch, time=duration(event.seconds)
                )
            )

    def _look(self, closer: bool) -> None:
        for part in (self.curves, self._legend):
            part.setHidden(closer)

    def _show_time(self) -> None:
        training = self._session.training
        task = training.task
        if not training.running or task is None or task.cancel_asked or training.paused:
            return
        progress = task.progress
        if progress is None:
            self._state.setText(
                self.tr("preparing …") if task.running else self.tr("waiting for other work …")
            )
            return
        parts = [localized(progress.what), progress.detail]
        left = training.network_eta_s
        if left is not None:
            parts.append(self.tr("{time} left for this network").format(time=duration(left)))
        whole = training.whole_eta_s
        if whole is not None:
            parts.append(self.tr("about {time} left").format(time=duration(whole)))
        self._state.setText(" · ".join(part for part in parts if part))

    def _ended(self, sentence: str, level: str) -> None:
        self.notice.show_message(sentence, level)
        self._state.setText("")
        self._log.appendPlainText(sentence)
        self._refresh()

    def _refresh(self) -> None:
        rows = self._session.patients
        running = self._session.training.running
        split = any(row.part for row in rows)
        outlined = any(row.reference for row in rows)
        if not split:
            hint = self.tr("Training needs a locked split: draw it on the Cohort page.")
        elif not outlined:
            hint = self.tr("Training needs reference outlines: freeze them on the Cohort page.")
        elif not self.form.families:
            hint = self.tr("Choose at least one network.")
        elif self.form.reopened.missing:
            hint = self.tr("Choose what is done with the reopened cases.")
        else:
            hint = ""
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self._to_cohort.setVisible(not split or not outlined)
        self.start.setEnabled(not hint)
        self.estimated.button.setEnabled(self.estimated.measuring or (not hint and not running))
        self.start.setText(self.tr("Add to the queue") if running else self.tr("Start training"))
        paused = self._session.training.paused
        self.pause.setVisible(running)
        self.pause.setText(self.tr("Continue") if paused else self.tr("Pause"))
        asked = self._session.training.task is not None and self._session.training.task.cancel_asked
        self.cancel.setVisible(running)
        self.cancel.setEnabled(running and not asked)
        queue = self._session.training.queue
        self.waiting.show_queue(queue)
        self.waiting.setVisible(bool(queue))
        self._waiting_title.setText(self.tr("{count} waiting, next first").format(count=len(queue)))
        self._waiting_title.setVisible(bool(queue))

    def _count(self) -> None:
        channels, size = len(self.form.channels), self.form.size_px
        if not self._session.training.running and self._session.cohort is not None:
            self._counted = True
            self.form.networks.show_counting()
            self._count_task = self._session.setup.count_parameters(
                channels, size, self.form.networks.show_counts
            )
        self._count_missing()

    def _count_missing_if_shown(self) -> None:
        if self.isVisible():
            self._count_missing()

    def _count_missing(self) -> None:
        """Show which patients lack the series of a channel, before a training is started."""
        if self._missing_task is not None:
            self._missing_task.cancel()
            self._missing_task = None
        patients = tuple(row.patient for row in self._session.patients if row.reference)
        if self._session.cohort is None or not patients:
            self.form.inputs.show_missing(())
            return
        self._missing_task = self._session.setup.missing_series(
            patients,
            self.form.preprocessing,
            self.form.inputs.show_missing,
            lambda error: self.notice.show_message(error_message(error), "error"),
        )

    def _course(self) -> QWidget:
        course = QWidget()
        column = QVBoxLayout(course)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        head = QHBoxLayout()
        self._legend = label(
            self.tr(
                "Solid: training patients. Dashed: validation patients (inside the training part)."
            ),
            "muted",
        )
        head.addWidget(self._legend)
        head.addStretch(1)
        head.addWidget(self.closer.button)
        column.addLayout(head)
        column.addWidget(self.curves, 1)
        column.addWidget(self.closer, 1)
        column.addWidget(self._waiting_title)
        column.addWidget(self.waiting)
        column.addWidget(self._log)
        return course

    def _lay_out(self) -> None:
        scrolled = QWidget()
        scrolled.setObjectName("scrolled")
        inner = QVBoxLayout(scrolled)
        inner.setContentsMargins(16, 16, 8, 16)
        inner.addWidget(self.form)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(scrolled)
        area.setAccessibleName(self.tr("Networks"))
        self._to_cohort = self._actions.button("page.cohort", text=self.tr("Go to the Cohort page"))
        panel = QFrame()
        panel.setProperty("role", "card")
        panel.setFixedWidth(FORM_WIDTH)
        left = QVBoxLayout(panel)
        left.setContentsMargins(1, 1, 1, 1)
        left.setSpacing(0)
        left.addWidget(area, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 12, 16, 16)
        foot.setSpacing(8)
        foot.addWidget(self._hint)
        foot.addWidget(self._to_cohort)
        foot.addWidget(self.estimated)
        foot.addWidget(self.start)
        left.addLayout(foot)
        title: QLabel = label(self.tr("Train"), "title")
        head = QHBoxLayout()
        head.addWidget(title)
        head.addSpacing(16)
        head.addWidget(self._state)
        head.addWidget(self.to_results)
        head.addStretch(1)
        head.addWidget(self.search)
        head.addWidget(self.pause)
        head.addWidget(self.cancel)
        right = QVBoxLayout()
        right.setSpacing(12)
        right.addLayout(head)
        right.addWidget(self.notice)
        right.addWidget(self._stack, 1)
        page = QHBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(24)
        page.addWidget(panel)
        page.addLayout(right, 1)

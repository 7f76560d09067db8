"""Experiments on the left; the chosen one, or two of them side by side."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.evaluation.comparison.folds import network_names, protocol_kind
from cxstage_core.models.families import FAMILIES, RECOMMENDED
from cxstage_core.staging import SCHEMES
from cxstage_gui.actions import Actions
from cxstage_gui.pages.compare.external_dialog import ExternalDialog
from cxstage_gui.pages.compare.promote_dialog import PromoteDialog
from cxstage_gui.pages.compare.protocol import protocol_title
from cxstage_gui.pages.compare.view import ExperimentView
from cxstage_gui.session import Session
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice

if TYPE_CHECKING:
    from cxstage_core.cohort.services.models import ModelInUse
    from cxstage_core.cohort.values.records import Experiment
    from cxstage_core.evaluation.comparison.dashboard import Dashboard

LIST_WIDTH = 208
WORDS = int(Qt.ItemDataRole.UserRole) + 1
HOW_MANY = 2


class ComparePage(QWidget):
    """The numbers of finished experiments."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self._promotion: ModelInUse | None = None
        self.filter = QLineEdit()
        self.filter.setPlaceholderText(self.tr("Filter: network, scheme, protocol …"))
        self.filter.setAccessibleName(self.tr("Filter experiments"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Experiments"))
        self.list.currentItemChanged.connect(lambda item, _: self._chosen(item))
        self.beside = QPushButton(self.tr("Side by side"))
        self.beside.setCheckable(True)
        self.beside.setToolTip(self.tr("Show a second experiment next to this one"))
        self.beside.toggled.connect(self._put_beside)
        self.use = QPushButton(self.tr("Use for predictions…"))
        self.use.setToolTip(self.tr("Use the network selected in the table for predictions"))
        self.use.clicked.connect(self._ask_promotion)
        self.external = QPushButton(self.tr("External test…"))
        self.external_too = QPushButton(self.tr("External test…"))
        for button in (self.external, self.external_too):
            button.setToolTip(self.tr("Evaluate a network of another cohort on this cohort's patients"))
            button.clicked.connect(self._ask_external)
        self.in_use = label("", "muted", wrap=True)
        self.notice = Notice()
        self.view = ExperimentView(session)
        self.second = ExperimentView(session)
        self.second.hide()
        for view in (self.view, self.second):
            view.patient_wanted.connect(session.show_patient)
        self.view.row_chosen.connect(self._offer_use)
        self._stack = QStackedWidget()
        train = actions.button("page.train", "primary", self.tr("Go to the Train page"))
        self._stack.addWidget(
            EmptyState(
                "chart-line-up",
                self.tr("No finished experiment yet"),
                self.tr(
                    "Train one or more networks; their figures on the test patients, each with its "
                    "interval, appear here."
                ),
                [train, self.external_too],
            )
        )
        self._stack.addWidget(self._experiments())
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(12)
        page.addWidget(self.notice)
        page.addWidget(self._stack, 1)
        self._stale = True
        session.experiments_changed.connect(self._outdate)
        session.cohort_opened.connect(self._outdate)
        session.external_test.ended.connect(self.notice.show_message)

    @property
    def shown(self) -> Dashboard | None:
        """The experiment on screen."""
        return self.view.board

    def _experiments(self) -> QWidget:
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(label(self.tr("Experiments"), "heading"))
        left.addWidget(self.filter)
        left.addWidget(self.list, 1)
        left.addWidget(self.beside)
        left.addWidget(self.use)
        left.addWidget(self.in_use)
        left.addWidget(self.external)
        column = QWidget()
        column.setFixedWidth(LIST_WIDTH)
        left.setContentsMargins(0, 0, 0, 0)
        column.setLayout(left)
        self._views = views = QSplitter(Qt.Orientation.Horizontal)
        views.setChildrenCollapsible(False)
        views.setHandleWidth(16)
        views.addWidget(self.view)
        views.addWidget(self.second)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addWidget(column)
        row.addWidget(views, 1)
        return shown

    def showEvent(self, event: QShowEvent) -> None:
        """Experiments are loaded and evaluated when the page is shown."""
        self._load()
        super().showEvent(event)

    def _outdate(self) -> None:
        self._stale = True
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        if self._stale and self._session.cohort is not None:
            self._stale = False
            self._session.results.load_experiments(self._show_list)
            self._session.results.load_promotion(self._show_promotion)

    def _show_list(self, experiments: tuple[Experiment, ...]) -> None:
        kept = self._name(self.list.currentItem())
        self.list.blockSignals(True)
        self.list.clear()
        for experiment in reversed(experiments):
            self.list.addItem(_item(experiment))
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(1 if experiments else 0)
        self.beside.setEnabled(len(experiments) >= HOW_MANY)
        self._filter(self.filter.text())
        if not experiments:
            self.view.board = None
        elif kept == self._name(self.list.item(0)) and self.shown is not None:
            self.list.blockSignals(True)
            self.list.setCurrentRow(0)
            self.list.blockSignals(False)
        else:
            self.list.setCurrentRow(0)

    def _filter(self, words: str) -> None:
        wanted = words.casefold().split()
        for place in range(self.list.count()):
            item = self.list.item(place)
            known = str(item.data(WORDS))
            item.setHidden(not all(word in known for word in wanted))

    @staticmethod
    def _name(item: QListWidgetItem | None) -> str:
        return "" if item is None else str(item.data(Qt.ItemDataRole.UserRole))

    def _chosen(self, item: QListWidgetItem | None) -> None:
        name = self._name(item)
        if not name:
            return
        if self.beside.isChecked() and self.shown is not None:
            self._compute(self.second, name)
        else:
            self._compute(self.view, name)

    def _compute(self, view: ExperimentView, name: str) -> None:
        view.wait(name)
        self._offer_use()
        self._session.results.compare(
            name,
            partial(self._show, view, name),
            lambda error: self.notice.show_message(error_message(error), "error"),
        )

    def _show(self, view: ExperimentView, name: str, board: Dashboard) -> None:
        if view.title.text() == name:
            self.notice.clear()
            view.show_board(board)
            self._offer_use()

    # -- two of them

    def _put_beside(self, on: bool) -> None:
        self.second.setVisible(on)
        half = self._views.width() // 2
        self._views.setSizes([half, half])
        if not on:
            return
        first = "" if self.shown is None else self.shown.experiment.id
        others = [self.list.item(place) for place in range(self.list.count())]
        other = next((item for item in others if self._name(item) != first), None)
        if other is not None:
            self.list.setCurrentItem(other)

    # -- a network of another cohort

    def _ask_external(self) -> None:
        dialog = ExternalDialog(self._session.external_test, self)
        dialog.given.connect(self._session.external_test.start)
        dialog.open()

    # -- the one in use

    def _offer_use(self) -> None:
        row = self.view.chosen
        used = "" if self._promotion is None else self._promotion.model
        self.use.setEnabled(row is not None and row.model not in ("", used))

    def _show_promotion(self, promotion: ModelInUse | None) -> None:
        self._promotion = promotion
        self.in_use.setText(
            self.tr("In use: {model}, {when}. Reason: {reason}").format(
                model=promotion.model, when=promotion.at[:10], reason=promotion.reason
            )
            if promotion is not None
            else self.tr("No model is in use yet; predictions take the newest {family}.").format(
                family=FAMILIES[RECOMMENDED].title
            )
        )
        self._offer_use()

    def _ask_promotion(self) -> None:
        row = self.view.chosen
        if row is None or row.baseline:
            return
        used = "" if self._promotion is None else self._promotion.model
        dialog = PromoteDialog(f"{row.name} · {row.model}", used, self)
        dialog.given.connect(partial(self._promote, row.model))
        dialog.open()

    def _promote(self, model: str, reason: str) -> None:
        self._session.results.promote(
            model,
            reason,
            self._show_promotion,
            lambda error: self.notice.show_message(error_message(error), "error"),
        )


def _item(experiment: Experiment) -> QListWidgetItem:
    names = ", ".join(network_names(experiment))
    scheme = SCHEMES.get(experiment.config.scheme)
    kind = protocol_kind(experiment)
    item = QListWidgetItem(f"{experiment.id}\n{names}")
    item.setData(Qt.ItemDataRole.UserRole, experiment.id)
    words = (
        experiment.id,
        names,
        localized(scheme.title) if scheme else "",
        kind,
        protocol_title(kind),
    )
    item.setData(WORDS, " ".join(words).casefold())
    item.setSizeHint(QSize(LIST_WIDTH - 24, 48))
    item.setToolTip(
        f"{names}\n{protocol_title(kind)}\n{experiment.created_at[:16].replace('T', ' ')} UTC"
    )
    return item

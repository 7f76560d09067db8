"""Experiments on the left; table, ROC curves and confusion matrices of the chosen one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QModelIndex, QSize, Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.staging import SCHEMES
from cxstage_gui.actions import Actions
from cxstage_gui.pages.compare.confusions import Confusions
from cxstage_gui.pages.compare.table2 import comparison_columns
from cxstage_gui.session import Session
from cxstage_gui.strings import say, say_error
from cxstage_gui.widgets.colours import colour_of
from cxstage_gui.widgets.empty import EmptyState
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.plot import Plot
from cxstage_gui.widgets.table import RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.cohort.records import Experiment
    from cxstage_gui.session.comparing import Comparison

WIDTHS = (124, 40, 160, 160, 160, 160, 160, 104, 88, 160)
ROC_POINTS = 2
LIST_WIDTH = 200


class ComparePage(QWidget):
    """The numbers of finished experiments."""

    def __init__(self, session: Session, actions: Actions) -> None:
        super().__init__()
        self._session = session
        self.shown: Comparison | None = None
        self.list = QListWidget()
        self.list.setAccessibleName(self.tr("Experiments"))
        self.list.setFixedWidth(LIST_WIDTH)
        self.list.currentItemChanged.connect(self._chosen)
        self.notice = Notice()
        self.warnings = Notice()
        self._title = label("", "title")
        self._facts = label("", "muted", wrap=True)
        self.model: RowsModel[Any] = RowsModel(comparison_columns())
        self.table = table_view(self.tr("Comparison on the test patients"))
        self.table.setModel(self.model)
        self.table.selectionModel().currentRowChanged.connect(self._warn)
        for column, width in enumerate(WIDTHS):
            self.table.setColumnWidth(column, width)
        self.roc = Plot(
            self.tr("ROC curves, test patients"),
            self.tr("1 − specificity"),
            self.tr("sensitivity"),
            legend=True,
        )
        self.roc.show_range(x=(0.0, 1.0), y=(0.0, 1.0))
        self.confusions = Confusions()
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
                [train],
            )
        )
        self._stack.addWidget(self._experiment())
        page = QVBoxLayout(self)
        page.setContentsMargins(24, 16, 24, 16)
        page.setSpacing(12)
        page.addWidget(self.notice)
        page.addWidget(self._stack, 1)
        self._stale = True
        session.experiments_changed.connect(self._outdate)
        session.cohort_opened.connect(self._outdate)

    def _experiment(self) -> QWidget:
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self._title)
        right.addWidget(self._facts)
        right.addWidget(self.warnings)
        lower = QFrame()
        plots = QHBoxLayout(lower)
        plots.setContentsMargins(0, 8, 0, 0)
        plots.setSpacing(24)
        plots.addWidget(self.roc, 1)
        plots.addWidget(self.confusions, 1)
        split = QSplitter(Qt.Orientation.Vertical)
        split.setChildrenCollapsible(False)
        split.addWidget(self.table)
        split.addWidget(lower)
        split.setStretchFactor(0, 2)
        split.setStretchFactor(1, 3)
        split.setSizes([230, 360])
        right.addWidget(split, 1)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(label(self.tr("Experiments"), "heading"))
        left.addWidget(self.list, 1)
        shown = QWidget()
        row = QHBoxLayout(shown)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(24)
        row.addLayout(left)
        row.addLayout(right, 1)
        return shown

    def showEvent(self, event: QShowEvent) -> None:
        """Experiments are loaded and judged when they are looked at."""
        self._load()
        super().showEvent(event)

    def _outdate(self) -> None:
        self._stale = True
        if self.isVisible():
            self._load()

    def _load(self) -> None:
        if self._stale and self._session.cohort is not None:
            self._stale = False
            self._session.load_experiments(self._show_list)

    def _show_list(self, experiments: tuple[Experiment, ...]) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for experiment in reversed(experiments):
            names = ", ".join(run.name for run in experiment.runs)
            item = QListWidgetItem(f"{experiment.id}\n{names}")
            item.setData(Qt.ItemDataRole.UserRole, experiment.id)
            item.setSizeHint(QSize(LIST_WIDTH - 24, 48))
            item.setToolTip(f"{names}\n{experiment.created_at[:16].replace('T', ' ')} UTC")
            self.list.addItem(item)
        self.list.blockSignals(False)
        self._stack.setCurrentIndex(1 if experiments else 0)
        if experiments:
            self.list.setCurrentRow(0)
        else:
            self.shown = None

    def _chosen(self, item: QListWidgetItem | None) -> None:
        if item is None:
            return
        name = str(item.data(Qt.ItemDataRole.UserRole))
        self._title.setText(name)
        self._facts.setText(self.tr("computing intervals …"))
        self._session.compare(
            name,
            lambda comparison: self._show(name, comparison),
            lambda error: self.notice.tell(say_error(error), "error"),
        )

    def _show(self, name: str, comparison: Comparison) -> None:
        item = self.list.currentItem()
        if item is None or item.data(Qt.ItemDataRole.UserRole) != name:
            return
        self.shown = comparison
        self.notice.clear()
        self._facts.setText(self._describe(comparison))
        self.model.show(comparison.rows)
        self.table.selectRow(0)
        self._warn(self.model.index(0, 0))
        self._draw()

    def _warn(self, index: QModelIndex) -> None:
        """Show the warnings of the row that is chosen."""
        row = self.model.rows[index.row()] if index.isValid() else None
        if row is None or not row.warnings:
            self.warnings.clear()
            return
        sentences = " ".join(say(warning) for warning in row.warnings)
        self.warnings.tell(f"{say(row.name)}: {sentences}", "warning")

    def _describe(self, comparison: Comparison) -> str:
        experiment = comparison.experiment
        config = experiment.config
        scheme = SCHEMES.get(str(config.get("scheme", "")))
        recipe, preprocessing = config.get("recipe", {}), config.get("preprocessing", {})
        positive = comparison.rows[0].evaluation.n_positive
        return self.tr(
            "{test} test patients ({positive} positive: chemoradiotherapy or systemic), trained on {train} · "
            "labels: {scheme} · {size} px, {channels} · {epochs} epochs · value (95 % interval), "
            "the patient is the unit"
        ).format(
            test=comparison.rows[0].evaluation.n,
            positive=positive,
            train=len(experiment.split.train),
            scheme=say(scheme.title) if scheme else config.get("scheme", ""),
            size=preprocessing.get("size_px", ""),
            channels=" + ".join(say(name) for name in preprocessing.get("channels", ())),
            epochs=recipe.get("epochs", ""),
        )

    def _draw(self) -> None:
        if self.shown is None:
            return
        self.roc.clear()
        self.roc.diagonal()
        colours = [colour_of(row.name) for row in self.shown.rows]
        for row, curve, colour in zip(self.shown.rows, self.shown.curves, colours, strict=True):
            if curve is not None and not (row.baseline and len(curve[0]) <= ROC_POINTS):
                self.roc.curve(say(row.name), *curve, colour, dashed=row.baseline)
        self.confusions.show_rows(self.shown.rows, colours)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange and self.shown is not None:
            self._draw()
        super().changeEvent(event)

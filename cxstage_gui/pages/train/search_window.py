"""Search of settings: what is varied, the trials, and the best settings for the form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.models import FAMILIES
from cxstage_core.settings import Setting
from cxstage_core.training.settings.space import PARAMETERS
from cxstage_gui.pages.train.form import TrainingForm
from cxstage_gui.session import Session
from cxstage_gui.session.actions.search import SearchRequest
from cxstage_gui.strings import error_message, localized
from cxstage_gui.widgets.labels import label, set_role
from cxstage_gui.widgets.notice import Notice
from cxstage_gui.widgets.numbers import number_field, whole_field
from cxstage_gui.widgets.parallel import ParallelCoordinates
from cxstage_gui.widgets.table import Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.jobs import Event
    from cxstage_core.training.experiment.search_cohort import Searched

Row = dict[str, Any]
USUAL = ("lr", "batch", "weight_decay", "augmentation")


class SearchWindow(QDialog):
    """Dialog of a search; trials see only validation patients of the training part.

    Signals:
        wanted: a `Searched` whose best settings are to be used.
    """

    wanted = Signal(object)

    def __init__(self, session: Session, form: TrainingForm, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._form = session, form
        self._known: dict[str, Searched] = {}
        self.setWindowTitle(self.tr("Search of settings"))
        self.resize(1080, 640)
        titles = {name: self._title_of(one.setting) for name, one in PARAMETERS.items()}
        self._titles = titles
        self.network = QComboBox()
        for key, family in FAMILIES.items():
            self.network.addItem(family.title, key)
        self.method = QComboBox()
        for title, value in (("TPE", "tpe"), (self.tr("Random"), "random"), (self.tr("Grid"), "grid")):
            self.method.addItem(title, value)
        self.over = {name: QCheckBox(title) for name, title in titles.items()}
        for name, box in self.over.items():
            box.setChecked(name in USUAL)
        self.objective = QComboBox()
        self.objective.addItem(self.tr("Validation loss"), "loss")
        self.objective.addItem(self.tr("Validation AUC"), "auc")
        self.trials = whole_field(0, 10_000, 20)
        self.hours = number_field(0.0, 1000.0, 1, 0.5)
        self.folds = whole_field(1, 20, 3)
        self.start = QPushButton(self.tr("Start the search"))
        set_role(self.start, role="primary")
        self.stop = QPushButton(self.tr("Stop"))
        self.notice = Notice()
        self.stored = QComboBox()
        self.stored.setAccessibleName(self.tr("Searches of this cohort"))
        self.lines = ParallelCoordinates(self.tr("Trials as lines"))
        self.model: RowsModel[Row] = RowsModel(())
        self.table = table_view(self.tr("Trials"))
        self.words = label("", "muted", wrap=True)
        self.use = QPushButton(self.tr("Use the best settings"))
        self._lay_out()
        self.start.clicked.connect(self._start)
        self.stop.clicked.connect(session.search.cancel)
        self.stored.activated.connect(lambda _: self._show())
        self.use.clicked.connect(self._use)
        session.search.happened.connect(self._happened)
        session.search.found.connect(self._found)
        session.search.ended.connect(self._ended)
        session.cohort_opened.connect(self.load)
        self.load()

    @staticmethod
    def _title_of(row: Setting) -> str:
        unit = row.unit.strip()
        return f"{localized(row.title)}, {unit}" if unit else localized(row.title)

    def load(self) -> None:
        """List the cohort's searches."""
        if self._session.cohort is not None:
            self._session.search.load(self._list)
        self._refresh()

    # -- a search

    def _start(self) -> None:
        from cxstage_core.training.search.search import Search

        try:
            asked = self._form.request
            search = Search(
                method=self.method.currentData(),
                names=tuple(name for name, box in self.over.items() if box.isChecked()),
                trials=self.trials.value(),
                hours=self.hours.value(),
                folds=self.folds.value(),
                objective=self.objective.currentData(),
                seed=asked.recipe.seed,
            )
        except Exception as error:  # noqa: BLE001 - shown beside the form
            self.notice.show_message(error_message(error), "error")
            return
        self.notice.clear()
        self._session.search.start(
            SearchRequest(
                self.network.currentData(),
                search,
                asked.scheme,
                asked.preprocessing,
                asked.recipe,
                asked.placement,
                asked.origins,
                asked.reopened,
            )
        )
        self._refresh()

    def _happened(self, event: Event) -> None:
        from cxstage_core.training import EpochFinished, ModelFinished, ModelStarted
        from cxstage_core.training.search.trials import TrialFinished

        if isinstance(event, TrialFinished | ModelStarted | EpochFinished | ModelFinished):
            self.words.setText(localized(event.line))

    def _found(self, searched: Searched) -> None:
        self._known[searched.id] = searched
        self._list(tuple(self._known.values()), searched.id)

    def _ended(self, sentence: str, level: str) -> None:
        self.notice.show_message(sentence, level)
        self._refresh()
        if level == "warning":
            self.load()

    def _refresh(self) -> None:
        running = self._session.search.running
        self.start.setEnabled(not running and self._session.cohort is not None)
        self.stop.setEnabled(running)

    # -- what was found

    def _list(self, found: tuple[Searched, ...], chosen: str = "") -> None:
        self._known = {one.id: one for one in found}
        kept = chosen or self.stored.currentData()
        self.stored.clear()
        for one in found:
            family = FAMILIES.get(str(one.about["family"]))
            title = str(one.about["family"]) if family is None else family.title
            method = one.about["search"]["method"]
            self.stored.addItem(
                self.tr("{network}, {method}, {count} trials").format(
                    network=title, method=method, count=len(one.trials)
                ),
                one.id,
            )
        place = self.stored.findData(kept)
        self.stored.setCurrentIndex(place if place >= 0 else self.stored.count() - 1)
        self._show()

    def _show(self) -> None:
        searched = self._known.get(self.stored.currentData() or "")
        self.use.setEnabled(searched is not None)
        rows = [] if searched is None else searched.rows()
        names = [] if searched is None else [str(n) for n in searched.about["search"]["names"]]
        axes = [(name, self._titles.get(name, name)) for name in names]
        axes += [("loss", self.tr("Loss")), ("auc", "AUC")] if rows else []
        best = -1 if searched is None else searched.best
        self.lines.show_rows(axes, rows, best)
        columns = [
            Column(
                self.tr("Trial"),
                lambda row: str(row["trial"]),
                sort=lambda row: row["trial"],
                number=True,
            ),
            *(self._column(key, title) for key, title in axes),
        ]
        if any(row["failed"] for row in rows):
            columns.append(Column(self.tr("Failed because"), lambda row: str(row["failed"] or "")))
        self.model = RowsModel(columns, rows)
        self.table.setModel(self.model)
        self.table.resizeColumnsToContents()
        if 0 <= best < len(rows):
            self.table.selectRow(best)
        self.words.setText(
            self.tr(
                "Mean over {folds} inner folds of the training part's validation patients; the test part "
                "was not looked at. One trial has no interval: trials are compared with each other only."
            ).format(folds=searched.about["search"]["folds"])
            if searched is not None
            else self.tr("No search of this cohort has a finished trial yet.")
        )

    def _column(self, key: str, title: str) -> Column[Row]:
        return Column(title, lambda row: _words(row.get(key)), number=True)

    def _use(self) -> None:
        searched = self._known.get(self.stored.currentData() or "")
        if searched is not None:
            self.wanted.emit(searched)
            self.notice.show_message(self.tr("The best settings are in the form now."), "good")

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        for title, field in (
            (self.tr("Network"), self.network),
            (self.tr("Method"), self.method),
            (self.tr("Best by"), self.objective),
            (self.tr("Trials, 0 no limit"), self.trials),
            (self.tr("Hours, 0 no limit"), self.hours),
            (self.tr("Inner folds"), self.folds),
        ):
            caption = QLabel(title)
            caption.setBuddy(field)
            caption.setMinimumHeight(field.sizeHint().height())
            field.setAccessibleName(title)
            form.addRow(caption, field)
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(label(self.tr("Search of settings"), "heading"))
        left.addWidget(
            label(
                self.tr("Everything else is taken from the form of the Train page."), "muted", wrap=True
            )
        )
        left.addLayout(form)
        left.addWidget(label(self.tr("Varied"), "muted"))
        for box in self.over.values():
            left.addWidget(box)
        left.addStretch(1)
        left.addWidget(self.start)
        left.addWidget(self.stop)
        side = QWidget()
        side.setFixedWidth(300)
        side.setLayout(left)
        left.setContentsMargins(0, 0, 0, 0)
        right = QVBoxLayout()
        right.setSpacing(8)
        top = QHBoxLayout()
        top.addWidget(self.stored, 1)
        top.addWidget(self.use)
        right.addLayout(top)
        right.addWidget(self.notice)
        right.addWidget(self.lines, 3)
        right.addWidget(self.table, 2)
        right.addWidget(self.words)
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 24, 24, 16)
        row.setSpacing(24)
        row.addWidget(side)
        row.addLayout(right, 1)
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint, True)


def _words(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.4g}" if isinstance(value, float) else str(value)

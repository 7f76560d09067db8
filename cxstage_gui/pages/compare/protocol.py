"""Protocol of an experiment: a sentence above its table, and its folds one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QCoreApplication, QSortFilterProxyModel, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_core.evaluation.comparison.metrics import MetricSpec, Place, shown_in
from cxstage_core.evaluation.report.table import ABSENT, format_figure
from cxstage_core.evaluation.report.table_cells import format_p
from cxstage_gui.strings import figures, localized
from cxstage_gui.widgets.colours import colour_of, sign_of
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import SORT_ROLE, Column, RowsModel, table_view

if TYPE_CHECKING:
    from cxstage_core.cohort.values.experiment_config import ExperimentConfig
    from cxstage_core.evaluation.comparison.dashboard import Dashboard

HASH_LETTERS = 12
WIDTHS = (128, 80, 64, 64, 88, 96)
FIGURE_PX = 176


def protocol_title(kind: str) -> str:
    """A protocol as the Train page names it; a kind of a later version as it is."""
    translate = QCoreApplication.translate
    return {
        "holdout": translate("Protocol", "Locked split with validation"),
        "paper": translate("Protocol", "Locked split as in the paper"),
        "cross-validation": translate("Protocol", "Cross-validation"),
        "nested": translate("Protocol", "Nested cross-validation"),
        "external": translate("Protocol", "External test"),
    }.get(kind, kind)


def describe_protocol(board: Dashboard) -> str:
    """Protocol, folds, who was tested, and what picked epoch, threshold and temperature."""
    translate = QCoreApplication.translate
    protocol, config = board.protocol, board.experiment.config
    tested = board.rows[0].evaluation.n
    kind = str(protocol.get("kind", ""))
    parts = [protocol_title(kind)]
    if kind == "external":
        parts.append(
            translate(
                "Protocol", "trained on {train} patients of another cohort, tested on all {test} here"
            ).format(train=protocol.get("training_patients", ABSENT), test=tested)
        )
        parts += _against_own(protocol.get("against_own_test"))
        parts += (localized(note) for note in (*board.notes, *board.unlisted))
        return " · ".join(parts)
    if "results" in protocol:
        parts += _folds_in_words(protocol, tested, config)
    elif kind == "paper":
        parts.append(
            translate(
                "Protocol", "no validation part: the last epoch, a threshold of 0.5, no temperature"
            )
        )
    elif config.protocol.members:
        parts.append(
            translate(
                "Protocol",
                "validation patients inside each member's training part pick its epoch, out-of-fold scores give "
                "threshold and temperature",
            )
        )
    else:
        parts.append(
            translate(
                "Protocol",
                "{count} of the training patients are the validation part: they pick epoch, threshold "
                "and temperature",
            ).format(count=len(config.validation_patients))
        )
    plan = str(protocol.get("plan_sha256", ""))
    if plan:
        parts.append(translate("Protocol", "plan {hash}").format(hash=plan[:HASH_LETTERS]))
    parts += (localized(note) for note in (*board.notes, *board.unlisted))
    return " · ".join(parts)


def _against_own(found: Mapping[str, Any] | None) -> tuple[str, ...]:
    """The AUC here against that on the network's own test patients, where that is known."""
    if found is None:
        return ()
    translate = QCoreApplication.translate
    own = translate("Protocol", "AUC on the {n} test patients of its own cohort {auc}").format(
        n=found["own_n"], auc=format_figure(found["own_auc"], found.get("own_auc_ci"))
    )
    interval = found["difference_ci"]
    if interval is None:
        return (own,)
    return (
        own,
        figures(
            translate(
                "Protocol",
                "difference {difference:+.3f} ({low:+.3f} to {high:+.3f}), p {p}, DeLong unpaired",
            ).format(
                difference=found["difference"],
                low=interval[0],
                high=interval[1],
                p=format_p(found["p"]),
            )
        ),
    )


def _folds_in_words(
    protocol: Mapping[str, Any], tested: int, config: ExperimentConfig
) -> tuple[str, ...]:
    translate = QCoreApplication.translate
    sizes = [len(fold.validation) for fold in config.protocol.folds]
    low, high = min(sizes), max(sizes)
    return (
        translate("Protocol", "{folds} folds, {repeats} repeats").format(
            folds=protocol["folds"], repeats=protocol["repeats"]
        ),
        translate(
            "Protocol",
            "each of {n} patients is tested once per repeat, by a network that has not seen it",
        ).format(n=tested),
        translate(
            "Protocol",
            "{count} validation patients inside each fold's training part pick epoch, threshold and "
            "temperature",
        ).format(count=str(low) if low == high else f"{low}–{high}"),
        translate("Protocol", "decisions are summed over the folds, the AUC is the mean of theirs"),
        *_repeats_in_words(int(protocol["repeats"])),
    )


def _repeats_in_words(repeats: int) -> tuple[str, ...]:
    if repeats == 1:
        return ()
    return (
        QCoreApplication.translate(
            "Protocol",
            "figures are means over the repeats; confusion matrices sum over them; curves, patients and "
            "paired tests show the first repeat",
        ),
    )


class FoldTable(QWidget):
    """Folds of each network with their own figures; their variation does not give an interval."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[Mapping[str, Any]] = RowsModel(self._columns())
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.model)
        self._sorted.setSortRole(SORT_ROLE)
        self.table = table_view(self.tr("Folds"), sortable=True)
        self.table.setModel(self._sorted)
        self.table.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.table.horizontalHeader().setSortIndicatorClearable(True)
        self.table.horizontalHeader().setStretchLastSection(False)
        for column in range(self.model.columnCount()):
            self.table.setColumnWidth(column, WIDTHS[column] if column < len(WIDTHS) else FIGURE_PX)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 0, 0, 0)
        column_box.setSpacing(4)
        column_box.addWidget(self.table, 1)
        column_box.addWidget(
            label(
                self.tr(
                    "Intervals: accuracy Wilson, AUC DeLong, of that fold's patients alone. The variation "
                    "between folds gives no interval, because they share patients; the table above pools them."
                ),
                "muted",
                wrap=True,
            )
        )

    def show_board(self, board: Dashboard) -> None:
        """Show the folds of an experiment; none where it has none."""
        self.model.show(list(board.protocol.get("results", ())))

    def _columns(self) -> list[Column[Mapping[str, Any]]]:
        def whole(title: str, key: str, tip: str = "") -> Column[Mapping[str, Any]]:
            return Column(
                title, lambda row: str(row[key]), lambda row: row[key], number=True, header_tip=tip
            )

        return [
            Column(
                self.tr("Network"),
                lambda row: f"{sign_of(row['name'])}  {row['name']}",
                colour=lambda row: colour_of(row["name"]),
            ),
            whole(self.tr("Repeat"), "repeat"),
            whole(self.tr("Fold"), "fold"),
            whole(self.tr("n"), "n", self.tr("Test patients of the fold")),
            whole(
                self.tr("Positive"),
                "n_positive",
                self.tr("Of them chemoradiotherapy or systemic"),
            ),
            Column(
                self.tr("Threshold"),
                lambda row: f"{row['threshold']:.3f}",
                lambda row: row["threshold"],
                number=True,
                header_tip=self.tr("Chosen by the fold's validation patients"),
            ),
            *(_figure_column(metric) for metric in shown_in(Place.FOLD)),
        ]


def _figure_column(metric: MetricSpec) -> Column[Mapping[str, Any]]:
    key = metric.key
    return Column(
        localized(metric.title),
        lambda row: format_figure(row[key], row[f"{key}_ci"], metric.digits),
        lambda row: -1.0 if row[key] is None else row[key],
        tip=lambda row: str(row[f"{key}_note"] or row[f"{key}_method"] or ""),
        number=True,
        header_tip=localized(metric.definition),
    )

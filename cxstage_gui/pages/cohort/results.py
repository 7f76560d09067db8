"""Results of an import or a check, row by row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from cxstage_core.text import Text, text
from cxstage_gui.pages.cohort.questions import Questions
from cxstage_gui.strings import localized
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

NO_IMAGES = text("Clinical row, no images: its id belongs to no imported image.")


def _about_columns(found: Any) -> Iterator[Text]:
    """What became of columns that the program has no rule for."""
    if found.kept:
        yield text(
            "Stored unchanged, because the program does not know these columns: {columns}.",
            columns=", ".join(found.kept),
        )
    if found.dropped:
        yield text(
            "Left out, because these columns may identify a person: {columns}.",
            columns=", ".join(found.dropped),
        )
    for one in found.texts:
        if not one.kept:
            yield text(
                "Column {column} holds free text and was not stored; import the table again and choose it to "
                "store it.",
                column=one.column,
            )


class Results(QWidget):
    """Hidden while there is nothing to show; shows one result at a time."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "heading")
        self._summary = label("", "muted")
        self._close = QToolButton()
        self._close.setIcon(icon("x"))
        self._close.setToolTip(self.tr("Close"))
        self._close.setAccessibleName(self.tr("Close the results"))
        self._close.clicked.connect(self.clear)
        self.questions = Questions()
        self.table = table_view(self.tr("Results"))
        self.series: RowsModel[Any] = RowsModel(self._series_columns())
        self._counts: Counter[str] = Counter()
        head = QHBoxLayout()
        head.addWidget(self._title)
        head.addSpacing(8)
        head.addWidget(self._summary)
        head.addStretch(1)
        head.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.questions)
        column.addWidget(self.table, 1)
        self.setMinimumHeight(180)
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "_close"):
            self._close.setIcon(icon("x"))
        super().changeEvent(event)

    def clear(self) -> None:
        """Forget everything and hide."""
        self.series.show(())
        self.questions.clear()
        self.hide()

    @property
    def summary(self) -> str:
        """The line next to the title."""
        return self._summary.text()

    # -- images

    def import_began(self) -> None:
        """Make room for the series of a new import."""
        self._counts.clear()
        self.questions.clear()
        self.series = RowsModel(self._series_columns())
        self._show(self.tr("Import"), self.tr("reading files …"), self.series, (88, 184, 104, 192, 152))

    def add_series(self, outcome: Any) -> None:
        """One more series was imported, rejected, or known already."""
        self._counts[outcome.status] += 1
        self.series.add(outcome)
        self.table.scrollToBottom()
        self._summarise()

    def images_imported(self, report: Any) -> None:
        """The import has ended; its report is what counts."""
        if report is not None:
            self.series.show(report.series)
            self._counts = Counter(outcome.status for outcome in report.series)
            self.questions.ask_of_series(report.questions)
        self._summarise()

    def _summarise(self) -> None:
        self._summary.setText(
            self.tr("{imported} imported, {duplicate} known already, {rejected} rejected").format(
                imported=self._counts["imported"],
                duplicate=self._counts["duplicate"],
                rejected=self._counts["rejected"],
            )
        )

    def _series_columns(self) -> list[Column[Any]]:
        words = {
            "imported": self.tr("imported"),
            "rejected": self.tr("rejected"),
            "duplicate": self.tr("known already"),
        }

        def colour(outcome: Any) -> str:
            palette = current()
            return {"imported": palette.good, "rejected": palette.error}.get(
                outcome.status, palette.muted
            )

        def size(outcome: Any) -> str:
            return " × ".join(str(n) for n in outcome.shape) if outcome.shape else "–"

        def reason(outcome: Any) -> str:
            return "" if outcome.explanation is None else localized(outcome.explanation)

        def spacing(outcome: Any) -> str:
            return " × ".join(f"{mm:.2f}" for mm in outcome.spacing) if outcome.spacing else "–"

        return [
            Column(self.tr("Patient"), lambda o: o.patient or "–"),
            Column(
                self.tr("Series or file"),
                lambda o: o.series or o.description or Path(o.source).name,
                tip=lambda o: str(o.source),
            ),
            Column(self.tr("Result"), lambda o: words[o.status], colour=colour),
            Column(self.tr("Slices × rows × columns"), size, number=True),
            Column(self.tr("Spacing, mm"), spacing, number=True),
            Column(self.tr("Reason"), reason, tip=reason),
        ]

    # -- clinical table

    def clinical_imported(self, found: Any) -> None:
        """The rows of a clinical table that were refused, held back, or lack something; hidden without any."""
        columns: list[Column[Any]] = [
            Column(self.tr("Row"), lambda r: str(r[0] or ""), number=True),
            Column(self.tr("Patient"), lambda r: r[1] or "–"),
            Column(
                self.tr("Remark"),
                lambda r: localized(r[2]),
                tip=lambda r: localized(r[2]),
                colour=lambda r: current().error if r[3] else current().warning,
            ),
        ]
        rows = [
            *((*refused, True) for refused in found.refused),
            *((u.row, ", ".join(u.candidates), u.reason, True) for u in found.unmatched),
            *((row, patient, NO_IMAGES, False) for row, patient, _ in found.without_images),
            *((row.row, row.patient, row.reason, False) for row in found.unstaged),
            *((0, "", sentence, False) for sentence in _about_columns(found)),
        ]
        summary = self.tr("{taken} rows taken, {refused} refused, {held} held back").format(
            taken=len(found.imported), refused=len(found.refused), held=len(found.unmatched)
        )
        self._show(
            self.tr("Clinical table"),
            summary,
            RowsModel(columns, sorted(rows, key=lambda r: r[0])),
            (64, 128, 640),
        )
        self.questions.ask_of_rows(found.unmatched)
        if not rows:
            self.hide()

    # -- verify

    def verified(self, problems: Any) -> None:
        """Show the problems that `verify` found; nothing when the cohort is sound."""
        self.questions.clear()
        if not problems:
            self.hide()
            return
        columns: list[Column[Any]] = [
            Column(self.tr("File"), lambda p: p.file),
            Column(self.tr("Problem"), lambda p: localized(p.what), colour=lambda _: current().error),
        ]
        summary = self.tr("{count} problems").format(count=len(problems))
        self._show(self.tr("Verify"), summary, RowsModel(columns, problems), (320, 640))

    def _show(self, title: str, summary: str, model: RowsModel[Any], widths: tuple[int, ...]) -> None:
        self._title.setText(title)
        self._summary.setText(summary)
        model.setParent(self)
        self.table.setModel(model)
        for column, width in enumerate(widths):
            self.table.setColumnWidth(column, width)
        self.show()

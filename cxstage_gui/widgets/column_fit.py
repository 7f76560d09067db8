"""Lets the columns of a table end at its edge, and counts those beyond it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QLabel, QTableView

from cxstage_gui.widgets.labels import set_role

CHANGES = frozenset(
    {QEvent.Type.Resize, QEvent.Type.Show, QEvent.Type.StyleChange, QEvent.Type.FontChange}
)
ROOM_PX = 18
"""Besides the text of a cell or heading."""


class ColumnFit(QLabel):
    """A line below a table; hidden while every column is in view.

    Args:
        most: the largest useful width of each column in pixels; a column is as narrow as its text allows.
    """

    def __init__(self, view: QTableView, most: Sequence[int]) -> None:
        super().__init__()
        self._view = view
        self._most = tuple(most)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self._fit)
        set_role(self, role="muted")
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.hide()
        view.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerItem)
        view.viewport().installEventFilter(self)
        view.horizontalScrollBar().valueChanged.connect(lambda _: self._show_beyond())
        model = view.model()
        for changed in (model.modelReset, model.dataChanged, model.rowsInserted, model.layoutChanged):
            changed.connect(lambda *_: self._soon.start())
        self._soon.start()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the width of the table and the size of its letters."""
        if event.type() in CHANGES:
            self._soon.start()
        return super().eventFilter(watched, event)

    @property
    def hidden_columns(self) -> tuple[str, ...]:
        """The headings of the columns that are not in view as a whole."""
        view = self._view
        width = view.viewport().width()
        model, side = view.model(), Qt.Orientation.Horizontal
        return tuple(
            str(model.headerData(column, side))
            for column in range(model.columnCount())
            if not view.isColumnHidden(column)
            and (
                view.columnViewportPosition(column) < 0
                or view.columnViewportPosition(column) + view.columnWidth(column) > width
            )
        )

    def _fit(self) -> None:
        view, head = self._view, self._view.horizontalHeader()
        columns = [c for c in range(view.model().columnCount()) if not view.isColumnHidden(c)]
        wanted: dict[int, int] = {}  # columns with the same largest width share one, like figures
        for column in columns:
            text = max(view.sizeHintForColumn(column), head.sectionSizeHint(column)) + ROOM_PX
            most = self._most_of(column)
            wanted[most] = max(wanted.get(most, 0), min(text, most))
        needed = [wanted[self._most_of(column)] for column in columns]
        room, shown, used = view.viewport().width(), 0, 0
        for width in needed:
            if used + width > room:
                break
            shown, used = shown + 1, used + width
        shown = max(1, shown)
        rest = max(0, room - sum(needed[:shown]))
        more, left = (0, 0) if shown == len(columns) else divmod(rest, shown)
        for place, (column, width) in enumerate(zip(columns, needed, strict=True)):
            view.setColumnWidth(column, width + more + (left if place == 0 else 0))
        self._show_beyond()

    def _most_of(self, column: int) -> int:
        return self._most[min(column, len(self._most) - 1)]

    def _show_beyond(self) -> None:
        beyond = self.hidden_columns
        self.setText(
            self.tr("%n more column(s), scroll sideways: {names}", "", len(beyond)).format(
                names=", ".join(beyond)
            )
        )
        self.setToolTip(", ".join(beyond))
        self.setVisible(bool(beyond))

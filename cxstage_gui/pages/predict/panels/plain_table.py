"""A short table inside a panel: all rows visible, whole sentences wrapped below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from cxstage_gui.widgets.table import ROW_PX, Column, RowsModel, table_view


def plain_table(
    name: str, columns: Sequence[Column[Any]], widths: Sequence[int]
) -> tuple[QTableView, RowsModel[Any]]:
    """Make a table whose first column takes the room that is left.

    Args:
        widths: of the other columns, in pixels.
    """
    model: RowsModel[Any] = RowsModel(columns)
    view = table_view(name)
    view.setModel(model)
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
    header.setStretchLastSection(False)
    header.setMinimumSectionSize(40)
    for column, width in enumerate(widths, start=1):
        view.setColumnWidth(column, width)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view, model


def wrapped(view: QTableView, height: int) -> None:
    """Break long cells into lines, and scroll within a fixed height."""
    view.setWordWrap(True)
    view.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
    view.setFixedHeight(height)


def show_rows(view: QTableView, model: RowsModel[Any], rows: Sequence[Any]) -> None:
    """Show rows, and give them the height they need."""
    model.show(rows)
    view.setFixedHeight(ROW_PX * (max(1, len(rows)) + 1) + 12)

"""A short table inside a panel: all rows visible, whole sentences wrapped below it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHeaderView, QTableView

from cxstage_gui.widgets.table import ROW_PX, Column, RowsModel, table_view


def plain_table(name: str, columns: Sequence[Column[Any]]) -> tuple[QTableView, RowsModel[Any]]:
    """Make a table whose first column takes the room that is left."""
    model: RowsModel[Any] = RowsModel(columns)
    view = table_view(name)
    view.setModel(model)
    header = view.horizontalHeader()
    header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
    header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
    view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return view, model


def show_rows(view: QTableView, model: RowsModel[Any], rows: Sequence[Any]) -> None:
    """Show rows, and give them the height they need."""
    model.show(rows)
    view.setFixedHeight(ROW_PX * (max(1, len(rows)) + 1) + 12)

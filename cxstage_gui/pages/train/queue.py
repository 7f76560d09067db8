"""The queue of trainings: reordered by dragging, or removed."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QListWidget, QListWidgetItem

from cxstage_core.models import FAMILIES
from cxstage_gui.session.actions.training import Queued

NUMBER = int(Qt.ItemDataRole.UserRole)
ROW = 28


class WaitingList(QListWidget):
    """Trainings that wait; Delete removes one, Ctrl with Up or Down moves it, as dragging does.

    Signals:
        moved: number of a training and its new place.
        removed: number of a training.
    """

    moved = Signal(int, int)
    removed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(self.tr("Trainings that wait"))
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setToolTip(
            self.tr("Drag, or Ctrl with Up and Down, to change the order; Delete takes one out")
        )
        self.model().rowsMoved.connect(self._rows_moved)

    def show_queue(self, queue: Sequence[Queued]) -> None:
        """Show the waiting trainings, the next one first."""
        chosen = self.currentRow()
        self.clear()
        for one in queue:
            item = QListWidgetItem(self._words(one))
            item.setData(NUMBER, one.number)
            self.addItem(item)
        self.setCurrentRow(min(chosen, self.count() - 1))
        self.setFixedHeight(min(4, max(1, self.count())) * ROW + 6)

    def _words(self, one: Queued) -> str:
        request = one.request
        names = ", ".join(FAMILIES[key].title if key in FAMILIES else key for key in request.families)
        return self.tr("{names} · {size} px · {epochs} epochs").format(
            names=names, size=request.preprocessing.size_px, epochs=request.recipe.epochs
        )

    def _rows_moved(
        self, _parent: QModelIndex, first: int, _last: int, _to: QModelIndex, place: int
    ) -> None:
        target = place - 1 if place > first else place
        item = self.item(target)
        if item is not None:
            self.moved.emit(int(item.data(NUMBER)), target)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete and Ctrl with the arrows."""
        item, row = self.currentItem(), self.currentRow()
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if item is not None and event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit(int(item.data(NUMBER)))
        elif item is not None and steps and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            place = max(0, min(self.count() - 1, row + steps))
            self.moved.emit(int(item.data(NUMBER)), place)
            self.setCurrentRow(place)
        else:
            super().keyPressEvent(event)

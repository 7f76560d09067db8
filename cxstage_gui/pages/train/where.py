"""Device of a training, and the number of networks at a time."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QWidget

from cxstage_core.training.execution.placement import Placement
from cxstage_gui.pages.train.fields import TITLE_WIDTH
from cxstage_gui.widgets.numbers import whole_field

MOST = 64


class Where(QWidget):
    """This computer, one network or several at a time, or a Ray cluster; see `placement`.

    Signals:
        changed: anything.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.at_once = whole_field(1, MOST, 1)
        self.at_once.setToolTip(
            self.tr(
                "Networks that train at the same time, each in a process of its own with its part of the "
                "processor. Worth trying on a large GPU; two cores are no faster with it."
            )
        )
        self.ray = QLineEdit()
        self.ray.setPlaceholderText(self.tr("this computer"))
        self.ray.setToolTip(
            self.tr(
                "Address of a running Ray cluster, such as host:6379; it decides how many train at once"
            )
        )
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        for title, field in (
            (self.tr("Networks at once"), self.at_once),
            (self.tr("Ray cluster"), self.ray),
        ):
            caption = QLabel(title)
            caption.setBuddy(field)
            caption.setMinimumWidth(TITLE_WIDTH)
            caption.setMinimumHeight(field.sizeHint().height())
            field.setAccessibleName(title)
            form.addRow(caption, field)
        self.at_once.valueChanged.connect(lambda _: self.changed.emit())
        self.ray.textChanged.connect(self._adjust)

    @property
    def placement(self) -> Placement:
        """The placement that the fields describe."""
        address = self.ray.text().strip()
        return Placement(1 if address else self.at_once.value(), address)

    def _adjust(self) -> None:
        self.at_once.setEnabled(not self.ray.text().strip())
        self.changed.emit()

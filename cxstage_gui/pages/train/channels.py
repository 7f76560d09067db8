"""The channels of the input: which are used, what happens where one is missing, and which are moved onto T2."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QVBoxLayout, QWidget

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.roles import ROLES, Role
from cxstage_core.imaging.registration import MOST_DEGREES, MOST_MM
from cxstage_gui.strings import localized
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_core.dataset.missing import MissingSeries

EMPTY, LEFT_OUT = True, False
_MOST_NAMED = 12


class Channels(QWidget):
    """One row for each channel that there is.

    Signals:
        changed: another choice.
    """

    changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        self.where_missing: dict[str, QComboBox] = {}
        self.moved: dict[str, QCheckBox] = {}
        self.counts = label("", "muted", wrap=True)
        grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(12)
        grid.setVerticalSpacing(4)
        self._heads = (
            label(self.tr("where missing"), "muted"),
            label(self.tr("moved onto T2"), "muted"),
        )
        for column_number, head in enumerate(self._heads, start=1):
            grid.addWidget(head, 0, column_number)
        for row, role in enumerate(ROLES.values(), start=1):
            self._add(grid, row, role)
        grid.setColumnStretch(3, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(grid)
        column.addWidget(self.counts)
        self.counts.hide()
        self._adjust()

    def _add(self, grid: QGridLayout, row: int, role: Role) -> None:
        box = QCheckBox(localized(role.title))
        box.setToolTip(" ".join(localized(sentence) for sentence in (role.recognised, role.scale)))
        grid.addWidget(box, row, 0)
        self.boxes[role.name] = box
        if role.name == "T2":
            box.setChecked(True)
            box.setEnabled(False)
            return
        box.toggled.connect(lambda _: self._changed())
        if not role.optional:
            return
        missing = QComboBox()
        missing.addItem(self.tr("leave the patient out"), LEFT_OUT)
        missing.addItem(self.tr("empty channel"), EMPTY)
        missing.setAccessibleName(
            self.tr("{channel} where missing").format(channel=localized(role.title))
        )
        missing.setToolTip(
            self.tr(
                "An empty channel needs a network that learned to do without: channels are left out at random "
                "by the setting of the augmentation."
            )
        )
        missing.currentIndexChanged.connect(lambda _: self._changed())
        moved = QCheckBox()
        moved.setAccessibleName(self.tr("Move {channel} onto T2").format(channel=localized(role.title)))
        moved.setToolTip(
            self.tr(
                "Rigid registration, stored with the patient; a result beyond {mm} mm or {degrees}°, or one "
                "that fits worse, is not used. See it in the preview."
            ).format(mm=f"{MOST_MM:g}", degrees=f"{MOST_DEGREES:g}")
        )
        moved.toggled.connect(lambda _: self._changed())
        grid.addWidget(missing, row, 1)
        grid.addWidget(moved, row, 2)
        self.where_missing[role.name] = missing
        self.moved[role.name] = moved

    @property
    def chosen(self) -> tuple[str, ...]:
        """Names of the channels in use, in the order of the input."""
        return tuple(name for name, box in self.boxes.items() if box.isChecked())

    @property
    def values(self) -> dict[str, Any]:
        """The settings of the preprocessing that this widget holds."""
        return {
            "channels": self.chosen,
            "empty_if_missing": tuple(
                name for name, box in self.where_missing.items() if box.currentData() is EMPTY
            ),
            "register": tuple(name for name, box in self.moved.items() if box.isChecked()),
        }

    def put(self, settings: Preprocessing) -> None:
        """Show the settings of a preprocessing."""
        for name, box in self.boxes.items():
            box.setChecked(name in settings.channels)
        for name, choice in self.where_missing.items():
            choice.setCurrentIndex(choice.findData(name in settings.empty_if_missing))
        for name, box in self.moved.items():
            box.setChecked(name in settings.register)

    def show_missing(self, found: Sequence[MissingSeries]) -> None:
        """Show how many patients lack a series; nothing while none of the channels may be missing."""
        self.counts.setText("\n".join(localized(one.sentence) for one in found))
        names = [
            f"{localized(ROLES[one.channel].title)}: {', '.join(one.patients[:_MOST_NAMED])}"
            + (" …" if len(one.patients) > _MOST_NAMED else "")
            for one in found
            if one.patients
        ]
        self.counts.setToolTip("\n".join(names))
        self.counts.setVisible(bool(found))

    def _changed(self) -> None:
        self._adjust()
        self.changed.emit()

    def _adjust(self) -> None:
        for name, box in self.where_missing.items():
            box.setVisible(self.boxes[name].isChecked())
            self.moved[name].setVisible(self.boxes[name].isChecked())
        shown = any(self.boxes[name].isChecked() for name in self.where_missing)
        for head in self._heads:
            head.setVisible(shown)

"""Settings as rows; a value that differs from the paper's is marked."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFormLayout, QLabel, QWidget

from cxstage_gui.widgets.labels import set_role
from cxstage_gui.widgets.numbers import number_field, whole_field

TITLE_WIDTH = 120


@dataclass(slots=True)
class Field:
    """One setting.

    Args:
        name: of the dataclass's field.
        title: words in front of the widget; "" for a check box that has them itself.
        read, write: between the widget and the value.
        show: the value in words, for the mark.
        help: what the setting does.
    """

    name: str
    title: str
    widget: QWidget
    changed: Any
    read: Callable[[], Any]
    write: Callable[[Any], None]
    show: Callable[[Any], str]
    help: str = ""


class Exact:
    """The value that a number field was given, with all its digits, until someone changes the field."""

    def __init__(self, read: Callable[[], Any], write: Callable[[Any], None]) -> None:
        self._read, self._write = read, write
        self._given: Any = None
        self._shown: Any = None

    def read(self) -> Any:
        """Return the given value while the field still shows it, else what the field shows."""
        shown = self._read()
        return self._given if self._given is not None and shown == self._shown else shown

    def write(self, value: Any) -> None:
        """Show a value, rounded as the field shows it."""
        self._given = value  # before the field tells of its change
        self._shown = None
        self._write(value)
        self._shown = self._read()


def whole(
    name: str, title: str, low: int, high: int, suffix: str = "", *, scale: int = 1, help_: str = ""
) -> Field:
    """A whole number; with a scale of 100, a share shown in per cent."""
    box = whole_field(low, high, suffix=suffix)
    exact = Exact(
        lambda: box.value() / scale if scale > 1 else box.value(),
        lambda value: box.setValue(round(value * scale)),
    )
    return Field(
        name,
        title,
        box,
        box.valueChanged,
        exact.read,
        exact.write,
        lambda value: f"{round(value * scale)}{suffix}",
        help_,
    )


def number(
    name: str,
    title: str,
    low: float,
    high: float,
    decimals: int,
    step: float,
    suffix: str = "",
    help_: str = "",
) -> Field:
    """A number, with its unit."""
    box = number_field(low, high, decimals, step)
    box.setSuffix(suffix)
    exact = Exact(box.value, lambda value: box.setValue(float(value)))
    return Field(
        name,
        title,
        box,
        box.valueChanged,
        exact.read,
        exact.write,
        lambda value: f"{value:g}{suffix}",
        help_,
    )


def check(name: str, title: str, words: str, help_: str = "") -> Field:
    """On or off; without words of its own the check box has the title."""
    box = QCheckBox(words or title)
    on, off = QCoreApplication.translate("Fields", "on"), QCoreApplication.translate("Fields", "off")
    return Field(
        name,
        title if words else "",
        box,
        box.toggled,
        box.isChecked,
        lambda value: box.setChecked(bool(value)),
        lambda value: on if value else off,
        help_,
    )


def choice(name: str, title: str, options: Sequence[tuple[str, Any]], help_: str = "") -> Field:
    """One of several."""
    box = QComboBox()
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(10)
    for words, value in options:
        box.addItem(words, value)

    def show(value: Any) -> str:
        place = box.findData(value)
        return box.itemText(place) if place >= 0 else str(value)

    return Field(
        name,
        title,
        box,
        box.currentIndexChanged,
        box.currentData,
        lambda value: _choose(box, value),
        show,
        help_,
    )


def _choose(box: QComboBox, value: Any) -> None:
    """Choose a value; one that is not offered is added."""
    if box.findData(value) < 0:
        box.addItem(str(value), value)
    box.setCurrentIndex(box.findData(value))


class Fields(QWidget):
    """Rows of settings with the paper's value of each.

    Signals:
        changed: a value is another one.
    """

    changed = Signal()

    def __init__(self, rows: Sequence[Field], paper: Mapping[str, Any]) -> None:
        super().__init__()
        self._paper = dict(paper)
        self._rows = {row.name: row for row in rows}
        self._titles: dict[str, QLabel] = {}
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(6)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for row in rows:
            title = QLabel(row.title)
            title.setBuddy(row.widget)
            title.setMinimumWidth(TITLE_WIDTH)
            title.setMinimumHeight(row.widget.sizeHint().height())
            row.widget.setAccessibleName(_name(row))
            form.addRow(title, row.widget)
            self._titles[row.name] = title
            row.changed.connect(lambda *_: self._changed())
        self.reset()

    @property
    def names(self) -> tuple[str, ...]:
        """The settings that have a row."""
        return tuple(self._rows)

    def __getitem__(self, name: str) -> Any:
        """The widget of a setting."""
        return self._rows[name].widget

    @property
    def values(self) -> dict[str, Any]:
        """Every setting."""
        return {name: row.read() for name, row in self._rows.items()}

    def put(self, values: Mapping[str, Any]) -> None:
        """Show these values; settings without a row are left out."""
        for name, row in self._rows.items():
            if name in values:
                row.write(values[name])

    def reset(self) -> None:
        """Show the paper's values."""
        self.put(self._paper)
        self._mark()

    @property
    def other_than_paper(self) -> tuple[str, ...]:
        """Settings whose value is not the paper's."""
        return tuple(
            name
            for name, row in self._rows.items()
            if name in self._paper and not _same(row.read(), self._paper[name])
        )

    def _changed(self) -> None:
        self._mark()
        self.changed.emit()

    def _mark(self) -> None:
        other = self.other_than_paper
        for name, title in self._titles.items():
            row = self._rows[name]
            lines = [row.help] if row.help else []
            if name in self._paper:
                lines.append(self.tr("The paper: {value}").format(value=row.show(self._paper[name])))
            words = "\n".join(lines)
            title.setText(f"{row.title}  ≠" if name in other else row.title)
            set_role(title, role="warning" if name in other else "")
            title.setToolTip(words)
            row.widget.setToolTip(words)


def _name(row: Field) -> str:
    """The name that a screen reader reads: the visible words."""
    words = row.widget.text() if isinstance(row.widget, QCheckBox) else ""
    return ": ".join(part for part in (row.title, words) if part)


def _same(first: Any, second: Any) -> bool:
    if isinstance(first, float) or isinstance(second, float):
        return abs(float(first) - float(second)) < 1e-9
    return bool(first == second)

"""The section "Tool": the options of the tool in hand, and how it is used."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.reading import TipForm
from cxstage_gui.keys.commands import Command
from cxstage_gui.viewer.models.tools import (
    AdaptiveBrushTool,
    BrushTool,
    GrowingTool,
    ThresholdBrushTool,
)
from cxstage_gui.viewer.models.tools.brush import LARGEST_MM, SMALLEST_MM
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import number_field

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

SECTION = "tool"
GREYS = 1_000_000.0


class ToolOptionsPart(QObject):
    """Adds the section; it shows only what the tool in hand has."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
        self.title = label("", "heading")
        self.hint = label("", "muted", wrap=True)
        self.size = number_field(SMALLEST_MM, LARGEST_MM, 1, 0.5)
        self.size.setSuffix(self.tr(" mm"))
        self.form = QComboBox()
        self.form.addItem(self.tr("Circle"), TipForm.CIRCLE)
        self.form.addItem(self.tr("Square"), TipForm.SQUARE)
        self.solid = QCheckBox(self.tr("into neighbouring slices"))
        self.similar = number_field(0.5, 10.0, 1, 0.5)
        self.low = _grey()
        self.high = _grey()
        self.pick = QPushButton(self.tr("Take the range from the image"))
        self.pick.setToolTip(self.tr("The next press with the left button takes it and paints nothing"))
        self.growth = number_field(0.5, 100.0, 1, 0.5)
        self.growth.setSuffix(" %")
        self.growth_solid = QCheckBox(self.tr("through the slices"))
        self.none = label(self.tr("This tool has no options."), "muted")
        self._form = QFormLayout()
        self._rows: dict[str, tuple[QLabel, QWidget]] = {}
        page.side.add(SECTION, self.tr("Tool"), "wrench", self._panel())
        self._connect()
        page.commands.add(
            Command(
                "tool options",
                self.tr("Options of the tool"),
                self.tr("Tools"),
                lambda: page.side.toggle(SECTION),
            )
        )
        page.drawing.equipped.connect(self.refresh)
        page.commands.changed.connect(self.refresh)
        self.refresh()

    def _panel(self) -> QWidget:
        panel = QWidget()
        column = QVBoxLayout(panel)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.hint)
        self._form.setHorizontalSpacing(12)
        self._form.setVerticalSpacing(6)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for name, title, field in (
            ("size", self.tr("Size"), self.size),
            ("form", self.tr("Tip"), self.form),
            ("solid", self.tr("Reaches"), self.solid),
            ("similar", self.tr("Tolerance"), self.similar),
            ("low", self.tr("From"), self.low),
            ("high", self.tr("To"), self.high),
            ("growth", self.tr("Tolerance"), self.growth),
            ("growth solid", self.tr("Grows"), self.growth_solid),
        ):
            caption = QLabel(title)
            caption.setBuddy(field)
            field.setAccessibleName(title)
            self._form.addRow(caption, field)
            self._rows[name] = (caption, field)
        column.addLayout(self._form)
        column.addWidget(self.pick)
        column.addWidget(self.none)
        column.addStretch(1)
        self.similar.setToolTip(
            self.tr("How unlike the middle of the tip tissue may be, in standard deviations")
        )
        self.growth.setToolTip(
            self.tr("Largest difference from the seed, percent of the spread of the grey values")
        )
        return panel

    def _connect(self) -> None:
        drawing = self._page.drawing
        self.size.valueChanged.connect(drawing.set_brush)
        self.form.activated.connect(
            lambda _: drawing.set_option("form", TipForm(self.form.currentData()))
        )
        self.solid.toggled.connect(partial(drawing.set_option, "solid"))
        self.similar.valueChanged.connect(partial(drawing.set_option, "tolerance"))
        self.low.valueChanged.connect(partial(drawing.set_option, "low"))
        self.high.valueChanged.connect(partial(drawing.set_option, "high"))
        self.pick.clicked.connect(lambda: drawing.set_option("picking", True))
        self.growth.valueChanged.connect(partial(drawing.set_option, "tolerance"))
        self.growth_solid.toggled.connect(partial(drawing.set_option, "solid"))

    def refresh(self) -> None:
        """Show the options that the tool in hand has, as they are."""
        tool, strip = self._page.drawing.tool, self._page.strip
        self.title.setText(strip.titles.get(tool.name, tool.name))
        self.hint.setText(strip.hint(tool.name))
        offered = self._offered()
        for name, (caption, field) in self._rows.items():
            caption.setVisible(name in offered)
            field.setVisible(name in offered)
        self.pick.setVisible(isinstance(tool, ThresholdBrushTool))
        self.none.setVisible(not offered)
        values = (self.size, self.form, self.solid, self.similar, self.low, self.high)
        for field in (*values, self.growth, self.growth_solid):
            field.blockSignals(True)
        if isinstance(tool, BrushTool):
            self.size.setValue(tool.size_mm)
            self.form.setCurrentIndex(self.form.findData(tool.form))
            self.solid.setChecked(tool.solid)
        if isinstance(tool, AdaptiveBrushTool):
            self.similar.setValue(tool.tolerance)
        if isinstance(tool, ThresholdBrushTool):
            self.low.setValue(tool.low or 0.0)
            self.high.setValue(tool.high or 0.0)
            self.pick.setDown(tool.picking)
        if isinstance(tool, GrowingTool):
            self.growth.setValue(tool.tolerance)
            self.growth_solid.setChecked(tool.solid)
        for field in (*values, self.growth, self.growth_solid):
            field.blockSignals(False)

    def _offered(self) -> set[str]:
        tool = self._page.drawing.tool
        offered: set[str] = set()
        if isinstance(tool, BrushTool):
            offered.add("size")
            offered |= {"form"} if tool.forms else set()
            offered |= {"solid"} if tool.solids else set()
        if isinstance(tool, AdaptiveBrushTool):
            offered.add("similar")
        if isinstance(tool, ThresholdBrushTool):
            offered |= {"low", "high"}
        if isinstance(tool, GrowingTool):
            offered |= {"growth", "growth solid"}
        return offered


def _grey() -> QDoubleSpinBox:
    field = number_field(-GREYS, GREYS, 0, 10.0)
    field.setKeyboardTracking(False)
    field.setAlignment(Qt.AlignmentFlag.AlignRight)
    return field

"""The section "Tool": the options of the active tool, and how it is used."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFormLayout, QLabel, QVBoxLayout, QWidget

from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.sections.option_fields import option_field, show_value
from cxstage_gui.strings import localized
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools.options import ButtonOption
from cxstage_gui.viewer.tool_strip import ToolStrip
from cxstage_gui.widgets.labels import label

SECTION = "tool"


class ToolOptionsSection(QObject):
    """Adds the section; it shows the options that the active tool declares.

    Attributes:
        fields: the field of each option of the active tool, by the option's name.
    """

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        drawing: Drawing,
        strip: ToolStrip,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._drawing = drawing
        self._strip = strip
        self.title = label("", "heading")
        self.hint = label("", "muted", wrap=True)
        self.none = label(self.tr("This tool has no options."), "muted")
        self.fields: dict[str, QWidget] = {}
        self._form = QFormLayout()
        self._shown = ""
        side.add(SECTION, self.tr("Tool"), "wrench", self._panel())
        commands.add(
            Command(
                "tool options",
                self.tr("Options of the tool"),
                self.tr("Tools"),
                lambda: side.toggle(SECTION),
            )
        )
        drawing.equipped.connect(self.refresh)
        commands.changed.connect(self.refresh)
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
        column.addLayout(self._form)
        column.addWidget(self.none)
        column.addStretch(1)
        return panel

    def refresh(self) -> None:
        """Show the options that the active tool has, as they are."""
        tool, spec = self._drawing.tool, self._drawing.tool_spec
        if tool.name != self._shown:
            self._shown = tool.name
            self._build()
        self.hint.setText(self._strip.hint(tool.name))
        for option in spec.options:
            show_value(option, self.fields[option.name], tool)

    def _build(self) -> None:
        """Build the fields of the active tool in place of those of the one before."""
        spec = self._drawing.tool_spec
        while self._form.rowCount():
            self._form.removeRow(0)
        self.fields = {}
        for option in spec.options:
            field = option_field(option, self._drawing.set_option)
            self.fields[option.name] = field
            if isinstance(option, ButtonOption):
                self._form.addRow(field)
                continue
            caption = QLabel(localized(option.title))
            caption.setBuddy(field)
            self._form.addRow(caption, field)
        self.title.setText(localized(spec.title))
        self.none.setVisible(not spec.options)

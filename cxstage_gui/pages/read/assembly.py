"""Builds the sections and behaviours of the Read page, in display order."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from cxstage_gui.keys.commands import Commands
from cxstage_gui.keys.preview_keys import PreviewKeys
from cxstage_gui.keys.viewer_commands import ViewerCommands
from cxstage_gui.pages.read.bars.draft_bar import DraftBar
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.bars.status_bar import StatusBar
from cxstage_gui.pages.read.bars.worklist import WorkList
from cxstage_gui.pages.read.behaviour.case_commands import CaseCommands
from cxstage_gui.pages.read.behaviour.completion import Completion
from cxstage_gui.pages.read.behaviour.diameter_line import DiameterLine
from cxstage_gui.pages.read.behaviour.journal_status import JournalStatus
from cxstage_gui.pages.read.behaviour.layouts import Layouts
from cxstage_gui.pages.read.behaviour.leaving_case import LeavingCase
from cxstage_gui.pages.read.behaviour.patient_navigation import PatientNavigation
from cxstage_gui.pages.read.behaviour.reference_draft import ReferenceDraft
from cxstage_gui.pages.read.behaviour.return_notice import ReturnNotice
from cxstage_gui.pages.read.behaviour.screenshot import Screenshot
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.pages.read.sections.history import HistorySection
from cxstage_gui.pages.read.sections.import_export import ImportExportSection
from cxstage_gui.pages.read.sections.measurements import MeasurementsSection
from cxstage_gui.pages.read.sections.operations_panel import OperationsSection
from cxstage_gui.pages.read.sections.outlines import OutlinesSection
from cxstage_gui.pages.read.sections.slices import SlicesSection
from cxstage_gui.pages.read.sections.surface import SurfaceSection
from cxstage_gui.pages.read.sections.tool_options import ToolOptionsSection
from cxstage_gui.pages.read.sections.window import WindowSection
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.tool_strip import ToolStrip


@dataclass(frozen=True, slots=True, eq=False)
class PageWidgets:
    """The page's widgets and models; each part gets only what it needs.

    Args:
        area: the whole page: keys work in it, and input in it counts as reading time.
        side: the panel of the sections.
    """

    area: QWidget
    drawing: Drawing
    commands: Commands
    work_list: WorkList
    strip: ToolStrip
    panes: Panes
    status_bar: StatusBar
    side: SectionPanel
    draft_bar: DraftBar


def build_parts(context: ReadContext, page: PageWidgets) -> dict[str, QObject]:
    """Build every part, by the name of its class; sections are shown in this order."""
    area, drawing, commands, panes = page.area, page.drawing, page.commands, page.panes
    strip, side, status_bar = page.strip, page.side, page.status_bar
    leaving = LeavingCase(context, page.work_list, area)
    parts: tuple[QObject, ...] = (
        ViewerCommands(commands, drawing, panes, strip, context.refuse, context),
        CaseCommands(context, commands),
        ReturnNotice(context),
        JournalStatus(context, panes),
        ReferenceDraft(context, panes, page.draft_bar),
        leaving,
        PatientNavigation(context, page.work_list, commands, status_bar, leaving.open),
        Layouts(context, commands, panes, strip),
        DiameterLine(context, drawing, panes, strip, status_bar),
        ToolOptionsSection(context, commands, drawing, strip, side),
        OperationsSection(context, commands, drawing, panes, side),
        PreviewKeys(context, drawing, panes.first, area),
        OutlinesSection(context, commands, panes, strip, side),
        WindowSection(context, commands, panes, side),
        SlicesSection(context, commands, drawing, panes, side),
        MeasurementsSection(context, drawing, panes, strip, side, area),
        SurfaceSection(context, commands, panes),
        HistorySection(context, commands, drawing, side),
        Screenshot(context, commands, panes),
        ImportExportSection(context, commands, drawing, side),
        Completion(context, commands, side, area),
    )
    return {type(part).__name__: part for part in parts}

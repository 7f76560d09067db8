"""The parts of the Read page beside images and strip; each adds its own commands and sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxstage_gui.pages.read.behaviour.completion import CompletionPart
from cxstage_gui.pages.read.behaviour.diameter_line import MeasuringPart
from cxstage_gui.pages.read.behaviour.journal_status import JournalStatus
from cxstage_gui.pages.read.behaviour.layouts import LayoutsPart
from cxstage_gui.pages.read.behaviour.patient_navigation import GoingOnPart
from cxstage_gui.pages.read.behaviour.reference_draft import DraftingPart
from cxstage_gui.pages.read.behaviour.screenshot import ScreenshotPart
from cxstage_gui.pages.read.behaviour.shortcuts import ShortcutsPart
from cxstage_gui.pages.read.sections.history import HistoryPart
from cxstage_gui.pages.read.sections.import_export import ExchangePart
from cxstage_gui.pages.read.sections.measurements import RulerPart
from cxstage_gui.pages.read.sections.operations_panel import OperationsPart
from cxstage_gui.pages.read.sections.outlines import OutlinesPart
from cxstage_gui.pages.read.sections.slices import SlicesPart
from cxstage_gui.pages.read.sections.surface import SurfacePart
from cxstage_gui.pages.read.sections.tool_options import ToolOptionsPart
from cxstage_gui.pages.read.sections.window import WindowPart

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

PARTS: tuple[Callable[[ReadPage], QObject], ...] = (
    JournalStatus,
    DraftingPart,
    GoingOnPart,
    LayoutsPart,
    MeasuringPart,
    ToolOptionsPart,
    OperationsPart,
    OutlinesPart,
    WindowPart,
    SlicesPart,
    RulerPart,
    SurfacePart,
    HistoryPart,
    ScreenshotPart,
    ExchangePart,
    CompletionPart,
    ShortcutsPart,
)
"""In the order in which their sections stand beside the images."""

"""The parts of the Read page beside images and strip; each adds its own commands and sections."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from cxstage_gui.pages.read.completion import CompletionPart
from cxstage_gui.pages.read.drafting import DraftingPart
from cxstage_gui.pages.read.exchange import ExchangePart
from cxstage_gui.pages.read.going_on import GoingOnPart
from cxstage_gui.pages.read.history_list import HistoryPart
from cxstage_gui.pages.read.keeping import KeepingPart
from cxstage_gui.pages.read.layouts import LayoutsPart
from cxstage_gui.pages.read.measurement_list import RulerPart
from cxstage_gui.pages.read.measuring import MeasuringPart
from cxstage_gui.pages.read.operations_panel import OperationsPart
from cxstage_gui.pages.read.outlines import OutlinesPart
from cxstage_gui.pages.read.screenshot_part import ScreenshotPart
from cxstage_gui.pages.read.shortcut_sheet import ShortcutsPart
from cxstage_gui.pages.read.slices_part import SlicesPart
from cxstage_gui.pages.read.surface_part import SurfacePart
from cxstage_gui.pages.read.tool_options import ToolOptionsPart
from cxstage_gui.pages.read.window_part import WindowPart

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

PARTS: tuple[Callable[[ReadPage], QObject], ...] = (
    KeepingPart,
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

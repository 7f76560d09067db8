"""Drawing outlines: rasterised tools, run-length differences, undo, lengths."""

from cxstage_core.reading.brush import Patch, brush_stamp, stroke, swept_disc
from cxstage_core.reading.delta import Box, Delta, SliceDelta
from cxstage_core.reading.editor import MaskEditor
from cxstage_core.reading.history import History, Step
from cxstage_core.reading.measure import Diameter, largest_diameter
from cxstage_core.reading.painting import erased, painted
from cxstage_core.reading.polygon import polygon_mask

__all__ = [
    "Box",
    "Delta",
    "Diameter",
    "History",
    "MaskEditor",
    "Patch",
    "SliceDelta",
    "Step",
    "brush_stamp",
    "erased",
    "largest_diameter",
    "painted",
    "polygon_mask",
    "stroke",
    "swept_disc",
]

"""Drawing outlines: rasterised tools, run-length differences, undo, lengths."""

from cxstage_core.reading.delta import Box, Delta, SliceDelta
from cxstage_core.reading.diameter import Diameter, largest_diameter
from cxstage_core.reading.history.editor import MaskEditor
from cxstage_core.reading.history.journal import Journal, Place
from cxstage_core.reading.history.recovery import Recovered, recover
from cxstage_core.reading.history.undo import History, Step
from cxstage_core.reading.tools.adaptive_brush import GreyRange, similar_patch
from cxstage_core.reading.tools.brush import Patch, swept_disc, swept_square
from cxstage_core.reading.tools.edges import Edges
from cxstage_core.reading.tools.live_wire import Wire
from cxstage_core.reading.tools.painting import erased, painted, patch_delta
from cxstage_core.reading.tools.polygon import polygon_mask
from cxstage_core.reading.tools.region_growing import Growth, grey_range
from cxstage_core.reading.tools.tip import Tip, TipForm

__all__ = [
    "Box",
    "Delta",
    "Diameter",
    "Edges",
    "GreyRange",
    "Growth",
    "History",
    "Journal",
    "MaskEditor",
    "Patch",
    "Place",
    "Recovered",
    "SliceDelta",
    "Step",
    "Tip",
    "TipForm",
    "Wire",
    "erased",
    "grey_range",
    "largest_diameter",
    "painted",
    "patch_delta",
    "polygon_mask",
    "recover",
    "similar_patch",
    "swept_disc",
    "swept_square",
]

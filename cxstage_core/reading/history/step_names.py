"""What the steps of a drawing are called, in the undo button and elsewhere."""

from __future__ import annotations

from cxstage_core.text import text

BRUSH = text("brush stroke")
ERASER = text("eraser stroke")
POLYGON = text("polygon")
CLEAR_SLICE = text("clear slice")
PREVIEW = text("preview accepted")
ADAPTIVE = text("adaptive brush stroke")
THRESHOLD = text("threshold brush stroke")
LASSO = text("lasso")
LASSO_ERASED = text("lasso, erased")
LIVE_WIRE = text("live-wire outline")
GROWN = text("region growing")
FILLED = text("holes filled")
LARGEST = text("largest part kept")
SMOOTHED = text("smoothed")
ENLARGED = text("grown")
SHRUNK = text("shrunk")
COPIED = text("copied from another slice")
INTERPOLATED = text("interpolated between slices")
LEVEL_SET = text("level set")
TRANSFERRED = text("transferred from another series")
IMPORTED = text("outline imported")
CHANGED_ELSEWHERE = text("changed outside this drawing")

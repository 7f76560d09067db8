"""Names of the steps that no tool makes; each tool names its own.

Shown in the history and on the undo and redo buttons.
"""

from __future__ import annotations

from cxstage_core.text import text

CLEAR_SLICE = text("clear slice")
PREVIEW = text("preview accepted")
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

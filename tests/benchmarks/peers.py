"""napari's scroll and brush in the same run as ours: `python -m tests.benchmarks.peers`.

The viewer is no dependency; where it is not installed this says so and measures ours alone.
"""

from __future__ import annotations

import importlib.metadata
import json
import os
import subprocess
import sys
from typing import Any

import numpy as np

NAPARI = """
import json, sys, time
import numpy as np
import napari
from tests.benchmarks.canvas import SIZE, FRAMES, EVENTS, BRUSH_PX, PANE, three_masks, timed, volume
from qtpy.QtWidgets import QApplication

viewer = napari.Viewer(show=True)
viewer.window._qt_window.resize(PANE + 400, PANE + 200)
viewer.add_image(volume().array)
labels = [viewer.add_labels(mask.astype(np.uint8), opacity=0.4) for mask in three_masks()]
app = QApplication.instance()
app.processEvents()
way = [*range(SIZE[0]), *range(SIZE[0] - 2, 0, -1)]
canvas = viewer.window._qt_viewer.canvas

def frame(number):
    viewer.dims.set_current_step(0, way[number % len(way)])
    canvas.native.repaint()
    app.processEvents()

found = {"scroll": timed(frame, FRAMES // 5)}
layer = labels[0]
layer.brush_size = BRUSH_PX
layer.mode = "paint"
viewer.dims.set_current_step(0, 12)

def paint(number):
    turn = number / 40
    at = (12, 256 + 150 * np.sin(turn), 256 + 150 * np.cos(turn) * np.sin(turn / 7))
    layer.paint(at, 1)
    canvas.native.repaint()
    app.processEvents()

found["brush"] = timed(paint, EVENTS // 5)
print(json.dumps({f"{k}_p{p}_ms": round(float(np.percentile(v, p)), 2) for k, v in found.items() for p in (50, 99)}))
viewer.close()
"""


def run(code: list[str]) -> dict[str, Any]:
    """The last JSON line that a process prints."""
    done = subprocess.run([sys.executable, *code], stdout=subprocess.PIPE, text=True, check=False)
    lines = [line for line in done.stdout.splitlines() if line.startswith("{")]
    return json.loads(lines[-1]) if lines else {}


def main() -> None:
    """Print both, and the ratios."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    ours = run(["-m", "tests.benchmarks.canvas"])
    try:
        version = importlib.metadata.version("napari")
    except importlib.metadata.PackageNotFoundError:
        print("napari is not installed here: pip install 'napari==0.9.2', then make bench-peers again.")
        print(json.dumps({"ours": ours}))
        return
    theirs = run(["-c", NAPARI])
    print(f"{'':14}{'CxStage':>12}{'napari ' + version:>16}{'ratio':>9}")
    for key in ("scroll_p50_ms", "scroll_p99_ms", "brush_p50_ms", "brush_p99_ms"):
        a, b = ours.get(key, np.nan), theirs.get(key, np.nan)
        print(f"{key:14}{a:12.2f}{b:16.2f}{b / a:9.1f}")
    print(json.dumps({"ours": ours, "napari": theirs, "version": version}))


if __name__ == "__main__":
    main()

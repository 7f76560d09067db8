"""Four linked panes, and scrolling while a network trains: `python -m tests.benchmarks.layouts`."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

import numpy as np
from PySide6.QtWidgets import QApplication

from cxstage_core.cohort.values.records import SeriesInfo, SeriesRecord
from cxstage_core.imaging import Mask
from cxstage_core.reading import MaskEditor
from cxstage_gui.pages.read.case.case import Access
from cxstage_gui.pages.read.case.prepared_case import prepare_case
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.session import Study
from cxstage_gui.session.current.open_drawings import Drawn
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.contents import Layout
from cxstage_gui.viewer.models.layers import DrawnLabels
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView
from tests.benchmarks.canvas import LAYERS, PANE, SIZE, scroll, three_masks, timed, volume
from tests.gui.reading_room import wheel

WINDOW = (1640, 1080)
STEPS = 400


def study() -> Study:
    """A T2 and a T1 series of one size, with an outline on the first."""
    image = volume()
    labels = three_masks()[0].astype(np.uint8)
    labels[three_masks()[2] & (labels == 0)] = 2
    records = tuple(
        SeriesRecord(f"{name.lower()}-axial", "P0001", SeriesInfo(name), image.grid, "uint16", "")
        for name in ("T2", "T1")
    )
    volumes = {record.id: replace(image) for record in records}
    editor = MaskEditor({records[0].id: Mask(labels, image.grid)})
    return Study("P0001", records, volumes, None, Drawn(editor))


def wheel_steps(panes: Panes) -> list[float]:
    """One notch over the large pane; every pane is painted before the next."""
    first = panes.first
    way = [1] * (SIZE[0] - 1) + [-1] * (SIZE[0] - 1)
    first.show_slice(0)
    first.pointed.emit(0, 256.0, 256.0)
    QApplication.processEvents()

    def step(number: int) -> None:
        wheel(first, way[number % len(way)])
        QApplication.processEvents()

    return timed(step, STEPS)


def scroll_with_others(view: SliceView) -> list[float]:
    """One frame per slice with the drawing, another reader and the reference over it."""
    own, other, reference = (mask.astype(np.uint8) for mask in three_masks())
    model = PaneModel(volume(), DrawnLabels(own), LAYERS[:2], drawn=True)
    model.show_others([Tinted(DrawnLabels(one), LAYERS[1:]) for one in (other, reference)])
    view.show_model(model, ("P0001", "T2 axial"))
    way = [*range(SIZE[0]), *range(SIZE[0] - 2, 0, -1)]

    def frame(number: int) -> None:
        view.show_slice(way[number % len(way)])
        view.repaint()

    return timed(frame, STEPS)


@contextmanager
def training() -> Iterator[None]:
    """A small network learns in another thread, as the window lets it: on one core less."""
    import torch
    from torch import nn

    torch.set_num_threads(max(1, (os.cpu_count() or 2) - 1))
    stop = threading.Event()
    begun = threading.Event()

    def learn() -> None:
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), 10)
        parts: list[nn.Module] = []
        for width_in, width in ((3, 32), (32, 64), (64, 64), (64, 128)):
            parts += [nn.Conv2d(width_in, width, 3, 2, 1), nn.BatchNorm2d(width), nn.ReLU()]
        net = nn.Sequential(*parts, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, 2))
        steps = torch.optim.SGD(net.parameters(), lr=0.01)
        images, groups = torch.randn(16, 3, 128, 128), torch.randint(0, 2, (16,))
        while not stop.is_set():
            steps.zero_grad()
            nn.functional.cross_entropy(net(images), groups).backward()
            steps.step()
            begun.set()

    thread = threading.Thread(target=learn)
    thread.start()
    begun.wait(60)
    try:
        yield
    finally:
        stop.set()
        thread.join()


def main() -> None:
    """Print the figures as one line of JSON."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    _application = QApplication([])
    found: dict[str, list[float]] = {}
    panes = Panes(Drawing())
    panes.resize(*WINDOW)
    panes.lay_out(Layout.ONE_AND_THREE)
    panes.show()
    panes.show_prepared(prepare_case(study(), "A", Access("P0001")))
    QApplication.processEvents()
    found["wheel"] = wheel_steps(panes)
    panes.close()
    view = SliceView("T2")
    view.resize(PANE, PANE)
    view.show()
    found["others_scroll"] = scroll_with_others(view)
    with training():
        found["training_scroll"] = scroll(view)
    figures = {}
    for name, times in found.items():
        figures[f"{name}_p50_ms"] = round(float(np.percentile(times, 50)), 2)
        figures[f"{name}_p99_ms"] = round(float(np.percentile(times, 99)), 2)
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

"""The Predict page: from a drop to the pictures, and from the click to the painted number and strip.

A study of 25 outlined slices, all of them used, at 224 px. The click is compared with the bare passes of those
slices in the same runtime, measured in a process of the same priority.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import Preprocessing
from cxstage_core.imaging import Grid, Mask, Volume
from cxstage_core.models import save_model
from cxstage_core.models.build import build
from tests.core.models.cards import card_of, reference_of

FAMILY = sys.argv[1] if len(sys.argv) > 1 else "HRNet"
SLICES, SIDE, PIXEL, THICK = 25, 512, 0.4, 4.0
SIZE_PX = 224
CLICKS = 5
LIMIT_S = 120
PROBE_MS = 2


def write_study(folder: Path) -> tuple[Path, Path]:
    """Write a cohort with one patient, and a model file."""
    rng = np.random.default_rng(0)
    grid = Grid.axial((SLICES, SIDE, SIDE), (THICK, PIXEL, PIXEL))
    image = rng.normal(400, 80, grid.size).clip(1, 4000).astype(np.uint16)
    drawn = np.zeros(grid.size, dtype=np.uint8)
    drawn[:, 230:280, 230:280] = 1
    cohort = Cohort.create(folder / "click.cxcohort")
    patient = cohort.pseudonym("click")
    t2, _ = cohort.add_series(patient, Volume(image, grid), SeriesInfo("T2"))
    cohort.add_series(patient, Volume(image[:, ::-1].copy(), grid), SeriesInfo("T1"))
    cohort.references.freeze(patient, {t2.id: Mask(drawn, grid)}, origin="phantom")
    config = Preprocessing(size_px=SIZE_PX, slices="all")
    card = card_of(
        FAMILY, preprocessing=config.to_dict(), size_px=SIZE_PX, reference=reference_of()
    )  # as every trained model
    file = folder / "model.safetensors"
    save_model(file, build(FAMILY, channels=len(config.inputs), size_px=SIZE_PX), card)
    return cohort.path, file


def bare_passes(cohort: Path, model: Path) -> None:
    """Print the seconds of the bare passes of the prepared slices, in the runtime that is chosen."""
    import os

    from cxstage_core.models import load_model
    from cxstage_core.prediction.case import LoadedModel
    from cxstage_core.prediction.of_cohort import case_of_patient
    from cxstage_core.prediction.predictor import preprocessing_of, runtime_for

    os.nice(10)  # as the worker of the window
    network, card = load_model(model)
    case = case_of_patient(
        Cohort.open(cohort), "P0001", preprocessing_of(card), card=card, despite="a benchmark"
    )
    runtime = runtime_for(LoadedModel("model", network, card))
    runtime.logits(case.prepared.array[:1])
    seconds = []
    for _ in range(CLICKS):
        began = time.perf_counter()
        runtime.logits(case.prepared.array)
        seconds.append(time.perf_counter() - began)
    slices = len(case.prepared.slice_indices)
    print(json.dumps({"seconds": seconds, "slices": slices, "runtime": runtime.title}))


def clicks(cohort: Path, model: Path, home: Path) -> dict[str, Any]:
    """Use the window as a user does; seconds, and the longest block of its event loop in ms."""
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from cxstage_gui.app import make_application, make_window
    from cxstage_gui.settings import Settings

    application = make_application(Settings(home))
    window: Any = make_window(Settings(home))
    window.resize(1600, 1000)
    window.show()

    def wait(until: Callable[[], bool]) -> None:
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if until() else None)
        look.start(5)
        QTimer.singleShot(LIMIT_S * 1000, loop.quit)
        loop.exec()

    window.session.open_cohort(cohort)
    wait(lambda: any(row.sequences for row in window.session.patients))
    settled = time.monotonic()
    wait(lambda: time.monotonic() - settled > 4)
    window.show_page("predict")
    page, prediction = window.shown_page(), window.session.prediction
    prediction.add_model_file(model)
    late: list[float] = []
    last = time.perf_counter()

    def probe() -> None:
        nonlocal last
        now = time.perf_counter()
        late.append((now - last) * 1000 - PROBE_MS)
        last = now

    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(probe)
    timer.start(PROBE_MS)

    cold = time.perf_counter()
    prediction.open_patient("P0001")
    wait(lambda: page.panes.pictures is not None)
    page.repaint()
    shown = time.perf_counter() - cold
    page.outcome.predict()
    reason: list[Any] = []
    prediction.abstained.connect(reason.append)
    wait(lambda: prediction.answer is not None or bool(reason))
    if reason:
        prediction.go_on("a benchmark")
        wait(lambda: prediction.answer is not None)
    cold_s = time.perf_counter() - cold

    seconds = []
    for _ in range(CLICKS):
        prediction.forget_answer()
        wait(lambda: window.session._tasks.idle)
        began = time.perf_counter()
        if reason:
            prediction.go_on("a benchmark")
        else:
            page.predict.click()
        painted: list[float] = []

        def done(_: object, painted: list[float] = painted) -> None:
            page.answer.repaint()
            page.slices.repaint()
            painted.append(time.perf_counter())

        prediction.predicted.connect(done)
        wait(lambda painted=painted: bool(painted))
        prediction.predicted.disconnect(done)
        seconds.append(painted[0] - began)
    timer.stop()
    slices = len(prediction.answer.prediction.slices)
    runtime = prediction.answer.prediction.runtime
    worker = prediction.answer.seconds
    window.session.close()
    window.close()
    application.processEvents()
    return {
        "shown_s": shown,
        "cold_s": cold_s,
        "clicks_s": seconds,
        "worker_s": worker,
        "slices": slices,
        "runtime": runtime,
        "longest_block_ms": max(late),
    }


def main() -> None:
    """Measure both in turn and print the figures."""
    if "--bare" in sys.argv:
        bare_passes(Path(sys.argv[-2]), Path(sys.argv[-1]))
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        cohort, model = write_study(folder)
        command = [sys.executable, "-m", __spec__.name, FAMILY, "--bare", str(cohort), str(model)]

        def bare() -> dict[str, Any]:
            done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
            found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
            return found

        first = bare()
        window = clicks(cohort, model, folder / "home")
        second = bare()
    passes = statistics.median([*first["seconds"], *second["seconds"]])
    click = statistics.median(window["clicks_s"])
    figures = {
        "family": FAMILY,
        "click_to_passes": click / passes,
        "click_s": click,
        "passes_s": passes,
        "worker_s": window["worker_s"],
        "drop_to_screen_s": window["shown_s"],
        "cold_start_s": window["cold_s"],
        "longest_block_ms": window["longest_block_ms"],
        "slices": window["slices"],
        "runtime": window["runtime"],
        "bare_runtime": first["runtime"],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

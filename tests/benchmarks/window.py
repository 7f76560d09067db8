"""How soon the window shows an image, and how long its event loop ever stands still in a training."""

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

from tests.gui.cohorts import build_small_cohort

STARTS = 5
PROBE_MS = 2
EPOCHS = 12
LIMIT_S = 300
SETTLE_S = 6.0


def first_image_s(cohort: Path, home: Path) -> list[float]:
    """Seconds from process start to the first painted slice, of several starts; the first warms up."""
    command = [
        *(sys.executable, "-m", "cxstage_gui.app", str(cohort), "--page", "read"),
        *("--home", str(home), "--report-first-image"),
    ]
    found = []
    for _ in range(STARTS + 1):
        done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, timeout=60)
        found.append(json.loads(done.stdout.splitlines()[-1])["first_image_s"])
    return found[1:]


def blocks_in_training_ms(cohort: Path, home: Path) -> list[float]:
    """Times by which a 2 ms timer of the window came late while a network was trained, ms, longest last.

    The training is started by its button and watched on its page, from the first import of the
    network library to the stored experiment.
    """
    from PySide6.QtCore import QEventLoop, Qt, QTimer

    from cxstage_gui.app import make_application, make_window
    from cxstage_gui.settings import Settings

    settings = Settings(home)
    application = make_application(settings)
    window: Any = make_window(settings)
    window.session.open_cohort(cohort)
    window.show_page("cohort")
    window.show()

    def wait(until: Callable[[], bool]) -> None:
        loop = QEventLoop()
        look = QTimer()
        look.timeout.connect(lambda: loop.quit() if until() else None)
        look.start(20)
        QTimer.singleShot(LIMIT_S * 1000, loop.quit)
        loop.exec()

    wait(lambda: any(row.part for row in window.session.patients))
    opened = time.monotonic()
    wait(lambda: time.monotonic() - opened > SETTLE_S)
    window.show_page("train")
    page = window.shown_page()
    page.form.networks.choose(("shufflenet_v2_x1_0",))
    page.form.input_size.setCurrentIndex(0)
    page.form.epochs.setValue(EPOCHS)
    began = time.monotonic()
    wait(lambda: time.monotonic() - began > 1.0 and page.start.isEnabled())

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
    page.start.click()
    last = time.perf_counter()
    wait(lambda: not window.session.training.running)
    timer.stop()
    trained = sum(type(event).__name__ == "EpochFinished" for event in window.session.training.events)
    window.close()
    application.processEvents()
    if trained != EPOCHS:
        raise SystemExit(f"the training ended after {trained} epochs")
    return sorted(late)


def main() -> None:
    """Print both figures."""
    with tempfile.TemporaryDirectory() as folder:
        cohort = build_small_cohort(Path(folder), patients=12)
        starts = first_image_s(cohort, Path(folder) / "home")
        late = blocks_in_training_ms(cohort, Path(folder) / "home")
    print(
        json.dumps(
            {
                "first_image_s": statistics.median(starts),
                "first_image_all_s": starts,
                "longest_block_ms": late[-1],
                "block_p999_ms": late[round(0.999 * (len(late) - 1))],
                "probes": len(late),
            }
        )
    )


if __name__ == "__main__":
    main()

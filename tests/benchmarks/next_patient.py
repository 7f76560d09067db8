"""From one patient to the next on the real page: `python -m tests.benchmarks.next_patient`."""

from __future__ import annotations

import json
import os
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.imaging import Grid, Volume
from cxstage_gui.app import log_failures, make_application, make_window
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.settings import Settings

SIZE, PATIENTS, TURNS = (25, 512, 512), 6, 60
REST_S = 0.6
"""How long a reader looks at a patient at least: the neighbours are read ahead meanwhile."""
WAIT_S = 60


def make_cohort(folder: Path) -> Path:
    """Patients with T2 and T1 of the usual size."""
    cohort = Cohort.create(folder / "next.cxcohort")
    draw = np.random.default_rng(3)
    grid = Grid.axial(SIZE, (4.0, 0.5, 0.5))
    for number in range(PATIENTS):
        patient = cohort.pseudonym(f"hospital {number}")
        for sequence in ("T2", "T1"):
            pixels = draw.normal(400, 60, SIZE).clip(0).astype(np.uint16)
            cohort.add_series(patient, Volume(pixels, grid), SeriesInfo(sequence))
    return cohort.path


def main() -> None:
    """Press N and Shift+N, and wait until the next patient is painted."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(Path(folder) / "home")
        application = make_application(settings)
        window = make_window(settings)
        log_failures(window, settings)
        window.show()

        def wait(until) -> None:
            end = time.monotonic() + WAIT_S
            while not until():
                application.processEvents()
                if time.monotonic() > end:
                    raise SystemExit("the window did not get there")

        def rest(seconds: float) -> None:
            end = time.monotonic() + seconds
            while time.monotonic() < end:
                application.processEvents()
                time.sleep(0.005)

        window.session.open_cohort(make_cohort(Path(folder)))
        wait(lambda: any(row.sequences for row in window.session.patients))
        window.show_page("read")
        page = window.shown_page()
        if not isinstance(page, ReadPage):
            sys.exit("the Read page is not shown")
        wait(lambda: page.context.case is not None)
        rest(2 * REST_S)
        found, step = [], 1
        for _ in range(TURNS):
            if not page.work_list.beside(page.context.wanted, step):
                step = -step
            wanted = page.work_list.beside(page.context.wanted, step)
            keys = Qt.KeyboardModifier.NoModifier if step > 0 else Qt.KeyboardModifier.ShiftModifier
            began = time.perf_counter()
            QTest.keyClick(page.panes.first, Qt.Key.Key_N, keys)
            wait(lambda w=wanted: page.context.case is not None and page.context.case.patient == w)
            for view in page.panes.views:
                view.repaint()
            found.append((time.perf_counter() - began) * 1000)
            rest(REST_S)
        window.session.close()
        window.close()
        QApplication.processEvents()
    print(
        json.dumps(
            {
                "next_p50_ms": round(float(np.percentile(found, 50)), 1),
                "next_p99_ms": round(float(np.percentile(found, 99)), 1),
            }
        )
    )


if __name__ == "__main__":
    main()

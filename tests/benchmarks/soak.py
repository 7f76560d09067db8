"""Eight hours in front of the Read page in a few minutes: 50,000 scripted events, memory and log."""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from cxstage_gui.app import log_failures, make_application, make_window
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from cxstage_gui.settings import Settings
from tests.benchmarks.journal import rss_mb
from tests.gui.cohorts import build_small_cohort
from tests.gui.reading_room import wheel

WAIT_S = 60
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
PLAIN = Qt.KeyboardModifier.NoModifier
LEFT, RIGHT = Qt.MouseButton.LeftButton, Qt.MouseButton.RightButton
TOOLS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_4, Qt.Key.Key_4)


class Soak:
    """Sends events to the page and counts them."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.draw = random.Random(seed)
        self.sent = 0
        page = window.shown_page()
        if not isinstance(page, ReadPage):
            raise TypeError("the Read page is not shown")
        self.page = page

    def wait(self, until: Callable[[], bool]) -> None:
        """Let the window work until something holds."""
        end = time.monotonic() + WAIT_S
        while not until():
            QApplication.processEvents()
            time.sleep(0.002)
            if time.monotonic() > end:
                raise TimeoutError("the window did not get there")

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = PLAIN) -> None:
        """Press a key."""
        QTest.keyClick(self.page.panes.first, key, modifier)
        self.sent += 1

    def stroke(self) -> None:
        """Drag the mouse over the image."""
        view, draw = self.page.panes.first, self.draw
        button = draw.choice((LEFT, LEFT, LEFT, RIGHT))
        at = QPointF(draw.uniform(0.3, 0.7) * view.width(), draw.uniform(0.3, 0.7) * view.height())
        QTest.mousePress(view, button, PLAIN, at.toPoint())
        for _ in range(draw.randint(3, 12)):
            at += QPointF(draw.uniform(-25, 25), draw.uniform(-25, 25))
            QTest.mouseMove(view, at.toPoint())
            QApplication.processEvents()
            self.sent += 1
        QTest.mouseRelease(view, button, PLAIN, at.toPoint())
        self.sent += 2

    def act(self) -> None:
        """One of the things that readers do."""
        draw, chance = self.draw, self.draw.random()
        if chance < 0.50:
            self.stroke()
        elif chance < 0.70:
            wheel(
                self.page.panes.first, draw.choice((-2, -1, 1, 2)), draw.choice((PLAIN, PLAIN, SHIFT))
            )
            self.sent += 1
        elif chance < 0.80:
            self.key(Qt.Key.Key_Z, draw.choice((CTRL, CTRL, CTRL | SHIFT)))
        elif chance < 0.86:
            self.key(draw.choice(TOOLS))
        elif chance < 0.90:
            self.key(draw.choice((Qt.Key.Key_S, Qt.Key.Key_S, Qt.Key.Key_A, Qt.Key.Key_D)))
        elif chance < 0.93:
            view = self.page.panes.first
            QTest.mouseMove(view, QPoint(draw.randrange(view.width()), draw.randrange(view.height())))
            self.sent += 1
        elif chance < 0.95:
            self.page.commands.run("history")
            self.sent += 1
        elif chance < 0.96:
            total = self.page.drawing.editor.history.total
            self.page.drawing.go_to(draw.randint(max(0, total - 30), total))
            self.sent += 1
        elif chance < 0.97:
            self.key(Qt.Key.Key_N, draw.choice((PLAIN, SHIFT)))
            self.wait(self.arrived)
        else:
            QApplication.processEvents()

    def arrived(self) -> bool:
        """Whether the patient who was wanted is on screen."""
        case = self.page.context.case
        return case is not None and case.patient == self.page.context.wanted


def settle(soak: Soak) -> float:
    """Resident memory after all that was asked for is done, MB."""
    soak.wait(lambda: soak.window.session.saves.all_saved and soak.window.session._tasks.idle)
    gc.collect()
    return rss_mb()


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--events", type=int, default=50_000)
    parser.add_argument("--warm", type=int, default=10_000)
    given = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as folder:
        cohort = build_small_cohort(Path(folder), patients=6, ready=False)
        settings = Settings(Path(folder) / "home")
        settings.page = "read"
        application = make_application(settings)
        window = make_window(settings)
        log_failures(window, settings)
        logged = sys.excepthook

        def caught(*failure: Any) -> None:
            logged(*failure)
            sys.__excepthook__(*failure)

        sys.excepthook = caught
        window.resize(1366, 768)
        window.open_first(cohort, "read")
        window.show()
        end = time.monotonic() + WAIT_S
        while window.page != "read" and time.monotonic() < end:
            application.processEvents()
        soak = Soak(window, 1)
        soak.wait(soak.arrived)
        soak.wait(lambda: any(row.sequences for row in window.session.patients))
        warm, series, began = 0.0, [], time.perf_counter()
        while soak.sent < given.events:
            soak.act()
            if soak.sent // 5000 > len(series):
                series.append(round(settle(soak), 1))
                print(soak.sent, series[-1], file=sys.stderr, flush=True)
            if not warm and soak.sent >= given.warm:
                warm = settle(soak)
        last = settle(soak)
        seconds = time.perf_counter() - began
        window.session.close()
        window.close()
        lines = settings.log_file.read_text(encoding="utf-8").splitlines()
        errors = [line for line in lines if " ERROR " in line]
    for line in errors[:5]:
        print(line, file=sys.stderr)
    figures = {
        "events": soak.sent,
        "warm_mb": round(warm, 1),
        "end_mb": round(last, 1),
        "growth_percent": round(100 * (last / warm - 1), 2),
        "errors": len(errors),
        "seconds": round(seconds, 1),
        "every_5000_mb": series,
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

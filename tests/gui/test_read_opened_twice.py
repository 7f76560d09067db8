"""A reading that another process has open: it is noticed, can be looked at, and is free when that ends."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read import ReadPage
from tests.gui.reading_room import WAIT_MS, Reader

HOLD = """
import sys, time
from pathlib import Path
from cxstage_core.cohort import Cohort
held = Cohort.open(Path(sys.argv[1])).readings.journal("P0001", "A")
print("held", flush=True)
time.sleep(600)
"""
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]


def test_the_second_to_open_a_reading_looks_on_until_the_first_is_gone(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(bare_cohort)], stdout=subprocess.PIPE, text=True
    )
    try:
        assert other.stdout is not None
        assert other.stdout.readline().strip() == "held"
        reader = Reader(qtbot, opened, bare_cohort)
        page = reader.page
        assert isinstance(page, ReadPage)
        assert page.context.case is not None
        assert page.context.case.patient == "P0001"
        assert page.context.case.locked
        assert "another window" in page.locked_bar.text
        before = {s: m.array.copy() for s, m in page.context.case.editor.snapshot().items()}
        reader.key(Qt.Key.Key_4)
        reader.stroke(WAY)
        assert all(
            np.array_equal(before.get(s, 0 * m.array), m.array)
            for s, m in page.context.case.editor.snapshot().items()
        )
        assert Cohort.open(bare_cohort).readings.get("P0001", "A") is None
        page.context.open("P0002")  # nobody waits for the other
        reader.wait_for_case("P0002")
        assert not page.context.case.locked
        page.context.open("P0001")
        reader.wait_for_case("P0001")
        assert page.context.case.locked
    finally:
        other.kill()
        other.wait()
    qtbot.waitUntil(
        lambda: page.context.case is not None and not page.context.case.locked, timeout=WAIT_MS
    )
    assert "you can draw now" in page.notice.text
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    reader.wait_until_saved()
    found = Cohort.open(bare_cohort).readings.get("P0001", "A")
    assert found is not None
    assert any(mask.array.any() for mask in found.masks.values())

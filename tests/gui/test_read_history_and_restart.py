"""The list of steps, jumps in it, and a study that is as it was after the window was killed."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort
from cxstage_core.imaging import Mask
from cxstage_core.storage.append_log import JournalFile
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.behaviour.journal_status import JournalStatus
from cxstage_gui.pages.read.sections.history import HistorySection
from cxstage_gui.session import Session
from cxstage_gui.session.session import OPEN_KEY
from cxstage_gui.settings import Settings
from cxstage_gui.tasks import Tasks
from tests.gui.reading_room import LEFT, PLAIN, RIGHT, WAIT_MS, Reader, wheel

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
WAY = [(120.0, 110.0), (130.0, 140.0), (140.0, 150.0)]


@pytest.fixture
def reader(qtbot: QtBot, opened: Callable[[Path], MainWindow], bare_cohort: Path) -> Reader:
    return Reader(qtbot, opened, bare_cohort)


def labels(reader: Reader) -> np.ndarray:
    case = reader.page.context.case
    assert case is not None
    return case.editor.labels(case.first)


def history(reader: Reader) -> HistorySection:
    part = reader.page.parts["HistorySection"]
    assert isinstance(part, HistorySection)
    return part


def rows(reader: Reader) -> list[str]:
    model = history(reader).model
    return [str(model.data(model.index(row))).partition("\n")[0] for row in range(model.rowCount())]


def draw_three(reader: Reader) -> list[np.ndarray]:
    """Brush, eraser on the next slice's stroke, polygon: the masks after each step."""
    states = [labels(reader).copy()]
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    states.append(labels(reader).copy())
    wheel(reader.view, 1)
    reader.stroke([(100.0, 100.0), (110.0, 120.0)])
    states.append(labels(reader).copy())
    reader.stroke([(100.0, 100.0), (105.0, 105.0)], RIGHT)
    states.append(labels(reader).copy())
    return states


def test_a_click_in_the_list_goes_to_that_step_and_back(reader: Reader) -> None:
    states = draw_three(reader)
    reader.page.commands.run("history")
    view, model = history(reader).view, history(reader).model
    assert rows(reader) == ["Start", "1  brush stroke", "2  brush stroke", "3  eraser stroke"]
    assert model.at == 3
    shown = reader.view.index
    for row in (1, 3, 0, 2):
        QTest.mouseClick(view.viewport(), LEFT, PLAIN, view.visualRect(model.index(row)).center())
        assert model.at == row
        assert np.array_equal(labels(reader), states[row])
    assert reader.view.index == shown
    assert model.data(model.index(3), Qt.ItemDataRole.ForegroundRole) is not None
    assert model.data(model.index(2), Qt.ItemDataRole.ForegroundRole) is None
    assert f"slice {shown + 1}" in model.data(model.index(2))
    reader.stroke(WAY)
    assert rows(reader)[1:] == ["1  brush stroke", "2  brush stroke", "3  brush stroke"]
    reader.key(Qt.Key.Key_Z, CTRL)
    assert (model.at, model.rowCount()) == (2, 4)


def test_each_stroke_tells_the_list_one_row(reader: Reader, qtbot: QtBot) -> None:
    reader.key(Qt.Key.Key_4)
    model = history(reader).model
    with qtbot.assertNotEmitted(model.modelReset):
        for number in range(4):
            with qtbot.waitSignal(model.rowsInserted, timeout=1000):
                reader.stroke([(100.0 + 8 * number, 100.0), (104.0 + 8 * number, 110.0)])
        reader.key(Qt.Key.Key_Z, CTRL)
        reader.key(Qt.Key.Key_Z, CTRL)
        with qtbot.waitSignal(model.rowsRemoved, timeout=1000):
            reader.stroke(WAY)
    assert model.rowCount() == 4


def test_a_complete_reading_is_not_changed_through_the_list(reader: Reader) -> None:
    states = draw_three(reader)
    reader.complete(4)
    part = history(reader)
    part.view.clicked.emit(part.model.index(1))
    assert np.array_equal(labels(reader), states[3])
    assert "complete" in reader.page.notice.text


def kill(reader: Reader, to: Path) -> Path:
    """The cohort as it lies on disk at this moment: what a killed window leaves."""
    path = reader.window.session.path
    assert path is not None
    unfinished = shutil.ignore_patterns(".cxtmp-*")
    return Path(shutil.copytree(path, to / "killed.cxcohort", ignore=unfinished))


def reopen(reader: Reader, path: Path) -> None:
    session = reader.window.session
    session.open_cohort(path)
    reader.qtbot.waitUntil(lambda: session.path == path, timeout=60_000)
    reader.window.show_page("read")
    reader.wait_for_case()
    reader.qtbot.waitUntil(lambda: bool(session.patients[0].sequences), timeout=60_000)


def test_after_a_kill_the_study_is_as_it_was(reader: Reader, tmp_path: Path) -> None:
    states = draw_three(reader)
    reader.key(Qt.Key.Key_Z, CTRL)
    wheel(reader.view, -2)
    index = reader.view.index
    reader.qtbot.wait(400)
    killed = kill(reader, tmp_path)
    reopen(reader, killed)
    assert "interrupted" in reader.page.notice.text
    assert reader.view.index == index
    assert np.array_equal(labels(reader), states[2])
    assert rows(reader) == ["Start", "1  brush stroke", "2  brush stroke", "3  eraser stroke"]
    reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert np.array_equal(labels(reader), states[3])
    for state in reversed(states[:3]):
        reader.key(Qt.Key.Key_Z, CTRL)
        assert np.array_equal(labels(reader), state)


def test_a_stroke_that_was_not_saved_yet_comes_back_and_is_saved(
    reader: Reader, tmp_path: Path
) -> None:
    draw_three(reader)
    drawn = labels(reader).copy()
    killed = kill(reader, tmp_path)
    shutil.rmtree(killed / "readings")
    (killed / "readings").mkdir()
    reopen(reader, killed)
    assert np.array_equal(labels(reader), drawn)
    reader.wait_until_saved()
    saved = Cohort.open(killed).readings.get("P0001", "A")
    assert saved is not None
    assert np.array_equal(saved.masks["t2-axial"].array, drawn)


def test_after_an_orderly_close_undo_is_still_there_and_nothing_is_said(reader: Reader) -> None:
    states = draw_three(reader)
    path = reader.window.session.path
    assert path is not None
    reader.wait_until_saved()
    reader.window.session.close_cohort()
    reopen(reader, path)
    assert not reader.page.notice.text
    for state in reversed(states[:3]):
        reader.key(Qt.Key.Key_Z, CTRL)
        assert np.array_equal(labels(reader), state)


def test_an_outline_from_outside_is_a_step_that_can_be_undone(reader: Reader) -> None:
    draw_three(reader)
    mine = labels(reader).copy()
    reader.wait_until_saved()
    cohort = reader.window.session.cohort
    assert cohort is not None
    stored = cohort.readings.get("P0001", "A")
    assert stored is not None
    theirs = np.zeros_like(mine)
    theirs[2, 10:20, 10:20] = 1
    stored.masks["t2-axial"] = Mask(theirs, stored.masks["t2-axial"].grid)
    cohort.save_reading(stored)
    reader.page.context.open("P0001")
    reader.qtbot.waitUntil(lambda: np.array_equal(labels(reader), theirs), timeout=10_000)
    assert rows(reader)[-1] == "4  changed outside this drawing"
    reader.key(Qt.Key.Key_Z, CTRL)
    assert np.array_equal(labels(reader), mine)


def test_a_second_window_looks_on_until_the_first_has_closed(
    reader: Reader, tmp_path: Path, qtbot: QtBot
) -> None:
    draw_three(reader)
    cohort = reader.window.session.cohort
    assert cohort is not None
    other = cohort.readings.journal("P0002", "A")
    reader.key(Qt.Key.Key_N)
    reader.wait_for_case("P0002")
    assert "another window" in reader.page.locked_bar.text
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    assert not labels(reader).any()
    other.close()
    qtbot.waitUntil(lambda: not reader.page.context.case.locked, timeout=WAIT_MS)
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    assert labels(reader).any()
    reader.wait_until_saved()


def test_undo_goes_back_across_series(reader: Reader) -> None:
    page = reader.page
    reader.key(Qt.Key.Key_4)
    reader.stroke(WAY)
    case = page.context.case
    assert case is not None
    first, second = case.first, case.second
    reader.choose_series(second)
    reader.qtbot.waitUntil(lambda: page.context.case is not None and page.context.case.first == second)
    reader.stroke([(90.0, 90.0), (100.0, 110.0)])
    editor = page.drawing.editor
    assert [step.series for step in editor.history.steps] == [first, second]
    model = history(reader).model
    assert [first in str(model.data(model.index(row))) for row in (1, 2)] == [True, False]
    reader.key(Qt.Key.Key_Z, CTRL)
    assert not editor.labels(second).any()
    assert editor.labels(first).any()
    reader.key(Qt.Key.Key_Z, CTRL)
    assert not editor.labels(first).any()
    assert first in page.notice.text
    reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
    assert editor.labels(first).any()


def test_random_strokes_undos_slices_and_patients(reader: Reader, tmp_path: Path) -> None:
    """Every mask is what whole copies say, at every step, through the page."""
    draw = random.Random(3)
    reader.key(Qt.Key.Key_4)
    copies: dict[str, list[np.ndarray]] = {}
    at: dict[str, int] = {}
    page = reader.page
    for number in range(120):
        assert page.context.case is not None
        patient = page.context.case.patient
        copies.setdefault(patient, [labels(reader).copy()])
        at.setdefault(patient, 0)
        kind = draw.random()
        if kind < 0.5:
            start = (draw.uniform(70, 170), draw.uniform(70, 170))
            way = [start, (start[0] + draw.uniform(-30, 30), start[1] + draw.uniform(-30, 30))]
            before = labels(reader).copy()
            reader.stroke(way, draw.choice((LEFT, LEFT, RIGHT)))
            after = labels(reader).copy()
            others = [n for n in range(len(after)) if n != reader.view.index]
            assert np.array_equal(after[others], before[others])
            if not np.array_equal(before, after):
                copies[patient][at[patient] + 1 :] = [after]
                at[patient] += 1
        elif kind < 0.7:
            reader.key(Qt.Key.Key_Z, CTRL)
            at[patient] = max(0, at[patient] - 1)
        elif kind < 0.82:
            reader.key(Qt.Key.Key_Z, CTRL | SHIFT)
            at[patient] = min(len(copies[patient]) - 1, at[patient] + 1)
        elif kind < 0.88:
            row = draw.randrange(len(copies[patient]))
            page.drawing.go_to(row)
            at[patient] = row
        elif kind < 0.95:
            wheel(reader.view, draw.choice((-2, -1, 1, 2)))
        else:
            reader.key(Qt.Key.Key_N, draw.choice((PLAIN, SHIFT)))
            reader.wait_for_case()
            continue
        assert np.array_equal(labels(reader), copies[patient][at[patient]]), number
        assert history(reader).model.at == at[patient]
        assert history(reader).model.rowCount() == len(copies[patient])
    reader.wait_until_saved()
    reopen(reader, kill(reader, tmp_path))
    patient = reader.page.context.case.patient
    assert np.array_equal(labels(reader), copies[patient][at[patient]])
    assert history(reader).model.rowCount() == len(copies[patient])


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
def test_a_full_disk_is_said_once_and_strokes_are_written_later(reader: Reader) -> None:
    draw_three(reader)
    reader.wait_until_saved()
    case = reader.page.context.case
    assert case is not None
    journal, keeping = case.editor.journal, reader.page.parts["JournalStatus"]
    assert journal is not None
    assert isinstance(keeping, JournalStatus)
    log = journal._log
    assert isinstance(log, JournalFile)
    real, log._handle = log._handle, os.open("/dev/full", os.O_WRONLY)
    reader.stroke([(150.0, 150.0), (155.0, 160.0)])
    assert "kept in memory" in reader.page.notice.text
    drawn = labels(reader).copy()
    keeping.retry()
    assert "kept in memory" in reader.page.notice.text
    os.close(log._handle)
    log._handle = real
    keeping.retry()
    assert not reader.page.notice.text
    path = reader.window.session.path
    assert path is not None
    reader.wait_until_saved()
    reader.window.session.close_cohort()
    reopen(reader, path)
    assert np.array_equal(labels(reader), drawn)
    assert len(rows(reader)) == 5


def test_the_cohort_of_a_killed_window_is_offered_at_the_next_start(
    bare_cohort: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    home = tmp_path / "killed home"
    arguments = [str(bare_cohort), "--home", str(home), "--page", "read"]
    window = subprocess.Popen([sys.executable, "-m", "cxstage_gui.app", *arguments])

    def open_now() -> bool:
        assert window.poll() is None
        stored = home / "settings.ini"
        return stored.exists() and bare_cohort.name in Settings(home).text(OPEN_KEY)

    qtbot.waitUntil(open_now, timeout=60_000)
    window.kill()
    assert window.wait() == -signal.SIGKILL
    tasks = Tasks()
    session = Session(Settings(home), tasks)
    assert session.interrupted() == bare_cohort
    assert session.interrupted() is None
    session.close()

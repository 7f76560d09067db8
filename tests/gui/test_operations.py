"""Every operation ends the same way: a result, what changed, and only that is read again."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from pytestqt.qtbot import QtBot

from cxstage_core.cohort import Cohort, ReadingState
from cxstage_core.errors import CxStageError
from cxstage_gui.main_window import MainWindow
from cxstage_gui.session import Executor, Level, Session
from cxstage_gui.session.current.patient_table import read_overview
from cxstage_gui.session.operation import Change, Operations, Subject
from tests.gui.conftest import LONG_MS


def test_rows_are_read_for_the_patients_that_are_asked_for(ready_cohort: Path) -> None:
    cohort = Cohort.open(ready_cohort)
    whole = read_overview(cohort)
    some = (whole[1].patient, whole[4].patient)
    assert read_overview(cohort, some) == (whole[1], whole[4])
    assert read_overview(cohort, ()) == ()


def test_a_saved_reading_refreshes_the_row_of_its_patient_only(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    session = opened(bare_cohort).session
    qtbot.waitUntil(lambda: not session.patients or bool(session.patients[0].reason), timeout=LONG_MS)
    before = {row.patient: row for row in session.patients}
    first, second = sorted(before)
    cohort = session.cohort
    assert cohort is not None
    record = cohort.series(first)[0]
    import numpy as np

    from cxstage_core.cohort import Reading
    from cxstage_core.imaging import Mask

    array = np.zeros(cohort.volume(first, record.id).array.shape, np.uint8)
    array[2, 10:20, 10:20] = 1
    reading = Reading(first, session.reader, {record.id: Mask(array, record.grid)})
    with qtbot.waitSignal(session.patients_changed, timeout=LONG_MS):
        session.saves.save(reading)
    after = {row.patient: row for row in session.patients}
    assert after[first].readings == {session.reader: ReadingState.IN_PROGRESS}
    assert after[second] is before[second]
    assert session.saves.all_saved
    assert session.saves.pending(first, session.reader) is None

    with qtbot.waitSignal(session.patients_changed, timeout=LONG_MS):
        session.saves.save(replace(reading, state=ReadingState.COMPLETE))
    reopened: list[Any] = []
    with qtbot.waitSignal(session.changed, timeout=LONG_MS) as changed:
        session.saves.reopen(first, session.reader, "a slice was left out", reopened.append, print)
    assert changed.args == [Change.of(Subject.READINGS, patients=[first])]
    assert reopened[0].state is ReadingState.IN_PROGRESS


def test_an_operation_says_what_it_changed(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    session = opened(bare_cohort).session
    with qtbot.waitSignal(session.changed, timeout=LONG_MS) as changed:
        session.imports.import_images([bare_cohort.parent / "empty"])
    assert Subject.IMAGES in changed.args[0].subjects
    assert changed.args[0].in_patient_table
    assert not Change.of(Subject.ACCOUNTS).in_patient_table


def test_a_failure_is_a_message_with_its_level(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> None:
    session = opened(bare_cohort).session
    with qtbot.waitSignal(session.imports.message, timeout=LONG_MS) as message:
        session.imports.import_clinical(bare_cohort / "nowhere.csv")
    sentence, level = message.args
    assert "nowhere.csv" in sentence
    assert level == Level.ERROR


def test_pages_run_work_by_the_session(window: MainWindow, qtbot: QtBot) -> None:
    session = window.session
    results: list[int] = []
    task = session.run_in_background(pow, 2, 5, on_done=results.append)
    qtbot.waitUntil(lambda: results == [32], timeout=LONG_MS)
    assert task.settled
    assert not session.busy(Executor.STUDY)

    def refuse() -> None:
        raise CxStageError("Nothing to do.")

    errors: list[Exception] = []
    session.run_in_background(refuse, on_error=errors.append)
    qtbot.waitUntil(lambda: len(errors) == 1, timeout=LONG_MS)
    with qtbot.waitSignal(session.failed, timeout=LONG_MS) as failed:
        session.run_in_background(refuse)
    assert "Nothing to do." in failed.args[0]
    assert window.status.message == failed.args[0]
    session.notify("All is well.")
    assert window.status.message == "All is well."


def public(kind: type) -> list[str]:
    return [
        name
        for name, member in vars(kind).items()
        if not name.startswith("_") and (inspect.isfunction(member) or isinstance(member, property))
    ]


def test_the_session_and_its_operations_stay_small() -> None:
    assert len(public(Session)) <= 30
    for kind in Operations.__subclasses__():
        assert len(public(kind)) <= 30, kind


def test_sentence_first_then_level_everywhere(window: MainWindow) -> None:
    for operations in window.session.findChildren(Operations):
        seen: list[tuple[str, str]] = []
        operations.message.connect(lambda sentence, level, seen=seen: seen.append((sentence, level)))
        operations.message.emit("A sentence.", Level.WARNING)
        assert seen == [("A sentence.", "warning")]

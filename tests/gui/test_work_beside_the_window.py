"""Events, results, errors and cancellation reach the interface thread, in order and without loss."""

from __future__ import annotations

import logging
import multiprocessing
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from cxstage_core.errors import IntakeError
from cxstage_gui.tasks import Executor, Tasks
from tests.gui import work

LONG_MS = 60_000
LANES = (Executor.STORE, Executor.STUDY)


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[Tasks]:
    before = set(threading.enumerate())
    made = Tasks()
    yield made
    made.close()
    assert not multiprocessing.active_children()
    left = set(threading.enumerate()) - before
    assert not [t for t in left if t.name.startswith("cxstage")]


@pytest.mark.parametrize("executor", LANES)
def test_sixty_thousand_events_arrive_in_order_before_the_results(
    tasks: Tasks, qtbot: QtBot, executor: Executor
) -> None:
    seen: list[Any] = []
    threads = set()

    def note(event: Any) -> None:
        threads.add(threading.current_thread())
        seen.append(event.number)

    for _ in range(300):
        tasks.run(
            work.count,
            200,
            watched=True,
            executor=executor,
            on_event=note,
            on_done=lambda _: seen.append("done"),
        )
    qtbot.waitUntil(lambda: seen.count("done") == 300, timeout=LONG_MS)
    assert seen == [*range(200), "done"] * 300
    assert threads == {threading.main_thread()}


@pytest.mark.parametrize("executor", LANES)
def test_a_flood_of_events_never_blocks_the_window(
    tasks: Tasks, qtbot: QtBot, executor: Executor
) -> None:
    seen: list[Any] = []
    tasks.run(
        work.count,
        60_000,
        watched=True,
        executor=executor,
        on_event=seen.append,
        on_done=lambda _: seen.append(None),
    )
    qtbot.waitUntil(lambda: bool(seen) and seen[-1] is None, timeout=LONG_MS)
    assert [event.number for event in seen[:-1]] == list(range(60_000))


@pytest.mark.parametrize("executor", LANES)
def test_cancelling_is_silent_and_the_lane_goes_on(
    tasks: Tasks, qtbot: QtBot, executor: Executor
) -> None:
    said: list[Any] = []
    tasks.failed.connect(said.append)
    task = tasks.run(
        work.endless,
        watched=True,
        executor=executor,
        title="Endless",
        on_cancel=lambda: said.append("cancelled"),
    )
    qtbot.waitUntil(lambda: task.progress is not None, timeout=LONG_MS)
    task.cancel()
    results: list[int] = []
    tasks.run(pow, 2, 5, executor=executor, on_done=results.append)
    qtbot.waitUntil(lambda: bool(results), timeout=LONG_MS)
    assert said == ["cancelled"]
    assert results == [32]


@pytest.mark.parametrize("executor", LANES)
def test_work_rests_and_goes_on_where_it_was(tasks: Tasks, qtbot: QtBot, executor: Executor) -> None:
    task = tasks.run(work.endless, watched=True, executor=executor, title="Endless")
    qtbot.waitUntil(lambda: task.progress is not None, timeout=LONG_MS)
    task.pause()
    assert task.paused
    seen: list[int] = []

    def still() -> bool:
        seen.append(task.progress.done if task.progress else 0)
        return len(seen) > 10 and len(set(seen[-10:])) == 1

    qtbot.waitUntil(still, timeout=LONG_MS)
    resting = seen[-1]
    task.go_on()
    qtbot.waitUntil(lambda: task.progress is not None and task.progress.done > resting, timeout=LONG_MS)
    task.pause()
    task.cancel()
    qtbot.waitUntil(lambda: task.settled, timeout=LONG_MS)


@pytest.mark.parametrize("executor", LANES)
def test_a_task_that_waits_can_be_cancelled(tasks: Tasks, qtbot: QtBot, executor: Executor) -> None:
    first = tasks.run(work.endless, watched=True, executor=executor)
    ended: list[str] = []
    second = tasks.run(
        work.endless, watched=True, executor=executor, on_cancel=lambda: ended.append("second")
    )
    second.cancel()
    first.cancel()
    qtbot.waitUntil(lambda: ended == ["second"], timeout=LONG_MS)


@pytest.mark.parametrize("executor", LANES)
def test_a_refusal_shows_its_own_sentence(tasks: Tasks, qtbot: QtBot, executor: Executor) -> None:
    with qtbot.waitSignal(tasks.failed, timeout=LONG_MS) as told:
        tasks.run(work.refuse, "/scans/a.dcm", executor=executor)
    assert told.args == ["The file /scans/a.dcm is no image. Choose another file."]


@pytest.mark.parametrize("executor", LANES)
def test_a_bug_is_shown_and_logged_without_what_it_quotes(
    tasks: Tasks, qtbot: QtBot, executor: Executor, caplog: pytest.LogCaptureFixture
) -> None:
    with (
        caplog.at_level(logging.INFO, "cxstage"),
        qtbot.waitSignal(tasks.failed, timeout=LONG_MS) as told,
    ):
        logging.getLogger("cxstage").propagate = True
        tasks.run(work.stumble, "Doe^Jane", executor=executor)
    assert "Unexpected error (ValueError)" in told.args[0]
    assert "Doe" not in told.args[0]
    assert "Doe" not in caplog.text
    assert "in stumble" in caplog.text


def test_whoever_asked_can_take_the_error(tasks: Tasks, qtbot: QtBot) -> None:
    errors: list[Exception] = []
    tasks.run(work.refuse, "a", executor=Executor.STUDY, on_error=errors.append)
    qtbot.waitUntil(lambda: bool(errors), timeout=LONG_MS)
    assert isinstance(errors[0], IntakeError)
    assert dict(errors[0].what.params) == {"file": "a"}


def test_a_callback_that_fails_is_told_and_stops_nobody(tasks: Tasks, qtbot: QtBot) -> None:
    results: list[int] = []
    with qtbot.waitSignal(tasks.failed, timeout=LONG_MS):
        tasks.run(pow, 2, 2, on_done=lambda _: {}["missing"])
    tasks.run(pow, 2, 3, on_done=results.append)
    qtbot.waitUntil(lambda: results == [8], timeout=LONG_MS)


def test_a_worker_that_dies_is_told_and_replaced(tasks: Tasks, qtbot: QtBot) -> None:
    with qtbot.waitSignal(tasks.failed, timeout=LONG_MS) as told:
        tasks.run(work.die, executor=Executor.COMPUTE)
    assert "ended unexpectedly" in told.args[0]
    results: list[int] = []
    tasks.run(pow, 3, 2, executor=Executor.COMPUTE, on_done=results.append)
    qtbot.waitUntil(lambda: results == [9], timeout=LONG_MS)


def test_closing_cancels_joins_and_keeps_what_must_be_kept(qtbot: QtBot, tmp_path: Path) -> None:
    tasks = Tasks()
    done: list[str] = []
    for executor in Executor:
        tasks.run(
            work.endless, watched=True, executor=executor, on_cancel=lambda: done.append("cancelled")
        )
    file = tmp_path / "kept.txt"
    tasks.run(work.late_line, str(file), keep=True, on_done=lambda _: done.append("kept"))
    tasks.close()
    assert file.read_text() == "kept\n"
    assert sorted(done) == ["cancelled"] * 3 + ["kept"]
    assert not multiprocessing.active_children()

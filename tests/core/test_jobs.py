"""Long work: how it reports, and how it ends."""

from __future__ import annotations

import contextlib
import threading
import time
from dataclasses import dataclass

import pytest

from cxstage_core.cohort import Cohort
from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Message, Progress, no_progress, start_job
from cxstage_core.text import text


@dataclass(frozen=True, slots=True)
class Counted(Event):
    """Something that happened."""

    number: int


def test_whoever_watches_sees_the_latest_progress_and_every_event_in_order() -> None:
    seen: list[object] = []
    job, _ = start_job(seen.append)
    for number in range(3):
        job.step(Progress(number, 3, "Counting"))
        job.emit(Counted(number))
    assert job.latest == Progress(2, 3, "Counting")
    assert job.drain() == [Counted(0), Counted(1), Counted(2)]
    assert job.drain() == []
    assert len(seen) == 6


def test_work_stops_at_its_next_step_after_it_was_asked_to() -> None:
    job, stop = start_job()
    job.step(Progress(0, 2, "Counting"))
    stop.ask()
    with pytest.raises(Cancelled):
        job.step(Progress(1, 2, "Counting"))
    with pytest.raises(Cancelled):
        job.check()
    assert stop.asked
    assert job.latest == Progress(1, 2, "Counting")


def test_the_share_is_known_when_the_total_is() -> None:
    assert Progress(1, 4, "x").fraction == 0.25
    assert Progress(5, 4, "x").fraction == 1.0
    assert Progress(5, 0, "x").fraction is None


def test_the_time_left_is_of_the_present_stage() -> None:
    job = no_progress()
    assert job.eta_s is None
    job.step(Progress(0, 10, "first"))
    assert job.eta_s is None
    job.step(Progress(5, 10, "first"))
    assert job.eta_s is not None
    assert job.eta_s >= 0
    job.step(Progress(5, 10, "second"))
    assert job.eta_s is None


def test_events_from_another_thread_are_all_taken_once() -> None:
    job, _ = start_job()
    worker = threading.Thread(target=lambda: [job.emit(Counted(n)) for n in range(5000)])
    worker.start()
    taken: list[Event] = []
    while worker.is_alive():
        taken += job.drain()
    worker.join()
    taken += job.drain()
    assert taken == [Counted(n) for n in range(5000)]


def test_a_message_keeps_its_sentence_translatable() -> None:
    message = Message(text("{count} series", count=3), "warning")
    assert str(message.text) == "3 series"
    assert message.text.template == "{count} series"


def test_checking_a_cohort_can_be_stopped(cohort_with_files: Cohort) -> None:
    job, stop = start_job()
    stop.ask()
    with pytest.raises(Cancelled):
        cohort_with_files.verify(job)
    with pytest.raises(Cancelled):
        cohort_with_files.rebuild_index(job)
    assert cohort_with_files.verify() == ()


@pytest.fixture
def cohort_with_files(tmp_path: object) -> Cohort:
    """A cohort with one series."""
    from pathlib import Path

    import numpy as np

    from cxstage_core.cohort import SeriesInfo
    from cxstage_core.imaging import Grid, Volume

    cohort = Cohort.create(Path(str(tmp_path)) / "c")
    grid = Grid.axial((2, 8, 8), (3.0, 1.0, 1.0))
    cohort.add_series(
        cohort.pseudonym("x"), Volume(np.ones(grid.size, np.uint8), grid), SeriesInfo("T2")
    )
    return cohort


def test_a_rest_keeps_the_work_where_it_is_and_a_stop_ends_it() -> None:
    job, stop = start_job()
    steps: list[int] = []

    def work() -> None:
        with contextlib.suppress(Cancelled):
            while True:
                job.step(Progress(len(steps), 0, "Counting"))
                steps.append(len(steps))

    worker = threading.Thread(target=work)
    stop.pause()
    worker.start()
    worker.join(0.1)
    assert worker.is_alive()
    assert steps == []
    stop.go_on()
    while len(steps) < 3:
        worker.join(0.001)
    stop.pause()
    assert stop.paused
    stop.ask()
    worker.join(30)
    assert not worker.is_alive()
    stop.pause()
    assert not stop.paused


def test_a_rest_is_not_counted_into_the_time_left() -> None:
    job, stop = start_job()
    began = time.monotonic()
    job.step(Progress(0, 10, "Counting"))
    stop.pause()
    threading.Timer(0.3, stop.go_on).start()
    job.step(Progress(1, 10, "Counting"))
    left = job.eta_s
    assert left is not None
    assert left / 9 <= time.monotonic() - began - 0.29

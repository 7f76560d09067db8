"""Several processes on one folder, and processes that are killed."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort, SeriesInfo
from cxstage_core.imaging import Volume
from cxstage_core.storage.file_locks import locked
from tests.benchmarks import kill_store
from tests.core.cohort.conftest import GRID, Study

ROOT = Path(__file__).resolve().parents[3]

WORKER = """
import sys
import numpy as np
from pathlib import Path
from cxstage_core.cohort import Cohort, Reading, SeriesInfo
from cxstage_core.imaging import Mask, Volume
path, reader, rounds = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
cohort = Cohort.open(path)
(record,) = cohort.series("P0001")
for number in range(1, rounds + 1):
    mask = Mask.empty(record.grid)
    mask.array[0].reshape(-1)[:number] = 1
    assert cohort.save_reading(Reading("P0001", reader, {record.id: mask})).version == number
    cohort.audit.note("import", actor=reader, number=number)
    own = cohort.pseudonym(f"{reader}-{number}")
    both = cohort.pseudonym(f"both-{number}")
    noise = np.random.default_rng([number, len(reader)]).integers(0, 999, record.grid.size)
    _, new = cohort.add_series(own, Volume(noise.astype(np.uint16), record.grid), SeriesInfo("T1"))
    assert new
"""


def test_two_readers_save_at_the_same_time_without_loss(study: Study) -> None:
    rounds = 8
    command = [sys.executable, "-c", WORKER, str(study.cohort.path)]
    workers = [
        subprocess.Popen([*command, reader, str(rounds)], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for reader in ("A", "BB", "读者三")
    ]
    while any(worker.poll() is None for worker in workers):
        assert Cohort.open(study.cohort.path).verify() == ()
    errors = [worker.communicate()[1] for worker in workers]
    assert [worker.returncode for worker in workers] == [0, 0, 0], errors
    cohort = Cohort.open(study.cohort.path)
    assert cohort.verify() == ()
    assert len(cohort.patients()) == 1 + 4 * rounds
    for reader in ("A", "BB", "读者三"):
        reading = cohort.readings.get("P0001", reader)
        assert reading is not None
        assert reading.version == rounds
        assert reading.masks[study.series].array.sum() == rounds
        logged = [
            e.details["number"]
            for e in cohort.audit.entries()
            if (e.act, e.actor) == ("import", reader)
        ]
        assert logged == list(range(1, rounds + 1))
        for number in range(1, rounds + 1):
            assert len(cohort.series(cohort.pseudonym(f"{reader}-{number}"))) == 1
    assert len({cohort.pseudonym(f"both-{n}") for n in range(1, rounds + 1)}) == rounds
    # The cohort that was open all the time sees the same.
    assert study.cohort.patients() == cohort.patients()
    assert study.cohort.readings.states() == cohort.readings.states()


def test_threads_share_an_open_cohort(study: Study) -> None:
    def work(number: int) -> None:
        for size in range(1, 6):
            study.cohort.save_reading(study.reading(f"reader {number}", size=size))
            study.cohort.volume(study.patient, study.series)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(study.cohort.readings.readers(study.patient)) == 4
    assert study.cohort.verify() == ()


def test_a_killed_owner_leaves_no_lock_behind(tmp_path: Path) -> None:
    path = tmp_path / "locks" / "x.lock"
    code = (
        "import sys, time; from pathlib import Path; from cxstage_core.storage.file_locks import locked\n"
        "with locked(Path(sys.argv[1])): print('held', flush=True); time.sleep(600)"
    )
    owner = subprocess.Popen([sys.executable, "-c", code, str(path)], cwd=ROOT, stdout=subprocess.PIPE)
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"held\n"
    got: list[float] = []

    def wait() -> None:
        with locked(path):
            got.append(time.monotonic())

    waiting = threading.Thread(target=wait)
    waiting.start()
    waiting.join(0.2)
    assert got == []
    owner.kill()
    owner.communicate()
    waiting.join()
    assert len(got) == 1


def test_an_open_cohort_learns_what_another_added(study: Study) -> None:
    other = Cohort.open(study.cohort.path)
    patient = other.pseudonym("another")
    volume = Volume(np.full(GRID.size, 3, np.uint8), GRID)
    record, _ = other.add_series(patient, volume, SeriesInfo("T1"))
    assert study.cohort.patients() == ("P0001", patient)
    assert study.cohort.series(patient) == (record,)
    assert study.cohort.add_series(patient, volume, SeriesInfo("T1")) == (record, False)


def test_kills_lose_nothing_that_was_acknowledged(tmp_path: Path) -> None:
    found = kill_store.run(12, tmp_path, seed=5)
    assert found.kills == 12
    assert found.acknowledged >= 12
    assert (found.lost, found.unreadable, found.problems) == (0, 0, 0)

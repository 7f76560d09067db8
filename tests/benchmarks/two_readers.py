"""Two readers in one cohort at once, as on a network share, each killed at random moments.

Both sign in, save readings of the same patients, complete and reopen them; either process is ended by
SIGKILL at any time and started again. Every save that a process had acknowledged must be there, `verify` and
the check of the audit log must find nothing, and nobody waits for the other.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort, Reading, ReadingState
from tests.core.cohort.department import Department, outline, words

PATIENTS = 12
LONGEST_LIFE_S = 6.0
READERS = ("A", "B")


@dataclass
class Found:
    """What two readers did to a cohort."""

    seconds: float = 0.0
    kills: int = 0
    acknowledged: int = 0
    lost: int = 0
    problems: int = 0
    audit_problems: int = 0
    save_p99_ms: float = 0.0
    save_longest_ms: float = 0.0
    _ms: list[float] = field(default_factory=list, repr=False)


def child(path: Path, reader: str) -> None:
    """Save for ever; print patient, version and milliseconds as soon as a save is acknowledged."""
    cohort = Cohort.open(path).sign_in(reader, words(reader))
    draw = random.Random(os.getpid())
    patients = cohort.patients()
    os.write(1, b"in\n")
    while True:
        patient = draw.choice(patients)
        before = cohort.readings.get(patient, reader)
        if before is not None and before.state is ReadingState.COMPLETE:
            before = cohort.readings.reopen(patient, reader, "read on")
        version = 1 + (0 if before is None else before.version)
        state = draw.choice((ReadingState.IN_PROGRESS, ReadingState.IN_PROGRESS, ReadingState.COMPLETE))
        reading = Reading(
            patient, reader, {"t2-axial": outline(1 + version % 12)}, state, comment=str(version)
        )
        began = time.perf_counter()
        saved = cohort.save_reading(reading)
        took = 1000 * (time.perf_counter() - began)
        os.write(1, f"{patient} {saved.version} {took:.2f}\n".encode())


def run(seconds: float, folder: Path, seed: int) -> Found:
    """Let both work, and kill them, for so many seconds."""
    draw = random.Random(seed)
    department = Department.found(folder / "Prüfung 宫颈", patients=PATIENTS)
    department.assign()
    found = Found()
    latest: dict[tuple[str, str], int] = {}
    began = time.perf_counter()
    lives = {reader: _start(department.path, reader) for reader in READERS}
    ends = {reader: time.perf_counter() + draw.uniform(0, LONGEST_LIFE_S) for reader in READERS}
    while (now := time.perf_counter()) - began < seconds:
        for reader in READERS:
            if now >= ends[reader]:
                _end(lives[reader], reader, latest, found)
                lives[reader] = _start(department.path, reader)
                ends[reader] = time.perf_counter() + draw.uniform(0, LONGEST_LIFE_S)
        time.sleep(0.01)
    for reader in READERS:
        _end(lives[reader], reader, latest, found)
    found.seconds = time.perf_counter() - began
    _judge(department, latest, found)
    if found._ms:
        found.save_p99_ms = float(np.percentile(found._ms, 99))
        found.save_longest_ms = max(found._ms)
    return found


def _start(path: Path, reader: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.benchmarks.two_readers", "--child", str(path)]
    return subprocess.Popen(
        [*command, "--reader", reader], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
    )


def _end(
    life: subprocess.Popen[bytes], reader: str, latest: dict[tuple[str, str], int], found: Found
) -> None:
    life.kill()
    said, _ = life.communicate()
    if life.returncode != -signal.SIGKILL:
        raise RuntimeError(f"a reading process ended by itself with {life.returncode}")
    found.kills += 1
    for line in said.decode().rpartition("\n")[0].splitlines():
        if line == "in":
            continue
        patient, version, took = line.split()
        latest[patient, reader] = int(version)
        found.acknowledged += 1
        found._ms.append(float(took))


def _judge(department: Department, latest: dict[tuple[str, str], int], found: Found) -> None:
    kim = department.enter("Kim")
    for (patient, reader), version in latest.items():
        reading = kim.readings.get(patient, reader)
        if reading is None or reading.version < version:
            found.lost += 1
            continue
        drawn = int(reading.comment)  # reopening makes a version without drawing anything
        whole = reading.masks["t2-axial"].same_as(outline(1 + drawn % 12))
        found.lost += not (whole and reading.version - 1 <= drawn <= reading.version)
    problems = kim.verify()
    state = kim.audit.check()
    for problem in (*problems, *state.problems):
        print(problem.file, problem.what, file=sys.stderr)
    found.problems, found.audit_problems = len(problems), len(state.problems)


def main() -> None:
    """The child's or the judge's part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=300)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", type=Path)
    parser.add_argument("--reader", default="")
    given = parser.parse_args()
    if given.child is not None:
        child(given.child, given.reader)
        return
    with tempfile.TemporaryDirectory() as folder:
        found = asdict(run(given.seconds, Path(folder), given.seed))
    found.pop("_ms")
    print(json.dumps(found))


if __name__ == "__main__":
    main()

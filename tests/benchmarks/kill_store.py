"""Kill processes that save into a cohort, at random moments, and count what is missing afterwards.

Two readers save into the same cohort at the same time, each in its own process; both are killed
with SIGKILL. A save counts as acknowledged when the child printed it, after `save_reading` returned.
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
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from cxstage_core.cohort import ClinicalRecord, Cohort, Reading, ReadingState, SeriesInfo
from cxstage_core.errors import CohortError
from cxstage_core.imaging import Grid, Mask, Volume

GRID = Grid.axial((4, 48, 48), (4.0, 1.0, 1.0))
READERS = ("A", "读者 B")
LONGEST_LIFE_S = 0.25
ROUNDS_PER_COHORT = 10


@dataclass
class Found:
    """What the kills did."""

    kills: int = 0
    lost: int = 0
    unreadable: int = 0
    problems: int = 0
    acknowledged: int = 0
    seconds: float = 0.0


def outline(version: int) -> Mask:
    """The mask that belongs to a version: anyone can tell whether it is whole."""
    mask = Mask.empty(GRID)
    mask.array[version % 4].reshape(-1)[: 1 + version % 2000] = 1 + version % 2
    return mask


def child(path: Path, reader: str) -> None:
    """Save for ever; print what was saved as soon as it is."""
    cohort = Cohort.open(path)
    patient = cohort.patients()[0]
    series = cohort.series(patient)[0].id
    before = cohort.readings.get(patient, reader)
    version = 0 if before is None else before.version
    while True:
        version += 1
        if before is not None and before.state is ReadingState.COMPLETE:
            version = cohort.readings.reopen(patient, reader, "read on").version + 1
        state = ReadingState.COMPLETE if version % 3 == 0 else ReadingState.IN_PROGRESS
        reading = Reading(patient, reader, {series: outline(version)}, state, comment=str(version))
        before = cohort.save_reading(reading)
        version = before.version
        os.write(1, f"save {version}\n".encode())
        if version % 5 == 0:
            cohort.audit.note("import", actor=reader, version=version)
            os.write(1, f"log {version}\n".encode())
        if version % 7 == 0:
            array = np.random.default_rng().integers(0, 900, GRID.size).astype(np.uint16)
            record, _ = cohort.add_series(patient, Volume(array, GRID), SeriesInfo("T2"))
            os.write(1, f"series {record.id}\n".encode())
        if version % 11 == 0:
            cohort.clinical.save([ClinicalRecord(patient, extra={"version": str(version)})])
            cohort.references.freeze(patient, reading.masks, origin=reader)


def run(kills: int, folder: Path, seed: int = 0) -> Found:
    """Kill this many times (an even number), in cohorts below the folder."""
    draw = random.Random(seed)
    found = Found()
    began = time.perf_counter()
    cohort: Cohort | None = None
    while found.kills < kills:
        if cohort is None or found.kills % (2 * ROUNDS_PER_COHORT) == 0:
            cohort = _new_cohort(folder / f"Prüfung 宫颈 {found.kills}")
        for reader, words in zip(READERS, _live_and_die(cohort.path, draw), strict=True):
            found.kills += 1
            _judge(cohort.path, reader, words, found)
        _verify(cohort.path, found)
    found.seconds = time.perf_counter() - began
    return found


def _new_cohort(path: Path) -> Cohort:
    cohort = Cohort.create(path)
    patient = cohort.pseudonym("kill test")
    volume = Volume(np.arange(np.prod(GRID.size), dtype=np.uint16).reshape(GRID.size), GRID)
    cohort.add_series(patient, volume, SeriesInfo("T2"))
    return cohort


def _live_and_die(path: Path, draw: random.Random) -> Iterator[list[str]]:
    """Let both readers work; kill each at its own moment; what each had acknowledged."""
    command = [sys.executable, "-m", "tests.benchmarks.kill_store", "--child", str(path), "--reader"]
    lives = [
        subprocess.Popen([*command, reader], stdout=subprocess.PIPE, cwd=Path(__file__).parents[2])
        for reader in READERS
    ]
    firsts = []
    for life in lives:
        assert life.stdout is not None
        firsts.append(life.stdout.readline())
        if not firsts[-1]:
            raise RuntimeError(f"a saving process ended by itself with {life.wait()}")
    for life in lives:
        time.sleep(draw.uniform(0, LONGEST_LIFE_S))
        life.kill()
    for life, first in zip(lives, firsts, strict=True):
        rest, _ = life.communicate()
        if life.returncode != -signal.SIGKILL:
            raise RuntimeError(f"a saving process ended by itself with {life.returncode}")
        complete = (first + rest).decode().rpartition("\n")[0]
        yield complete.splitlines()


def _judge(path: Path, reader: str, words: list[str], found: Found) -> None:
    try:
        cohort = Cohort.open(path)
        patient = cohort.patients()[0]
        reading = cohort.readings.get(patient, reader)
        series = {record.id for record in cohort.series(patient)}
        logged = {e.details.get("version") for e in cohort.audit.entries() if e.actor == reader}
        for name in series:
            cohort.volume(patient, name)
    except CohortError as error:
        print(error, file=sys.stderr)
        found.unreadable += 1
        return
    version = 0 if reading is None else reading.version
    found.acknowledged += len(words)
    for word in words:
        kind, _, what = word.partition(" ")
        found.lost += (
            (kind == "save" and int(what) > version)
            or (kind == "log" and int(what) not in logged)
            or (kind == "series" and what not in series)
        )
    if reading is not None:
        drawn = int(reading.comment)  # reopening makes a version without drawing anything
        whole = drawn == version or (drawn == version - 1 and drawn % 3 == 0)
        found.lost += not (whole and all(m.same_as(outline(drawn)) for m in reading.masks.values()))


def _verify(path: Path, found: Found) -> None:
    try:
        problems = Cohort.open(path).verify()
    except CohortError as error:
        print(error, file=sys.stderr)
        found.unreadable += 1
        return
    for problem in problems:
        print(problem.file, problem.what, file=sys.stderr)
    found.problems += len(problems)


def main() -> None:
    """The child's or the judge's part."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--child", type=Path)
    parser.add_argument("--reader", default="")
    given = parser.parse_args()
    if given.child is not None:
        child(given.child, given.reader)
        return
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(run(given.kills, Path(folder), given.seed))))


if __name__ == "__main__":
    main()

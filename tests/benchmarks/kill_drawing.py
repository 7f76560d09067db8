"""Kill processes that draw, at random moments, and compare what comes back with whole copies.

A child draws, undoes, redoes and saves through the same doors as the window; it says each thing it has
done. It is killed with SIGKILL, between strokes or within one. What is taken up again from disk must be
everything it said, or that and the one thing that was under way: masks, undo and redo with their names.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np

from cxstage_core.cohort import Cohort, Reading, SeriesInfo
from cxstage_core.imaging import Volume
from cxstage_gui.session.current.open_drawings import Drawings, Drawn
from cxstage_gui.session.current.study import read_study
from tests.core.reading.drawer import GRIDS, Model, act, shows

LONGEST_LIFE_S = 0.12
KILLS_PER_PATIENT = 20


@dataclass
class Found:
    """What the kills did."""

    kills: int = 0
    lost: int = 0
    not_interrupted: int = 0
    done: int = 0
    within: int = 0
    seconds: float = 0.0


def take_up(path: Path, patient: str) -> tuple[Cohort, Drawings, Drawn]:
    """Open the study as the window does."""
    cohort, drawings = Cohort.open(path), Drawings()
    drawings.begin(cohort)
    return cohort, drawings, read_study(cohort, patient, "A", (), drawings).drawn


def step(number: int, drawn: Drawn | None, model: Model) -> None:
    """The thing that is done under this number, the same in every process."""
    act(random.Random(number), None if drawn is None else drawn.editor, model)


def child(path: Path, patient: str, model: Model, number: int, told: int) -> None:
    """Draw for ever; say the number of each thing as soon as it is done."""
    cohort, drawings, drawn = take_up(path, patient)
    os.write(told, b"\n")
    while True:
        step(number, drawn, model)
        os.write(told, f"{number}\n".encode())
        number += 1
        if number % 23 == 0:
            saved = cohort.save_reading(Reading(patient, "A", drawn.editor.snapshot()))
            drawings.mark_saved(patient, "A", saved.version)


def live_and_die(path: Path, patient: str, model: Model, number: int, life_s: float) -> int:
    """Let a child draw and kill it; the first number that it did not say."""
    hears, tells = os.pipe()
    born = os.fork()
    if not born:
        os.close(hears)
        try:
            child(path, patient, model, number, tells)
        finally:
            os._exit(1)
    os.close(tells)
    heard = os.read(hears, 1)
    time.sleep(life_s)
    os.kill(born, signal.SIGKILL)
    while part := os.read(hears, 1 << 16):
        heard += part
    os.close(hears)
    _, status = os.waitpid(born, 0)
    if os.WTERMSIG(status) != signal.SIGKILL or not heard:
        raise RuntimeError(f"a drawing process ended by itself with {status}")
    said = heard.decode().rpartition("\n")[0].split()
    return int(said[-1]) + 1 if said else number


def run(kills: int, folder: Path, seed: int = 0) -> Found:
    """Kill this many times."""
    draw, found, began = random.Random(seed), Found(), time.perf_counter()
    cohort = Cohort.create(folder / "宫颈 kill.cxcohort")
    patient, model, number = "", Model(), 0
    while found.kills < kills:
        if found.kills % KILLS_PER_PATIENT == 0:
            patient, model = new_patient(cohort, found.kills), Model()
        first = number
        number = live_and_die(cohort.path, patient, model, number, draw.uniform(0, LONGEST_LIFE_S))
        found.kills += 1
        for done in range(first, number):
            step(done, None, model)
        found.done += number - first
        _, drawings, drawn = take_up(cohort.path, patient)
        if not shows(drawn.editor, model):
            step(number, None, model)  # written, but killed before it could be said
            number += 1
            found.within += 1
            if not shows(drawn.editor, model):
                found.lost += 1
                print(f"kill {found.kills}: not as it was", file=sys.stderr)
                return found
        found.not_interrupted += not drawn.interrupted and number > first
        if draw.random() < 0.5:
            drawings.begin(None)
        else:
            drawn.editor.journal._log.close()
    found.seconds = time.perf_counter() - began
    return found


def new_patient(cohort: Cohort, number: int) -> str:
    """A patient with the two series that are drawn on."""
    patient = cohort.pseudonym(f"kill test {number}")
    for series, grid in GRIDS.items():
        array = np.random.default_rng(number).integers(0, 900, grid.size).astype(np.uint16)
        record, _ = cohort.add_series(patient, Volume(array, grid), SeriesInfo(series[:2].upper()))
        if record.id != series:
            raise RuntimeError(record.id)
    return patient


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asdict(run(given.kills, Path(folder), given.seed))))


if __name__ == "__main__":
    main()

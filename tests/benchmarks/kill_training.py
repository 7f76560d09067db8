"""A training killed at random moments ends with the same weights: `python -m tests.benchmarks.kill_training`.

One cohort is trained without interruption. In a copy of it the training process is killed with SIGKILL
again and again, at random moments after its first step, and started anew until it ends. Then every
weight of both model files is compared, bit for bit, on the CPU with one thread.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.dataset import Preprocessing
from tests.gui.cohorts import build_small_cohort

EPOCHS, SIZE = 160, 64
LONGEST_S = 2.0


def train(cohort: Path) -> None:
    """Train one network to the end; says on stdout when the first progress comes."""
    import torch

    from cxstage_core.jobs import start_job
    from cxstage_core.training import Recipe, run_experiment

    torch.set_num_threads(1)
    told = False

    def listen(_news: object) -> None:
        nonlocal told
        if not told:
            told = True
            print("going", flush=True)

    job, _ = start_job(listen)
    run_experiment(
        Cohort.open(cohort),
        ["shufflenet_v2_x1_0"],
        preprocessing=Preprocessing(size_px=SIZE),
        recipe=Recipe(epochs=EPOCHS, batch=8, threads=1),
        job=job,
    )


def start(cohort: Path) -> subprocess.Popen[str]:
    """A process that trains."""
    command = [sys.executable, "-m", "tests.benchmarks.kill_training", "--train", str(cohort)]
    environment = {**os.environ, "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)


def finish(process: subprocess.Popen[str]) -> None:
    """Wait for its end."""
    if process.wait() != 0:
        raise SystemExit("a training ended with an error")


def different(first: Path, second: Path) -> int:
    """How many tensors of the two model files are not the same, bit for bit."""
    import torch
    from safetensors.torch import load_file

    (a,), (b,) = ([c.models.path(m) for m in c.models.ids()] for c in map(Cohort.open, (first, second)))
    ours, theirs = load_file(a), load_file(b)
    if ours.keys() != theirs.keys():
        return len(ours.keys() ^ theirs.keys())
    return sum(not torch.equal(ours[name], theirs[name]) for name in ours)


def main() -> None:
    """Print how many kills there were and how many tensors differ."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--train", type=Path)
    parser.add_argument("--kills", type=int, default=20)
    wanted = parser.parse_args()
    if wanted.train is not None:
        train(wanted.train)
        return
    draw = random.Random(20)
    with tempfile.TemporaryDirectory() as folder:
        whole = build_small_cohort(Path(folder), patients=12)
        broken = Path(shutil.copytree(whole, Path(folder) / "Broken.cxcohort"))
        process = start(whole)
        finish(process)
        kills = 0
        while kills < wanted.kills:
            process = start(broken)
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(draw.uniform(0.0, LONGEST_S))
            if process.poll() is not None:
                raise SystemExit("the training ended before it was killed often enough")
            process.send_signal(signal.SIGKILL)
            process.wait()
            kills += 1
            print(f"kill {kills}", file=sys.stderr, flush=True)
        finish(start(broken))
        print(json.dumps({"kills": kills, "different_tensors": different(whole, broken)}))


if __name__ == "__main__":
    main()

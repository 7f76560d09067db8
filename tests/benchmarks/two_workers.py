"""Two one-thread workers of a Ray cluster against one: `python -m tests.benchmarks.two_workers`.

Seven networks × 5 folds at 64 px for three epochs, on a local cluster of one worker and on one of two, in turn.
Efficiency is the time of one worker ÷ twice the time of two. Each cluster first trains a little, so that its
workers have loaded their libraries. A figure of two busy cores is worth nothing: the load beside it is printed.
`--small` takes three small networks × 2 folds.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from cxstage_core.dataset import PreparedSet
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.training import ModelFinished, ModelStarted, Recipe
from cxstage_core.training.execution.ray_cluster import OnRay
from cxstage_core.training.search.compare_networks import compare_on_folds
from tests.benchmarks.gpu_figures import QUICK_FIRST, noise_patients

SIZE, EPOCHS = 64, 3
ROOT = Path(__file__).resolve().parents[2]


def cluster_of(workers: int) -> Any:
    """A head that trains nothing, and workers of one core each, as processes of this machine."""
    from ray.cluster_utils import Cluster

    few: dict[str, Any] = {"object_store_memory": 200 << 20}
    made = Cluster(
        initialize_head=True, head_node_args={"num_cpus": 0, "include_dashboard": False, **few}
    )
    for _ in range(workers):
        made.add_node(num_cpus=1, **few)
    return made


@dataclass(frozen=True)
class Took:
    """Seconds of a comparison, of its trainings added up, and how many of these were in work at once."""

    seconds: float
    trainings: float
    at_once: int


def compared(
    executor: OnRay, data: PreparedSet, families: Sequence[str], folds: int, recipe: Recipe
) -> Took:
    """Train one comparison."""
    began: dict[str, float] = {}
    trainings, most = 0.0, 0

    def listen(news: Progress | Event) -> None:
        nonlocal trainings, most
        if isinstance(news, ModelStarted):
            began[news.name] = time.perf_counter()
            most = max(most, len(began))
        elif isinstance(news, ModelFinished):
            trainings += time.perf_counter() - began.pop(news.name)

    job, _ = start_job(listen)
    drawn = draw_folds(
        Protocol("cross-validation", folds=folds), data.label_of(), None, validation=0.25, seed=1
    )
    start = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        compare_on_folds(data, drawn, families, recipe, work=Path(work), executor=executor, job=job)
    return Took(time.perf_counter() - start, trainings, most)


def measured(workers: int, families: Sequence[str], folds: int, patients: int) -> Took:
    """Compare on a cluster of so many workers that have loaded their libraries."""
    import ray

    # Not "auto", which would measure the form of the steps first, in the run that comes first only.
    recipe = Recipe(epochs=EPOCHS, device="cpu", threads=1, precision="float32")
    made = cluster_of(workers)
    try:
        executor = OnRay(made.address)
        compared(executor, noise_patients(16, SIZE), families[:1], 2, replace(recipe, epochs=1))
        return compared(executor, noise_patients(patients, SIZE), families, folds, recipe)
    finally:
        ray.shutdown()
        made.shutdown()


def main() -> None:
    """Print both times and the efficiency as one line of JSON."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--small", action="store_true")
    small = arguments.parse_args().small
    families, folds, patients = (QUICK_FIRST[:3], 2, 40) if small else (QUICK_FIRST, 5, 77)
    os.environ["PYTHONPATH"] = str(ROOT)  # so that a worker finds this very code
    before = os.getloadavg()[0]
    times = {}
    for workers in (1, 2):
        times[workers] = measured(workers, families, folds, patients)
        print(f"{workers} workers: {times[workers]}", file=sys.stderr, flush=True)
    print(
        json.dumps(
            {
                "networks": len(families),
                "folds": folds,
                "patients": patients,
                "took": {workers: asdict(took) for workers, took in times.items()},
                "efficiency": round(times[1].seconds / (2 * times[2].seconds), 3),
                "cores": os.cpu_count(),
                "load_before": round(before, 1),
            }
        )
    )


if __name__ == "__main__":
    main()

"""What cohorts of 1,000 and 10,000 patients would take on 8 GPUs, computed from measured parts.

    python -m tests.benchmarks.scaling --cpu              measure training steps on one thread of this CPU
    python -m tests.benchmarks.scaling --take build/gpu   take over what `tests.benchmarks.gpu` measured
    python -m tests.benchmarks.scaling                    print what is computed from them, as JSON

The parts stand in `scaling.json`; `packaging/tables.py` writes the table of `docs/scaling.md` from them. What was
not measured is computed from nothing and stays "not measured".
"""

from __future__ import annotations

import argparse
import heapq
import json
import os
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

PARTS = Path(__file__).with_name("scaling.json")
COHORTS = (77, 1_000, 10_000)
GPUS, FOLDS, EPOCHS, SLICES, CHANNELS, SIZE = 8, 5, 100, 3, 3, 224
FLOAT_BYTES = 4
CPU_BATCH, CPU_STEPS = 4, 2


def read_parts() -> dict[str, Any]:
    """The measured parts."""
    found: dict[str, Any] = json.loads(PARTS.read_text(encoding="utf-8"))
    return found


def file_gb(patients: int) -> float:
    """Size of the prepared slices in GB: exact, float32."""
    return patients * SLICES * CHANNELS * SIZE * SIZE * FLOAT_BYTES / 1e9


def images(patients: int) -> float:
    """Images of one training: all epochs over the slices of all patients outside the fold's test part.

    The validation patients among them are counted as if they were learned from, which is too much: they cost
    a forward pass only.
    """
    return EPOCHS * SLICES * patients * (FOLDS - 1) / FOLDS


def longest(seconds: Sequence[float], machines: int) -> float:
    """When the last of some trainings ends that are given to machines as these become free, longest first."""
    ends = [0.0] * machines
    for one in sorted(seconds, reverse=True):
        heapq.heapreplace(ends, ends[0] + one)
    return max(ends)


def training_hours(per_image: Mapping[str, float], patients: int, machines: int) -> float | None:
    """Hours of seven networks × 5 folds on some machines; None where not all seven were measured."""
    if len(per_image) < 7:
        return None
    each = [s * images(patients) for s in per_image.values() for _ in range(FOLDS)]
    return longest(each, machines) / 3600


def computed(parts: Mapping[str, Any]) -> list[dict[str, Any]]:
    """One row for each size of cohort."""
    prepare = parts["prepare_s_per_patient"]["value"]
    return [
        {
            "patients": patients,
            "prepare_core_hours": prepare * patients / 3600,
            "file_gb": file_gb(patients),
            "images_of_a_training": round(images(patients)),
            "gpu_hours": training_hours(parts["gpu_s_per_image"], patients, GPUS),
            "cpu_thread_days": days(training_hours(parts["cpu_s_per_image"], patients, 1)),
        }
        for patients in COHORTS
    ]


def days(hours: float | None) -> float | None:
    """Hours as days."""
    return None if hours is None else hours / 24


def measure_cpu() -> dict[str, Any]:
    """Seconds per image of training steps of every network, one thread, float32, the quickest of some steps.

    Of the processor, not of the clock, so that other programs take no part in them but by caches and memory.
    """
    import torch

    from cxstage_core.models.build import build
    from cxstage_core.training.loop.steps import Cutting, learn
    from tests.benchmarks.gpu_figures import QUICK_FIRST

    torch.set_num_threads(1)
    torch.set_flush_denormal(True)
    images_of = torch.rand(CPU_BATCH, CHANNELS, SIZE, SIZE).contiguous(
        memory_format=torch.channels_last
    )
    labels = (torch.arange(CPU_BATCH) % 2).float()
    found = {}
    for family in QUICK_FIRST:
        model = build(family, channels=CHANNELS, size_px=SIZE, seed=1).train()
        optimiser = torch.optim.SGD(model.parameters(), lr=1e-6)
        seconds = []
        for _ in range(CPU_STEPS + 1):
            began = time.process_time()
            learn(model, optimiser, images_of, labels, Cutting(family))
            seconds.append(time.process_time() - began)
        found[family] = round(min(seconds[1:]) / CPU_BATCH, 5)
    return found


def processor() -> str:
    """Name of this processor, "" where it is not known."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    return next((x.partition(":")[2].strip() for x in lines if x.startswith("model name")), "")


def taken_over(folder: Path) -> tuple[dict[str, float], str]:
    """Seconds per image of the networks on a GPU, and its name, from the table of the comparison.

    Raises:
        SystemExit: there is no such table, or it is of a rehearsal.
    """
    from cxstage_core.models import find_family
    from tests.benchmarks.gpu_figures import EPOCH, QUICK_FIRST
    from tests.benchmarks.gpu_table import read_table

    table = read_table(folder / "comparison.jsonl")
    if table is None or table[0].get("rehearsal"):
        raise SystemExit(f"{folder} holds no table of a comparison that a GPU made.")
    about, figures = table
    # All 77 patients of the training part, validation included, as `images` counts them.
    slices = SLICES * round(0.7 * about["settings"]["patients"])
    titles = {find_family(family).title: family for family in QUICK_FIRST}
    found = {
        titles[f.of]: f.value / slices
        for f in figures
        if f.what == EPOCH and f.value is not None and f.of in titles
    }
    return found, str(about["device"])


def main() -> None:
    """Measure, take over, or compute."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--cpu", action="store_true")
    arguments.add_argument("--take", type=Path)
    given = arguments.parse_args()
    parts = read_parts()
    if given.cpu:
        load = round(os.getloadavg()[0], 1)
        parts["cpu_s_per_image"] = measure_cpu()
        parts["cpu"] = {"machine": processor(), "threads": 1, "batch": CPU_BATCH, "load_beside": load}
    if given.take is not None:
        parts["gpu_s_per_image"], parts["gpu"] = taken_over(given.take)
    if given.cpu or given.take is not None:
        PARTS.write_text(json.dumps(parts, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(computed(parts)))


if __name__ == "__main__":
    main()

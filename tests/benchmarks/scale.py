"""Preparing and sampling from 10,000 patients: does memory stay flat, and how soon does an epoch start?

48 synthetic patients are drawn and prepared for real; each of the 10,000 is one of them under its own
noise, kept by the code that keeps a cohort's patients. Slices are small (64 px) so that all 10,000 fit a
small disk; what 224 px would take is extrapolated by the bytes per patient, which is all that differs.
Memory is the private memory of the process (RssAnon): pages of the file are the system's to drop.
"""

from __future__ import annotations

import json
import statistics
import tempfile
import time
from pathlib import Path

import numpy as np
import torch

from cxstage_core.dataset import Augmentation
from cxstage_core.dataset.spill import ArrayStore
from cxstage_core.training.loop.pool import epoch_batches, make_pool
from tests.benchmarks.learning import PREPROCESSING, phantom_set

PATIENTS = 10_000
DISTINCT = 48
EARLY = 1_000
BATCH = 16
EPOCHS = 5
BATCHES = 200
PAPER_PX = 224


def private_mb() -> float:
    """Private memory of this process, MB."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("RssAnon:"):
            return int(line.split()[1]) / 1024
    return float("nan")


def main() -> None:
    """Prepare, sample, print the figures."""
    torch.set_num_threads(1)
    began = time.perf_counter()
    data, _ = phantom_set(1, DISTINCT)
    preparing = time.perf_counter() - began
    distinct = len(data.arrays)
    with tempfile.TemporaryDirectory() as folder:
        store = ArrayStore(Path(folder), budget=64 << 20)
        early = 0.0
        began = time.perf_counter()
        for number in range(PATIENTS):
            rng = np.random.default_rng(number)
            array = data.arrays[number % distinct]
            store.add(array + rng.normal(0, 0.05, array.shape).astype(np.float32))
            if number + 1 == EARLY:
                early = private_mb()
        late = private_mb()
        arrays = store.arrays()
        writing = time.perf_counter() - began
    labels = [int(data.labels[n % distinct]) for n in range(PATIENTS)]
    pool = make_pool(arrays, labels, data.config.inputs, torch.device("cpu"))
    starts, epochs_mb, speed = [], [], []
    for epoch in range(EPOCHS):
        began = time.perf_counter()
        drawn = epoch_batches(
            pool, size=BATCH, balance=True, augmentation=Augmentation(), seed=1, epoch=epoch
        )
        next(drawn)
        starts.append(time.perf_counter() - began)
        began = time.perf_counter()
        for _ in range(BATCHES):
            next(drawn)
        speed.append(BATCHES * BATCH / (time.perf_counter() - began))
        epochs_mb.append(private_mb())
    patient_bytes = sum(array.nbytes for array in arrays) / PATIENTS
    at_paper_px = patient_bytes * (PAPER_PX / PREPROCESSING.size_px) ** 2
    print(
        json.dumps(
            {
                "patients": PATIENTS,
                "slices": len(pool),
                "size_px": PREPROCESSING.size_px,
                "grown_mb": late - early,
                "grown_over_epochs_mb": epochs_mb[-1] - epochs_mb[0],
                "private_mb_early_late": [early, late],
                "epoch_start_s": statistics.median(starts),
                "epoch_start_longest_s": max(starts),
                "images_per_s_one_thread": statistics.median(speed),
                "preparing_s_per_patient": preparing / distinct,
                "writing_s": writing,
                "file_gb": patient_bytes * PATIENTS / 1e9,
                "extrapolated": {
                    "basis": f"bytes per patient × ({PAPER_PX}/{PREPROCESSING.size_px})²; "
                    "preparing × patients on one core",
                    "file_gb_at_224_px": at_paper_px * PATIENTS / 1e9,
                    "preparing_hours_one_core_at_64_px": preparing / distinct * PATIENTS / 3600,
                },
            }
        )
    )


if __name__ == "__main__":
    main()

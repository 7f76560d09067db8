"""Does a small network learn from the phantom, and nothing from shuffled labels?

Five times: 60 synthetic patients, outlined by simulated reader A, split 70/30 by patient; ShuffleNet at
64 px from scratch by the default recipe, but for fewer epochs; AUC over the test patients. Then the
same with the labels shuffled over all patients before the split.
"""

from __future__ import annotations

import json
import multiprocessing
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cxstage_core.dataset import (
    PreparedCase,
    PreparedPatient,
    PreparedSet,
    Preprocessing,
    make_split,
    prepare_patient,
)
from cxstage_core.evaluation import auc, null_band
from cxstage_core.phantom import draw_patient, render, truth
from cxstage_core.phantom.readers import readings
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.training import Recipe, compare

SEEDS = (1, 2, 3, 4, 5)
PATIENTS = 60
TEST = 0.3
SCHEME = "paper"
PREPROCESSING = Preprocessing(size_px=64)
RECIPE = Recipe(epochs=40, device="cpu", threads=1)
WORKERS = 2


@dataclass(frozen=True)
class Drawn:
    """One synthetic patient, prepared."""

    name: str
    label: int
    prepared: PreparedPatient
    diameter_mm: float


def phantom_patient(seed: int, number: int, config: Preprocessing) -> Drawn | None:
    """A patient as reader A outlined the tumour; None if the scheme gives no label."""
    patient = draw_patient(seed, number)
    label = SCHEMES[SCHEME].label(stage(patient.findings.facts)).label
    if label is None:
        return None
    images = render(patient)
    outlines = readings(truth(patient), seed, number)
    prepared = prepare_patient(images["t2_axial"], images["t1_axial"], outlines[min(outlines)], config)
    diameter = float(patient.findings.facts.diameter_mm or 0.0)
    return Drawn(f"P{number:04d}", label, prepared, diameter)


def phantom_set(
    seed: int, patients: int = PATIENTS, config: Preprocessing = PREPROCESSING, workers: int = 1
) -> tuple[PreparedSet, list[float]]:
    """Prepared phantom patients as reader A outlined them, and their tumours' diameters in mm."""
    work = [(seed, number, config) for number in range(1, patients + 1)]
    if workers > 1:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            found = pool.starmap(phantom_patient, work, chunksize=1)
    else:
        found = [phantom_patient(*one) for one in work]
    drawn = [one for one in found if one is not None]
    data = PreparedSet(
        cases=tuple(
            PreparedCase(
                one.name,
                one.label,
                one.prepared.array,
                one.prepared.slice_indices,
                facts=one.prepared.facts,
            )
            for one in drawn
        ),
        excluded=(),
        config=config,
        scheme=SCHEME,
    )
    return data, [one.diameter_mm for one in drawn]


def test_auc(data: PreparedSet, seed: int) -> tuple[float, tuple[str, ...]]:
    """Train on the training part; AUC over the test patients, and who they are."""
    split = make_split(data.label_of(), test=TEST, seed=seed, scheme=SCHEME)
    with tempfile.TemporaryDirectory() as work:
        (model,) = compare(data, split, ["ShuffleNet"], replace(RECIPE, seed=seed), work=Path(work))
    test = model.run.of_part("test")
    found = auc([p.truth for p in test], [p.probability for p in test])
    assert found is not None
    return found, split.test


def one_seed(seed: int) -> dict[str, float]:
    """Both figures of one seed, and what the diameter alone would reach on the same patients."""
    began = time.perf_counter()
    data, diameters = phantom_set(seed)
    prepared = time.perf_counter() - began
    found, held_out = test_auc(data, seed)
    of = dict(zip(data.patients, diameters, strict=True))
    labels = data.label_of()
    by_diameter = auc([labels[p] for p in held_out], [of[p] for p in held_out])
    order = np.random.default_rng(seed).permutation(len(data.labels))
    cases = tuple(
        replace(case, label=int(data.labels[k])) for case, k in zip(data.cases, order, strict=True)
    )
    shuffled, _ = test_auc(replace(data, cases=cases), seed)
    row = {
        "auc": found,
        "shuffled_auc": shuffled,
        "diameter_auc": float(by_diameter or 0.0),
        "n0": sum(labels[p] == 0 for p in held_out),
        "n1": sum(labels[p] == 1 for p in held_out),
        "preparing_s": prepared,
        "seconds": time.perf_counter() - began,
    }
    print(f"seed {seed}: {row}", file=sys.stderr, flush=True)
    return row


def main() -> None:
    """Run all seeds in two processes and print the figures."""
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(WORKERS) as pool:
        rows = pool.map(one_seed, SEEDS, chunksize=1)
    band = null_band(int(rows[0]["n0"]), int(rows[0]["n1"]))
    changed = {"epochs": RECIPE.epochs, "weights": "from scratch"}
    figures = {
        "median_auc": statistics.median(row["auc"] for row in rows),
        "aucs": [row["auc"] for row in rows],
        "shuffled_median_auc": statistics.median(row["shuffled_auc"] for row in rows),
        "shuffled_aucs": [row["shuffled_auc"] for row in rows],
        "null_band": [band.low, band.high],
        "diameter_aucs": [row["diameter_auc"] for row in rows],
        "patients": PATIENTS,
        "test_patients": int(rows[0]["n0"] + rows[0]["n1"]),
        "network": "ShuffleNet",
        "size_px": PREPROCESSING.size_px,
        "changed_from_the_paper": changed,
        "seconds": time.perf_counter() - began,
        "seconds_per_seed": [row["seconds"] for row in rows],
        "preparing_s_per_seed": [row["preparing_s"] for row in rows],
    }
    print(json.dumps(figures))


if __name__ == "__main__":
    main()

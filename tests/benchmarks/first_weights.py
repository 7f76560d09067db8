"""First weights compared on one network: from scratch, own pre-training, ImageNet.

    python -m tests.benchmarks.first_weights [SEED …] [--starts scratch,phantoms,imagenet] [--style NAME]

For each seed a phantom cohort of 112 patients, outlined by its first reader, is split 70/30 by patient;
EfficientNet-Lite0 is trained at 64 px by the paper's recipe but for its epochs, and the AUC over the test
patients is measured. Every network sees the same number of images in all: what own pre-training has seen is
taken off the epochs that follow. (What ImageNet weights saw before they came here cannot be counted.) The
phantoms of the pre-training come from seeds of their own; they are the same for every seed.

Each result is kept in build/first_weights.json as it comes, so that a run may be stopped and continued; the
table at the end is of all that is kept: each seed, medians, and the paired differences from scratch with
their 95 % interval (t distribution over seeds).
"""

from __future__ import annotations

import argparse
import json
import math
import statistics
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedCase, PreparedSet, Preprocessing, make_split, prepare_patient
from cxstage_core.evaluation import auc
from cxstage_core.models import find_family
from cxstage_core.phantom import STANDARD, draw_patient, render, truth
from cxstage_core.phantom.readers import readings
from cxstage_core.phantom.styles import style_of
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.training import Recipe, compare
from cxstage_core.training.pretraining.images import (
    Slices,
    series_slices,
)
from cxstage_core.training.pretraining.pretrain import pretrain_on
from cxstage_core.training.pretraining.settings import Pretraining
from cxstage_core.training.pretraining.tasks import patient_answers
from tests.benchmarks.pretrained import phantoms, slices_per_epoch

NETWORK = "EfficientNet-Lite0"
PATIENTS = 112
TEST = 0.3
SCHEME = "paper"
PREPROCESSING = Preprocessing(size_px=64)
FEWEST_EPOCHS = 20
STARTS = ("scratch", "imagenet", "phantoms", "cohort", "both")
KEPT = Path("build/first_weights.json")


@dataclass(frozen=True)
class Drawn:
    """One phantom cohort, split, with slices of every series of its training patients."""

    data: PreparedSet
    split: Split
    unlabelled: Slices
    diameters: dict[str, float]


def draw_cohort(seed: int, style: str, *, unlabelled: bool) -> Drawn:
    """Draw, prepare and split a phantom cohort in memory."""
    cases, diameters, series = [], {}, {}
    for number in range(1, PATIENTS + 1):
        patient = draw_patient(seed, number, style=style)
        label = SCHEMES[SCHEME].label(stage(patient.findings.facts)).label
        if label is None:
            continue
        images = render(patient)
        outlines = readings(truth(patient), patient.seed, number, style_of(style).readers)
        made = prepare_patient(
            images["t2_axial"], images["t1_axial"], outlines[min(outlines)], PREPROCESSING
        )
        name = f"P{number:04d}"
        cases.append(PreparedCase(name, label, made.array, made.slice_indices, facts=made.facts))
        diameters[name] = float(patient.findings.facts.diameter_mm or 0.0)
        if unlabelled:
            series[name] = [
                series_slices(volume, key.partition("_")[0].upper(), PREPROCESSING)
                for key, volume in images.items()
            ]
    data = PreparedSet(tuple(cases), (), PREPROCESSING, SCHEME)
    split = make_split(data.label_of(), test=TEST, seed=seed, scheme=SCHEME)
    arrays = tuple(array for name in split.train for array in series.get(name, ()))
    return Drawn(data, split, Slices(arrays, tuple(patient_answers(len(a)) for a in arrays)), diameters)


def measure(
    seed: int, start: str, style: str, drawn: Drawn, settings: Pretraining, images: int, before: int
) -> dict[str, object]:
    """Train one network so that it has seen `images` images in all; its AUC over the test patients.

    Args:
        before: images of these that own pre-training may see.
    """
    began = time.perf_counter()
    split = drawn.split
    family = find_family(NETWORK)
    per_epoch = slices_per_epoch(drawn.data, drawn.split)
    with tempfile.TemporaryDirectory() as folder:
        weights, seen = {"scratch": "scratch", "imagenet": "package"}.get(start, ""), 0
        if not weights:
            slices = Slices()
            if start in ("phantoms", "both"):
                slices += phantoms(PREPROCESSING, settings.phantoms, settings.seed, KEPT.parent)
            if start in ("cohort", "both"):
                slices += drawn.unlabelled
            passes = max(1, round(before / len(slices)))
            made = pretrain_on(
                slices,
                family,
                replace(settings, seed=seed, source=start, epochs=passes),
                PREPROCESSING,
                Path(folder) / "w.safetensors",
            )
            weights, seen = str(made.file), made.card.images_seen
        epochs = round((images - seen) / per_epoch)
        if epochs < FEWEST_EPOCHS:
            raise SystemExit(f"{start}: pre-training saw {seen} images and leaves {epochs} epochs")
        recipe = Recipe(epochs=epochs, seed=seed, device="cpu", threads=1, weights=weights)
        (model,) = compare(drawn.data, split, [NETWORK], recipe, work=Path(folder))
    test = model.run.of_part("test")
    found = auc([p.truth for p in test], [p.probability for p in test])
    labels = drawn.data.label_of()
    held_out = [p.patient for p in test]
    by_diameter = auc([labels[p] for p in held_out], [drawn.diameters[p] for p in held_out])
    return {
        "seed": seed,
        "start": start,
        "style": style,
        "auc": found,
        "diameter_auc": by_diameter,
        "n": len(test),
        "images": seen + epochs * per_epoch,
        "seen_before": seen,
        "epochs": epochs,
        "origin": model.run.weights,
        "seconds": time.perf_counter() - began,
    }


def table(rows: list[dict[str, object]]) -> str:
    """Markdown of all seeds, with medians and paired differences."""
    starts = [one for one in STARTS if any(row["start"] == one for row in rows)]
    by = {(row["seed"], row["start"]): float(str(row["auc"])) for row in rows}
    seeds = sorted({int(str(row["seed"])) for row in rows})
    lines = ["| first weights | n seeds | AUC by seed | median | less scratch, mean (95 % interval) |"]
    lines.append("| --- | --- | --- | --- | --- |")
    for start in starts:
        found = [by[s, start] for s in seeds if (s, start) in by]
        pairs = [
            by[s, start] - by[s, "scratch"] for s in seeds if (s, start) in by and (s, "scratch") in by
        ]
        lines.append(
            f"| {start} | {len(found)} | {', '.join(f'{a:.3f}' for a in found)} | "
            f"{statistics.median(found):.3f} | {'–' if start == 'scratch' else difference(pairs)} |"
        )
    return "\n".join(lines)


def difference(pairs: list[float]) -> str:
    """Mean of paired differences with its interval; with one pair it has none, and that is said."""
    if len(pairs) < 2:
        return "no interval: fewer than two pairs"
    from scipy.stats import t

    mean = statistics.mean(pairs)
    half = float(t.ppf(0.975, len(pairs) - 1)) * statistics.stdev(pairs) / math.sqrt(len(pairs))
    return f"{mean:+.3f} ({mean - half:+.3f} to {mean + half:+.3f}), n = {len(pairs)}"


def main() -> None:
    """Measure what is not kept yet, and print the table of all that is."""
    asked = argparse.ArgumentParser(description="First weights compared.")
    asked.add_argument("seeds", nargs="*", type=int, default=[1, 2, 3, 4, 5])
    asked.add_argument("--starts", default="scratch,phantoms,imagenet")
    asked.add_argument("--style", default=STANDARD)
    asked.add_argument("--phantoms", type=int, default=Pretraining().phantoms)
    asked.add_argument("--before", type=int, default=24_000, help="images seen by own pre-training")
    asked.add_argument("--images", type=int, default=32_000, help="images seen in all")
    asked.add_argument("--kept", type=Path, default=KEPT)
    given = asked.parse_args()
    settings = Pretraining(phantoms=given.phantoms, device="cpu", threads=1)
    rows = json.loads(given.kept.read_text("utf-8")) if given.kept.exists() else []
    for seed in given.seeds:
        wanted = [
            start
            for start in given.starts.split(",")
            if not any((r["seed"], r["start"], r["style"]) == (seed, start, given.style) for r in rows)
        ]
        if not wanted:
            continue
        drawn = draw_cohort(seed, given.style, unlabelled=bool({"cohort", "both"} & set(wanted)))
        for start in wanted:
            row = measure(seed, start, given.style, drawn, settings, given.images, given.before)
            print(row, file=sys.stderr, flush=True)
            rows.append(row)
            given.kept.parent.mkdir(parents=True, exist_ok=True)
            given.kept.write_text(json.dumps(rows, indent=1), "utf-8")
    shown = [row for row in rows if row["style"] == given.style]
    print(table(shown))
    print(f"diameter only, median: {np.median([row['diameter_auc'] for row in shown]):.3f}")


if __name__ == "__main__":
    main()

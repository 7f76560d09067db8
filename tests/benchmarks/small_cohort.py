"""What helps a network that learns from few patients: each ingredient of a recipe against the paper's values.

    python -m tests.benchmarks.small_cohort --screen      ShuffleNet, 64 px: every ingredient alone
    python -m tests.benchmarks.small_cohort --confirm     HRNet: the best and `small-cohort` as a whole
    python -m tests.benchmarks.small_cohort --shuffled    the same recipe on labels that mean nothing
    python -m tests.benchmarks.small_cohort --report      the tables of what was measured so far

One seed is one synthetic cohort of 112 patients, split 7:3, as reader A outlined them; all recipes train on
the same patients for the same number of epochs, so that each sees as many images, those of a pre-training
included; all but the pre-trained begin from scratch. Each network
is judged on its 34 test patients, and on 200 further patients whom no training and no choice ever sees, the
same ones for all; their AUC is the less noisy figure. Prepared patients are kept under `build/small-cohort`,
and every finished training is one line of `results.jsonl` there, written at once: a stop loses nothing, and
the same command goes on where it was. A line counts only for the very phantom, settings and recipe it names.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset import (
    PreparedCase,
    PreparedSet,
    Preprocessing,
    make_split,
    prepare_patient,
)
from cxstage_core.dataset.augmentation import Augmentation
from cxstage_core.evaluation import auc, null_band
from cxstage_core.evaluation.statistics.means import mean_interval
from cxstage_core.models import predict_slices
from cxstage_core.models.file import load_model
from cxstage_core.phantom import STANDARD, STYLES, draw_patient, render, truth
from cxstage_core.phantom.readers import readings
from cxstage_core.settings import rows
from cxstage_core.staging import SCHEMES, stage
from cxstage_core.training import Recipe, compare
from cxstage_core.training.settings.named_recipes import NAMED, SMALL_COHORT
from tests.benchmarks.pretrained import PHANTOMS, pretrained, slices_per_epoch

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "build" / "small-cohort"
RESULTS = FOLDER / "results.jsonl"
PAPER = "paper"
SCHEME, TEST = "paper", 0.3
FURTHER_SEED = 9001
"""Its patients belong to no cohort of the benchmark."""

SCANNER = Augmentation(brightness=0.4, contrast=0.4, gamma=0.4, bias_field=0.4, blur_mm=1.0, noise=0.2)
GEOMETRY = Augmentation(rotation_deg=20.0, scale=0.15, translation_mm=8.0, bending_mm=4.0)
BOTH = replace(GEOMETRY, **{
    name: getattr(SCANNER, name)
    for name in ("brightness", "contrast", "gamma", "bias_field", "blur_mm", "noise")
})  # fmt: skip
FLIPPED = replace(Augmentation.off(), flip=True)
MILD = Augmentation(bias_field=0.2, blur_mm=0.5, noise=0.1)
FASTER: dict[str, Any] = {"lr": 0.03, "warmup": 0.1}
AVERAGED: dict[str, Any] = {**FASTER, "averaging": "ema", "averaged": 0.1}
ADAMW: dict[str, Any] = {"optimiser": "adamw", "lr": 0.001, "weight_decay": 0.05}
PLAIN_ADAMW: dict[str, Any] = {**ADAMW, "warmup": 0.1, "augmentation": Augmentation.off()}

INGREDIENTS: Mapping[str, Mapping[str, Any]] = {
    PAPER: {},
    "SGD 0.03, warm-up": FASTER,
    "SGD 0.03, warm-up, EMA": AVERAGED,
    "SGD 0.03, warm-up, batch 8": {**FASTER, "batch": 8},
    "AdamW 0.001, warm-up": {**ADAMW, "warmup": 0.1},
    "AdamW 0.0003, warm-up": {**ADAMW, "lr": 0.0003, "warmup": 0.1},
    "SGD 0.03, warm-up, EMA, no augmentation": {**AVERAGED, "augmentation": Augmentation.off()},
    "SGD 0.03, warm-up, EMA, mild scanner shift": {**AVERAGED, "augmentation": MILD},
    "SGD 0.03, warm-up, EMA, batch 8, no augmentation": {
        **AVERAGED,
        "batch": 8,
        "augmentation": Augmentation.off(),
    },
    "AdamW 0.001, warm-up, no augmentation": PLAIN_ADAMW,
    "AdamW 0.001, warm-up, EMA, no augmentation": {**PLAIN_ADAMW, "averaging": "ema", "averaged": 0.1},
    "AdamW 0.001, warm-up, batch 8, no augmentation": {**PLAIN_ADAMW, "batch": 8},
    "AdamW 0.001, warm-up, batch 8, left and right exchanged": {
        **PLAIN_ADAMW,
        "batch": 8,
        "augmentation": FLIPPED,
    },
    "AdamW 0.001, warm-up, left and right exchanged": {**ADAMW, "warmup": 0.1, "augmentation": FLIPPED},
    "SGD 0.03, warm-up, no augmentation": {**FASTER, "augmentation": Augmentation.off()},
    "batch 8, no augmentation": {"batch": 8, "augmentation": Augmentation.off()},
    "batch 8": {"batch": 8},
    "warm-up 10 %": {"warmup": 0.1},
    "EMA 10 %": {"averaging": "ema", "averaged": 0.1},
    "SWA, last 30 %": {"averaging": "swa", "averaged": 0.3},
    "label smoothing 10 %": {"label_smoothing": 0.1},
    "mixup 0.4": {"mixup": 0.4},
    "scanner shift": {"augmentation": SCANNER},
    "mild scanner shift": {"augmentation": MILD},
    "shift and bending in mm": {"augmentation": GEOMETRY},
    "no augmentation": {"augmentation": Augmentation.off()},
    "only left and right exchanged": {"augmentation": FLIPPED},
    "phantom pre-training": {"pretrain": 0.5},
    "AdamW 0.001, warm-up, phantom pre-training": {**ADAMW, "warmup": 0.1, "pretrain": 0.5},
}
"""What is screened: each alone, and some combinations, as changes of the paper's recipe. `pretrain` is no setting of
a recipe: this share of all images is seen in a pre-training on phantoms, and so many epochs fewer follow."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What all trainings of a table share."""

    mode: str
    network: str
    size_px: int
    patients: int
    epochs: int
    style: str
    further: int

    @property
    def preprocessing(self) -> Preprocessing:
        """Preprocessing of all patients."""
        return Preprocessing(size_px=self.size_px)

    def recipe(self, changes: Mapping[str, Any], seed: int) -> Recipe:
        """Return the paper's recipe with these changes, at this benchmark's number of epochs."""
        own = {name: value for name, value in changes.items() if name != "pretrain"}
        return replace(Recipe(epochs=self.epochs, device="cpu", threads=1, seed=seed), **own)


@dataclass(frozen=True, slots=True)
class Task:
    """One training: a recipe on the cohort of a seed."""

    settings: Settings
    name: str
    changes: Mapping[str, Any]
    seed: int

    @property
    def key(self) -> str:
        """Name of this very training: another phantom, recipe or setting has another one."""
        named = [repr(self.settings), phantom_digest(self.settings), self.seed]
        if "pretrain" in self.changes:
            named.append(f"pre-training {self.changes['pretrain']}, {PHANTOMS} phantoms")
        named.append(
            json.dumps(self.settings.recipe(self.changes, self.seed).to_dict(), sort_keys=True)
        )
        return hashlib.sha256("\n".join(map(str, named)).encode()).hexdigest()[:16]


def phantom_digest(settings: Settings) -> str:
    """Return a hash of the code that draws the patients, and of how they are prepared."""
    digest = hashlib.sha256(settings.preprocessing.digest().encode())
    for file in sorted((ROOT / "cxstage_core" / "phantom").glob("*.py")):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


def cached_set(settings: Settings, seed: int, patients: int, workers: int = 1) -> PreparedSet:
    """Return the prepared patients of a seed, from the cache where they are in it."""
    name = f"{settings.style}-{patients}-{settings.size_px}px-{phantom_digest(settings)}-{seed}.npz"
    file = FOLDER / "prepared" / name
    if not file.exists():
        data = drawn_set(settings, seed, patients, workers)
        file.parent.mkdir(parents=True, exist_ok=True)
        part = file.with_suffix(f".{os.getpid()}.part")
        with part.open("wb") as stream:
            np.savez_compressed(
                stream,
                images=np.concatenate([case.array for case in data.cases]),
                counts=[len(case.array) for case in data.cases],
                slices=np.concatenate([case.slice_indices for case in data.cases]),
                names=list(data.patients),
                labels=data.labels,
            )
        part.replace(file)
    with np.load(file) as stored:
        found = {key: stored[key] for key in stored.files}
    ends = np.cumsum(found["counts"])[:-1]
    cases = tuple(
        PreparedCase(str(name), int(label), array, tuple(int(k) for k in where))
        for name, label, array, where in zip(
            found["names"],
            found["labels"],
            np.split(found["images"], ends),
            np.split(found["slices"], ends),
            strict=True,
        )
    )
    return PreparedSet(cases, (), settings.preprocessing, SCHEME)


def drawn_patient(style: str, seed: int, number: int, config: Preprocessing) -> PreparedCase | None:
    """Draw and prepare a patient as the style's first reader outlined her; None without a label."""
    patient = draw_patient(seed, number, style=style)
    label = SCHEMES[SCHEME].label(stage(patient.findings.facts)).label
    if label is None:
        return None
    images = render(patient)
    outlines = readings(truth(patient), patient.seed, number, STYLES[style].readers)
    outline = outlines[min(outlines)]
    made = prepare_patient(images["t2_axial"], images["t1_axial"], outline, config)
    return PreparedCase(f"P{number:04d}", label, made.array, made.slice_indices)


def drawn_set(settings: Settings, seed: int, patients: int, workers: int) -> PreparedSet:
    """Draw and prepare the patients of a seed."""
    work = [(settings.style, seed, number, settings.preprocessing) for number in range(1, patients + 1)]
    if workers > 1:
        with multiprocessing.get_context("spawn").Pool(workers) as pool:
            found = pool.starmap(drawn_patient, work, chunksize=1)
    else:
        found = [drawn_patient(*one) for one in work]
    cases = tuple(case for case in found if case is not None)
    return PreparedSet(cases, (), settings.preprocessing, SCHEME)


def shuffled(data: PreparedSet, seed: int) -> PreparedSet:
    """Return the same patients with their labels dealt anew."""
    order = np.random.default_rng(seed).permutation(len(data.cases))
    labels = data.labels[order]
    cases = zip(data.cases, labels, strict=True)
    return replace(data, cases=tuple(replace(case, label=int(label)) for case, label in cases))


def run(task: Task) -> dict[str, Any]:
    """Train one network and judge it; one line of the results."""
    import torch

    torch.set_num_threads(1)
    began = time.perf_counter()
    settings = task.settings
    data = cached_set(settings, task.seed, settings.patients)
    if settings.mode == "shuffled":
        data = shuffled(data, task.seed)
    split = make_split(data.label_of(), test=TEST, seed=task.seed, scheme=SCHEME)
    recipe = settings.recipe(task.changes, task.seed)
    with tempfile.TemporaryDirectory() as work:
        seen = 0
        if share := task.changes.get("pretrain"):
            per_epoch = slices_per_epoch(data, split)
            images = round(share * recipe.epochs * per_epoch)
            weights, seen = pretrained(
                settings.network,
                settings.preprocessing,
                images,
                task.seed,
                Path(work) / "first.safetensors",
                FOLDER / "prepared",
            )
            left = max(1, recipe.epochs - round(seen / per_epoch))
            recipe = replace(recipe, weights=weights, epochs=left)
        (model,) = compare(data, split, [settings.network], recipe, work=Path(work))
        outside = _further(settings, model.file)
    tested = model.run.of_part("test")
    truth = [p.truth for p in tested]
    found = auc(truth, [p.logit for p in tested])
    assert found is not None
    return {
        "key": task.key,
        **{name: getattr(settings, name) for name in Settings.__slots__},
        "name": task.name,
        "seed": task.seed,
        "auc": found,
        "further_auc": outside,
        "n0": truth.count(0),
        "n1": truth.count(1),
        "seen_before": seen,
        "best_epoch": model.run.best_epoch,
        "trained_epochs": len(model.run.history["train_loss"]),
        "seconds": round(time.perf_counter() - began, 1),
    }


def _further(settings: Settings, file: Path) -> float | None:
    """Return the AUC on the further patients; None where none are wanted or the labels mean nothing."""
    if not settings.further or settings.mode == "shuffled":
        return None
    data = cached_set(settings, FURTHER_SEED, settings.further)
    model, card = load_model(file)
    logits = [predict_slices(model, case.array, card.slice_aggregation).logit for case in data.cases]
    return auc(data.labels.tolist(), logits)


def stored() -> dict[str, dict[str, Any]]:
    """Return every finished training by its key; a line that a stop cut short does not count."""
    found = {}
    if RESULTS.exists():
        for line in RESULTS.read_text(encoding="utf-8").splitlines():
            try:
                row = json.loads(line)
            except ValueError:
                continue
            found[row["key"]] = row
    return found


def keep(row: Mapping[str, Any]) -> None:
    """Add one finished training to the results, on the disk before this returns."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    ragged = RESULTS.exists() and not RESULTS.read_bytes().endswith(b"\n")
    with RESULTS.open("a", encoding="utf-8") as stream:
        stream.write(("\n" if ragged else "") + json.dumps(row) + "\n")
        stream.flush()
        os.fsync(stream.fileno())


def measure(tasks: list[Task], workers: int, until: float) -> None:
    """Run what is not stored yet, seed by seed, so that a stop leaves whole comparisons.

    Args:
        until: no training begins after this time (of `time.monotonic`).
    """
    done = stored()
    waiting = [task for task in tasks if task.key not in done]
    print(f"{len(tasks) - len(waiting)} trainings stored, {len(waiting)} to do", file=sys.stderr)
    seeds = list(dict.fromkeys(task.seed for task in waiting))
    if seeds and waiting[0].settings.further and waiting[0].settings.mode != "shuffled":
        cached_set(waiting[0].settings, FURTHER_SEED, waiting[0].settings.further, workers)
    for seed in seeds:
        if time.monotonic() > until:
            break
        mine = [task for task in waiting if task.seed == seed]
        cached_set(mine[0].settings, seed, mine[0].settings.patients, workers)
        for row in _rows_of(mine, workers, until):
            keep(row)
            print(
                f"seed {seed}, {row['name']}: AUC {row['auc']:.3f}, further "
                f"{row['further_auc'] or float('nan'):.3f}, {row['seconds']} s",
                file=sys.stderr,
                flush=True,
            )


def _rows_of(tasks: list[Task], workers: int, until: float) -> Iterator[dict[str, Any]]:
    def in_time() -> Iterator[Task]:
        for task in tasks:
            if time.monotonic() <= until:
                yield task

    if workers == 1:
        yield from map(run, in_time())
        return
    with multiprocessing.get_context("spawn").Pool(workers) as pool:
        yield from pool.imap_unordered(run, tasks, chunksize=1)


def difference(
    of: Mapping[int, float], paper: Mapping[int, float]
) -> tuple[npt.NDArray[np.float64], str]:
    """Return the paired differences over the seeds that both have, and their mean with its interval."""
    both = sorted(of.keys() & paper.keys())
    found = np.array([of[seed] - paper[seed] for seed in both], dtype=np.float64)
    if not len(found):
        return found, "no seed in common"
    interval = mean_interval(found)
    words = "no interval" if interval is None else f"{interval.low:+.3f} to {interval.high:+.3f}"
    return found, f"{found.mean():+.3f} ({words})"


def table(tasks: list[Task]) -> str:
    """Return the comparison with the paper's recipe as a Markdown table, losers included."""
    done = stored()
    found: dict[str, dict[str, dict[int, float]]] = {}
    seconds: dict[str, list[float]] = {}
    for task in tasks:
        row = done.get(task.key)
        if row is not None:
            of = found.setdefault(task.name, {"auc": {}, "further_auc": {}})
            seconds.setdefault(task.name, []).append(row["seconds"])
            for figure in of:
                if row[figure] is not None:
                    of[figure][task.seed] = row[figure]
    lines = [
        "| recipe | seeds | AUC, further patients: median | mean difference from paper (95 %) | AUC, test "
        "patients: median | mean difference from paper (95 %) | s per training |",
        "|---|---|---|---|---|---|---|",
    ]
    if PAPER not in found:
        return "\n".join(lines)
    order = sorted(
        found, key=lambda name: -difference(found[name]["further_auc"], found[PAPER]["further_auc"])[0].mean()
        if name != PAPER else -np.inf,
    )  # fmt: skip
    for name in order:
        cells = [name, str(len(found[name]["auc"]))]
        for figure in ("further_auc", "auc"):
            values = list(found[name][figure].values())
            cells.append(f"{np.median(values):.3f}" if values else "")
            cells.append(
                "" if name == PAPER else difference(found[name][figure], found[PAPER][figure])[1]
            )
        lines.append("| " + " | ".join([*cells, f"{np.mean(seconds[name]):.0f}"]) + " |")
    return "\n".join(lines)


def shuffled_summary(tasks: list[Task]) -> str:
    """Return how many trainings on shuffled labels lie outside the band of chance."""
    done = stored()
    found = [done[task.key] for task in tasks if task.key in done]
    outside = 0
    lines = []
    for row in found:
        band = null_band(row["n0"], row["n1"])
        out = not band.low <= row["auc"] <= band.high
        outside += out
        lines.append(
            f"seed {row['seed']}: AUC {row['auc']:.3f}, band {band.low:.3f} to {band.high:.3f}"
            + (", outside" if out else "")
        )
    return "\n".join([*lines, f"{outside} of {len(found)} seeds outside their 95 % band"])


def wanted_tasks(options: argparse.Namespace) -> list[Task]:
    """Return the trainings that the options ask for."""
    mode = "confirm" if options.confirm else "shuffled" if options.shuffled else "screen"
    confirm = mode == "confirm"
    settings = Settings(
        mode,
        options.network or ("HRNet" if confirm else "ShuffleNet"),
        options.size or (128 if confirm else 64),
        options.patients,
        options.epochs,
        options.style,
        options.further,
    )
    whole = {
        row.name: getattr(NAMED[SMALL_COHORT].recipe, row.name)
        for row in rows(Recipe)
        if row.named and row.name != "epochs"
    }
    recipes: dict[str, Mapping[str, Any]] = {
        **INGREDIENTS,
        SMALL_COHORT: whole,
        f"{SMALL_COHORT}, pre-trained": {**whole, "pretrain": 0.5},
    }
    if mode == "shuffled":
        names = [SMALL_COHORT]
    elif options.only:
        names = [PAPER, *(name for name in options.only if name != PAPER)]
    else:
        names = [PAPER, SMALL_COHORT] if confirm else list(recipes)
    unknown = [name for name in names if name not in recipes]
    if unknown:
        raise SystemExit(f"no recipe {', '.join(unknown)}; there are: {', '.join(recipes)}")
    return [
        Task(settings, name, recipes[name], seed)
        for seed in options.seeds or range(1, (20 if mode == "shuffled" else 10) + 1)
        for name in names
    ]


def parsed(arguments: list[str] | None = None) -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    for name in ("screen", "confirm", "shuffled"):
        parser.add_argument(f"--{name}", action="store_true")
    parser.add_argument("--report", action="store_true", help="train nothing; print the tables")
    parser.add_argument("--seeds", type=int, nargs="*", help="which cohorts; 1 to 10, or to 20")
    parser.add_argument("--only", nargs="*", help="names of ingredients, besides the paper's recipe")
    parser.add_argument("--network", default="")
    parser.add_argument("--size", type=int, default=0, help="rows and columns of the input")
    parser.add_argument("--patients", type=int, default=112)
    parser.add_argument("--further", type=int, default=200)
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--style", default=STANDARD, choices=tuple(STYLES))
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--minutes", type=float, default=1e9, help="begin no training after so long")
    return parser.parse_args(arguments)


def main() -> None:
    """Measure what is asked for and print its table."""
    options = parsed()
    tasks = wanted_tasks(options)
    if not options.report:
        measure(tasks, options.workers, time.monotonic() + 60 * options.minutes)
    print(shuffled_summary(tasks) if options.shuffled else table(tasks))


if __name__ == "__main__":
    main()

"""The figures of `tests.benchmarks.gpu`; each is one function that measures and adds to the table.

Prepared slices are drawn with numpy: what a network sees has no part in how long it takes.
"""

from __future__ import annotations

import copy
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedCase, PreparedSet, Preprocessing, make_split
from cxstage_core.dataset.protocols import Protocol, draw_folds
from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.models import PAPER, find_family
from cxstage_core.models.build import build
from cxstage_core.models.inference import memory_layout
from cxstage_core.training import EpochFinished, Recipe, compare
from cxstage_core.training.execution.local_processes import SideBySide
from cxstage_core.training.loop.devices import mixed_precision
from cxstage_core.training.search.compare_networks import compare_on_folds
from tests.benchmarks.engine import Batches, engine_s, made, pool_of
from tests.benchmarks.gpu_table import Clock, Figure, Table, read_table
from tests.benchmarks.loaders import Loader, monai_loader, torchvision_loader

Steps = Iterable[tuple[torch.Tensor, torch.Tensor]]
OVERHEAD = "epoch ÷ bare steps"
RATE = "images/s, {name}"
OURS, TORCHVISION, MONAI = "CxStage", "DataLoader and torchvision", "MONAI CacheDataset"
MINUTES, EPOCH = "training and evaluation, min", "epoch, s"
ALL = "all networks"
PEAK = "most memory, GB, batch {batch}"
AT_ONCE = "a short comparison, s, networks at once"
TIME_IS_UP = "time is up; the same command goes on here"
QUICK_FIRST = (
    "shufflenet_v2_x1_0",
    "fbnetc_100",
    "resnet50",
    "regnety_032",
    "vit_base_patch16_224",
    "densenet121",
    "hrnet_w32",
)
PATIENTS, TEST, SCHEME, SLICES = 110, 0.3, "paper", 3
"""70 % of them are the 77 patients of the paper's training part."""


@dataclass
class Bench:
    """Sizes of what is measured.

    Args:
        small: little data, so that every line runs in seconds.
    """

    device: torch.device
    small: bool
    slices: int = field(init=False)
    size: int = field(init=False)

    def __post_init__(self) -> None:
        assert set(QUICK_FIRST) == set(PAPER)
        small = self.small
        self.slices, self.size = (12, 32) if small else (240, 224)
        self.rounds, self.epochs, self.short = (1, 2, 1) if small else (5, 100, 10)
        self.patients = 20 if small else PATIENTS
        self.families = QUICK_FIRST[:2] if small else QUICK_FIRST
        self.beside = QUICK_FIRST[:1] if small else ("shufflenet_v2_x1_0", "resnet50", "hrnet_w32")
        self.batches = (4,) if small else (16, 32, 64, 128)
        self.at_once = (1, 2) if small else (1, 2, 4, 7)
        self.workers = 2 if small else max(1, min(16, os.cpu_count() or 1))

    def settings(self) -> dict[str, Any]:
        """What the figures depend on, besides the machine."""
        return {
            "size_px": self.size,
            "slices of an epoch": self.slices,
            "batch": self.recipe(1).batch,
            "precision": self.recipe(1).precision,
            "patients": self.patients,
            "epochs of the comparison": self.epochs,
        }

    def recipe(self, epochs: int) -> Recipe:
        """The paper's; on a GPU in bfloat16, as it is by default there."""
        precision = "float32" if self.device.type == "cpu" else "bfloat16"
        return Recipe(epochs=epochs, device=self.device.type, precision=precision)

    def network(self, family: str) -> nn.Module:
        """With first weights, on the device."""
        model = build(family, channels=3, size_px=self.size, seed=1)
        return model.to(self.device).to(memory_format=memory_layout(self.device))

    def patients_of(self) -> PreparedSet:
        """The patients of the comparison."""
        return noise_patients(self.patients, self.size)


def noise_patients(patients: int, size: int) -> PreparedSet:
    """Prepared patients of three slices: noise, and a disc that is larger in group 1."""
    draw = np.random.default_rng(3)
    row, column = np.mgrid[:size, :size] - size / 2
    cases = []
    for number in range(patients):
        array = draw.normal(0, 0.5, (SLICES, 3, size, size)).astype(np.float32)
        array += np.hypot(row, column) < size * (0.2 + 0.1 * (number % 2))
        cases.append(PreparedCase(f"P{number + 1:04d}", number % 2, array, tuple(range(SLICES))))
    config = Preprocessing(channels=("T2", "T1", "mask"), size_px=size)
    return PreparedSet(tuple(cases), (), config, SCHEME)


def settle(device: torch.device) -> None:
    """Wait until the device has done what it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def steps_s(
    model: nn.Module, batches: Steps, recipe: Recipe, device: torch.device
) -> tuple[float, int]:
    """Seconds of forward, backward and step in the recipe's precision, and how many images they were."""
    optimiser = torch.optim.SGD(
        model.parameters(), lr=recipe.lr, momentum=recipe.momentum, weight_decay=recipe.weight_decay
    )
    model.train()
    seen = 0
    settle(device)
    began = time.perf_counter()
    for images, labels in batches:
        x = images.to(device, non_blocking=True).contiguous(memory_format=memory_layout(device))
        y = labels.to(device, non_blocking=True)
        with mixed_precision(device, bfloat16=recipe.precision == "bfloat16"):
            logits = model(x).reshape(-1)
        loss = binary_cross_entropy_with_logits(logits.float(), y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        seen += len(y)
    settle(device)
    return time.perf_counter() - began, seen


def figure(what: str, of: str, values: list[float], note: str = "") -> Figure:
    """The median of some measurements with their range."""
    return Figure(what, of, statistics.median(values), len(values), min(values), max(values), note)


def loaders(bench: Bench, table: Table, clock: Clock) -> None:
    """Epoch ÷ bare steps of every network; images per second beside two loaders on the same steps."""
    for family in bench.families:
        title = find_family(family).title
        if table.has(OVERHEAD, title):
            continue
        if clock.over:
            table.add(Figure(OVERHEAD, title, None, note=TIME_IS_UP))
            continue
        table.add(figure(OVERHEAD, title, overhead(bench, family)))
    partners = _partners(bench)
    for family in bench.beside:
        title = find_family(family).title
        names = {name: RATE.format(name=name) for name in (OURS, *partners)}
        if all(table.has(what, title) for name, what in names.items() if partners.get(name, True)):
            continue
        if clock.over:
            for what in names.values():
                table.add(Figure(what, title, None, note=TIME_IS_UP))
            continue
        found = rates(bench, family, partners)
        for name, what in names.items():
            values = found.get(name)
            missing = Figure(what, title, None, note="not installed here")
            table.add(figure(what, title, values) if values else missing)


def overhead(bench: Bench, family: str) -> list[float]:
    """Epoch ÷ bare steps, the order of the two exchanged each time."""
    recipe = replace(bench.recipe(1), recalibrate=False)
    pool = pool_of(bench.slices, bench.size, bench.device)
    batches: Batches = made(pool, recipe)
    model = bench.network(family)
    ratios = []
    for number in range(bench.rounds + 1):
        ours, bare = copy.deepcopy(model), copy.deepcopy(model)

        def engine(net: nn.Module = ours) -> float:
            return engine_s(net, pool, recipe)

        def steps(net: nn.Module = bare) -> float:
            return steps_s(net, batches, recipe, bench.device)[0]

        pair: list[Callable[[], float]] = [engine, steps] if number % 2 else [steps, engine]
        first, second = pair[0](), pair[1]()
        if number:  # the first pair pays for choosing the kernels
            ratios.append(first / second if number % 2 else second / first)
    return ratios


def _partners(bench: Bench) -> dict[str, Loader | None]:
    size = (bench.slices, bench.size, bench.recipe(1).batch, bench.workers)
    made_by: Mapping[str, Callable[..., Loader | None]] = {
        TORCHVISION: torchvision_loader,
        MONAI: monai_loader,
    }
    found: dict[str, Loader | None] = {}
    for name, make in made_by.items():
        try:
            found[name] = make(*size)
        except ImportError:
            found[name] = None
    return found


def rates(bench: Bench, family: str, partners: Mapping[str, Loader | None]) -> dict[str, list[float]]:
    """Images per second of the engine and of the loaders, round by round in turn, with the same steps."""
    recipe = replace(bench.recipe(1), recalibrate=False)
    pool = pool_of(bench.slices, bench.size, bench.device)
    model = bench.network(family)
    found: dict[str, list[float]] = {}
    for number in range(bench.rounds + 1):
        now = {OURS: len(pool) / engine_s(copy.deepcopy(model), pool, recipe)}
        for name, loader in partners.items():
            if loader is not None:
                took, seen = steps_s(copy.deepcopy(model), loader, recipe, bench.device)
                now[name] = seen / took
        if number:  # the first round starts the loaders' processes
            for name, rate in now.items():
                found.setdefault(name, []).append(rate)
    return found


def comparison(bench: Bench, table: Table, clock: Clock) -> None:
    """The paper's comparison, network by network, checkpoints, evaluation and model files included."""
    data = bench.patients_of()
    split = make_split(data.label_of(), test=TEST, seed=1, scheme=SCHEME)
    note = f"{len(split.train)} training patients, {bench.epochs} epochs"
    for family in bench.families:
        title = find_family(family).title
        if table.has(MINUTES, title):
            continue
        if clock.over:
            table.add(Figure(MINUTES, title, None, note=TIME_IS_UP))
            continue
        whole, epochs = _trained(bench, data, split, family, clock)
        if whole is None:
            stopped = f"stopped after {len(epochs)} of {bench.epochs} epochs; {TIME_IS_UP}"
            table.add(Figure(MINUTES, title, None, note=stopped))
        else:
            table.add(Figure(MINUTES, title, whole, 1, note=note))
        if len(epochs) > 1:  # the first one chooses the kernels
            table.add(figure(EPOCH, title, epochs[1:], "validation and checkpoint included"))
    each = [table.value(MINUTES, find_family(family).title) for family in bench.families]
    known = [one for one in each if one is not None]
    if len(known) == len(each):
        table.add(Figure(MINUTES, ALL, sum(known), len(known), note=f"sum over networks, {note}"))
    else:
        table.add(Figure(MINUTES, ALL, None, note=f"{len(known)} of {len(each)} networks so far"))


def _trained(
    bench: Bench, data: PreparedSet, split: Split, family: str, clock: Clock
) -> tuple[float | None, list[float]]:
    """Minutes of one network, None where its time was up before its end; seconds of its epochs."""
    epochs: list[float] = []

    def listen(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished):
            epochs.append(news.seconds)
        if clock.over:
            stop.ask()

    job, stop = start_job(listen)
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        try:
            compare(data, split, [family], bench.recipe(bench.epochs), work=Path(work), job=job)
        except Cancelled:
            return None, epochs
    return (time.perf_counter() - began) / 60, epochs


def memory(bench: Bench, table: Table, clock: Clock) -> None:
    """Memory per network and batch; a short comparison with several networks at once."""
    for family in bench.families:
        title = find_family(family).title
        for batch in bench.batches:
            what = PEAK.format(batch=batch)
            if table.has(what, title):
                continue
            table.add(
                Figure(what, title, None, note=TIME_IS_UP) if clock.over else peak(bench, family, batch)
            )
    for count in bench.at_once:
        if table.has(AT_ONCE, str(count)):
            continue
        if clock.over:
            table.add(Figure(AT_ONCE, str(count), None, note=TIME_IS_UP))
            continue
        note = f"{len(bench.families)} networks, {bench.short} epochs, start of the processes included"
        table.add(Figure(AT_ONCE, str(count), at_once_s(bench, count), 1, note=note))


def peak(bench: Bench, family: str, batch: int) -> Figure:
    """The most memory of some training steps."""
    title, what = find_family(family).title, PEAK.format(batch=batch)
    images = torch.rand(batch, 3, bench.size, bench.size, device=bench.device)
    labels = torch.arange(batch, device=bench.device) % 2
    gpu = bench.device.type == "cuda"
    if gpu:
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(bench.device)
    try:
        steps_s(bench.network(family), [(images, labels.float())] * 3, bench.recipe(1), bench.device)
    except torch.OutOfMemoryError:
        return Figure(what, title, None, note="more than the GPU has")
    if not gpu:
        return Figure(what, title, None, note="only of a GPU")
    return Figure(what, title, torch.cuda.max_memory_allocated(bench.device) / 1e9, 3)


def at_once_s(bench: Bench, count: int) -> float:
    """Seconds of a short comparison of all networks, so many at a time."""
    data, recipe = bench.patients_of(), bench.recipe(bench.short)
    split = make_split(data.label_of(), test=TEST, seed=1, scheme=SCHEME)
    folds = draw_folds(
        Protocol("holdout"), data.label_of(), split, validation=recipe.validation, seed=recipe.seed
    )
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as work:
        compare_on_folds(
            data, folds, bench.families, recipe, work=Path(work), executor=SideBySide(count)
        )
    return time.perf_counter() - began


MEASURED: Mapping[str, Callable[[Bench, Table, Clock], None]] = {
    "loaders": loaders,
    "comparison": comparison,
    "memory": memory,
}


def bars(folder: Path) -> dict[str, Any]:
    """What the tables of a folder say of the bars; empty where there is no table of a GPU."""
    tables = [read_table(folder / f"{part}.jsonl") for part in MEASURED]
    real = [one for one in tables if one is not None and not one[0].get("rehearsal")]
    if not real:
        return {}
    value = {(f.what, f.of): f.value for _, figures in real for f in figures if f.value is not None}
    overheads = [v for (what, _), v in value.items() if what == OVERHEAD]

    def beside(other: str) -> float | None:
        ours, theirs = RATE.format(name=OURS), RATE.format(name=other)
        ratios = [
            v / value[theirs, of]
            for (what, of), v in value.items()
            if what == ours and (theirs, of) in value
        ]
        return min(ratios) if ratios else None

    return {
        "hardware": real[0][0]["device"],
        "overhead": max(overheads) if overheads else None,
        "beside_torchvision": beside(TORCHVISION),
        "beside_monai": beside(MONAI),
        "whole_minutes": value.get((MINUTES, ALL)),
    }

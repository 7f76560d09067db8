"""The bars that need a GPU: `python -m tests.benchmarks.gpu`.

How much an epoch costs beyond its bare steps, how many images per second come out beside a DataLoader with
torchvision's transforms and beside MONAI's CacheDataset (where it is installed) on the very same steps, and
how long the paper's whole comparison takes. Without a GPU it says so and measures nothing;
`--device cpu --small` runs every line of it on little data, whose figures mean nothing.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import platform
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.dataset import Preprocessing, make_split
from cxstage_core.models import PAPER
from cxstage_core.models.build import build
from cxstage_core.models.inference import memory_layout
from cxstage_core.training import Recipe, compare
from cxstage_core.training.loop.devices import (
    device_title,
    mixed_precision,
    training_ground,
)
from cxstage_core.training.loop.step_form import standard_form
from cxstage_core.training.run.provenance import libraries
from tests.benchmarks.engine import Batches, engine_s, made, pool_of
from tests.benchmarks.learning import SCHEME, TEST, phantom_set
from tests.benchmarks.loaders import Loader, monai_loader, torchvision_loader

OVERHEAD_OF = ("hrnet_w32", "resnet50")
BESIDE_LOADERS = ("shufflenet_v2_x1_0", "resnet50", "hrnet_w32")
PATIENTS_OF_THE_PAPER = 110
"""70 % of them are the 77 patients of the training part."""
MONAI = "MONAI CacheDataset"
TORCHVISION = "DataLoader and torchvision"


def settle(device: torch.device) -> None:
    """Wait until the device has done what it was told."""
    if device.type == "cuda":
        torch.cuda.synchronize(device)


def steps_s(
    model: nn.Module,
    batches: Iterable[tuple[torch.Tensor, torch.Tensor]],
    recipe: Recipe,
    device: torch.device,
) -> tuple[float, int]:
    """Seconds of forward, backward and step in the engine's precision, and how many images they were."""
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
        with mixed_precision(device, bfloat16=standard_form(recipe.precision, device).bfloat16):
            logits = model(x).reshape(-1)
        loss = binary_cross_entropy_with_logits(logits.float(), y)
        optimiser.zero_grad(set_to_none=True)
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
        seen += len(y)
    settle(device)
    return time.perf_counter() - began, seen


class Bench:
    """Measures on one device.

    Args:
        small: little data, so that every line runs in a minute.
    """

    def __init__(self, device: torch.device, *, small: bool) -> None:
        self.device = device
        self.slices, self.size = (18, 64) if small else (480, 224)
        self.rounds = 1 if small else 5
        self.epochs, self.patients = (1, 16) if small else (100, PATIENTS_OF_THE_PAPER)
        self.families = ("shufflenet_v2_x1_0",) if small else PAPER
        self.overhead_of = OVERHEAD_OF[-1:] if small else OVERHEAD_OF
        self.beside = BESIDE_LOADERS[:1] if small else BESIDE_LOADERS
        self.recipe = Recipe(epochs=1, recalibrate=False, device=device.type)

    def network(self, family: str) -> nn.Module:
        """With first weights, on the device."""
        model = build(family, channels=3, size_px=self.size, seed=1)
        return model.to(self.device).to(memory_format=memory_layout(self.device))

    def overhead(self, family: str) -> float:
        """Median of epoch ÷ bare steps, the order of the two exchanged each time."""
        pool = pool_of(self.slices, self.size, self.device)
        batches: Batches = made(pool, self.recipe)
        model = self.network(family)
        ratios = []
        for number in range(self.rounds + 1):
            ours, bare = copy.deepcopy(model), copy.deepcopy(model)

            def engine(net: nn.Module = ours) -> float:
                return engine_s(net, pool, self.recipe)

            def steps(net: nn.Module = bare) -> float:
                return steps_s(net, batches, self.recipe, self.device)[0]

            pair: list[Callable[[], float]] = [engine, steps] if number % 2 else [steps, engine]
            first, second = pair[0](), pair[1]()
            if number:  # the first pair pays for choosing the kernels
                ratios.append(first / second if number % 2 else second / first)
        print(f"{family}, epoch ÷ bare steps", [round(r, 3) for r in ratios], file=sys.stderr)
        return statistics.median(ratios)

    def images_per_s(self, family: str) -> dict[str, float]:
        """Medians of the engine and of the loaders, round by round in turn, with the same steps."""
        pool = pool_of(self.slices, self.size, self.device)
        model = self.network(family)
        workers = max(1, min(16, os.cpu_count() or 1))
        loaders: dict[str, Loader | None] = {
            TORCHVISION: torchvision_loader(self.slices, self.size, self.recipe.batch, workers),
            MONAI: monai_loader(self.slices, self.size, self.recipe.batch, workers),
        }
        found: dict[str, list[float]] = {"CxStage": []}
        for number in range(self.rounds + 1):
            rates = {"CxStage": len(pool) / engine_s(copy.deepcopy(model), pool, self.recipe)}
            for name, loader in loaders.items():
                if loader is not None:
                    took, seen = steps_s(copy.deepcopy(model), loader, self.recipe, self.device)
                    rates[name] = seen / took
            if number:  # the first round starts the loaders' processes
                for name, rate in rates.items():
                    found.setdefault(name, []).append(rate)
        medians = {name: statistics.median(rates) for name, rates in found.items()}
        print(f"{family}, images/s", medians, file=sys.stderr)
        return medians

    def whole_comparison(self) -> dict[str, Any]:
        """Minutes of the paper's comparison on synthetic patients, judging and checkpoints included."""
        workers = max(1, (os.cpu_count() or 2) - 1)
        began = time.perf_counter()
        data, _ = phantom_set(1, self.patients, Preprocessing(size_px=self.size), workers)
        prepared = time.perf_counter() - began
        split = make_split(data.label_of(), test=TEST, seed=1, scheme=SCHEME)
        recipe = Recipe(epochs=self.epochs, device=self.device.type)
        began = time.perf_counter()
        with tempfile.TemporaryDirectory() as work:
            trained = compare(data, split, list(self.families), recipe, work=Path(work))
        minutes = (time.perf_counter() - began) / 60
        return {
            "minutes": minutes,
            "preparing_s": prepared,
            "networks": len(trained),
            "epochs": self.epochs,
            "training_patients": len(split.train),
            "seconds_per_network": {one.run.name: sum(one.run.history["seconds"]) for one in trained},
        }


def main() -> None:
    """Print the figures as one line of JSON, or why there are none."""
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--device", default="cuda", choices=("cuda", "cpu"))
    arguments.add_argument("--small", action="store_true")
    given = arguments.parse_args()
    if given.device == "cuda" and not torch.cuda.is_available():
        print(json.dumps({"not_measured": "there is no GPU here"}))
        return
    device = torch.device(given.device)
    bench = Bench(device, small=given.small)
    with training_ground(device, 0):
        overheads = {family: bench.overhead(family) for family in bench.overhead_of}
        rates = {family: bench.images_per_s(family) for family in bench.beside}
        whole = bench.whole_comparison()
    print(
        json.dumps(
            {
                "hardware": device_title(device),
                "processor": platform.processor() or platform.machine(),
                "cores": os.cpu_count(),
                "libraries": libraries(),
                "overhead": max(overheads.values()),
                "overheads": overheads,
                "images_per_s": rates,
                "beside_torchvision": lowest_ratio(rates, TORCHVISION),
                "beside_monai": lowest_ratio(rates, MONAI),
                **{f"whole_{name}": value for name, value in whole.items()},
            }
        )
    )


def lowest_ratio(rates: dict[str, dict[str, float]], other: str) -> float | None:
    """The worst family's CxStage ÷ the other; None if the other was not there."""
    ratios = [rate["CxStage"] / rate[other] for rate in rates.values() if other in rate]
    return min(ratios) if ratios else None


if __name__ == "__main__":
    main()

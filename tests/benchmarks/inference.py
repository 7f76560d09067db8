"""The runtime of a prediction against a bare session: `python -m tests.benchmarks.inference`.

Each network is exported as a prediction does it; PyTorch (float32, channels-last), a bare `session.run` and
what the chosen runtime gives are timed in turn on the same images, the median of some rounds; the bare run is one of the session that
the runtime holds. The classifier is scaled so that
logits spread over about one, as a trained network's do; else no difference would be seen, and batch
normalisation has statistics of its images.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import numpy as np
import torch
from torch import nn

from cxstage_core.models import logits_of
from cxstage_core.models.build import build
from cxstage_core.models.card import ModelCard
from cxstage_core.models.families import find_family
from cxstage_core.models.runtime.choice import Runtime, choose_runtime, difference, open_session
from cxstage_core.models.runtime.onnx_cache import INPUT, OUTPUT, export
from cxstage_core.storage.cache_folder import CACHE_VARIABLE
from tests.core.models.cards import card_of

NETWORKS = ("hrnet_w32", "shufflenet_v2_x1_0", "resnet50", "vit_base_patch16_224")
SIZES = (128, 224)
BATCHES = (1, 5)
LOGITS_SPREAD = 1.0
LEAST_S = 3.0
BUSY = "one thread and its processor time: for a computer that others use at the same time"


def settle(model: nn.Module, family: str, size: int) -> None:
    """Give a network with first weights the numbers of a trained one.

    Batch normalisation gets the statistics of noise, for with its first ones numbers fade to where a processor
    is slow; then the classifier is scaled so that logits have a standard deviation of about one.
    """
    images = np.random.default_rng(1).normal(size=(16, 3, size, size)).astype(np.float32)
    for layer in model.modules():
        if isinstance(layer, nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        model.train()(torch.from_numpy(images))
    model.eval()
    factor = LOGITS_SPREAD / max(float(logits_of(model, images).std()), 1e-12)
    with torch.no_grad():
        for layer in find_family(family).last_layers:
            model.get_submodule(layer).weight.mul_(factor)  # type: ignore[operator]


def timed(
    ways: dict[str, Callable[[], object]], rounds: int, clock: Callable[[], float]
) -> dict[str, float]:
    """Return the median seconds of each, in turn, the order turned round each time.

    Short ones are repeated until all took `LEAST_S` together.
    """
    found: dict[str, list[float]] = {name: [] for name in ways}
    start = time.perf_counter()
    for number in count():
        if number > rounds and time.perf_counter() - start > LEAST_S:
            break
        for name in ways if number % 2 else reversed(ways):
            began = clock()
            ways[name]()
            if number:
                found[name].append(clock() - began)
    return {name: statistics.median(seconds) for name, seconds in found.items()}


def bare_session(runtime: Runtime, model: nn.Module, size: int) -> Any:
    """Return the very session that the runtime holds, or a new one where PyTorch is taken.

    The waiting threads of a second session would take time from the first, which a prediction does not have.
    """
    held = [part for part in getattr(runtime.logits, "args", ()) if hasattr(part, "run")]
    return held[0] if held else open_session(export(model, 3, size))


def measured(family: str, size: int, rounds: int, clock: Callable[[], float]) -> list[dict[str, Any]]:
    """Rows of one network at one size."""
    model = build(family, channels=3, size_px=size, seed=1).eval()
    settle(model, family, size)
    card: ModelCard = replace(card_of(family, size_px=size), tensors_sha256=f"{family} {size}")
    runtime = choose_runtime(model, card)
    session = bare_session(runtime, model, size)
    rows = []
    for batch in BATCHES:
        images = np.random.default_rng(batch).normal(size=(batch, 3, size, size)).astype(np.float32)
        ways: dict[str, Callable[[], object]] = {
            "torch": lambda x=images: logits_of(model, x),
            "session": lambda x=images: session.run([OUTPUT], {INPUT: x}),
            "ours": lambda x=images: runtime.logits(x),
        }
        times = timed(ways, rounds, clock)
        bare = min(times["torch"], times["session"])
        other = difference(logits_of(model, images), runtime.logits(images))
        rows.append(
            {
                "network": family,
                "size": size,
                "batch": batch,
                "runtime": runtime.title,
                "why": None if runtime.why is None else str(runtime.why),
                **{f"{name}_s": round(seconds, 5) for name, seconds in times.items()},
                "session_gain": round(times["torch"] / times["session"], 3),
                "ratio": round(times["session"] / times["ours"], 3),
                "of_the_faster": round(bare / times["ours"], 3),
                "difference": other,
            }
        )
        print(rows[-1], file=sys.stderr, flush=True)
    return rows


def main() -> None:
    """Print the figures as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rounds", type=int, default=9)
    parser.add_argument("--network", action="append")
    parser.add_argument("--size", type=int, action="append")
    parser.add_argument("--busy", action="store_true", help=BUSY)
    asked = parser.parse_args()
    clock = time.process_time if asked.busy else time.perf_counter
    if asked.busy:
        torch.set_num_threads(1)
    try:
        import onnx  # noqa: F401
        import onnxruntime  # noqa: F401
    except ImportError:
        print(json.dumps({"not_measured": "not installed"}))
        return
    with tempfile.TemporaryDirectory() as folder:
        os.environ[CACHE_VARIABLE] = folder
        rows = [
            row
            for family in asked.network or NETWORKS
            for size in asked.size or SIZES
            for row in measured(family, size, asked.rounds, clock)
        ]
    print(
        json.dumps(
            {
                "threads": torch.get_num_threads(),
                "rounds": asked.rounds,
                "clock": clock.__name__,
                "least_ratio": min(row["ratio"] for row in rows),
                "largest_difference": max(row["difference"] for row in rows),
                "rows": rows,
            }
        )
    )


if __name__ == "__main__":
    main()

"""A training step on three kinds of processor: `python -m tests.benchmarks.cpu_step`.

HRNet-W32, 128 px, batch 16, three channels: contiguous eager steps in float32 against our step in the form that
is measured to be the fastest, in turn in one process, medians. oneDNN reads from its environment which
instructions it may use, so each kind of processor is a process of its own; a processor that lacks them shows less.
"""

from __future__ import annotations

import argparse
import copy
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import torch
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.models.build import build
from cxstage_core.models.computer import computer
from cxstage_core.training import Recipe
from cxstage_core.training.loop.devices import training_ground
from cxstage_core.training.loop.forward import Forward
from cxstage_core.training.loop.measure_steps import MUCH_SLOWER, fastest
from cxstage_core.training.loop.step_form import CANDIDATES, STANDARD, StepForm
from cxstage_core.training.loop.steps import Cutting, learn

KINDS = {"all instructions": "", "AVX-512 alone": "AVX512_CORE", "AVX2": "AVX2"}
"""By title: the value of ONEDNN_MAX_CPU_ISA; with the last also ATEN_CPU_CAPABILITY."""
BUSY = "one thread and its processor time: for a computer that others use at the same time"
EAGER = "eager float32 contiguous"


def plain_step(images: torch.Tensor, labels: torch.Tensor, family: str) -> Callable[[], None]:
    """A step as PyTorch's tutorials write it: contiguous, float32."""
    model = build(family, channels=images.shape[1], size_px=images.shape[2], seed=1)
    model.to(memory_format=torch.contiguous_format).train()
    recipe = Recipe()
    optimiser = torch.optim.SGD(
        model.parameters(), lr=recipe.lr, momentum=recipe.momentum, weight_decay=recipe.weight_decay
    )
    laid = images.contiguous()

    def step() -> None:
        loss = binary_cross_entropy_with_logits(model(laid).reshape(-1), labels)
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()

    return step


def our_step(
    images: torch.Tensor, labels: torch.Tensor, family: str, form: StepForm
) -> Callable[[], None]:
    """The engine's own step in one form."""
    model = build(family, channels=images.shape[1], size_px=images.shape[2], seed=1).train()
    model.to(memory_format=form.memory_format)
    recipe = Recipe()
    optimiser = torch.optim.SGD(
        model.parameters(), lr=recipe.lr, momentum=recipe.momentum, weight_decay=recipe.weight_decay
    )
    laid = images.contiguous(memory_format=form.memory_format)
    cutting, forward = Cutting(family), Forward(model, form=form)
    return lambda: learn(model, optimiser, laid, labels, cutting, forward) and None


def one(family: str, size: int, rounds: int, clock: Callable[[], float]) -> dict[str, object]:
    """Measure with the instructions that this process may use."""
    torch.manual_seed(1)
    images, labels = torch.randn(16, 3, size, size), (torch.arange(16) % 2).float()
    with training_ground(torch.device("cpu"), 0):  # flushes numbers near zero, on both sides
        steps = {EAGER: plain_step(images, labels, family)}
        steps |= {str(form): our_step(images, labels, family, form) for form in CANDIDATES}
        seconds: dict[str, list[float]] = {}
        dropped: dict[str, float] = {}
        first = 0.0
        for number in range(rounds + 1):
            for name in list(steps):
                began = clock()
                steps[name]()
                took = clock() - began
                if number:
                    seconds.setdefault(name, []).append(took)
                elif name == str(STANDARD):
                    first = took
                elif name != EAGER and took > MUCH_SLOWER * first:  # as the engine drops it
                    dropped[name] = took
                    del steps[name]
            print(number, {n: round(f[-1], 3) for n, f in seconds.items()}, file=sys.stderr, flush=True)
    form = fastest({form: tuple(seconds[str(form)]) for form in CANDIDATES if str(form) in seconds})
    medians = {name: statistics.median(found) for name, found in seconds.items()}
    return {
        "form": str(form),
        "gain": round(medians[EAGER] / medians[str(form)], 4),
        "rounds": rounds,
        "clock": clock.__name__,
        "seconds": {name: round(value, 4) for name, value in medians.items()},
        "dropped_after_first_step": {name: round(took, 4) for name, took in dropped.items()},
        "ranges": {name: [round(min(f), 4), round(max(f), 4)] for name, f in seconds.items()},
        "threads": torch.get_num_threads(),
        "instructions": computer()["instructions"],
    }


def in_process(isa: str, arguments: list[str]) -> dict[str, object]:
    """Measure in a process of its own that may use these instructions only."""
    environment = copy.copy(dict(os.environ))
    if isa:
        environment["ONEDNN_MAX_CPU_ISA"] = isa
    if isa == "AVX2":
        environment["ATEN_CPU_CAPABILITY"] = "avx2"
    command = [sys.executable, "-m", "tests.benchmarks.cpu_step", "--one", *arguments]
    done = subprocess.run(command, env=environment, stdout=subprocess.PIPE, text=True, check=True)
    found: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    print(isa or "all", found, file=sys.stderr, flush=True)
    return found


def main() -> None:
    """Print the ratios as one line of JSON."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--one", action="store_true", help="in this process, with what it may use")
    parser.add_argument("--family", default="hrnet_w32")
    parser.add_argument("--size", type=int, default=128)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--only", default="", help="one of the kinds of processor")
    parser.add_argument("--busy", action="store_true", help=BUSY)
    asked = parser.parse_args()
    clock = time.process_time if asked.busy else time.perf_counter
    if asked.busy:
        torch.set_num_threads(1)
    if asked.one:
        print(json.dumps(one(asked.family, asked.size, asked.rounds, clock)))
        return
    arguments = ["--family", asked.family, "--size", str(asked.size), "--rounds", str(asked.rounds)]
    arguments += ["--busy"] if asked.busy else []
    chosen = {title: isa for title, isa in KINDS.items() if asked.only in ("", title)}
    found = {title: in_process(isa, arguments) for title, isa in chosen.items()}
    print(json.dumps({"bfloat16_instructions": has_bfloat16(), "kinds": found}))


def has_bfloat16() -> bool:
    """Return True if this processor multiplies bfloat16 by itself."""
    there = getattr(torch.cpu, "get_capabilities", dict)()
    return any(bool(there.get(name)) for name in ("avx512_bf16", "amx_bf16"))


if __name__ == "__main__":
    main()

"""Device, threads, precision and repeatability of a training."""

from __future__ import annotations

import math
import os
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch

from cxstage_core.errors import TrainingError

_CUBLAS = "CUBLAS_WORKSPACE_CONFIG"
_CUBLAS_SAME_EACH_TIME = ":4096:8"


def choose_device(wanted: str) -> torch.device:
    """Return the device for "auto", "cpu", "cuda" or "mps".

    Raises:
        TrainingError: a GPU is wanted and there is none.
    """
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}
    if wanted == "cpu":
        return torch.device("cpu")
    if wanted in there and not there[wanted]:
        raise TrainingError(
            "Found no GPU that PyTorch can use ({device}).",
            remedy="Train on the CPU, or check the driver.",
            device=wanted,
        )
    found = wanted if wanted in there else next((name for name in there if there[name]), "cpu")
    return torch.device(found)


def device_title(device: torch.device) -> str:
    """ "cpu", "mps", or the name of the GPU."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else device.type


def mixed_precision(device: torch.device, *, bfloat16: bool) -> AbstractContextManager[object]:
    """bfloat16 where precision allows it, float32 elsewhere; or float32 everywhere."""
    return torch.autocast(device.type, dtype=torch.bfloat16) if bfloat16 else nullcontext()


@contextmanager
def training_ground(
    device: torch.device, threads: int, *, deterministic: bool = False
) -> Iterator[None]:
    """Set threads and isolate torch's random state; all is as before afterwards.

    Args:
        threads: CPU threads; 0 leaves them as they are.
        deterministic: refuse operations that do not give the same bits each time.
    """
    before = torch.get_num_threads()
    try:
        if threads:
            torch.set_num_threads(threads)
        # Gradients of a network that is sure are too small for a CPU's fast path: a step of HRNet took
        # four times as long there.
        torch.set_flush_denormal(True)
        with _own_random_state(device), _same_each_time(device) if deterministic else nullcontext():
            yield
    finally:
        torch.set_num_threads(before)
        torch.set_flush_denormal(False)
        release_memory(device)


def release_memory(device: torch.device) -> None:
    """Release the memory that a GPU keeps in reserve."""
    if device.type == "cuda":
        torch.cuda.empty_cache()
    elif device.type == "mps":
        torch.mps.empty_cache()


def random_state(device: torch.device) -> tuple[torch.Tensor, ...]:
    """Return the state that dropout draws from; `set_random_state` restores it."""
    cpu = torch.get_rng_state()
    if device.type == "cuda":
        return cpu, torch.cuda.get_rng_state(device)
    return (cpu, torch.mps.get_rng_state()) if device.type == "mps" else (cpu,)


def set_random_state(device: torch.device, state: tuple[torch.Tensor, ...]) -> None:
    """Restore the state that dropout draws from."""
    torch.set_rng_state(state[0])
    if device.type == "cuda":
        torch.cuda.set_rng_state(state[1], device)
    elif device.type == "mps":
        torch.mps.set_rng_state(state[1])


@contextmanager
def _own_random_state(device: torch.device) -> Iterator[None]:
    before = random_state(device)
    try:
        yield
    finally:
        set_random_state(device, before)


@contextmanager
def _same_each_time(device: torch.device) -> Iterator[None]:
    if device.type == "cuda":
        # Read when the first product of matrices is computed, and never again in this process.
        os.environ.setdefault(_CUBLAS, _CUBLAS_SAME_EACH_TIME)
    was_on = torch.are_deterministic_algorithms_enabled()
    only_warned = torch.is_deterministic_algorithms_warn_only_enabled()
    cudnn = torch.backends.cudnn
    benchmark, fixed = cudnn.benchmark, cudnn.deterministic
    try:
        torch.use_deterministic_algorithms(True)
        cudnn.benchmark, cudnn.deterministic = False, True
        yield
    finally:
        cudnn.benchmark, cudnn.deterministic = benchmark, fixed
        torch.use_deterministic_algorithms(was_on, warn_only=only_warned)


def memory_gb(device: torch.device) -> float:
    """Return the most memory used so far: of the GPU, or of this process; NaN where it is not known.

    Of Apple's GPU only the present amount is known.
    """
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e9
    if device.type == "mps":
        return torch.mps.driver_allocated_memory() / 1e9
    if sys.platform == "win32":
        return math.nan
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e9 if sys.platform == "darwin" else used * 1024 / 1e9  # bytes there, KiB here

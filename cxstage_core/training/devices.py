"""Where a network trains, with how many threads, and in which precision."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import torch

from cxstage_core.errors import TrainingError


def choose_device(wanted: str) -> torch.device:
    """The device for "auto", "cpu" or "cuda".

    Raises:
        TrainingError: a GPU is wanted and there is none.
    """
    if wanted == "cpu":
        return torch.device("cpu")
    if torch.cuda.is_available():
        return torch.device("cuda")
    if wanted == "cuda":
        raise TrainingError(
            "There is no GPU that PyTorch can use.", remedy="Train on the CPU, or check the driver."
        )
    return torch.device("cpu")


def device_title(device: torch.device) -> str:
    """ "cpu", or the name of the GPU."""
    return torch.cuda.get_device_name(device) if device.type == "cuda" else "cpu"


def mixed_precision(device: torch.device) -> AbstractContextManager[object]:
    """bfloat16 where a GPU gains by it; full precision on the CPU."""
    if device.type != "cuda":
        return nullcontext()
    return torch.autocast("cuda", dtype=torch.bfloat16)


@contextmanager
def training_ground(device: torch.device, threads: int) -> Iterator[None]:
    """Set threads and keep torch's random state to ourselves; both are as before afterwards.

    Args:
        threads: CPU threads; 0 leaves them as they are.
    """
    before = torch.get_num_threads()
    gpus = [torch.cuda.current_device()] if device.type == "cuda" else []
    try:
        if threads:
            torch.set_num_threads(threads)
        # Gradients of a network that is sure are too small for a CPU's fast path: a step of HRNet took
        # four times as long there.
        torch.set_flush_denormal(True)
        with torch.random.fork_rng(devices=gpus):
            yield
    finally:
        torch.set_num_threads(before)
        torch.set_flush_denormal(False)
        if gpus:
            torch.cuda.empty_cache()


def memory_gb(device: torch.device) -> float:
    """The most memory used so far: of the GPU, or of this process; NaN where it is not known."""
    if device.type == "cuda":
        return torch.cuda.max_memory_allocated(device) / 1e9
    if sys.platform == "win32":
        return math.nan
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / 1e9 if sys.platform == "darwin" else used * 1024 / 1e9  # bytes there, KiB here

"""What the speed of a network depends on, apart from the network: processor and libraries of this computer."""

from __future__ import annotations

import hashlib
import os
import platform
from collections.abc import Mapping
from pathlib import Path

_VARIABLES = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY")
"""They forbid instructions that the processor has."""


def computer() -> Mapping[str, str]:
    """Return processor, the instructions in use, and the library's version."""
    import torch

    return {
        "processor": _processor(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "torch": torch.__version__,
        **{name: os.environ[name] for name in _VARIABLES if name in os.environ},
    }


def _processor() -> str:
    """Model and a digest of the instructions that the processor lists."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:  # not Linux
        return " ".join(part for part in (platform.machine(), platform.processor()) if part)
    found: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        found.setdefault(name.strip(), value.strip())
    flags = " ".join(sorted((found.get("flags") or found.get("Features") or "").split()))
    return f"{found.get('model name', platform.machine())} {hashlib.sha256(flags.encode()).hexdigest()[:16]}"

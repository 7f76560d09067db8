"""Remembering which form of training steps was measured to be the fastest on this computer.

One small file for each kind of step and computer, in the folder of caches. A file that is damaged, or of
another computer or library, is never used: the steps are measured again.
"""

from __future__ import annotations

import hashlib
import json
import os
import platform
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import torch

from cxstage_core.errors import CohortError, TrainingError
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.storage.cache_folder import cache_folder
from cxstage_core.training.loop.measure_steps import StepKind, Times
from cxstage_core.training.loop.step_form import StepForm

_FOLDER = "training-steps"
_VARIABLES = ("ONEDNN_MAX_CPU_ISA", "DNNL_MAX_CPU_ISA", "ATEN_CPU_CAPABILITY")
"""They forbid instructions that the processor has."""


class DamagedCacheError(ValueError):
    """A file of the cache is not one."""


def remembered(kind: StepKind) -> StepForm | None:
    """Return the form that was chosen for this kind of step on this computer; None where none was.

    Raises:
        DamagedCacheError: the file cannot be read, or is not of this kind and computer.
    """
    file, key = _file(kind)
    try:
        written = json.loads(file.read_bytes())
        if written["key"] != key:
            raise DamagedCacheError
        return StepForm.parse(str(written["form"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, TrainingError) as error:
        raise DamagedCacheError from error


def remember(kind: StepKind, form: StepForm, times: Times) -> bool:
    """Write the choice down; return False where the folder cannot be written."""
    file, key = _file(kind)
    seconds = {str(one): [round(second, 6) for second in found] for one, found in times.items()}
    written = {"key": key, "form": str(form), "seconds": seconds}
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(file, json.dumps(written, indent=1, sort_keys=True).encode(), may_lag=True)
    except (OSError, CohortError):
        return False
    return True


def computer() -> Mapping[str, str]:
    """Return what the time of a step depends on, apart from its kind: processor and libraries."""
    return {
        "processor": _processor(),
        "instructions": torch.backends.cpu.get_cpu_capability(),
        "torch": torch.__version__,
        **{name: os.environ[name] for name in _VARIABLES if name in os.environ},
    }


def _file(kind: StepKind) -> tuple[Path, dict[str, object]]:
    key: dict[str, object] = {**asdict(kind), **computer()}
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
    return cache_folder(_FOLDER) / f"{digest[:32]}.json", key


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

"""Remembering which form of training steps was measured to be the fastest on this computer.

One small file for each kind of step and computer, in the folder of caches. A file that is damaged, or of
another computer or library, is never used: the steps are measured again.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from pathlib import Path

from cxstage_core.errors import CohortError, TrainingError
from cxstage_core.models.computer import computer
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.storage.cache_folder import cache_folder
from cxstage_core.training.loop.measure_steps import StepKind, Times
from cxstage_core.training.loop.step_form import StepForm

_FOLDER = "training-steps"


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


def _file(kind: StepKind) -> tuple[Path, dict[str, object]]:
    key: dict[str, object] = {**asdict(kind), **computer()}
    digest = hashlib.sha256(json.dumps(key, sort_keys=True).encode()).hexdigest()
    return cache_folder(_FOLDER) / f"{digest[:32]}.json", key

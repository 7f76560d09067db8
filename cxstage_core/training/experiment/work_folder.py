"""Folders for the checkpoints of a training, each used by one training at a time."""

from __future__ import annotations

import hashlib
import json
import shutil
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.jobs import Job, Message
from cxstage_core.models import find_families
from cxstage_core.storage.file_locks import lock_if_free
from cxstage_core.text import Text
from cxstage_core.training.search.search import Search
from cxstage_core.training.settings.recipe import Recipe

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_WAIT_S = 0.5


def work_settings(
    families: Sequence[str],
    scheme: str,
    preprocessing: Preprocessing,
    recipe: Recipe,
    protocol: Protocol,
    search: Search | None = None,
) -> str:
    """Return what names the work folder of a training: a digest of its settings."""
    chosen = [family.key for family in find_families(tuple(families))]
    settings = [preprocessing.counted(), recipe.to_dict(), protocol.to_dict()]
    if search is not None:
        settings.append(search.to_dict())
    written = json.dumps([chosen, scheme, settings], sort_keys=True)
    return hashlib.sha256(written.encode()).hexdigest()[:16]


@contextmanager
def work_folder(cohort: Cohort, settings: str) -> Iterator[Path]:
    """Hold the folder for the checkpoints of these very settings while they train.

    A second training of the same settings gets a folder of its own; one that was interrupted finds its own.
    """
    for number in count(1):
        name = f"training-{settings}" + (f"-{number}" if number > 1 else "")
        with lock_if_free(_lock(cohort, name)) as mine:
            if mine:
                yield cohort.prepared_folder / name
                return


def remove_outdated(cohort: Cohort) -> int:
    """Remove the folders of interrupted trainings whose checkpoints are of an earlier version.

    No training of this version finds them again, and they may hold gigabytes.

    Returns:
        How many were removed.
    """
    from cxstage_core.training.loop.checkpoint import is_outdated

    removed = 0
    for folder in sorted(cohort.prepared_folder.glob("training-*")):
        with lock_if_free(_lock(cohort, folder.name)) as mine:
            checkpoints = list(folder.glob("*.checkpoint"))
            if mine and checkpoints and all(map(is_outdated, checkpoints)):
                shutil.rmtree(folder)
                removed += 1
    return removed


@contextmanager
def alone(cohort: Cohort, name: str, waiting: Text, job: Job) -> Iterator[None]:
    """Do this work when no other process does it; waits, with a message.

    Raises:
        Cancelled: while waiting.
    """
    told = False
    with ExitStack() as stack:
        while not stack.enter_context(lock_if_free(_lock(cohort, name))):
            stack.pop_all().close()
            if not told:
                job.emit(Message(waiting))
                told = True
            job.check()
            time.sleep(_WAIT_S)
        yield


def _lock(cohort: Cohort, name: str) -> Path:
    return cohort.path / "locks" / f"{name}.lock"

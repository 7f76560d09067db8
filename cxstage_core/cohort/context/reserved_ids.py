"""Ids of experiments, reserved while they train: two trainings at once never meet at one id.

A reservation is a lock of the operating system on an empty file, so that a killed training leaves no block.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from contextlib import contextmanager

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.storage.file_locks import lock_if_free

_NUMBERED = re.compile(r"E(\d{1,9})(-.*)?")


def taken_numbers(context: CohortContext) -> set[int]:
    """Return the numbers of all ids that are or were in use: experiments, their models, and the audit log."""
    stores = context.stores
    known = events.logged(context.log.of_acts(events.SAVE_EXPERIMENT, events.ADD_MODEL))
    names = (*stores.experiments.ids(), *stores.models.ids(), *known.experiments, *known.models)
    return {int(found[1]) for name in names if (found := _NUMBERED.fullmatch(name))}


def ids_from(first: int, taken: Set[int]) -> Iterator[str]:
    """Yield the ids above all that are taken, in order."""
    number = max(first, 1 + max(taken, default=0))
    while True:
        yield f"E{number:04d}"
        number += 1


@contextmanager
def reserved_id(context: CohortContext) -> Iterator[str]:
    """Reserve the first id that is neither taken nor reserved."""
    for candidate in ids_from(1, taken_numbers(context)):
        with lock_if_free(context.layout.lock(f"experiment-{candidate}")) as mine:
            # Whoever held the lock before may have stored an experiment under this id meanwhile.
            if mine and int(candidate[1:]) not in taken_numbers(context):
                yield candidate
                return

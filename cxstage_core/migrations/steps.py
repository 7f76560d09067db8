"""The steps from older versions to today's, one small function each.

A step knows nothing of the program of today: it takes the content of version n and gives that of version
n + 1. A version that only adds values with a safe default needs no step.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One step, from a version to the next.

    Args:
        change: takes the content and returns it in the next version. Content is the JSON value, the list
            of a journal's entries (bytes), or for an HDF5 file a copy in memory, changed in place.
        check: for an HDF5 file: returns True if the content is what its hashes were taken of, in the
            version that the step starts from. It runs before the first step only.
    """

    change: Callable[[Any], Any]
    check: Callable[[Any], bool] = lambda _: True


def _accounts_without_key(content: Any) -> Any:
    """Version 1 held a key that made session tokens; its tokens have ended, sessions are stored by account."""
    accounts = {name: {**plain, "sessions": {}} for name, plain in content["accounts"].items()}
    return {"accounts": accounts}


STEPS: dict[tuple[str, int], Step] = {("accounts", 1): Step(_accounts_without_key)}
"""By kind and the version that the step starts from; versions that only add values with safe defaults have none."""

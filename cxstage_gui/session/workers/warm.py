"""Values that a worker process keeps between calls: one of each kind, made again when its key differs."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import TypeVar

Kept = TypeVar("Kept")


class Warm:
    """The last value of each kind."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[Hashable, object]] = {}

    def get(self, kind: str, key: Hashable, make: Callable[[], Kept]) -> Kept:
        """Return the kept value if it was made for this key, else make and keep another.

        The one before is dropped first, so that two studies or networks are never in memory together.
        """
        known = self._kept.get(kind)
        if known is not None and known[0] == key:
            return known[1]  # type: ignore[return-value]  # made by the same caller for the same kind
        self._kept.pop(kind, None)
        made = make()
        self._kept[kind] = (key, made)
        return made

    def has(self, kind: str, key: Hashable) -> bool:
        """Return True if the value for this key is kept."""
        known = self._kept.get(kind)
        return known is not None and known[0] == key

    def forget(self) -> None:
        """Drop everything."""
        self._kept.clear()

"""Images in memory: those shown last and those expected next, within a bound."""

from __future__ import annotations

from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.imaging import Volume

MOST_BYTES = 512 * 2**20
Key = tuple[str, str, str]


class VolumeCache:
    """Volumes by cohort, patient and series; the ones not asked for longest go first.

    Args:
        most_bytes: of all volumes together; one that is larger alone is not kept.
    """

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most = most_bytes
        self._held: OrderedDict[Key, Volume] = OrderedDict()
        self._lock = Lock()

    def volume(self, cohort: Cohort, patient: str, series: str) -> Volume:
        """A series, from the cache or from the store.

        Raises:
            CohortError: the store cannot give it.
        """
        key = (str(cohort.path), patient, series)
        with self._lock:
            found = self._held.get(key)
            if found is not None:
                self._held.move_to_end(key)
                return found
        found = cohort.volume(patient, series)
        with self._lock:
            self._held[key] = found
            while self.bytes > self._most:
                self._held.popitem(last=False)
        return found

    @property
    def bytes(self) -> int:
        """Size of the cached volumes."""
        return sum(volume.array.nbytes for volume in self._held.values())

    def clear(self) -> None:
        """Forget all volumes."""
        with self._lock:
            self._held.clear()

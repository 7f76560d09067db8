"""Prepared arrays that do not fit into memory lie in one file and are read where they are needed.

The first patients stay in memory. When they take more than the budget, all go into one raw file in the folder of
the cache, one after the other, and each is a read-only window on its place there: memory stays as it is, and
the system drops pages that are not in use. The file belongs to the process and vanishes with it.
"""

from __future__ import annotations

import os
import tempfile
import weakref
from pathlib import Path
from typing import IO

import numpy as np
import numpy.typing as npt

from cxstage_core.storage.atomic_write import refusal

Pixels = npt.NDArray[np.float32]
SHARE_OF_MEMORY = 0.25
_WITHOUT_SYSCONF = 2 << 30


def memory_budget() -> int:
    """Bytes that prepared arrays may take: a quarter of this computer's memory."""
    try:
        whole = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return _WITHOUT_SYSCONF
    return int(whole * SHARE_OF_MEMORY)


class ArrayStore:
    """Stores any number of arrays, in memory or in a file.

    Args:
        folder: for the file, made only when it is needed.
        budget: bytes that may stay in memory.
    """

    def __init__(self, folder: Path, budget: int | None = None) -> None:
        self._folder = folder
        self._budget = memory_budget() if budget is None else budget
        self._held: list[Pixels] = []
        self._bytes = 0
        self._places: list[tuple[int, tuple[int, ...]]] = []
        self._file: IO[bytes] | None = None
        self._path: Path | None = None

    @property
    def spilled(self) -> bool:
        """Return True if the arrays are in a file."""
        return self._file is not None

    def add(self, array: Pixels) -> None:
        """Add an array, float32 (slice, channel, row, column).

        Raises:
            CohortError: the disk is full, or the folder may not be written.
        """
        self._bytes += array.nbytes
        if self._file is None and self._bytes <= self._budget:
            self._held.append(array)
            return
        try:
            if self._file is None:
                self._open()
            self._write(array)
        except OSError as error:
            raise refusal(error, self._path or self._folder) from error

    def arrays(self) -> tuple[Pixels, ...]:
        """Return all arrays, in the order in which they came; none can be added afterwards."""
        if self._file is None or self._path is None:
            return tuple(self._held)
        self._file.flush()
        whole = np.memmap(self._file, dtype=np.float32, mode="r")
        self._file.close()
        if os.name == "nt":
            weakref.finalize(whole, self._path.unlink, missing_ok=True)
        return tuple(
            whole[start : start + int(np.prod(shape))].reshape(shape) for start, shape in self._places
        )

    def _open(self) -> None:
        handle, name = tempfile.mkstemp(suffix=".slices", dir=self._folder)
        self._file, self._path = os.fdopen(handle, "w+b"), Path(name)
        if os.name != "nt":
            self._path.unlink()  # the open file lives on without its name, and ends with the process
        for held in self._held:
            self._write(held)
        self._held.clear()

    def _write(self, array: Pixels) -> None:
        assert self._file is not None
        plain = np.ascontiguousarray(array, dtype=np.float32)
        start = self._file.tell() // plain.itemsize
        self._file.write(plain.data)
        self._places.append((start, plain.shape))

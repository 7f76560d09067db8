"""Changing a cohort's file behind its back, as somebody with the format's description could."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import h5py

from cxstage_core.storage.checksum import sealed


@contextmanager
def edited(path: Path) -> Iterator[h5py.File]:
    """Open an HDF5 file for changes and seal it again, so that only its content can give it away."""
    with h5py.File(path, "r+") as file:
        yield file
    path.write_bytes(sealed(path.read_bytes()))

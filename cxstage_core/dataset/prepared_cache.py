"""Prepared patients on disk: one file each, named by the hash of all it was made from.

The cache may be deleted at any time; a file that cannot be read or whose bytes are not those
written counts as absent and is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import h5py
import numpy as np

from cxstage_core.dataset.prepare import PreparedPatient
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write, hdf5_guard
from cxstage_core.text import Text

_KIND = "prepared"


def cache_key(config: Preprocessing, images: Sequence[str], outline: str) -> str:
    """Name of a prepared patient.

    Args:
        images: sha256 of the T2 series and of the T1 series, "" where there is none.
        outline: version and sha256 of the reference.
    """
    parts = [KINDS[_KIND].version, config.digest(), list(images), outline]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def write_prepared(folder: Path, key: str, prepared: PreparedPatient) -> None:
    """Keep a prepared patient."""
    described = _described(prepared)

    def fill(file: h5py.File) -> None:
        file.attrs["kind"], file.attrs["schema"] = _KIND, KINDS[_KIND].version
        file.create_dataset("array", data=prepared.array)
        file.attrs["described"] = described
        file.attrs["sha256"] = _digest(prepared.array, described)

    atomic_write.write_h5(folder / f"{key}.h5", fill)


def read_prepared(folder: Path, key: str) -> PreparedPatient | None:
    """A prepared patient, or None when there is none or its file is damaged."""
    path = folder / f"{key}.h5"
    if not path.is_file():
        return None
    try:
        with hdf5_guard.opened(path, folder, kind=_KIND) as file:
            array = np.asarray(file["array"][()])
            described = str(file.attrs["described"])
            sha256 = str(file.attrs["sha256"])
        if array.dtype != np.float32 or sha256 != _digest(array, described):
            return None
        values = json.loads(described)
        return PreparedPatient(
            array,
            tuple(int(i) for i in values["slices"]),
            tuple(Text(t, tuple((k, v) for k, v in params)) for t, params in values["notes"]),
            {str(k): float(v) for k, v in values["facts"].items()},
            {str(k): float(v) for k, v in values["measures"].items()},
        )
    except (CohortError, KeyError, ValueError, OverflowError, TypeError, AttributeError):
        return None  # it is made again, and replaced


def _described(prepared: PreparedPatient) -> str:
    values: dict[str, Any] = {
        "slices": list(prepared.slice_indices),
        "notes": [[note.template, [list(pair) for pair in note.params]] for note in prepared.notes],
        "facts": dict(prepared.facts),
        "measures": dict(prepared.measures),
    }
    return json.dumps(values, sort_keys=True)


def _digest(array: Any, described: str) -> str:
    digest = hashlib.sha256(np.ascontiguousarray(array).tobytes())
    digest.update(json.dumps(list(array.shape)).encode())
    digest.update(described.encode())
    return digest.hexdigest()

"""Fingerprints of files by name, time and size: equal ones mean that what was read from them still holds."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

Fingerprint = tuple[tuple[str, int, int, int], ...]
"""Path, time of the last change in ns, size and file number of each file, in order of the paths."""

_OF_PATIENT = ("series/{patient}", "readings/{patient}", "references/{patient}.h5",
               "identities/{patient}.json", "registrations/{patient}.json")  # fmt: skip
_OF_COHORT = ("settings.json", "clinical.h5", "experiments")


def fingerprint(paths: Iterable[Path]) -> Fingerprint:
    """Return the fingerprint of files and of everything in folders; what is missing is left out."""
    return tuple(sorted(_stamps(paths)))


def fingerprint_of_patient(cohort: Path, patient: str) -> Fingerprint:
    """Return the fingerprint of what a cohort stores of a patient, of its clinical table and experiments.

    Args:
        cohort: its folder.
    """
    own = (cohort / part.format(patient=patient) for part in _OF_PATIENT)
    return fingerprint([*own, *(cohort / part for part in _OF_COHORT)])


def _stamps(paths: Iterable[Path]) -> Iterator[tuple[str, int, int, int]]:
    for path in paths:
        if path.is_dir():
            for folder, _, names in os.walk(path):
                yield from _stamps(Path(folder) / name for name in names)
            continue
        try:
            found = path.stat()
        except OSError:  # a missing file has no fingerprint; who reads it reports it
            continue
        yield (str(path), found.st_mtime_ns, found.st_size, found.st_ino)

"""What a prediction is made from, as one hash: whether a study was done already, or was changed since."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.imaging import Label
from cxstage_core.prediction.many.entries import Entry
from cxstage_core.prediction.many.outlines import files_in, named_beside
from cxstage_core.storage.content_hash import hash_of, hash_of_file

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Choices = Mapping[int | str, Label]


def inputs_of_files(entry: Entry, choices: Choices) -> str:
    """Hash the content and the names of a study's files, and of every file that may be its outline."""
    place = entry.study.absolute().parent
    files = []
    for file in files_of(entry):
        try:
            content = hash_of_file(file)
        except OSError:
            content = "unreadable"  # refused when it is read; another try is another state
        files.append([_name(file, place), content])
    named = "" if entry.outline is None else _name(entry.outline, place)
    return hash_of(["files", entry.study.name, named, files, _meant(choices)])


def inputs_of_patient(cohort: Cohort, patient: str) -> str:
    """Hash a patient's series and the outline that a prediction takes."""
    series = [[one.id, one.sha256] for one in cohort.series(patient)]
    reference = cohort.references.latest(patient)
    if reference is not None:
        return hash_of(["patient", series, reference.version, reference.sha256])
    digest = hashlib.sha256()
    for reader in sorted(cohort.readings.readers(patient)):
        reading = cohort.readings.get(patient, reader)
        if reading is not None:
            digest.update(f"{reader}/{reading.state}".encode())
            for name, mask in sorted(reading.masks.items()):
                digest.update(name.encode() + mask.array.tobytes())
    return hash_of(["patient", series, digest.hexdigest()])


def files_of(entry: Entry) -> Iterator[Path]:
    """Yield the files of a study and those that may be its outline."""
    if entry.study.is_dir():
        yield from files_in(entry.study)
    elif entry.study.is_file():
        yield entry.study
    if entry.outline is not None:
        yield entry.outline
    elif entry.study.exists():
        yield from named_beside(entry.study)


def signature_of(entry: Entry) -> tuple[tuple[str, int, int], ...]:
    """Return names, sizes and times of a study's files; it changes while they are written."""
    found = []
    for file in files_of(entry):
        try:
            status = file.stat()
        except OSError:
            continue  # it went away between listing and looking
        found.append((str(file), status.st_size, status.st_mtime_ns))
    return tuple(found)


def _name(file: Path, place: Path) -> str:
    try:
        return file.absolute().relative_to(place).as_posix()
    except ValueError:
        return file.name


def _meant(choices: Choices) -> list[list[str]]:
    return sorted([str(name), str(int(label))] for name, label in choices.items())

"""From what a user names to studies: folders, image files, lists of both, and cohorts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from cxstage_core.errors import PredictionError
from cxstage_core.prediction.many.outlines import (
    images_in,
    is_image,
    is_outline_file,
    outlines_beside,
    outlines_in,
    stem_of,
)
from cxstage_core.prediction.many.study_list import LISTS, read_list

COHORT_SUFFIX = ".cxcohort"


@dataclass(frozen=True, slots=True)
class Entry:
    """One study that is wanted.

    Args:
        study: folder or image file; of a patient the cohort's folder.
        outline: the file that a list names for it, None where it is to be found.
        patient: pseudonym of a cohort's patient, "" for a study of files.
    """

    study: Path
    outline: Path | None = None
    patient: str = ""


def entries_of(sources: Sequence[Path]) -> tuple[Entry, ...]:
    """Find the studies, each once, in the order of the sources and by name within a folder.

    A list (CSV, XLSX) names one study a row. A folder is one study if images lie in it, if an outline of its name lies
    next to it, or if exactly one outline lies anywhere below it; otherwise each folder in it is one. An image file is one
    study, unless it is an outline. A cohort stands for itself, see `patients_of`.

    Raises:
        PredictionError: a source does not exist or is not a study, or a list cannot be used.
    """
    found: dict[Entry, None] = {}
    for source in sources:
        for entry in _of_source(source):
            found.setdefault(entry)
    return tuple(found)


def is_cohort(source: Path) -> bool:
    """Return True for the folder of a cohort."""
    files = ("settings.json", "patients.json")
    whole = all((source / name).is_file() for name in files)
    return source.is_dir() and (source.suffix == COHORT_SUFFIX or whole)


def _of_source(source: Path) -> Iterator[Entry]:
    if is_cohort(source):
        yield Entry(source)
    elif source.is_dir():
        yield from map(Entry, studies_in(source))
    elif not source.is_file():
        raise PredictionError("File or folder not found: {file}.", file=source)
    elif source.suffix.lower() in LISTS:
        for study, outline in read_list(source):
            yield Entry(study, outline)
    elif not is_image(source):
        raise PredictionError(
            "{file} is not a study: neither a folder, nor an image, nor a list of studies.",
            remedy="Name folders of studies, image files (NIfTI, MHA, NRRD), a list (CSV, XLSX) or a cohort.",
            file=source,
        )
    elif not is_outline_file(source):
        yield Entry(source)


def studies_in(folder: Path) -> Iterator[Path]:
    """Yield the folder itself if it is one study, else each folder in it by name; see `entries_of`."""
    below = folders_in(folder)
    if not below or _is_study(folder, below):
        yield folder
    else:
        yield from below


def folders_in(folder: Path) -> tuple[Path, ...]:
    """Return the folders in a folder by name, without hidden ones, links and cohorts."""
    found = (one for one in folder.iterdir() if one.is_dir() and not one.is_symlink())
    return tuple(sorted(one for one in found if not one.name.startswith(".") and not is_cohort(one)))


def _is_study(folder: Path, below: Iterable[Path]) -> bool:
    names = {one.name for one in below}
    if any(stem_of(file) not in names for file in images_in(folder, deep=False)):
        return True
    return bool(outlines_beside(folder)) or len(tuple(islice(outlines_in(folder), 2))) == 1

"""A watched folder: studies are taken when their files have stopped changing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.errors import PredictionError
from cxstage_core.prediction.many.entries import Entry, folders_in, is_cohort
from cxstage_core.prediction.many.inputs import signature_of
from cxstage_core.prediction.many.outlines import images_in, is_outline_file, outline_of

POLL_S = 2.0
Signature = tuple[tuple[str, int, int], ...]


@dataclass(slots=True)
class _Seen:
    """One study as it was last looked at.

    Args:
        since: when its files were first seen like this, monotonic seconds.
        whole: it has one outline, as far as that was looked at for these files.
        taken: its files were like this when it was given to the predictor.
    """

    signature: Signature
    since: float
    whole: bool | None = None
    taken: bool = False


def check_watched(folders: Sequence[Path]) -> None:
    """Refuse to watch what is not a folder of studies.

    Raises:
        PredictionError: a source is a file, a cohort, or does not exist.
    """
    for folder in folders:
        if not folder.is_dir() or is_cohort(folder):
            raise PredictionError(
                "Only a folder of studies can be watched, which {file} is not.",
                remedy="Name the folder into which studies are written, each as a folder or an image with its outline.",
                file=folder,
            )


def studies_as_they_come(
    folders: Sequence[Path],
    settle_s: float,
    check: Callable[[], None],
    waiting: Callable[[int], None],
    poll_s: float = POLL_S,
) -> Iterator[Entry]:
    """Yield each study once its files have not changed for `settle_s`, and again whenever they were changed after that.

    Each folder in a watched folder is a study, and each image in it that is not an outline. What has no outline yet, or
    several, waits. The clock of this computer measures the time, not that of the files.

    Args:
        check: raises when the work is to be stopped.
        waiting: receives how many studies are not complete.
    """
    seen: dict[Path, _Seen] = {}
    while True:
        check()
        there = [study for folder in folders for study in _studies(folder)]
        for gone in seen.keys() - {*there}:
            del seen[gone]
        for study in there:
            check()
            entry, now = Entry(study), time.monotonic()
            signature = signature_of(entry)
            known = seen.get(study)
            if known is None or known.signature != signature:
                seen[study] = known = _Seen(signature, now)
            if not signature or known.taken or now - known.since < settle_s:
                continue
            if known.whole is None:
                known.whole = _is_whole(entry)
            if known.whole:
                known.taken = True
                yield entry
        waiting(sum(not one.taken for one in seen.values()))
        _pause(poll_s, check)


def _studies(folder: Path) -> Iterator[Path]:
    try:
        below = folders_in(folder)
        names = {one.name for one in below}
        yield from below
        for file in images_in(folder, deep=False):
            stem = file.name.partition(".")[0]
            if not any(stem == name or stem.startswith(name) for name in names):
                yield file
    except OSError:
        return  # a network folder that is away comes back


def _is_whole(entry: Entry) -> bool:
    if entry.study.is_file() and is_outline_file(entry.study):
        return False
    try:
        outline_of(entry.study)
    except PredictionError:
        return False
    return True


def _pause(seconds: float, check: Callable[[], None]) -> None:
    end = time.monotonic() + seconds
    while (left := end - time.monotonic()) > 0:
        check()
        time.sleep(min(0.1, left))

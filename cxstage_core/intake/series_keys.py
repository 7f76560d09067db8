"""Which frames belong to one series, when identifiers are absent: unknown is neither equal nor different."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from pathlib import Path

from cxstage_core.intake.header import Frame, SeriesKey

_NO_UID = "without a series UID in "


def key_of(key: SeriesKey, frame: Frame) -> SeriesKey:
    """The key of a frame's series; without a UID, the folder, number and description stand in."""
    patient, study, series = key
    if series.strip():
        return key
    number, words = (frame.header.get(k) for k in ("SeriesNumber", "SeriesDescription"))
    return patient, study, f"{_folder_key(frame.file)} {number} {words}"


def _folder_key(file: Path) -> str:
    return f"{_NO_UID}{file.parent}\0"


def is_lost_from(key: SeriesKey, lost: Mapping[SeriesKey, Collection[Path]]) -> bool:
    """Whether a refused file may hold a slice of this series.

    Args:
        lost: keys of refused files, as their headers give them, with the files.
    """
    return any(_agree(key, refused, files) for refused, files in lost.items())


def _agree(key: SeriesKey, refused: SeriesKey, files: Iterable[Path]) -> bool:
    if any(a.strip() and b.strip() and a != b for a, b in zip(key[:2], refused[:2], strict=True)):
        return False
    if refused[2].strip():
        return key[2] == refused[2]
    return any(key[2].startswith(_folder_key(file)) for file in files)


def united(series: Mapping[SeriesKey, Sequence[Frame]]) -> dict[SeriesKey, list[Frame]]:
    """Join what has one series UID and differs only in an absent patient or study."""
    by_uid: dict[str, list[SeriesKey]] = defaultdict(list)
    for key in series:
        by_uid[key[2]].append(key)
    found: dict[SeriesKey, list[Frame]] = defaultdict(list)
    for key, frames in series.items():
        fuller = [other for other in by_uid[key[2]] if _completes(other, key)]
        target = fuller[0] if len(fuller) == 1 and not key[2].startswith(_NO_UID) else key
        found[target] += frames
    return dict(found)


def _completes(other: SeriesKey, key: SeriesKey) -> bool:
    """Whether another key names what this one leaves open, and agrees with the rest."""
    pairs = list(zip(other[:2], key[:2], strict=True))
    return other != key and all(b in ("", a) for a, b in pairs) and all(a for a, _ in pairs)

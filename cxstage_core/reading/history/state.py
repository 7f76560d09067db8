"""A number for the state of all masks of a drawing, kept up from change to change.

It is the sum (modulo 2⁶⁴) of a mixed number for each labelled pixel, so that a stroke changes it by the stroke's
own pixels only. Entries of the journal carry it, so that it is known whether the outlines that a damaged
journal restores are exactly those that were drawn.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Mask
from cxstage_core.reading.delta import Delta

State = int
_MODULUS = 1 << 64


def state_of(masks: Mapping[str, Mask]) -> State:
    """Return the number of these masks; an empty mask counts as none."""
    total = 0
    for series, mask in masks.items():
        for index in mask.drawn_slices:
            labels = mask.array[index].reshape(-1)
            places = np.flatnonzero(labels)
            total += _sum(series, int(index), places, labels[places])
    return total % _MODULUS


def state_after(state: State, series: str, delta: Delta, *, undo: bool = False) -> State:
    """Return the number after a change, or after the change was undone."""
    for part in delta.parts:
        places = part.places
        gone = _sum(series, part.index, places, np.repeat(part.before, part.lengths))
        new = _sum(series, part.index, places, np.repeat(part.after, part.lengths))
        state += gone - new if undo else new - gone
    return state % _MODULUS


def _sum(series: str, index: int, places: npt.NDArray[np.int64], labels: npt.NDArray[np.uint8]) -> int:
    drawn = labels > 0
    with np.errstate(over="ignore"):
        mixed = places[drawn].astype(np.uint64)
        mixed += np.uint64(_seed(series)) + np.uint64(index << 40)
        mixed ^= labels[drawn].astype(np.uint64) << np.uint64(32)
        for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
            mixed ^= mixed >> np.uint64(shift)
            mixed *= np.uint64(factor)
        mixed ^= mixed >> np.uint64(31)
        return int(mixed.sum(dtype=np.uint64))


@lru_cache(maxsize=256)
def _seed(series: str) -> int:
    return int.from_bytes(hashlib.sha256(series.encode()).digest()[:7], "little")

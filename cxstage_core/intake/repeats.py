"""Duplicate images: kept once, but only if their pixels are identical."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.intake.header import Frame
from cxstage_core.intake.pixels import frame_pixels


def without_same_number(frames: Sequence[Frame]) -> list[Frame]:
    """Return one frame of each identification (UID and frame number).

    Raises:
        IntakeError: two different images have the same identification, or cannot be decoded.
    """
    named: dict[tuple[str, int], list[Frame]] = defaultdict(list)
    for frame in frames:
        named[frame.uid or str(frame.file), frame.number].append(frame)
    for same in named.values():
        if len(same) > 1 and len(_distinct(same)) > 1:
            raise IntakeError(
                "Different images of this series carry the same identification.",
                remedy="Export the series again from the scanner or the archive.",
            )
    return [same[0] for same in named.values()]


def without_same_content(frames: Sequence[Frame], heights: Any, nearer_mm: float) -> list[Frame]:
    """Return one frame of each group at the same position with identical pixels.

    Args:
        heights: position of each frame along the normal, mm.
        nearer_mm: frames closer than this are at the same position.

    Raises:
        IntakeError: a frame cannot be decoded.
    """
    order = np.argsort(heights, kind="stable")
    steps = np.diff(np.asarray(heights)[order]) > nearer_mm
    places = np.split(order, np.flatnonzero(steps) + 1)
    return [frame for place in places for frame in _distinct([frames[i] for i in place])]


def _distinct(frames: Sequence[Frame]) -> list[Frame]:
    if len(frames) == 1:
        return [frames[0]]
    kept: dict[tuple[object, ...], Frame] = {}
    for frame in frames:
        pixels = frame_pixels(frame)
        content = sha256(np.ascontiguousarray(pixels).tobytes()).digest()
        kept.setdefault((frame.position, pixels.dtype.str, pixels.shape, content), frame)
    return list(kept.values())

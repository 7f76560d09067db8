"""Occlusion: how the probability changes when the network does not see a part of its input.

What is taken away becomes 0, which stands in every channel where nothing was measured. An input with a hole is
unlike those that the network learned from, so that part of a change can be due to the hole itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.preprocessing import neighbour_offsets
from cxstage_core.dataset.slices import neighbouring
from cxstage_core.prediction.case import Case
from cxstage_core.prediction.explanation.place import InputPlace
from cxstage_core.prediction.explanation.regions import regions_at
from cxstage_core.text import Text, text

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Occlusion:
    """The prediction without a part of the input.

    Args:
        key: "tumour", "rim", "T1" or "mask".
        title: what was taken away.
        probability: of the chemoradiotherapy/systemic group without it.
        change: against the whole input.
    """

    key: str
    title: Text
    probability: float
    change: float

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {"part": self.key, "probability": self.probability, "change": self.change}


def occlusions(
    case: Case, place: InputPlace, probability_of: Callable[[Pixels], float]
) -> Iterator[Occlusion]:
    """Predict without each part of the input that the model sees.

    Args:
        probability_of: predicts an array like `case.prepared.array`.
    """
    whole = probability_of(case.prepared.array)
    for key, title, array in _without(case, place):
        found = probability_of(array)
        yield Occlusion(key, title, found, found - whole)


def _without(case: Case, place: InputPlace) -> Iterator[tuple[str, Text, Pixels]]:
    names, array = place.names, case.prepared.array
    outline, rim = _by_channel(case, place)
    yield "tumour", text("Tumour, in all images"), array * (1 - outline)
    yield "rim", text("5 mm around the tumour, in all images"), array * (1 - rim)
    if "T1" in names and case.prepared.facts.get("T1 present", 1.0):
        yield "T1", text("T1 images"), _emptied(array, names.index("T1"))
    if "mask" in names:
        yield "mask", text("Outline as an input"), _emptied(array, names.index("mask"))


def _by_channel(case: Case, place: InputPlace) -> tuple[Pixels, Pixels]:
    """Return outline and rim for each channel, 0 in that of the outline; (slice, channel, row, column).

    A channel of neighbouring slices has the outline of those slices.
    """
    offsets = {f"T2{offset:+d}": offset for offset in neighbour_offsets(case.config.neighbours)}
    outlines, rims = [], []
    for name in place.names:
        slices = neighbouring(place.slice_indices, offsets.get(name, 0), place.turned_grid)
        found = regions_at(place, slices)
        kept = 0.0 if name == "mask" else 1.0
        outlines.append(found.outline * np.float32(kept))
        rims.append(found.rim * np.float32(kept))
    return np.stack(outlines, axis=1), np.stack(rims, axis=1)


def _emptied(array: Pixels, channel: int) -> Pixels:
    without = array.copy()
    without[:, channel] = 0
    return without

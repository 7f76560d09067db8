"""Layers for comparing outlines: readers, their difference, a probability."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Mask
from cxstage_core.reading.comparison.disagreement import Component, Disagreement, Kind
from cxstage_gui.theme.palette import READER_A, READER_B, REFERENCE
from cxstage_gui.viewer.models.layers import DrawnLabels, ManyMasks
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.overlay import Layer

OTHERS = ("#CC79A7", "#F0E442", "#D55E00")
LABEL_DIFFERS = "#CC79A7"
PROBABILITY = "#F0E442"
STEPS = (0.05, 0.25, 0.5, 0.75, 0.95)
AREA, WEAK = 0.3, 0.16
CHOSEN = (255, 255, 255)


def colour_of_reading(number: int) -> str:
    """The colour of the n-th reading of a case, from 0."""
    return (READER_A, READER_B, *OTHERS)[number % (2 + len(OTHERS))]


def of_reading(mask: Mask | None, number: int) -> tuple[Tinted, ...]:
    """The outline of the n-th reading; infiltration weaker than tumour."""
    return _labels(mask, colour_of_reading(number))


def of_reference(mask: Mask | None) -> tuple[Tinted, ...]:
    """A draft or a frozen reference."""
    return _labels(mask, REFERENCE)


def of_difference(found: Disagreement) -> tuple[Tinted, ...]:
    """Components by kind, in the colour of the reader who marked them."""
    kinds = np.zeros(len(found.items) + 1, dtype=np.uint8)
    order = (Kind.FIRST_ONLY, Kind.SECOND_ONLY, Kind.LABEL)
    for item in found.items:
        kinds[item.number] = 1 + order.index(item.kind)
    kind = kinds[found.map]
    colours = (READER_A, READER_B, LABEL_DIFFERS)
    masks = ManyMasks([kind == n + 1 for n in range(3)])
    return (Tinted(masks, [_layer(c, 0.55, False) for c in colours]),)


def of_chosen(found: Disagreement, chosen: Sequence[Component]) -> tuple[Tinted, ...]:
    """A white rim around the chosen components: outside of them, so that a thin one stays visible."""
    if not chosen:
        return ()
    around = np.array([0, 1, 1])
    low = np.maximum(np.min([item.box[:3] for item in chosen], axis=0) - around, 0)
    high = np.max([item.box[3:] for item in chosen], axis=0) + around
    part = tuple(slice(int(a), int(b)) for a, b in zip(low, high, strict=True))
    wanted = np.zeros(len(found.items) + 1, dtype=bool)
    wanted[[item.number for item in chosen]] = True
    inside = wanted[found.map[part]]
    rim = np.zeros(found.map.shape, dtype=bool)
    rim[part] = _grown(inside) & ~inside
    return (Tinted(ManyMasks([rim]), [Layer(CHOSEN, 0.9, False)]),)


def _grown(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Return an area with the eight neighbours of each pixel within the slice."""
    for ahead, behind in (
        (np.s_[:, 1:], np.s_[:, :-1]),
        (np.s_[:, :, 1:], np.s_[:, :, :-1]),
    ):
        grown = inside.copy()
        grown[ahead] |= inside[behind]
        grown[behind] |= inside[ahead]
        inside = grown
    return inside


def of_probability(probability: npt.NDArray[np.float32]) -> tuple[Tinted, ...]:
    """Steps of probability, each stronger than the one below; one half has a line."""
    return tuple(
        Tinted(ManyMasks([probability >= step]), [_layer(PROBABILITY, 0.14, step == 0.5)])
        for step in STEPS
    )


def of_all(masks: Sequence[Mask | None]) -> tuple[Tinted, ...]:
    """All readings above each other, as lines."""
    return tuple(
        tinted
        for number, mask in enumerate(masks)
        for tinted in _labels(mask, colour_of_reading(number), filled=False)
    )


def _labels(mask: Mask | None, colour: str, *, filled: bool = True) -> tuple[Tinted, ...]:
    if mask is None:
        return ()
    if filled:
        layers = [_layer(colour, AREA, True), _layer(colour, WEAK, True)]
    else:
        layers = [Layer(_rgb(colour), 1.0, True, False)] * 2
    return (Tinted(DrawnLabels(mask.array), layers),)


def _layer(colour: str, opacity: float, outline: bool) -> Layer:
    return Layer(_rgb(colour), opacity, outline)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)

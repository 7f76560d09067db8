"""Image and outlines as one picture: bits name the masks that cover a pixel, a table its colour."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label
from cxstage_core.reading import Box

Codes = npt.NDArray[np.uint16]
Picture = npt.NDArray[np.uint32]
Greys = npt.NDArray[np.uint8]

Inside = npt.NDArray[np.bool_]

CODE_STEP = 256
NOTHING: Inside = np.zeros((0, 0), dtype=np.bool_)
"""A layer without a pixel."""


@dataclass(frozen=True, slots=True)
class Layer:
    """Appearance of one mask.

    Args:
        colour: red, green, blue, 0 to 255.
        opacity: of its area, 0 to 1.
        outline: whether its border is drawn in full colour.
        fill: whether its area is coloured.
    """

    colour: tuple[int, int, int]
    opacity: float = 0.35
    outline: bool = True
    fill: bool = True


PREVIEW = Layer((255, 255, 255), 0.3)
"""Appearance of a preview."""


def colour_table(layers: Sequence[Layer]) -> Picture:
    """Colours of every code and grey, flat: index `code * 256 + grey`, 0xffRRGGBB.

    Bit n of a code means that layer n covers the pixel, bit len(layers) + n that its border does.
    Areas are blended in order; borders stand above areas.
    """
    count = len(layers)
    codes = np.arange(1 << (2 * count))
    colours = np.repeat(np.arange(256.0)[None, :, None], codes.size, axis=0).repeat(3, axis=2)
    for bit, layer in enumerate(layers):
        if not layer.fill:
            continue
        chosen = (codes >> bit) & 1 == 1
        colours[chosen] += (np.array(layer.colour) - colours[chosen]) * layer.opacity
    for bit, layer in enumerate(layers):
        if layer.outline and layer.opacity > 0:
            colours[(codes >> (count + bit)) & 1 == 1] = layer.colour
    rgb = np.rint(colours).astype(np.uint32)
    table = (0xFF << 24) | (rgb[..., 0] << 16) | (rgb[..., 1] << 8) | rgb[..., 2]
    return np.ascontiguousarray(table.ravel().astype(np.uint32))


def border(inside: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Pixels of an area of which one of the four neighbours lies outside."""
    kept = inside.copy()
    kept[1:] &= inside[:-1]
    kept[:-1] &= inside[1:]
    kept[:, 1:] &= inside[:, :-1]
    kept[:, :-1] &= inside[:, 1:]
    return inside & ~kept


def codes_of_masks(masks: Sequence[npt.NDArray[np.bool_]], shape: tuple[int, int]) -> Codes:
    """Codes (row, column), already times 256, of several masks that may overlap."""
    codes = np.zeros(shape, dtype=np.uint16)
    for bit, mask in enumerate(masks):
        if mask.any():
            codes[mask] |= np.uint16(CODE_STEP << bit)
            codes[border(mask)] |= np.uint16(CODE_STEP << (len(masks) + bit))
    return codes


def codes_of_labels(labels: npt.NDArray[np.uint8], preview: Inside | None = None) -> Codes:
    """Codes of a label image: layer 0 is the tumour, 1 possible infiltration, 2 a preview.

    Args:
        preview: bool (row, column), None when there is none.
    """
    drawn = labels if preview is None else labels.astype(bool) | preview
    rows = np.flatnonzero(drawn.any(axis=1))
    codes = np.zeros(labels.shape, dtype=np.uint16)
    if rows.size:
        columns = np.flatnonzero(drawn[rows[0] : rows[-1] + 1].any(axis=0))
        box = (int(rows[0]), int(columns[0]), int(rows[-1]) + 1, int(columns[-1]) + 1)
        update_codes(codes, labels, box, preview)
    return codes


def update_codes(
    codes: Codes, labels: npt.NDArray[np.uint8], box: Box, preview: Inside | None = None
) -> Box:
    """Bring the codes up to date after labels changed in a rectangle.

    Returns:
        The rectangle that may look different now: one pixel wider, for the borders.
    """
    top, left, bottom, right = box
    height, width = labels.shape
    wide = (max(0, top - 1), max(0, left - 1), min(height, bottom + 1), min(width, right + 1))
    seen = (max(0, top - 2), max(0, left - 2), min(height, bottom + 2), min(width, right + 2))
    part = labels[seen[0] : seen[2], seen[1] : seen[3]]
    inner = slice(wide[0] - seen[0], wide[2] - seen[0]), slice(wide[1] - seen[1], wide[3] - seen[1])
    third = NOTHING if preview is None else preview[seen[0] : seen[2], seen[1] : seen[3]]
    masks = [part == Label.TUMOUR, part == Label.INFILTRATION, third]
    new = codes_of_masks(masks, part.shape)
    codes[wide[0] : wide[2], wide[1] : wide[3]] = new[inner]
    return wide


def compose(table: Picture, codes: Codes, greys: Greys, out: Picture, box: Box | None = None) -> None:
    """Look the picture up, or a rectangle of it, into `out` (row, column)."""
    if box is None:
        np.take(table, codes | greys, out=out, mode="clip")
        return
    part = slice(box[0], box[2]), slice(box[1], box[3])
    out[part] = table[codes[part] | greys[part]]

"""Outlines of others above the picture: any number, each in its own colour."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from cxstage_core.reading import Box
from cxstage_gui.viewer.models.layers import Overlay
from cxstage_gui.viewer.models.overlay import CODE_STEP, Layer, Picture

Tints = npt.NDArray[np.float32]


class Tinted:
    """One overlay that is painted into the picture, pixel by pixel where it covers it.

    Unlike the layers of the drawing it needs no room in the colour table, so there may be many.
    """

    def __init__(self, overlay: Overlay, layers: Sequence[Layer]) -> None:
        self._overlay = overlay
        self._rows = self._columns = np.zeros(0, dtype=np.intp)
        self._codes = np.zeros(0, dtype=np.intp)
        self.dress(layers)

    def dress(self, layers: Sequence[Layer]) -> None:
        """Give it other colours; the picture is to be composed again."""
        self._tints = tints(layers, self._overlay.layers)

    def go_to(self, index: int) -> None:
        """Show another slice."""
        codes = self._overlay.codes(index)
        self._rows, self._columns = np.nonzero(codes)
        self._codes = (codes[self._rows, self._columns] // CODE_STEP).astype(np.intp)

    def paint(self, picture: Picture, box: Box | None = None) -> None:
        """Paint it into a picture (row, column), or into a rectangle of it."""
        rows, columns, codes = self._rows, self._columns, self._codes
        if box is not None:
            top, left, bottom, right = box
            part = (rows >= top) & (rows < bottom) & (columns >= left) & (columns < right)
            rows, columns, codes = rows[part], columns[part], codes[part]
        if not codes.size or not self._tints.any():
            return
        tint = self._tints[codes]
        pixels = picture[rows, columns]
        shifts = np.array((16, 8, 0), dtype=np.uint32)
        old = ((pixels[:, None] >> shifts) & 0xFF).astype(np.float32)
        new = np.rint(old * (1 - tint[:, 3:]) + tint[:, :3]).astype(np.uint32)
        picture[rows, columns] = 0xFF000000 | (new << shifts).sum(axis=1, dtype=np.uint32)


def tints(layers: Sequence[Layer], count: int) -> Tints:
    """The colour that every code adds to a pixel: red, green, blue, times their share, and the share itself.

    Args:
        count: layers of the overlay; those without a look are not seen.
    """
    codes = np.arange(1 << (2 * count))
    found = np.zeros((codes.size, 4), dtype=np.float32)
    for bit, layer in enumerate(layers):
        if layer.fill:
            inside = (codes >> bit) & 1 == 1
            share = np.array((*(part * layer.opacity for part in layer.colour), layer.opacity))
            found[inside] = found[inside] * (1 - layer.opacity) + share
    for bit, layer in enumerate(layers):
        if layer.outline and layer.opacity > 0:
            found[(codes >> (count + bit)) & 1 == 1] = (*layer.colour, 1.0)
    return found

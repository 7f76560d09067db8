"""Sources of the outlines of a pane."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid, Mask
from cxstage_core.reading import Box
from cxstage_gui.viewer.models.linking import plane_labels, shadow_of
from cxstage_gui.viewer.models.overlay import Codes, codes_of_labels, codes_of_masks, update_codes


class Overlay(Protocol):
    """Gives the codes of a slice; bit n belongs to the n-th of `layers` layers."""

    layers: int

    def codes(self, index: int) -> Codes:
        """uint16 (row, column), already times 256."""

    def update(self, index: int, codes: Codes, box: Box) -> Box:
        """Bring codes of a slice up to date where a rectangle changed; gives what may look different."""


class DrawnLabels:
    """The labels (slice, row, column) that are drawn on this very grid, and a preview.

    Args:
        preview: bool, of the same shape; what would be drawn.
    """

    layers = 3

    def __init__(self, labels: npt.NDArray[np.uint8]) -> None:
        self._labels = labels
        self.preview: npt.NDArray[np.bool_] | None = None

    def codes(self, index: int) -> Codes:
        """Codes of a slice."""
        return codes_of_labels(self._labels[index], self._preview(index))

    def update(self, index: int, codes: Codes, box: Box) -> Box:
        """Only the rectangle and its rim."""
        return update_codes(codes, self._labels[index], box, self._preview(index))

    def _preview(self, index: int) -> npt.NDArray[np.bool_] | None:
        return None if self.preview is None else self.preview[index]


class LinkedLabels:
    """Labels of another series, by their place in the patient, as they are when this is made."""

    layers = 3

    def __init__(self, mask: Mask, grid: Grid) -> None:
        self._mask = mask
        self._grid = grid
        self._shadow = shadow_of(mask, grid)

    def codes(self, index: int) -> Codes:
        """Codes of a slice."""
        return codes_of_labels(plane_labels(self._mask, self._grid, index, self._shadow))

    def update(self, index: int, codes: Codes, _box: Box) -> Box:
        """The whole slice: the rectangle is one of the other series."""
        codes[:] = self.codes(index)
        return 0, 0, codes.shape[0], codes.shape[1]


class ManyMasks:
    """Several masks (slice, row, column) of this grid that may overlap."""

    def __init__(self, masks: Sequence[npt.NDArray[np.bool_]]) -> None:
        self._masks = tuple(masks)
        self.layers = len(self._masks)

    def codes(self, index: int) -> Codes:
        """Codes of a slice."""
        shape = self._masks[0].shape[1:]
        return codes_of_masks([mask[index] for mask in self._masks], (shape[0], shape[1]))

    def update(self, index: int, codes: Codes, _box: Box) -> Box:
        """The whole slice."""
        codes[:] = self.codes(index)
        return 0, 0, codes.shape[0], codes.shape[1]

"""A map of a prediction: its cells, and where they lie in the patient."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Volume
from cxstage_core.prediction.case import Case, StudyImages
from cxstage_core.prediction.explanation.layers import Lattice
from cxstage_core.prediction.explanation.place import InputPlace, input_place
from cxstage_core.text import Text, text

Values = npt.NDArray[np.float64]
ADDITIVE, LAYER = "additive", "layer"
NO_EVIDENCE = text("The map is empty: it holds no evidence for this group.")


@dataclass(frozen=True, slots=True, eq=False)
class HeatMap:
    """A map of one prediction.

    Args:
        key: "additive" or "layer".
        title: name.
        method: how it was made.
        cells: (slice, cell row, cell column) in the turned slices. Additive: parts of the patient's logit, positive
            for the chemoradiotherapy/systemic group. Layer: evidence for the group `towards`, 0 or more.
        slice_indices: 0-based slices of the T2 series, in the order of `cells`.
        lattice: where the cells lie in the input.
        size_px: rows and columns of the input.
        towards: 1 for the chemoradiotherapy/systemic group, -1 for surgery.
        empty: the sentence where nothing speaks for that group, else None.
        inside_share, rim_share: of the evidence for that group, in the outline and within 5 mm around it; None
            where there is none.
        test_shares, test_rim_shares: the same of the model's test patients; empty where they are not known.
        warning: where more of it lies outside than in the test patients.
    """

    key: str
    title: Text
    method: Text
    cells: Values
    slice_indices: tuple[int, ...]
    lattice: Lattice
    size_px: int
    towards: int
    empty: Text | None = None
    inside_share: float | None = None
    rim_share: float | None = None
    test_shares: tuple[float, ...] = ()
    test_rim_shares: tuple[float, ...] = ()
    warning: Text | None = None

    @property
    def evidence(self) -> Values:
        """The part of `cells` that speaks for the group `towards`, 0 or more."""
        found: Values = np.clip(self.cells if self.key == LAYER else self.towards * self.cells, 0, None)
        return found

    def density(self) -> Values:
        """Evidence per input pixel, (slice, row, column); an additive cell is spread evenly over its pixels."""
        pixels = np.arange(self.size_px, dtype=np.float64)
        if self.key == LAYER:
            return self._interpolated(self.evidence, pixels, pixels)
        rows, columns = (self._cell_of(axis, pixels) for axis in (1, 2))
        counted = [
            np.bincount(own, minlength=self.cells.shape[axis])
            for axis, own in ((1, rows), (2, columns))
        ]
        area = np.maximum(counted[0][:, None] * counted[1][None], 1)
        spread: Values = (self.evidence / area)[:, rows][:, :, columns]
        return spread

    def on_t2(self, case: Case, images: StudyImages) -> Volume:
        """Put the map on the voxels of the T2 series.

        An additive cell keeps its edges, and each of its voxels has the whole cell's part of the logit; the layer
        map is interpolated between the centres of its cells.

        Args:
            case: the case that it was made from.
            images: what `case.load` gave.

        Returns:
            float32 on the grid of the series; NaN where the network saw nothing.
        """
        return self.at(input_place(case, images))

    def at(self, place: InputPlace) -> Volume:
        """Put the map on the voxels of the T2 series, whose place is known."""
        pixels = [place.positions(axis) for axis in (0, 1)]
        seen = [(own >= -0.5) & (own <= self.size_px - 0.5) for own in pixels]
        rows, columns = (own[here] for own, here in zip(pixels, seen, strict=True))
        if self.key == LAYER:
            values = self._interpolated(self.cells, rows, columns)
        else:
            values = self.cells[:, self._cell_of(1, rows)][:, :, self._cell_of(2, columns)]
        return Volume(place.on_t2(values, seen[0], seen[1]), place.grid)

    def _cell_of(self, axis: int, pixels: Values) -> npt.NDArray[np.int64]:
        cells = self.cells.shape[axis]
        inner = self.lattice.borders(cells, self.size_px)[1:-1]
        return np.searchsorted(inner, pixels, side="right")

    def _interpolated(self, cells: Values, rows: Values, columns: Values) -> Values:
        """Interpolate linearly between the centres of the cells; beyond the outer ones they stand."""
        by_row, by_column = (
            _linear(self.lattice.centres(cells.shape[axis]), own)
            for axis, own in ((1, rows), (2, columns))
        )
        found: Values = by_row @ cells @ by_column.T
        return found

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values, sentences in English."""
        return {
            "key": self.key,
            "method": str(self.method),
            "towards": self.towards,
            "cells": self.cells.tolist(),
            "slices": list(self.slice_indices),
            "first_centre_px": self.lattice.first,
            "stride_px": self.lattice.stride,
            "size_px": self.size_px,
            "empty": None if self.empty is None else str(self.empty),
            "inside_share": self.inside_share,
            "rim_share": self.rim_share,
            "test_inside_shares": list(self.test_shares),
            "test_rim_shares": list(self.test_rim_shares),
            "warning": None if self.warning is None else str(self.warning),
        }


def _linear(centres: Values, places: Values) -> Values:
    """Weights (places, centres) of linear interpolation."""
    own = np.eye(len(centres))
    return np.stack([np.interp(places, centres, row) for row in own], axis=1)

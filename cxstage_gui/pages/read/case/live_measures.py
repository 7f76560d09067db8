"""Volume and longest diameter of the outline, kept per slice so that a stroke costs one slice."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from cxstage_core.imaging import Label, Mask
from cxstage_core.reading import Diameter, largest_diameter
from cxstage_core.staging.size_limits import near_limit


@dataclass(frozen=True, slots=True)
class SliceMeasure:
    """Pixels of both labels and the tumour's longest diameter in one slice."""

    tumour: int
    infiltration: int
    diameter: Diameter | None

    @property
    def diameter_mm(self) -> float:
        """Length of the longest diameter, 0 without a tumour."""
        return 0.0 if self.diameter is None else self.diameter.mm


class Measures:
    """Measures a mask on demand; an event of a stroke only marks its slice as out of date."""

    def __init__(self, mask: Mask) -> None:
        self._mask = mask
        self.in_space_mm: float | None = None
        self._measured: dict[int, SliceMeasure] = {}
        self._stale = set(mask.drawn_slices)

    def update(self, index: int) -> None:
        """Mark a slice as changed."""
        self._stale.add(index)

    @property
    def _slices(self) -> dict[int, SliceMeasure]:
        while self._stale:
            index = self._stale.pop()
            plane = self._mask.array[index]
            tumour = plane == Label.TUMOUR
            found = largest_diameter(tumour, self._mask.grid.spacing[1:])
            self._measured[index] = SliceMeasure(
                int(np.count_nonzero(tumour)),
                int(np.count_nonzero(plane == Label.INFILTRATION)),
                found,
            )
        return self._measured

    @property
    def tumour_cm3(self) -> float:
        """Volume of the tumour."""
        return sum(s.tumour for s in self._slices.values()) * self._mask.grid.voxel_mm3 / 1000

    @property
    def infiltration_cm3(self) -> float:
        """Volume of possible infiltration."""
        return sum(s.infiltration for s in self._slices.values()) * self._mask.grid.voxel_mm3 / 1000

    @property
    def longest(self) -> tuple[float, int]:
        """The tumour's longest in-plane diameter, mm, and its slice; (0, -1) without a tumour."""
        best = max(self._slices.items(), key=lambda item: (item[1].diameter_mm, -item[0]), default=None)
        if best is None or best[1].diameter_mm == 0:
            return 0.0, -1
        return best[1].diameter_mm, best[0]

    def line(self, index: int) -> Diameter | None:
        """The longest diameter of the tumour in a slice."""
        found = self._slices.get(index)
        return None if found is None else found.diameter

    @property
    def near_mm(self) -> float | None:
        """The FIGO threshold from which a diameter is at most 2 mm away, if there is one.

        The 3-D diameter counts too, because a tumour may be longest across the slices.
        """
        return near_limit(max(self.longest[0], self.in_space_mm or 0.0)) or near_limit(self.longest[0])

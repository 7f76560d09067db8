"""The tip of a brush: its form, its size in millimetres, and whether it reaches into other slices."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.reading.tools.brush import Patch, Point, swept_disc, swept_square

SMALLEST_MM, LARGEST_MM = 0.5, 60.0


class TipForm(StrEnum):
    """The outline of a tip in the slice."""

    CIRCLE = "circle"
    SQUARE = "square"


@dataclass(frozen=True, slots=True)
class Tip:
    """The part of a brush that touches the image.

    Args:
        size_mm: diameter of the circle or side of the square.
        form: circle or square.
        solid: a ball or a cube, which reaches into the neighbouring slices, instead of a flat tip.
    """

    size_mm: float = 8.0
    form: TipForm = TipForm.CIRCLE
    solid: bool = False

    def swept(self, start: Point, end: Point, spacing: Point, shape: tuple[int, int]) -> Patch | None:
        """Pixels of the slice it is led over that it touches on its straight way; None outside."""
        sweep = swept_square if self.form == TipForm.SQUARE else swept_disc
        return sweep(start, end, self.size_mm / 2, spacing, shape)

    def swept_slices(
        self,
        start: Point,
        end: Point,
        index: int,
        spacing: tuple[float, float, float],
        size: tuple[int, int, int],
    ) -> dict[int, Patch]:
        """Pixels that it touches, by slice.

        A pixel belongs to it when its centre does: the slice at a distance d of a ball of radius r is
        crossed by a disc of radius sqrt(r² - d²).

        Args:
            start, end: row and column of its straight way.
            index: the slice it is led over.
            spacing: mm between slices, rows and columns.
            size: slices, rows and columns of the series.
        """
        shape = size[1:]
        flat = self.swept(start, end, spacing[1:], shape)
        found = {} if flat is None else {index: flat}
        half = self.size_mm / 2
        reach = math.floor(half / spacing[0]) if self.solid else 0
        for other in range(max(0, index - reach), min(size[0], index + reach + 1)):
            if other == index:
                continue
            away = (other - index) * spacing[0]
            if self.form == TipForm.SQUARE:
                patch = swept_square(start, end, half, spacing[1:], shape, hold=False)
            else:
                radius = math.sqrt(max(half**2 - away**2, 0.0))
                patch = swept_disc(start, end, radius, spacing[1:], shape, hold=False)
            if patch is not None and patch.inside.any():
                found[other] = patch
        return found

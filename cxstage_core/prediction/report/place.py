"""Where the network looked: T2 in the upright pose, its outline, and the window of the input."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.crop import Window, window_around
from cxstage_core.dataset.outline import outlined
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask

if TYPE_CHECKING:
    from cxstage_core.prediction.case import Case, StudyImages

_LETTERS = (("L", "R"), ("P", "A"), ("H", "F"))
"""Ways along the axes of LPS: growing, shrinking."""
_SECOND = 0.35
"""A direction further than 20 degrees from an axis of the body gets a second letter."""


@dataclass(frozen=True, slots=True, eq=False)
class Place:
    """A study as it is shown: rows to posterior, columns to the patient's left.

    Args:
        t2: upright.
        mask: labels on the grid of `t2`.
        window: of the network's input, in the plane of the slices.
        slices: those that the network used, 0-based.
    """

    t2: Volume
    mask: Mask
    window: Window
    slices: tuple[int, ...]

    @property
    def extent_mm(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top edge of a slice in mm from the centre of its first pixel."""
        _, rows, columns = self.t2.grid.size
        _, row, column = self.t2.grid.spacing
        return (-0.5 * column, (columns - 0.5) * column, (rows - 0.5) * row, -0.5 * row)

    @property
    def window_mm(self) -> tuple[float, float, float, float]:
        """Left, right, bottom and top edge of the window, as `extent_mm`."""
        row, column = (c * s for c, s in zip(self.window.centre, self.window.spacing, strict=True))
        half = self.window.side_mm / 2
        return (column - half, column + half, row + half, row - half)

    @property
    def grey_limits(self) -> tuple[float, float]:
        """Values shown black and white: the 1st and 99.5th percentile of the used slices inside the window."""
        rows = self.window.indices(0, self.t2.grid.size[1])
        columns = self.window.indices(1, self.t2.grid.size[2])
        seen: npt.NDArray[Any] = self.t2.array[list(self.slices)][:, rows, columns]
        low, high = np.percentile(seen, (1.0, 99.5))
        return float(low), float(max(high, low + 1e-6))


def place_of(case: Case, images: StudyImages) -> Place:
    """Return the place of a case, as its preparation computed it."""
    mask = images.outline
    if not mask.grid.close_to(images.t2.grid):
        mask = resample_mask(mask, images.t2.grid)
    t2, upright = upright_volume(images.t2), upright_mask(mask)
    spacing = (t2.grid.spacing[1], t2.grid.spacing[2])
    window = window_around(outlined(upright), spacing, case.config.fov_mm, case.config.size_px)
    return Place(t2, upright, window, case.prepared.slice_indices)


def edge_letters(grid: Grid) -> tuple[str, str, str, str]:
    """Return the orientation at the left, right, top and bottom edge of a slice, such as ("R", "L", "A", "P")."""
    _, rows, columns = grid.direction
    return (
        direction_letters([-part for part in columns]),
        direction_letters(columns),
        direction_letters([-part for part in rows]),
        direction_letters(rows),
    )


def direction_letters(direction: npt.ArrayLike) -> str:
    """Return the letters of a unit vector in LPS, the main axis first; at most two."""
    parts = np.asarray(direction, dtype=float)
    order = np.argsort(-np.abs(parts), kind="stable")
    kept = [
        int(axis) for number, axis in enumerate(order[:2]) if number == 0 or abs(parts[axis]) >= _SECOND
    ]
    return "".join(_LETTERS[axis][0 if parts[axis] > 0 else 1] for axis in kept)

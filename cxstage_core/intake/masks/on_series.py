"""An outline of a file on the grid of a series."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Mask, resample_mask
from cxstage_core.imaging.moved_outline import moved_notes
from cxstage_core.intake.formats.placing import SAME_PLACE_MM, lies_on, same_lattice
from cxstage_core.text import Text

__all__ = ["Resampling", "lies_on", "on_series"]

Resampling = Callable[[Mask, Grid], Mask]


def on_series(
    outline: Mask, grid: Grid, file: Path, resampling: Resampling = resample_mask
) -> tuple[Mask, tuple[Text, ...]]:
    """Place an outline on the grid of a series, with notes if that changes it.

    Voxels that coincide with those of the series are copied, in whatever order and part they are stored.

    Args:
        resampling: used where the voxels do not coincide.

    Raises:
        IntakeError: the outline lies entirely outside the series.
    """
    if outline.grid.close_to(grid, SAME_PLACE_MM):
        return Mask(outline.array, grid), ()
    same = same_lattice(outline.grid, grid)
    placed = resample_mask(outline, grid) if same else resampling(outline, grid)
    drawn = np.count_nonzero(outline.array)
    if drawn and not placed.array.any():
        raise IntakeError(
            "The outline {file} lies entirely outside this series.",
            remedy="Choose the outline and the series of the same examination.",
            file=file,
        )
    if same and np.count_nonzero(placed.array) == drawn:
        return placed, ()
    return placed, moved_notes(outline, placed)

"""Small pictures of every slice."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Volume
from cxstage_gui.viewer.models.window_level import Greys, GreyTable, WindowLevel
from cxstage_gui.viewer.models.window_rules import rules_for, tissue, window_by

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.values.records import SeriesRecord


def thumbnails(volume: Volume, window: WindowLevel, side_px: int) -> Greys:
    """Pictures (slice, row, column) whose longer side has at most so many pixels, square in mm."""
    _, rows, columns = volume.grid.size
    _, down, across = volume.grid.spacing
    scale = side_px / max(rows * down, columns * across)
    tall, wide = (max(1, math.floor(n * scale + 0.5)) for n in (rows * down, columns * across))
    row = np.minimum((np.arange(tall) + 0.5) * rows / tall, rows - 1).astype(int)
    column = np.minimum((np.arange(wide) + 0.5) * columns / wide, columns - 1).astype(int)
    table = GreyTable(window, volume.array.dtype)
    picked = [np.ascontiguousarray(plane[row[:, None], column]) for plane in volume.array]
    return np.stack([table.greys(plane) for plane in picked])


def series_picture(cohort: Cohort, series: SeriesRecord, side_px: int) -> Greys:
    """Picture (row, column) of the middle slice of a series, in the first window of its sequence."""
    volume = cohort.volume(series.patient, series.id)
    window = window_by(rules_for(series.info.sequence)[0], tissue(volume.array))
    middle = volume.grid.size[0] // 2
    grid = replace(volume.grid, size=(1, *volume.grid.size[1:]))  # its position does not matter here
    return thumbnails(Volume(volume.array[middle : middle + 1], grid), window, side_px)[0]


def drawn_slices(labels: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """The largest label of every slice, 0 for one on which nothing is drawn."""
    return np.asarray(labels.reshape(labels.shape[0], -1).max(axis=1))

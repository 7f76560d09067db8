"""Where an outline lies: on an image of the study, on tissue, with its surroundings inside the image."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_rules import Objection, objection
from cxstage_core.dataset.crop import bounding_box
from cxstage_core.dataset.outline import outlined
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask

_LOST_STOPS, _LOST_NOTED = 0.05, 0.002
"""Share of the outline's volume outside the T2 series from which is stopped, is noted."""
_SMALLEST_CM3, _LARGEST_CM3 = 0.01, 500.0
_COVERED_STOPS, _COVERED_NOTED = 0.6, 0.98
"""Share of the field of view inside the T2 image below which is stopped, is noted."""
_T1_COVERED = 0.5
_AIR_SHARE, _AIR_LEVEL = 0.5, 0.03
"""Share of the outline on air from which is stopped; air is darker than this share of the 99th percentile."""


def check_placement(
    t2: Volume, t1: Grid | None, mask: Mask, fov_mm: float, study: Iterable[Grid]
) -> tuple[Objection, ...]:
    """Check an outline against the series of its study.

    Args:
        t2: axial T2 series. t1: grid of the axial T1 series, if it is used.
        mask: the outline, on its own grid.
        fov_mm: side of the field of view that the network sees.
        study: grids of all series of the study.

    Returns:
        The broken rules, those that stop a prediction first; none if nothing is outlined on the T2 series, which the
        preparation refuses.
    """
    found: list[Objection] = []
    drawn = outlined(mask)
    volume = float(np.count_nonzero(drawn)) * mask.grid.voxel_mm3 / 1000.0
    points = mask.grid.index_to_world(np.argwhere(drawn))
    lost = volume * float(np.mean(~t2.grid.contains(points))) if len(points) else 0.0
    if not mask.grid.close_to(t2.grid):
        if not any(_inside(mask.grid, grid) or _inside(grid, mask.grid) for grid in study):
            found.append(objection("outline-elsewhere"))
        mask = resample_mask(mask, t2.grid)
    here = outlined(mask)
    if not here.any():
        return ()
    spacing = (t2.grid.spacing[1], t2.grid.spacing[2])
    box = bounding_box(here)
    width = max((high - low + 1) * mm for (low, high), mm in zip(box, spacing, strict=True))
    if lost > _LOST_STOPS * volume:
        found.append(objection("outline-lost", lost=lost, volume=volume))
    if not _SMALLEST_CM3 <= volume <= _LARGEST_CM3 or width > fov_mm:
        found.append(objection("outline-size", volume=volume, width=width))
    in_air = _share_in_air(t2, here)
    if in_air > _AIR_SHARE:
        found.append(objection("outline-in-air", share=100 * in_air))
    found += _surroundings(t2.grid, t1, here, fov_mm)
    if _LOST_NOTED * volume < lost <= _LOST_STOPS * volume:
        found.append(objection("outline-lost-part", lost=lost, volume=volume))
    return tuple(sorted(found, key=lambda one: not one.rule.stops))


def _surroundings(
    grid: Grid, t1: Grid | None, here: npt.NDArray[np.bool_], fov_mm: float
) -> list[Objection]:
    """Check how much of the field of view and of the outline (on the T2 grid) the series cover."""
    found = []
    box, spacing = bounding_box(here), (grid.spacing[1], grid.spacing[2])
    covered = _covered(box, spacing, here.shape, fov_mm)
    if covered < _COVERED_NOTED:
        key = "t2-window" if covered < _COVERED_STOPS else "t2-window-part"
        found.append(objection(key, share=100 * covered, fov=fov_mm))
    if t1 is not None:
        inside = float(np.mean(t1.contains(grid.index_to_world(np.argwhere(here)))))
        if inside < _T1_COVERED:
            found.append(objection("t1-outline", share=100 * inside))
    if any(low == 0 or high == n - 1 for (low, high), n in zip(box, here.shape[1:], strict=True)):
        found.append(objection("outline-at-edge"))
    if here[0].any() or here[-1].any():
        found.append(objection("outline-at-end"))
    return found


def _inside(inner: Grid, outer: Grid) -> bool:
    """Whether a box lies in another one, give or take one of the larger voxels."""
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in inner.size])).reshape(3, -1).T
    index = outer.world_to_index(inner.index_to_world(ends))
    slack = np.maximum(1.0, max(inner.spacing) / np.asarray(outer.spacing))
    return bool(np.all((index >= -slack) & (index <= np.asarray(outer.size) - 1 + slack)))


def _covered(
    box: tuple[tuple[int, int], tuple[int, int]],
    spacing: tuple[float, float],
    shape: tuple[int, ...],
    fov_mm: float,
) -> float:
    """The share of the field of view around an outline that the image covers."""
    share = 1.0
    for (low, high), mm, n in zip(box, spacing, shape[1:], strict=True):
        centre = (low + high) / 2 * mm
        begin, end = max(centre - fov_mm / 2, -mm / 2), min(centre + fov_mm / 2, (n - 0.5) * mm)
        share *= max(0.0, end - begin) / fov_mm
    return share


def _share_in_air(t2: Volume, here: npt.NDArray[np.bool_]) -> float:
    low, high = (float(v) for v in np.percentile(t2.array, (0.1, 99.0)))
    if not high > low:
        return 0.0
    return float(np.mean(t2.array[here] < low + _AIR_LEVEL * (high - low)))

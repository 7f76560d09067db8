"""Where an outline lies: on an image of the study, on tissue, with its surroundings inside the image."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_rules import Objection, objection
from cxstage_core.dataset.crop import bounding_box
from cxstage_core.dataset.outline import outlined
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask

LOST_STOPS, LOST_NOTED = 0.05, 0.002
"""Share of the outline's volume outside the T2 series from which is stopped, is noted."""
SMALLEST_CM3, LARGEST_CM3 = 0.01, 500.0
FEWEST_VOXELS = 10
COVERED_STOPS, COVERED_NOTED = 0.6, 0.98
"""Share of the field of view inside the T2 image below which is stopped, is noted."""
T1_COVERED = 0.5
AIR_SHARE = 0.5
"""Share of the outline on air from which is stopped."""
_AIR_LEVEL = 0.03
"""Air is darker than this share of the 99th percentile."""


@dataclass(frozen=True, slots=True)
class Placement:
    """Where an outline lies.

    Args:
        elsewhere: it was drawn on an image that is none of the study's.
        lost_cm3, volume_cm3: of the outline: beyond the T2 series, and in all.
        width_mm: of the outline on the T2 series, the larger one of rows and columns.
        voxels: outlined on the T2 series.
        in_air: share of the outline that lies on air.
        covered: share of the field of view that the T2 series covers.
        fov_mm: side of the field of view.
        t1_inside: share of the outline that the T1 series covers; None without one.
        at_edge, at_end: it reaches the edge of the image, the end of the stack.
    """

    elsewhere: bool
    lost_cm3: float
    volume_cm3: float
    width_mm: float
    voxels: int
    in_air: float
    covered: float
    fov_mm: float
    t1_inside: float | None
    at_edge: bool
    at_end: bool

    def objections(self) -> tuple[Objection, ...]:
        """Return the broken rules, those that stop a prediction first."""
        found: list[Objection] = []
        lost, volume = self.lost_cm3, self.volume_cm3
        if self.elsewhere:
            found.append(objection("outline-elsewhere"))
        if lost > LOST_STOPS * volume:
            found.append(objection("outline-lost", lost=lost, volume=volume))
        elif lost > LOST_NOTED * volume:
            found.append(objection("outline-lost-part", lost=lost, volume=volume))
        if not SMALLEST_CM3 <= volume <= LARGEST_CM3 or self.width_mm > self.fov_mm:
            found.append(objection("outline-size", volume=volume, width=self.width_mm))
        if self.voxels < FEWEST_VOXELS:
            found.append(objection("outline-few-voxels", n=self.voxels, least=FEWEST_VOXELS))
        if self.in_air > AIR_SHARE:
            found.append(objection("outline-in-air", share=100 * self.in_air))
        if self.covered < COVERED_NOTED:
            key = "t2-window" if self.covered < COVERED_STOPS else "t2-window-part"
            found.append(objection(key, share=100 * self.covered, fov=self.fov_mm))
        if self.t1_inside is not None and self.t1_inside < T1_COVERED:
            found.append(objection("t1-outline", share=100 * self.t1_inside))
        if self.at_edge:
            found.append(objection("outline-at-edge"))
        if self.at_end:
            found.append(objection("outline-at-end"))
        return tuple(sorted(found, key=lambda one: not one.stops))


def check_placement(
    t2: Volume, t1: Grid | None, mask: Mask, fov_mm: float, study: Iterable[Grid]
) -> tuple[Objection, ...]:
    """Check an outline against the series of its study; else as `measure_placement`.

    Returns:
        The broken rules, those that stop a prediction first; none if nothing is outlined on the T2 series, which the
        preparation refuses.
    """
    placed = measure_placement(t2, t1, mask, fov_mm, study)
    return () if placed is None else placed.objections()


def measure_placement(
    t2: Volume, t1: Grid | None, mask: Mask, fov_mm: float, study: Iterable[Grid]
) -> Placement | None:
    """Measure where an outline lies.

    Args:
        t2: axial T2 series. t1: grid of the axial T1 series, if it is used.
        mask: the outline, on its own grid.
        fov_mm: side of the field of view that the network sees.
        study: grids of all series of the study.

    Returns:
        None if nothing is outlined on the T2 series.
    """
    drawn = outlined(mask)
    volume = float(np.count_nonzero(drawn)) * mask.grid.voxel_mm3 / 1000.0
    points = mask.grid.index_to_world(np.argwhere(drawn))
    lost = volume * float(np.mean(~t2.grid.contains(points))) if len(points) else 0.0
    elsewhere = False
    if not mask.grid.close_to(t2.grid):
        elsewhere = not any(_inside(mask.grid, grid) or _inside(grid, mask.grid) for grid in study)
        mask = resample_mask(mask, t2.grid)
    here = outlined(mask)
    if not here.any():
        return None
    spacing = (t2.grid.spacing[1], t2.grid.spacing[2])
    box = bounding_box(here)
    return Placement(
        elsewhere=elsewhere,
        lost_cm3=lost,
        volume_cm3=volume,
        width_mm=max((high - low + 1) * mm for (low, high), mm in zip(box, spacing, strict=True)),
        voxels=int(np.count_nonzero(here)),
        in_air=_share_in_air(t2, here),
        covered=_covered(box, spacing, here.shape, fov_mm),
        fov_mm=fov_mm,
        t1_inside=None
        if t1 is None
        else float(np.mean(t1.contains(t2.grid.index_to_world(np.argwhere(here))))),
        at_edge=any(
            low == 0 or high == n - 1 for (low, high), n in zip(box, here.shape[1:], strict=True)
        ),
        at_end=bool(here[0].any() or here[-1].any()),
    )


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

"""Changes of a whole outline: fill, keep the largest part, smooth, grow, shrink, copy.

All take and give one label as bool (slice, row, column); lengths are mm, spacing is that of slices,
rows and columns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.delta import Labels
from cxstage_core.reading.tools.painting import painted

Inside = npt.NDArray[np.bool_]
_BORDER = 0.4
"""How far from a centre the border is taken to be, in pixels: distances to centres are a little too
long, so that with one half a disc grown by some mm came out 0.1 to 0.3 pixels too large."""


def replaced(labels: Labels, inside: Inside, label: Label, *, protect: bool = False) -> Labels:
    """The labels when a label covers exactly an area.

    Args:
        labels: uint8 (slice, row, column), not changed.
        protect: pixels of other labels keep them.
    """
    cleared = np.where(labels == label, np.uint8(Label.BACKGROUND), labels)
    return painted(cleared, inside, label, protect=protect)


def holes_filled(inside: Inside, *, solid: bool = False) -> Inside:
    """Fill what is enclosed: in each slice for itself, or with `solid` in space.

    Enclosed means: not connected to the border by steps over sides of pixels.
    """
    from scipy.ndimage import binary_fill_holes

    if solid:
        return np.asarray(binary_fill_holes(inside))
    filled = inside.copy()
    for index in np.flatnonzero(inside.any(axis=(1, 2))):
        filled[index] = binary_fill_holes(inside[index])
    return filled


def largest_part(inside: Inside, *, solid: bool = True) -> Inside:
    """Keep the largest connected part: of the whole outline, or with `solid` off of each slice.

    Connected means: by steps over sides (six neighbours in space, four in a slice). Of two equally
    large parts the first is kept.
    """
    from scipy.ndimage import label as numbered

    if not solid:
        kept = np.zeros_like(inside)
        for index in np.flatnonzero(inside.any(axis=(1, 2))):
            kept[index] = largest_part(inside[index][None], solid=True)[0]
        return kept
    parts, count = numbered(inside)
    if count < 2:
        return inside.copy()
    sizes = np.bincount(parts.ravel())
    sizes[0] = 0
    return np.asarray(parts == sizes.argmax())


def resized(inside: Inside, spacing: Triple, by_mm: float, *, solid: bool = False) -> Inside:
    """Grow (above 0) or shrink (below 0) by a true distance, in each slice or with `solid` in space.

    Growing a disc by 1 mm makes its radius 1 mm larger, to about a tenth of a pixel.
    """
    if by_mm == 0 or not inside.any():
        return inside.copy()
    if not solid:
        changed = inside.copy()
        for index in np.flatnonzero(inside.any(axis=(1, 2))):
            changed[index] = signed_distance(inside[index], spacing[1:]) < by_mm
        return changed
    return np.asarray(signed_distance(inside, spacing) < by_mm)


def smoothed(inside: Inside, spacing: Triple, sigma_mm: float, *, solid: bool = False) -> Inside:
    """Smooth the border with a Gaussian of this standard deviation; the size stays as it is.

    The level at which the blurred area is cut is the one that keeps the number of voxels, of each
    slice or with `solid` of the whole.
    """
    from scipy.ndimage import gaussian_filter

    if sigma_mm <= 0 or not inside.any():
        return inside.copy()
    if not solid:
        changed = inside.copy()
        for index in np.flatnonzero(inside.any(axis=(1, 2))):
            one = smoothed(inside[index][None], (1.0, *spacing[1:]), sigma_mm, solid=True)
            changed[index] = one[0]
        return changed
    sigmas = [sigma_mm / mm if n > 1 else 0.0 for mm, n in zip(spacing, inside.shape, strict=True)]
    blurred = gaussian_filter(inside.astype(np.float32), sigmas, mode="constant")
    count = int(np.count_nonzero(inside))
    level = np.partition(blurred.ravel(), -count)[-count]
    return np.asarray(blurred >= max(float(level), 1e-6))


def copied(inside: Inside, source: int, target: int) -> Inside:
    """What the target slice would hold if it also had the outline of the source slice."""
    found = np.zeros_like(inside)
    found[target] = inside[source] | inside[target]
    return found


def signed_distance(inside: Inside, spacing: tuple[float, ...]) -> npt.NDArray[np.float64]:
    """Distance of every voxel's centre to the border, mm; negative inside.

    Args:
        inside: bool, of two or three dimensions.
        spacing: mm, as many as dimensions.
    """
    from scipy.ndimage import distance_transform_edt

    half = _BORDER * float(np.sqrt(spacing[-2] * spacing[-1]))
    if not inside.any():
        return np.full(inside.shape, np.inf)
    outside = distance_transform_edt(~inside, sampling=spacing)
    within = distance_transform_edt(np.pad(inside, 1), sampling=spacing)
    within = within[(slice(1, -1),) * inside.ndim]
    return np.asarray(np.where(inside, half - within, outside - half))


class Scope(StrEnum):
    """Where an operation applies: one slice, each slice by itself, or the whole outline in 3-D."""

    SLICE = "slice"
    SLICES = "slices"
    SPACE = "space"

    @property
    def solid(self) -> bool:
        """Return True if slices are connected to each other."""
        return self is Scope.SPACE


@dataclass(frozen=True, slots=True, eq=False)
class LabelSnapshot:
    """The outline of one label at one moment, to be changed in a background thread.

    Every operation returns the new outline of the label, bool (slice, row, column).

    Args:
        labels: uint8 (slice, row, column), a copy.
        label: the label that operations change.
        spacing: mm between slices, rows and columns.
        index: the slice on screen.
        protect: voxels of other labels keep them.
    """

    labels: Labels
    label: Label
    spacing: Triple
    index: int
    protect: bool = False

    @property
    def inside(self) -> Inside:
        """Where the label is, bool (slice, row, column)."""
        return np.asarray(self.labels == self.label)

    def part(self, scope: Scope) -> Inside:
        """The part of the outline in scope, bool (slice, row, column)."""
        if scope is not Scope.SLICE:
            return self.inside
        part = np.zeros(self.labels.shape, dtype=np.bool_)
        part[self.index] = self.labels[self.index] == self.label
        return part

    def within(self, scope: Scope, changed: Inside) -> Inside:
        """The whole outline after the part in scope was changed."""
        if scope is not Scope.SLICE:
            return changed
        whole = self.inside
        whole[self.index] = changed[self.index]
        return whole

    def filled(self, scope: Scope) -> Inside:
        """Fill holes."""
        return self._change(scope, lambda part: holes_filled(part, solid=scope.solid))

    def largest(self, scope: Scope) -> Inside:
        """Keep the largest connected part."""
        return self._change(scope, lambda part: largest_part(part, solid=scope.solid))

    def smoothed(self, scope: Scope, sigma_mm: float) -> Inside:
        """Smooth the border."""
        return self._change(
            scope, lambda part: smoothed(part, self.spacing, sigma_mm, solid=scope.solid)
        )

    def resized(self, scope: Scope, by_mm: float) -> Inside:
        """Grow, or with a negative length shrink."""
        return self._change(scope, lambda part: resized(part, self.spacing, by_mm, solid=scope.solid))

    def copied(self, step: int) -> Inside | None:
        """Add the outline of the slice `step` slices away to this slice; None if there is none."""
        inside, source = self.inside, self.index + step
        if not 0 <= source < len(inside) or not inside[source].any():
            return None
        return np.asarray(inside | copied(inside, source, self.index))

    def replaced_by(self, inside: Inside) -> Labels:
        """All labels after the label covers exactly an area."""
        return replaced(self.labels, inside, self.label, protect=self.protect)

    def _change(self, scope: Scope, operation: Callable[[Inside], Inside]) -> Inside:
        return self.within(scope, operation(self.part(scope)))

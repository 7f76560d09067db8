"""Agreement of two outlines of one patient: overlap, distances, volume, diameter, slices."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import ReadingError
from cxstage_core.imaging import Label
from cxstage_core.imaging.grid import Triple
from cxstage_core.reading.comparison.definitions import Region
from cxstage_core.reading.comparison.offset import edge_offset
from cxstage_core.reading.delta import Labels
from cxstage_core.reading.diameter import largest_diameter_in_space
from cxstage_core.text import Text, text

Bits = npt.NDArray[np.bool_]
Distances = npt.NDArray[np.float64]

FAR_PERCENT = 95.0


class Presence(StrEnum):
    """Which of two outlines is not empty."""

    BOTH = "both"
    FIRST_ONLY = "first only"
    SECOND_ONLY = "second only"
    NEITHER = "neither"


PRESENCE_NOTES: Mapping[Presence, Text | None] = MappingProxyType(
    {
        Presence.BOTH: None,
        Presence.FIRST_ONLY: text(
            "Only the first reading marks this: Dice is 0, distances are not defined."
        ),
        Presence.SECOND_ONLY: text(
            "Only the second reading marks this: Dice is 0, distances are not defined."
        ),
        Presence.NEITHER: text("Neither reading marks this: there is nothing to agree on."),
    }
)


@dataclass(frozen=True, slots=True)
class Extent:
    """Size of one outline.

    Args:
        diameter_mm: longest straight line in 3D; None for an empty outline.
    """

    volume_cm3: float
    diameter_mm: float | None


@dataclass(frozen=True, slots=True)
class SliceTable:
    """Slices by who marked something in them."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def table(self) -> tuple[tuple[int, int], tuple[int, int]]:
        """First reading in rows, second in columns; not marked, then marked."""
        return (self.neither, self.only_second), (self.only_first, self.both)


@dataclass(frozen=True, slots=True)
class CaseAgreement:
    """Agreement of two outlines in one region; see `definitions.DEFINITIONS`.

    Args:
        dice: None when both are empty.
        hd95_mm, assd_mm: None when one is empty.
        edge_offset_mm: positive where the second runs outside the first; None when no slice has both.
    """

    region: Region
    dice: float | None
    hd95_mm: float | None
    assd_mm: float | None
    edge_offset_mm: float | None
    first: Extent
    second: Extent
    slices: SliceTable

    @property
    def presence(self) -> Presence:
        """Which outlines are not empty; anything but both is shown with the numbers."""
        marked = self.first.diameter_mm is not None, self.second.diameter_mm is not None
        return {
            (True, True): Presence.BOTH,
            (True, False): Presence.FIRST_ONLY,
            (False, True): Presence.SECOND_ONLY,
            (False, False): Presence.NEITHER,
        }[marked]

    @property
    def note(self) -> Text | None:
        """The sentence to show with the numbers; None when neither outline is empty."""
        return PRESENCE_NOTES[self.presence]

    @property
    def volume_difference_cm3(self) -> float | None:
        """Second minus first; None when both are empty."""
        if self.presence is Presence.NEITHER:
            return None
        return self.second.volume_cm3 - self.first.volume_cm3

    @property
    def diameter_difference_mm(self) -> float | None:
        """Second minus first; None when one is empty."""
        if self.first.diameter_mm is None or self.second.diameter_mm is None:
            return None
        return self.second.diameter_mm - self.first.diameter_mm


def agreement(
    first: Labels, second: Labels, spacing: Triple, region: Region = Region.TUMOUR
) -> CaseAgreement:
    """Compare two outlines of one series.

    Args:
        first, second: labels, uint8 (slice, row, column), on the same grid.
        spacing: mm between slices, rows and columns.
        region: what of them is compared.

    Raises:
        ReadingError: the outlines do not lie on the same grid.
    """
    if first.shape != second.shape:
        raise ReadingError(
            "Two outlines are compared on one grid, not on {first} and {second} voxels.",
            remedy="Compare outlines of the same series.",
            first=first.shape,
            second=second.shape,
        )
    a, b = inside_of(first, region), inside_of(second, region)
    marked_a, marked_b = a.any(axis=(1, 2)), b.any(axis=(1, 2))
    slices = SliceTable(
        *(
            int(np.count_nonzero(found))
            for found in (
                marked_a & marked_b,
                marked_a & ~marked_b,
                ~marked_a & marked_b,
                ~marked_a & ~marked_b,
            )
        )
    )
    box = _box(a | b)
    a, b = a[box], b[box]
    voxels_a, voxels_b = int(np.count_nonzero(a)), int(np.count_nonzero(b))
    shared = int(np.count_nonzero(a & b))
    dice = 2 * shared / (voxels_a + voxels_b) if voxels_a + voxels_b else None
    far = mean = None
    if voxels_a and voxels_b:
        there, back = surface_distances(a, b, spacing)
        far = max(float(np.percentile(d, FAR_PERCENT)) for d in (there, back))
        mean = float(np.concatenate([there, back]).mean())
    offset = edge_offset(a, b, spacing)
    extents = _extent(a, spacing), _extent(b, spacing)
    return CaseAgreement(region, dice, far, mean, offset, *extents, slices)


def agreements(first: Labels, second: Labels, spacing: Triple) -> dict[Region, CaseAgreement]:
    """The same for every region."""
    return {region: agreement(first, second, spacing, region) for region in Region}


def inside_of(labels: Labels, region: Region) -> Bits:
    """The voxels of a region, bool (slice, row, column)."""
    if region is Region.BOTH:
        return np.asarray(labels != Label.BACKGROUND)
    wanted = Label.TUMOUR if region is Region.TUMOUR else Label.INFILTRATION
    return np.asarray(labels == wanted)


def surface_of_voxels(inside: Bits) -> Bits:
    """Voxels of an outline with a neighbour outside it across one of six faces.

    Args:
        inside: bool (slice, row, column); beyond the array is outside.
    """
    wide = np.pad(inside, 1)
    core = inside.copy()
    for axis in range(3):
        for start in (0, 2):
            near: list[slice] = [slice(1, -1)] * 3
            near[axis] = slice(start, start + inside.shape[axis])
            core &= wide[tuple(near)]
    return inside & ~core


def surface_distances(first: Bits, second: Bits, spacing: Triple) -> tuple[Distances, Distances]:
    """From each surface voxel to the nearest of the other outline, mm between voxel centres.

    Args:
        first, second: bool (slice, row, column), neither empty.
        spacing: mm between slices, rows and columns.

    Returns:
        From first to second, and from second to first; one value per surface voxel.
    """
    # Imported here: it takes 100 ms that only this needs.
    from scipy import ndimage

    a, b = surface_of_voxels(first), surface_of_voxels(second)
    to_b = ndimage.distance_transform_edt(~b, sampling=spacing)
    to_a = ndimage.distance_transform_edt(~a, sampling=spacing)
    return np.asarray(to_b[a]), np.asarray(to_a[b])


def _extent(inside: Bits, spacing: Triple) -> Extent:
    longest = largest_diameter_in_space(inside, spacing)
    volume = float(np.count_nonzero(inside) * np.prod(spacing)) / 1000.0
    return Extent(volume, None if longest is None else longest.mm)


def _box(inside: Bits) -> tuple[slice, slice, slice]:
    """The part of an array that holds all of it: distances outside it change nothing."""
    flat: Bits = np.asarray(inside.any(axis=0))
    found = (np.any(inside, axis=(1, 2)), np.any(flat, axis=1), np.any(flat, axis=0))
    first, second, third = (
        slice(int(at[0]), int(at[-1]) + 1) if at.size else slice(0) for at in map(np.flatnonzero, found)
    )
    return first, second, third

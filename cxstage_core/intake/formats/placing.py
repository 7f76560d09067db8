"""The place of an image file by its header: one place, or several that contradict each other.

Affine matrices map column, row and slice index (in this order) to LPS millimetres.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid
from cxstage_core.imaging.grid import FloatArray, Triple
from cxstage_core.text import Text, text

SAME_PLACE_MM = 1e-2
"""Corners nearer than this are at the same place: formats round directions and positions."""
MOST_SHEAR_MM = 0.1
"""Axes that move no corner further than this when set to right angles are taken as rounded."""
_ROUNDED = 1e-3
"""Cosine between two axes up to which a header with few decimals is taken as rounded."""
_SPACING_MM = (1e-2, 100.0)
"""Voxel sizes that images of the body can have."""
_LATTICE = 0.05
"""Share of a voxel within which centres of two grids coincide."""


@dataclass(frozen=True, slots=True)
class Place:
    """One place that a header gives.

    Args:
        name: what in the header gives it, such as "sform"; "" where the format has only one.
        notes: what was corrected.
    """

    grid: Grid
    name: str = ""
    notes: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True)
class Places:
    """All places that a header gives, the usual one first.

    Args:
        apart_mm: the largest distance between corresponding corners of two places.
        oriented: False if the header names no orientation and a plain axial one was assumed.
        failed: why the place that comes first in the header cannot be used, if another one was taken.
    """

    all: tuple[Place, ...]
    apart_mm: float = 0.0
    oriented: bool = True
    failed: IntakeError | None = None

    @property
    def usual(self) -> Grid:
        """The place that is taken where nothing decides."""
        return self.all[0].grid

    @property
    def notes(self) -> tuple[Text, ...]:
        """Notes about an image that is taken at its usual place."""
        return (*self.all[0].notes, *self._contradiction(self.all[0], TWO_PLACES), *self._assumed())

    def on(self, grids: Sequence[Grid], file: Path) -> Place:
        """Choose the place that lies on one of the grids; its notes give the decision.

        Raises:
            IntakeError: the places contradict each other, and not exactly one lies on a grid; or the only
                place is doubtful, and does not lie on a grid.
        """
        if len(self.all) == 1 and self.oriented and self.failed is None:
            return self.all[0]
        for fits in (_same, lies_on):
            fitting = [p for p in self.all if any(fits(p.grid, grid) for grid in grids)]
            if len(fitting) == 1:
                (found,) = fitting
                said = (*self._contradiction(found, TWO_PLACES_ON_SERIES), *self._assumed())
                return replace(found, notes=(*found.notes, *said))
            if fitting:
                break
        if self.failed is not None:
            raise self.failed
        if not self.oriented:
            raise IntakeError(
                "The orientation of {file} is missing, and its voxels do not lie on those of the series.",
                remedy="Export it again with its orientation, for example as .nii.gz.",
                file=file,
            )
        raise IntakeError(
            "The header of {file} holds two places ({one} and {other}) that lie {apart:.1f} mm apart, and nothing "
            "decides between them.",
            remedy="Save it again on the grid of its series, with one place only.",
            file=file,
            one=self.all[0].name,
            other=self.all[-1].name,
            apart=self.apart_mm,
        )

    def _contradiction(self, taken: Place, template: str) -> tuple[Text, ...]:
        if len(self.all) == 1:
            return ()
        one, other = self.all[0].name, self.all[-1].name
        return (_note(template, one=one, other=other, apart=self.apart_mm, taken=taken.name),)

    def _assumed(self) -> tuple[Text, ...]:
        unusable = () if self.failed is None else (_note(UNUSABLE),)
        return (*unusable, *(() if self.oriented else (_note(NO_ORIENTATION),)))


TWO_PLACES = text(
    "The header holds two places ({one} and {other}) that lie {apart:.1f} mm apart; the {taken} was taken. "
    "Check that it overlays the other series."
).template
TWO_PLACES_ON_SERIES = text(
    "The header holds two places ({one} and {other}) that lie {apart:.1f} mm apart; the {taken} was taken, because "
    "it alone lies on the series."
).template
NO_ORIENTATION = text(
    "The header names no orientation; plain axial slices were assumed. Check left and right."
).template
RIGHT_ANGLES = text(
    "The axes in the header are not quite at right angles; they were set to right angles, which moves "
    "no voxel by more than {shear:.2f} mm."
).template
UNITS = text("The header gives its lengths in {unit}; they were converted to mm.").template
OTHER_UNUSABLE = text("The qform of the header cannot be used; the sform was taken.").template
UNUSABLE = text(
    "The sform of the header cannot be used: it is damaged, or its axes are not at right angles. The qform "
    "was taken."
).template
TEMPLATES = (
    UNUSABLE,
    OTHER_UNUSABLE,
    TWO_PLACES,
    TWO_PLACES_ON_SERIES,
    NO_ORIENTATION,
    RIGHT_ANGLES,
    UNITS,
)
"""Notes that can be kept with a series."""


def units(unit: str) -> Text:
    """Lengths were converted to mm."""
    return _note(UNITS, unit=unit)


def other_unusable() -> Text:
    """The qform was not used."""
    return _note(OTHER_UNUSABLE)


def place(affine: FloatArray, size: Sequence[int], file: Path, name: str = "") -> Place:
    """Make a grid of an affine matrix, with its axes set to right angles.

    Args:
        affine: 4x4, column, row, slice index to LPS mm.
        size: columns, rows, slices.

    Raises:
        IntakeError: the matrix has no volume, impossible voxels, or axes that are truly not at right angles.
    """
    columns = affine[:3, :3]
    if not np.all(np.isfinite(affine)) or abs(np.linalg.det(columns)) < 1e-12:
        raise IntakeError("The orientation of {file} is damaged.", remedy="Export it again.", file=file)
    lengths = np.linalg.norm(columns, axis=0)
    if lengths.min() < _SPACING_MM[0] or lengths.max() > _SPACING_MM[1]:
        raise IntakeError(
            "The voxels of {file} measure {voxel} mm, which no image of a body has.",
            remedy="Check the unit of length in its header and export it again.",
            file=file,
            voxel=sizes(lengths),
        )
    axes = columns / lengths
    u, _, v = np.linalg.svd(axes)
    straight = u @ v
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in size])).reshape(3, -1).T
    middle = (np.asarray(size, dtype=float) - 1) / 2
    moved = (ends - middle) @ (columns - straight * lengths).T
    shear = float(np.max(np.linalg.norm(moved, axis=1)))
    between = axes.T @ axes
    cosine = float(np.max(np.abs(between[~np.eye(3, dtype=bool)])))
    if shear > MOST_SHEAR_MM and cosine > _ROUNDED:
        raise IntakeError(
            "The axes of {file} are not at right angles ({degrees:.2f}° off, {shear:.1f} mm at its corners).",
            remedy="Resample it to a grid with right angles, or export it again from the series.",
            file=file,
            degrees=float(np.degrees(np.arcsin(min(1.0, cosine)))),
            shear=shear,
        )
    if shear <= SAME_PLACE_MM:
        origin = affine[:3, 3]
        notes: tuple[Text, ...] = ()
    else:
        origin = columns @ middle + affine[:3, 3] - (straight * lengths) @ middle
        notes = (_note(RIGHT_ANGLES, shear=shear),)
    x, y, z = (_triple(straight[:, axis]) for axis in range(3))
    spacing = (float(lengths[2]), float(lengths[1]), float(lengths[0]))
    shape = (int(size[2]), int(size[1]), int(size[0]))
    return Place(Grid(shape, spacing, _triple(origin), (z, y, x)), name, notes)


def apart_mm(one: Grid, other: Grid) -> float:
    """Return the largest distance between corresponding corners of two grids of one size."""
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in one.size])).reshape(3, -1).T
    gap = one.index_to_world(ends) - other.index_to_world(ends)
    return float(np.max(np.linalg.norm(gap, axis=1)))


def same_lattice(one: Grid, other: Grid) -> bool:
    """Return True if voxel centres coincide where two grids overlap, in whatever order they are stored."""
    if not np.allclose(sorted(one.spacing), sorted(other.spacing), rtol=1e-3):
        return False
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in one.size])).reshape(3, -1).T
    there = other.world_to_index(one.index_to_world(ends))
    return bool(np.max(np.abs(there - np.round(there))) <= _LATTICE)


def lies_on(one: Grid, other: Grid) -> bool:
    """Return True if every voxel centre of a grid is one of the other's."""
    ends = np.array(np.meshgrid(*[(0, n - 1) for n in one.size])).reshape(3, -1).T
    there = other.world_to_index(one.index_to_world(ends))
    inside = np.all(there > -0.5) and np.all(there < np.asarray(other.size) - 0.5)
    return bool(inside) and same_lattice(one, other)


def sizes(lengths: Sequence[float] | FloatArray) -> str:
    """Write the edges of a voxel, such as "0.7 × 0.7 × 4"."""
    return " × ".join(f"{float(mm):.4g}" for mm in lengths)


def _same(one: Grid, other: Grid) -> bool:
    return one.close_to(other, SAME_PLACE_MM)


def _note(template: str, **params: object) -> Text:
    return Text(template, tuple(params.items()))


def _triple(values: FloatArray) -> Triple:
    a, b, c = (float(v) for v in values)
    return (a, b, c)

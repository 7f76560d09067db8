"""Geometry without pixels: where the voxels of an image lie in the patient.

Spaces: *index* points are (slice, row, column), 0-based, voxel centres at whole numbers; *world*
points are LPS millimetres (x to the patient's left, y to posterior, z to superior).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import GeometryError

FloatArray = npt.NDArray[np.float64]
Triple = tuple[float, float, float]

_OBLIQUE_DEGREES = 30.0
"""A normal further than this from every body axis is called oblique."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The lattice of voxel centres of one image.

    Args:
        size: slices, rows, columns.
        spacing: mm between neighbouring slices, rows, columns.
        origin: world position of the centre of voxel (0, 0, 0), LPS mm.
        direction: three unit vectors in LPS: the way the slice, row and column index grows.

    Raises:
        GeometryError: a size below 1, a spacing not above 0, or directions that are not
            orthonormal within 1e-3. Left-handed grids are allowed.
    """

    size: tuple[int, int, int]
    spacing: Triple
    origin: Triple
    direction: tuple[Triple, Triple, Triple]

    def __post_init__(self) -> None:
        if min(self.size) < 1:
            raise GeometryError("An image of size {size} has no voxels.", size=self.size)
        numbers = (*self.spacing, *self.origin, *(v for axis in self.direction for v in axis))
        if not np.all(np.isfinite(numbers)) or min(self.spacing) <= 0:
            raise GeometryError("The voxel spacing {spacing} mm is not usable.", spacing=self.spacing)
        axes = np.asarray(self.direction)
        if not np.allclose(axes @ axes.T, np.eye(3), atol=1e-3):
            raise GeometryError("The axes of the image are not at right angles to each other.")

    @classmethod
    def axial(
        cls, size: tuple[int, int, int], spacing: Triple, origin: Triple = (0.0, 0.0, 0.0)
    ) -> Grid:
        """A grid in plain axial position: slices to superior, rows to posterior, columns to left."""
        return cls(size, spacing, origin, ((0.0, 0.0, 1.0), (0.0, 1.0, 0.0), (1.0, 0.0, 0.0)))

    @property
    def affine(self) -> FloatArray:
        """4x4 matrix from homogeneous index points (slice, row, column, 1) to world points, mm."""
        matrix = np.eye(4)
        matrix[:3, :3] = (np.asarray(self.direction) * np.asarray(self.spacing)[:, None]).T
        matrix[:3, 3] = self.origin
        return matrix

    def index_to_world(self, points: npt.ArrayLike) -> FloatArray:
        """Index points (..., 3) to world points (..., 3), LPS mm."""
        matrix = self.affine
        return np.asarray(points, dtype=float) @ matrix[:3, :3].T + matrix[:3, 3]

    def world_to_index(self, points: npt.ArrayLike) -> FloatArray:
        """World points (..., 3), LPS mm, to (fractional) index points (..., 3)."""
        offsets = np.asarray(points, dtype=float) - np.asarray(self.origin)
        axes = np.asarray(self.direction)
        if not np.allclose(axes @ axes.T, np.eye(3), atol=1e-12):
            return np.asarray(offsets @ np.linalg.inv(self.affine[:3, :3]).T)
        return np.asarray(offsets @ axes.T / np.asarray(self.spacing))

    def contains(self, points: npt.ArrayLike) -> npt.NDArray[np.bool_]:
        """Whether world points (..., 3) lie inside the outer faces of the voxels."""
        index = self.world_to_index(points)
        return np.asarray(np.all((index >= -0.5) & (index <= np.asarray(self.size) - 0.5), axis=-1))

    @property
    def normal(self) -> Triple:
        """Unit vector along which the slice index grows, LPS."""
        return self.direction[0]

    @property
    def plane(self) -> str:
        """ "axial", "sagittal" or "coronal" for normals within 30 degrees of an axis, else "oblique"."""
        parts = np.abs(np.asarray(self.normal))
        axis = int(np.argmax(parts))
        if parts[axis] < np.cos(np.radians(_OBLIQUE_DEGREES)):
            return "oblique"
        return ("sagittal", "coronal", "axial")[axis]

    @property
    def voxel_mm3(self) -> float:
        """Volume of one voxel, mm³."""
        return float(np.prod(self.spacing))

    @property
    def centre(self) -> FloatArray:
        """World position of the middle of the image, LPS mm."""
        return self.index_to_world((np.asarray(self.size) - 1) / 2)

    def close_to(self, other: Grid, tolerance_mm: float = 1e-3) -> bool:
        """Whether both grids have the same size and every corner agrees within the tolerance."""
        if self.size != other.size:
            return False
        ends = np.array(np.meshgrid(*[(0, n - 1) for n in self.size])).reshape(3, -1).T
        gap = self.index_to_world(ends) - other.index_to_world(ends)
        return bool(np.max(np.linalg.norm(gap, axis=1)) <= tolerance_mm)

    def to_dict(self) -> dict[str, Any]:
        """Plain lists and numbers, for JSON and HDF5 attributes."""
        return {
            "size": list(self.size),
            "spacing": list(self.spacing),
            "origin": list(self.origin),
            "direction": [list(axis) for axis in self.direction],
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Grid:
        """The inverse of `to_dict`.

        Raises:
            GeometryError: the numbers are no valid grid.
        """
        try:
            s, r, c = (int(n) for n in data["size"])
            return cls(
                (s, r, c),
                _triple(data["spacing"]),
                _triple(data["origin"]),
                (
                    _triple(data["direction"][0]),
                    _triple(data["direction"][1]),
                    _triple(data["direction"][2]),
                ),
            )
        except (KeyError, TypeError, ValueError, IndexError) as error:
            raise GeometryError("The stored geometry is incomplete.") from error


def _triple(values: Any) -> Triple:
    a, b, c = (float(v) for v in values)
    return (a, b, c)

"""Rigid movements in world space: rotation about a point, then a shift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import GeometryError
from cxstage_core.imaging.grid import FloatArray, Triple


@dataclass(frozen=True, slots=True)
class Rigid:
    """Where a point of the fixed image lies in the moving image: q = R (p - centre) + centre + shift.

    R = Rz Rx Ry, as ITK's Euler3DTransform computes it by default.

    Args:
        centre: of the rotation, LPS mm.
        angles: about the axes x, y, z, radians.
        shift: LPS mm.
    """

    centre: Triple
    angles: Triple
    shift: Triple

    @property
    def matrix(self) -> FloatArray:
        """The rotation R, (3, 3)."""
        (cx, cy, cz), (sx, sy, sz) = np.cos(self.angles), np.sin(self.angles)
        x = np.array([[1, 0, 0], [0, cx, -sx], [0, sx, cx]])
        y = np.array([[cy, 0, sy], [0, 1, 0], [-sy, 0, cy]])
        z = np.array([[cz, -sz, 0], [sz, cz, 0], [0, 0, 1]])
        return np.asarray(z @ x @ y)

    def apply(self, points: npt.ArrayLike) -> FloatArray:
        """World points (..., 3) of the fixed image to those of the moving image, LPS mm."""
        offsets = np.asarray(points, dtype=float) - np.asarray(self.centre)
        return np.asarray(offsets @ self.matrix.T + np.asarray(self.centre) + np.asarray(self.shift))

    @property
    def degrees(self) -> float:
        """Angle of the whole rotation, degrees."""
        cosine = (np.trace(self.matrix) - 1) / 2
        return float(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))))

    def shift_at(self, point: npt.ArrayLike) -> float:
        """Length of the way of a fixed point, mm."""
        return float(np.linalg.norm(self.apply(point) - np.asarray(point, dtype=float)))

    def to_sitk(self) -> Any:
        """The same movement as a SimpleITK transform."""
        import SimpleITK as sitk

        made = sitk.Euler3DTransform()
        made.SetCenter([float(v) for v in self.centre])
        made.SetParameters([float(v) for v in (*self.angles, *self.shift)])
        return made

    def to_dict(self) -> dict[str, Any]:
        """Plain lists of numbers."""
        return {
            "centre": list(self.centre),
            "angles": list(self.angles),
            "shift": list(self.shift),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Rigid:
        """The inverse of `to_dict`.

        Raises:
            GeometryError: the numbers are none, or not finite.
        """
        try:
            centre, angles, shift = (_triple(data[name]) for name in ("centre", "angles", "shift"))
        except (KeyError, TypeError, ValueError) as error:
            raise GeometryError("The stored rigid movement is incomplete.") from error
        return cls(centre, angles, shift)


def _triple(values: Any) -> Triple:
    a, b, c = (float(v) for v in values)
    if not np.all(np.isfinite((a, b, c))):
        raise ValueError("not finite")
    return (a, b, c)

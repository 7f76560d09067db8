"""The surface of an outline: its place, its volume and its direction in the patient."""

from __future__ import annotations

import numpy as np
import pytest

from cxstage_core.imaging import Grid
from cxstage_core.reading.surface import Surface3D, surface_of

OBLIQUE = ((0.0, 0.6, 0.8), (0.0, 0.8, -0.6), (-1.0, 0.0, 0.0))


def volume_mm3(surface: Surface3D) -> float:
    """The enclosed volume, by the divergence theorem."""
    a, b, c = (surface.points[surface.triangles[:, n]].astype(float) for n in range(3))
    return float(np.einsum("ij,ij->i", a, np.cross(b, c)).sum() / 6)


@pytest.mark.parametrize("spacing", [(1.0, 1.0, 1.0), (4.0, 0.7, 0.7), (6.0, 0.5, 0.9)])
@pytest.mark.parametrize("turned", [False, True])
def test_an_ellipsoid_has_its_volume_its_middle_and_outward_normals(
    spacing: tuple[float, float, float], turned: bool
) -> None:
    size = tuple(int(80 / step) for step in spacing)
    plain = Grid.axial(size, spacing, (10.0, -20.0, 30.0))
    grid = Grid(size, spacing, (10.0, -20.0, 30.0), OBLIQUE) if turned else plain
    radii, middle = np.array((24.0, 20.0, 15.0)), (np.array(size) - 1) / 2
    place = np.moveaxis(np.indices(size), 0, -1)
    inside = np.sum(((place - middle) * spacing / radii) ** 2, axis=-1) <= 1
    surface = surface_of(inside, grid)
    assert surface is not None
    exact = 4 / 3 * np.pi * radii.prod()
    assert volume_mm3(surface) == pytest.approx(exact, rel=0.03)
    centre = grid.index_to_world(middle)
    outward = surface.points - centre
    assert np.all(np.einsum("ij,ij->i", outward, surface.normals) > 0)
    off = (grid.world_to_index(surface.points) - middle) * spacing
    length = np.sqrt(np.sum((off / radii) ** 2, axis=1))
    # Within half a voxel's diagonal of the true surface.
    assert np.abs(length - 1).max() * radii.min() < np.linalg.norm(spacing) / 2 + 0.5
    edges = np.sort(surface.triangles[:, [0, 1, 1, 2, 2, 0]].reshape(-1, 2), axis=1)
    _, counts = np.unique(edges, axis=0, return_counts=True)
    assert np.all(counts % 2 == 0), "the surface has a hole"


def test_an_empty_mask_has_no_surface_and_a_single_voxel_at_the_border_has_one() -> None:
    grid = Grid.axial((3, 8, 8), (5.0, 1.0, 1.0))
    inside = np.zeros(grid.size, bool)
    assert surface_of(inside, grid) is None
    inside[0, 0:4, 0:4] = True
    surface = surface_of(inside, grid)
    assert surface is not None
    assert volume_mm3(surface) == pytest.approx(80, rel=0.25)

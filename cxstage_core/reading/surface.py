"""The surface of an outline as triangles in the patient's millimetres."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Grid

Floats = npt.NDArray[np.float32]

STEP_MM = 1.0
SMOOTH_MM = 0.8
EDGES = tuple(
    (corner, corner | 1 << axis) for axis in range(3) for corner in range(8) if not corner >> axis & 1
)


@dataclass(frozen=True, slots=True, eq=False)
class Surface3D:
    """Triangles with normals that point outwards.

    Args:
        points: float32 (point, 3), LPS mm.
        normals: float32 (point, 3), unit length.
        triangles: int32 (triangle, 3), numbers of points, counter-clockwise seen from outside.
    """

    points: Floats
    normals: Floats
    triangles: npt.NDArray[np.int32]


def surface_of(inside: npt.NDArray[np.bool_], grid: Grid) -> Surface3D | None:
    """Find the surface of a mask; None when it is empty.

    The signed distance to the outline is interpolated between slices, so that thick slices do not show
    as steps, and its zero level is triangulated by surface nets (Gibson 1998): one point in each cell
    that the surface crosses, at the mean of the crossings of its edges.

    Args:
        inside: bool (slice, row, column) on the grid.
    """
    # Imported here: it takes 100 ms that only this needs.
    from scipy import ndimage

    drawn = [
        np.flatnonzero(np.any(inside, axis=tuple(a for a in range(3) if a != axis)))
        for axis in range(3)
    ]
    if any(found.size == 0 for found in drawn):
        return None
    low = np.array([found[0] for found in drawn])
    high = np.array([found[-1] + 1 for found in drawn])
    spacing = np.array(grid.spacing)
    rim = np.maximum(2, np.ceil(3 * STEP_MM / spacing).astype(int))
    box = np.pad(inside[tuple(map(slice, low, high))], [(int(n), int(n)) for n in rim])
    sampling = tuple(float(n) for n in spacing)
    distance = np.asarray(
        ndimage.distance_transform_edt(box, sampling=sampling)
        - ndimage.distance_transform_edt(~box, sampling=sampling),
        dtype=np.float32,
    )
    # Finer than the slices are thick, coarser than the pixels are small.
    size = np.array(distance.shape)
    count = np.maximum(2, np.round((size - 1) * spacing / STEP_MM).astype(int) + 1)
    step = (size - 1) / (count - 1)
    lattice = [np.arange(n) * s for n, s in zip(count, step, strict=True)]
    places = np.meshgrid(*lattice, indexing="ij")
    field = ndimage.map_coordinates(distance, places, order=1)
    field = ndimage.gaussian_filter(field, SMOOTH_MM / (step * spacing))
    # Smoothing takes from what is thin: the level is set where the volume is that of the mask.
    wanted = round(np.count_nonzero(inside) * spacing.prod() / (step * spacing).prod())
    level = np.partition(field.reshape(-1), -wanted - 1)[-wanted - 1] if wanted < field.size else 0.0
    found = _surface_net(field - level)
    if found is None:
        return None
    index, slope, quads = found
    points = grid.index_to_world(index * step + (low - rim))
    # Normals turn with the inverse of the map from lattice to world.
    matrix = np.asarray(grid.affine)[:3, :3] * step
    normals = -slope @ np.linalg.inv(matrix)
    normals /= np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-12)
    triangles = quads[:, [0, 1, 2, 0, 2, 3]].reshape(-1, 3)
    corners = points[triangles]
    facing = np.cross(corners[:, 1] - corners[:, 0], corners[:, 2] - corners[:, 0])
    inward = np.einsum("ij,ij->i", facing, normals[triangles[:, 0]]) < 0
    triangles[inward] = triangles[inward][:, ::-1]
    return Surface3D(points.astype(np.float32), normals.astype(np.float32), triangles.astype(np.int32))


def _surface_net(
    field: Floats,
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64], npt.NDArray[np.int64]] | None:
    """Points, slopes of the field there, and quads of the zero level, in lattice coordinates."""
    cells = tuple(n - 1 for n in field.shape)
    values = np.stack(
        [
            field[tuple(slice(corner >> a & 1, (corner >> a & 1) + cells[a]) for a in range(3))]
            for corner in range(8)
        ],
        axis=-1,
    )
    full = (values > 0).sum(axis=-1)
    at = np.nonzero((full > 0) & (full < len(values[0, 0, 0])))
    if at[0].size == 0:
        return None
    number = np.full(cells, -1, dtype=np.int64)
    number[at] = np.arange(at[0].size)
    corners = values[at].astype(float)
    total, crossings = np.zeros((at[0].size, 3)), np.zeros((at[0].size, 1))
    for one, other in EDGES:
        v0, v1 = corners[:, one], corners[:, other]
        crossed = (v0 > 0) != (v1 > 0)
        part = np.where(crossed, v0 / np.where(crossed, v0 - v1, 1.0), 0.0)[:, None]
        start = np.array([one >> a & 1 for a in range(3)], dtype=float)
        way = np.array([other >> a & 1 for a in range(3)]) - start
        total += np.where(crossed[:, None], start + part * way, 0.0)
        crossings += crossed[:, None]
    points = np.stack(at, axis=1) + total / crossings
    slope = np.stack(
        [
            corners[:, [c for c in range(8) if c >> a & 1]].mean(axis=1)
            - corners[:, [c for c in range(8) if not c >> a & 1]].mean(axis=1)
            for a in range(3)
        ],
        axis=1,
    )
    quads = [_quads(field, number, axis) for axis in range(3)]
    return points, slope, np.concatenate(quads)


def _quads(field: Floats, number: npt.NDArray[np.int64], axis: int) -> npt.NDArray[np.int64]:
    """A quad for every lattice edge along an axis that the surface crosses: its four cells."""
    u, v = (a for a in range(3) if a != axis)
    inner = [slice(None)] * 3
    inner[u] = inner[v] = slice(1, -1)
    solid = np.moveaxis(field > 0, axis, 0)
    changed = np.moveaxis(solid[1:] != solid[:-1], 0, axis)
    edges = np.stack(np.nonzero(changed[tuple(inner)]), axis=1)
    edges[:, [u, v]] += 1
    around = []
    for du, dv in ((-1, -1), (0, -1), (0, 0), (-1, 0)):
        cell = edges.copy()
        cell[:, u] += du
        cell[:, v] += dv
        around.append(number[tuple(cell.T)])
    return np.stack(around, axis=1)

"""DICOM structure sets (RTSTRUCT): contours by their names, as voxels of a series.

Source: DICOM PS3.3 A.19 and C.8.8.5 to C.8.8.8.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Label
from cxstage_core.imaging.grid import FloatArray, Triple
from cxstage_core.intake.masks.dicom_files import damaged, first_meaning, numbers
from cxstage_core.intake.masks.planes import lattice
from cxstage_core.intake.masks.polygons import filled, normal_of
from cxstage_core.intake.masks.segments import Key, Segment, Segments
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_ON_SLICE = 0.1
"""Share of the slice distance within which a contour lies on a slice."""
_FLAT_MM = 0.05
_TURNED = 1e-3
_CLOSED = ("CLOSED_PLANAR", "CLOSEDPLANAR_XOR")
_LARGEST = 1 << 27


@dataclass(frozen=True, slots=True, eq=False)
class _Region:
    """One named region with its closed contours, each (n, 3) LPS mm."""

    name: str
    number: int
    meant: Label | None
    contours: tuple[FloatArray, ...]


def unclear(dataset: Dataset, file: Path) -> tuple[Key, ...]:
    """Return the names of regions that have contours and whose meaning is unknown.

    Raises:
        IntakeError: the file is damaged.
    """
    regions, _ = _regions(dataset, file)
    return tuple(r.name for r in regions if r.meant is None and r.contours)


def segments_of(dataset: Dataset, grids: Sequence[Grid], file: Path) -> Segments:
    """Return the regions as voxels whose centres lie inside the contours.

    On the first grid on whose slices all contours lie, the voxels are those of the grid; otherwise they are
    laid into the planes of the contours.

    Args:
        grids: at least one.

    Raises:
        IntakeError: the file is damaged, or the contours lie in several planes or are not evenly spaced.
    """
    regions, notes = _regions(dataset, file)
    contours = [c for region in regions for c in region.contours]
    if not contours:
        raise IntakeError(
            "The outline {file} has no closed contours.", remedy="Choose another file.", file=file
        )
    grid = next((g for g in grids if all(_on_slice(c, g) for c in contours)), None)
    grid = grid or _own_grid(contours, grids[0], file)
    segments: list[Segment] = []
    for region in regions:
        segment, said = _segment(region, grid)
        segments.append(segment)
        notes = (*notes, *said)
    if not any(segment.inside.any() for segment in segments):
        if any(grid.contains(contour).any() for contour in contours):
            raise IntakeError(
                "The contours of {file} are smaller than the voxels of this series; none holds the centre "
                "of one.",
                remedy="Choose the series on which they were drawn.",
                file=file,
            )
        raise IntakeError(
            "The outline {file} lies entirely outside this series.",
            remedy="Choose the outline and the series of the same examination.",
            file=file,
        )
    return Segments(grid, tuple(segments), notes)


def _regions(dataset: Dataset, file: Path) -> tuple[list[_Region], tuple[Text, ...]]:
    from pydicom.dataset import Dataset

    named = {int(r.get("ROINumber") or 0): r for r in dataset.get("StructureSetROISequence") or []}
    observed = {
        int(o.get("ReferencedROINumber") or 0): o
        for o in dataset.get("RTROIObservationsSequence") or []
    }
    labels = [str(r.get("ROIName") or "").strip() for r in named.values()]
    found: list[_Region] = []
    frames: set[str] = set()
    left_out = twice = uncounted = 0
    for item in dataset.get("ROIContourSequence") or []:
        number = int(item.get("ReferencedROINumber") or 0)
        if number not in named:
            raise damaged(file)
        region, about = named[number], observed.get(number, Dataset())
        label = str(region.get("ROIName") or "").strip()
        name = label or f"{number}"
        if sum(one.casefold() == label.casefold() for one in labels) > 1:
            name = f"{name} ({number})"
        contours: list[FloatArray] = []
        seen: set[bytes] = set()
        for contour in item.get("ContourSequence") or []:
            points = _points(contour, file)
            uncounted += contour.get("NumberOfContourPoints") is None
            if str(contour.get("ContourGeometricType") or "").upper() not in _CLOSED or len(points) < 3:
                left_out += 1
                continue
            same = np.unique(np.round(points, 3), axis=0).tobytes()
            if same in seen:
                twice += 1
                continue
            seen.add(same)
            contours.append(points)
        if contours:
            frames.add(str(region.get("ReferencedFrameOfReferenceUID") or ""))
        described = (
            label,
            str(region.get("ROIDescription") or ""),
            str(about.get("ROIObservationLabel") or ""),
        )
        meant = first_meaning(described, (str(about.get("RTROIInterpretedType") or ""),))
        found.append(_Region(name, number, meant, tuple(contours)))
    if len(frames - {""}) > 1:
        raise IntakeError(
            "The contours of {file} belong to different frames of reference.",
            remedy="Export the contours of one series.",
            file=file,
        )
    notes: tuple[Text, ...] = ()
    if left_out:
        notes += (text("{count} open contours or points of the file were left out.", count=left_out),)
    if twice:
        notes += (text("{count} contours were there twice and were taken once.", count=twice),)
    if uncounted:
        notes += (
            text(
                "{count} contours of the file do not state their number of points; points may be missing.",
                count=uncounted,
            ),
        )
    return found, notes


def _points(contour: Dataset, file: Path) -> FloatArray:
    values = contour.get("ContourData")
    if values is None or not hasattr(values, "__len__") or len(values) % 3 or not len(values):
        raise damaged(file)
    declared = contour.get("NumberOfContourPoints")
    if declared is not None and float(numbers((declared,), 1, file)[0]) != len(values) // 3:
        raise IntakeError(
            "A contour of {file} has {found} points, but the file declares {declared}.",
            remedy="Export the outline again.",
            file=file,
            found=len(values) // 3,
            declared=str(declared),
        )
    return numbers(values, len(values), file).reshape(-1, 3)


def _on_slice(contour: FloatArray, grid: Grid) -> bool:
    height = grid.world_to_index(contour)[:, 0]
    return bool(
        np.ptp(height) <= 2 * _ON_SLICE
        and np.max(np.abs(height - round(float(height.mean())))) <= _ON_SLICE
    )


def _own_grid(contours: Sequence[FloatArray], grid: Grid, file: Path) -> Grid:
    """A grid in the planes of the contours; along the axes of the series where the planes are parallel."""
    across = max((normal_of(c) for c in contours), key=lambda n: float(np.linalg.norm(n)))
    length = float(np.linalg.norm(across))
    if length <= 0:
        raise damaged(file)
    normal = across / length
    axes = np.asarray(grid.direction)
    step = grid.spacing[0]
    if abs(abs(float(normal @ axes[0])) - 1) < _TURNED**2:
        normal, down, along = axes
        spacing = (grid.spacing[1], grid.spacing[2])
    else:
        along = axes[int(np.argmin(np.abs(axes @ normal)))]
        along = along - normal * (along @ normal)
        along = along / np.linalg.norm(along)
        down = np.cross(normal, along)
        spacing = (min(grid.spacing),) * 2
    heights = np.array([float((c @ normal).mean()) for c in contours])
    if any(np.max(np.abs(c @ normal - h)) > _FLAT_MM for c, h in zip(contours, heights, strict=True)):
        raise IntakeError(
            "The contours of {file} do not lie in parallel planes.",
            remedy="Export it again on the slices of one series.",
            file=file,
        )
    start, step, index = (
        lattice(heights, [] if len(contours) > 1 else [step], file)
        if np.ptp(heights) > _FLAT_MM
        else (float(heights[0]), step, np.zeros(len(contours), np.int64))
    )
    points = np.concatenate(contours)
    corner = np.asarray(grid.origin)
    low = [
        math.floor(float(((points - corner) @ a).min()) / mm) - 1
        for a, mm in ((down, spacing[0]), (along, spacing[1]))
    ]
    high = [
        math.ceil(float(((points - corner) @ a).max()) / mm) + 1
        for a, mm in ((down, spacing[0]), (along, spacing[1]))
    ]
    size = (int(index.max()) + 1, high[0] - low[0] + 1, high[1] - low[1] + 1)
    if math.prod(size) > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    origin = corner + down * (low[0] * spacing[0]) + along * (low[1] * spacing[1])
    origin = origin + normal * (start - float(origin @ normal))
    return Grid(
        size, (step, *spacing), _triple(origin), (_triple(normal), _triple(down), _triple(along))
    )


def _segment(region: _Region, grid: Grid) -> tuple[Segment, tuple[Text, ...]]:
    """The voxels of a region: those inside an odd number of its contours."""
    inside = np.zeros(grid.size, np.bool_)
    by_slice: dict[int, list[FloatArray]] = {}
    outside = 0
    for contour in region.contours:
        index = grid.world_to_index(contour)
        k = round(float(index[:, 0].mean()))
        if 0 <= k < grid.size[0]:
            by_slice.setdefault(k, []).append(index[:, 1:])
        outside += not grid.contains(grid.index_to_world(np.insert(index[:, 1:], 0, k, axis=1))).all()
    holes = tiny = 0
    for k, contours in by_slice.items():
        times = np.zeros(grid.size[1:], np.int64)
        for points in contours:
            here = filled(points, grid.size[1], grid.size[2])
            tiny += not here.any() and bool(np.all((points >= 0) & (points < grid.size[1:])))
            times += here
        inside[k] = times % 2 == 1
        holes += int(np.count_nonzero((times > 0) & ~inside[k]))
    notes: tuple[Text, ...] = ()
    if holes:
        notes += (
            text(
                "Contours of “{segment}” lie within each other; {voxels} voxels between them were taken as "
                "holes.",
                segment=region.name,
                voxels=holes,
            ),
        )
    if outside:
        notes += (
            text(
                "{count} contours of “{segment}” lie outside the series, wholly or in part, and were cut off.",
                segment=region.name,
                count=outside,
            ),
        )
    if tiny:
        notes += (
            text(
                "{count} contours of “{segment}” hold no voxel centre and vanished.",
                segment=region.name,
                count=tiny,
            ),
        )
    return Segment(region.name, region.number, region.meant, inside), notes


def _triple(values: FloatArray) -> Triple:
    a, b, c = (float(v) for v in values)
    return (a, b, c)

"""DICOM segmentations: binary, fractional and label maps; frames by segment and place.

Source: DICOM PS3.3 A.51 and C.8.20. The frames carry their own places, so that the source images, whose
identifiers a cohort does not keep, are not needed.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid
from cxstage_core.imaging.grid import FloatArray
from cxstage_core.intake.formats.placing import SAME_PLACE_MM, place
from cxstage_core.intake.masks.dicom_files import damaged, first_meaning, numbers
from cxstage_core.intake.masks.planes import lattice
from cxstage_core.intake.masks.segments import Segment, Segments
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from pydicom.dataset import Dataset

_LARGEST = 1 << 30
_TURNED = 1e-4
_ROUNDED = 1e-3
"""Most that a direction in a header may differ from that of the grid, which has right angles."""


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where a frame lies: segment (0 in a label map), first voxel, row and column direction, sizes."""

    segment: int
    position: FloatArray
    orientation: FloatArray
    spacing: FloatArray
    between: float


def segments_of(dataset: Dataset, grids: Sequence[Grid], file: Path) -> Segments:
    """Return the segments of a segmentation.

    Args:
        grids: where its slices may lie; slices without any segment are not in the file, so that the
            distance of slices is taken from a grid that it fits.

    Raises:
        IntakeError: the file is damaged, or its frames do not form a volume.
    """
    named = _names(dataset, file)
    frames = _frames(dataset, file)
    pixels, notes = _pixels(dataset, len(frames), file)
    used = {frame.segment for frame in frames} - {0}
    if _is_label_map(dataset):
        used = set(np.unique(pixels).tolist()) - {0}
    if used - named.keys():
        raise IntakeError(
            "The segmentation {file} marks voxels as segment {number}, which it does not describe.",
            remedy="Export the segmentation again.",
            file=file,
            number=min(used - named.keys()),
        )
    first = frames[0]
    for frame in frames[1:]:
        turned = float(np.max(np.abs(frame.orientation - first.orientation)))
        if turned > _TURNED or not np.allclose(frame.spacing, first.spacing, rtol=1e-4):
            raise IntakeError(
                "The frames of the segmentation {file} lie in different planes.",
                remedy="Export the segmentation again on one series.",
                file=file,
            )
    grid, index, moved = _placed(frames, pixels.shape[1:], grids, file)
    segments = []
    for number, (name, meant) in named.items():
        inside = np.zeros(grid.size, np.bool_)
        seen: set[int] = set()
        for frame, k, values in zip(frames, index.tolist(), pixels, strict=True):
            if frame.segment not in (0, number):
                continue
            here = values == number if frame.segment == 0 else values != 0
            if k in seen and not np.array_equal(inside[k], here):
                raise IntakeError(
                    "The segmentation {file} holds two different frames of one segment at one place.",
                    remedy="Export the segmentation again.",
                    file=file,
                )
            seen.add(k)
            inside[k] = here
        segments.append(Segment(name, number, meant, inside))
    return Segments(grid, tuple(segments), (*moved, *notes))


def _placed(
    frames: Sequence[_Frame], size: Sequence[int], grids: Sequence[Grid], file: Path
) -> tuple[Grid, npt.NDArray[np.int64], tuple[Text, ...]]:
    """The grid of the frames, the slice of each frame on it, and notes.

    Args:
        size: rows and columns of a frame.

    Raises:
        IntakeError: the frames do not form a volume.
    """
    first = frames[0]
    along, down = first.orientation[:3], first.orientation[3:]
    normal = np.cross(along, down)
    positions = np.array([frame.position for frame in frames])
    for grid in grids:
        on_slices = _slices_of(grid, first, positions, size)
        if on_slices is not None:
            low, high = int(on_slices.min()), int(on_slices.max())
            corner = grid.index_to_world((low, 0, 0)).tolist()
            part = replace(grid, size=(high - low + 1, *grid.size[1:]), origin=tuple(corner))
            return part, on_slices - low, ()
    sideways = positions - positions[0]
    sideways = sideways - np.outer(sideways @ normal, normal)
    if np.max(np.linalg.norm(sideways, axis=1)) > 10 * SAME_PLACE_MM:
        raise IntakeError(
            "The frames of the segmentation {file} are shifted against each other.",
            remedy="Export the segmentation again on one series.",
            file=file,
        )
    heights = positions @ normal
    steps = [g.spacing[0] for g in grids if abs(abs(np.dot(g.normal, normal)) - 1) < _TURNED]
    start, step, index = lattice(heights, [*steps, first.between], file)
    extent = (size[1], size[0], int(index.max()) + 1)
    if math.prod(extent) > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    affine = np.eye(4)
    affine[:3, 0], affine[:3, 1] = along * first.spacing[1], down * first.spacing[0]
    affine[:3, 2] = normal * step
    affine[:3, 3] = positions[0] + normal * (start - heights[0])
    found = place(affine, extent, file)
    return found.grid, index, found.notes


def _slices_of(
    grid: Grid, first: _Frame, positions: FloatArray, size: Sequence[int]
) -> npt.NDArray[np.int64] | None:
    """The slices of a series on which the frames were drawn, None if they were drawn elsewhere.

    The headers of a series round its positions, and its grid corrects them: frames that repeat the headers
    belong on that grid.
    """
    axes = np.array([first.orientation[3:], first.orientation[:3]])
    if (
        tuple(size) != grid.size[1:]
        or not np.allclose(first.spacing, grid.spacing[1:], rtol=1e-3)
        or np.max(np.abs(axes - grid.direction[1:])) > _ROUNDED
        or np.dot(np.cross(axes[1], axes[0]), grid.normal) < 0
    ):
        return None
    index = np.round(grid.world_to_index(positions)[:, 0])
    corners = np.zeros((len(index), 3))
    corners[:, 0] = index
    off = np.linalg.norm(positions - grid.index_to_world(corners), axis=1)
    inside = index.min() >= 0 and index.max() < grid.size[0]
    return index.astype(np.int64) if inside and off.max() <= 10 * SAME_PLACE_MM else None


def _names(dataset: Dataset, file: Path) -> dict[int, tuple[str, Any]]:
    """Name and meaning of each segment, by its number; names that occur twice get their number."""
    items = list(dataset.get("SegmentSequence") or [])
    label_map = _is_label_map(dataset)
    found: dict[int, tuple[str, Any]] = {}
    labels = [str(item.get("SegmentLabel") or "").strip() for item in items]
    for item, label in zip(items, labels, strict=True):
        written = item.get("SegmentNumber")
        number = 0 if written is None else int(written)
        if number in found or written is None or (number == 0 and not label_map):
            raise damaged(file)
        if number == 0:
            continue  # background of a label map
        described = str(item.get("SegmentDescription") or "").strip()
        coded = [
            str(code.get("CodeMeaning") or "")
            for code in (item.get("SegmentedPropertyTypeCodeSequence") or [])
        ]
        name = label or described or f"{number}"
        if sum(one.casefold() == label.casefold() for one in labels) > 1:
            name = f"{name} ({number})"
        found[number] = (name, first_meaning((label, described), coded))
    if not found:
        raise damaged(file)
    return found


def _frames(dataset: Dataset, file: Path) -> list[_Frame]:
    from pydicom.dataset import Dataset

    shared = (dataset.get("SharedFunctionalGroupsSequence") or [Dataset()])[0]
    groups = list(dataset.get("PerFrameFunctionalGroupsSequence") or [])
    count = int(dataset.get("NumberOfFrames") or 1)
    if not groups or len(groups) != count:
        raise damaged(file)
    label_map = _is_label_map(dataset)
    found = []
    for group in groups:
        measures = _item(group, shared, "PixelMeasuresSequence")
        position = _item(group, shared, "PlanePositionSequence").get("ImagePositionPatient")
        orientation = _item(group, shared, "PlaneOrientationSequence").get("ImageOrientationPatient")
        if position is None or orientation is None or measures.get("PixelSpacing") is None:
            raise IntakeError(
                "The frames of the segmentation {file} have no position in the patient.",
                remedy="Export it with the place of every frame, or as .nii.gz.",
                file=file,
            )
        which = _item(group, shared, "SegmentIdentificationSequence").get("ReferencedSegmentNumber")
        if not label_map and (which is None or int(which) < 1):
            raise damaged(file)
        axes = numbers(orientation, 6, file)
        lengths = np.linalg.norm(axes.reshape(2, 3), axis=1)
        if np.max(np.abs(lengths - 1)) > 1e-3:
            raise damaged(file)
        between = float(measures.get("SpacingBetweenSlices") or measures.get("SliceThickness") or 0)
        found.append(
            _Frame(
                0 if label_map else int(which),
                numbers(position, 3, file),
                axes / np.repeat(lengths, 3),
                numbers(measures.PixelSpacing, 2, file),
                abs(between),
            )
        )
    return found


def _pixels(dataset: Dataset, frames: int, file: Path) -> tuple[npt.NDArray[Any], tuple[Text, ...]]:
    """The values (frame, row, column); fractional ones become 0 and 1."""
    declared = frames * int(dataset.get("Rows") or 0) * int(dataset.get("Columns") or 0)
    if declared < 1 or declared > _LARGEST:
        raise IntakeError("The image {file} declares an impossible size.", file=file)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            array = np.asarray(dataset.pixel_array)
    except Exception as error:  # decoders fail in more ways than can be listed
        raise IntakeError(
            "The pixels are cut off or damaged.", remedy="Copy or export the file again.", file=file
        ) from error
    array = array.reshape(frames, dataset.Rows, dataset.Columns)
    if str(dataset.get("SegmentationType") or "").upper() != "FRACTIONAL":
        return array, ()
    most = float(dataset.get("MaximumFractionalValue") or 0)
    if most <= 0:
        raise damaged(file)
    inside = array >= 0.5 * most
    if np.all((array == 0) | (array == most)):
        return inside, ()
    note = text("The file holds fractions; voxels of one half and more were taken as inside.")
    return inside, (note,)


def _is_label_map(dataset: Dataset) -> bool:
    return str(dataset.get("SegmentationType") or "").upper() == "LABELMAP"


def _item(group: Dataset, shared: Dataset, keyword: str) -> Dataset:
    """The first item of a functional group, of the frame or shared by all."""
    from pydicom.dataset import Dataset

    found = group.get(keyword) or shared.get(keyword)
    return found[0] if found else Dataset()

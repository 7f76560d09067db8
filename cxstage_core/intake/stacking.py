"""Sort frames into stacks by geometry, never by file name or instance number.

A stack is accepted only if its slices are parallel, equally spaced and one behind the other; a
missing slice is refused with its place, because a stretched volume measures wrong.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from cxstage_core.errors import GeometryError, IntakeError
from cxstage_core.imaging import Grid
from cxstage_core.imaging.grid import Triple
from cxstage_core.intake.header import Frame
from cxstage_core.intake.repeats import without_same_content, without_same_number
from cxstage_core.text import Text, text

_SAME_PLACE_MM = 0.01
_SPACING_SLACK = 0.02
"""Share of the slice distance by which positions may deviate (rounded decimals in headers)."""
_SHEAR_MM = 0.5
_ROUNDED = 2e-3
"""Most that a direction cosine may be off by rounding."""
_TELLTALES = (
    "DiffusionBValue", "SequenceName", "EchoTime", "TemporalPositionIdentifier", "ImageType",
    "TemporalPositionIndex", "StackID", "ComplexImageComponent", "AcquisitionNumber", "TriggerTime",
    "DiffusionGradientOrientation",
)  # fmt: skip
"""DICOM keywords that distinguish the volumes within one series, the most reliable first."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The frames of one volume in the order of the slice index, and their grid."""

    frames: tuple[Frame, ...]
    grid: Grid


def split_series(frames: Sequence[Frame]) -> tuple[list[list[Frame]], int]:
    """Split one series into the frames of its volumes; also count the repeated images.

    Raises:
        IntakeError: the images do not belong together; the reason is one sentence.
    """
    if len({(f.rows, f.columns) for f in frames}) > 1:
        raise IntakeError("The images of this series have different sizes and do not form a volume.")
    _check_parallel(frames)
    volumes = _volumes(without_same_number(frames), _normal(frames[0].orientation))
    return volumes, len(frames) - sum(len(volume) for volume in volumes)


def stack(frames: Sequence[Frame]) -> Stack:
    """Put the frames of one volume in the order of their places.

    Raises:
        IntakeError: they do not form a regular volume; the reason is one sentence.
    """
    return Stack(*_regular(frames, _normal(frames[0].orientation)))


def _check_parallel(frames: Sequence[Frame]) -> None:
    planes = np.asarray([f.orientation for f in frames])
    if planes.shape[1:] != (6,):
        raise IntakeError("The orientation of the images in this series is missing.")
    if np.max(np.abs(planes - planes[0])) > 1e-3:
        raise IntakeError("The images of this series lie in different planes, as in a localizer.")
    if np.ptp(np.asarray([f.spacing for f in frames]), axis=0).max() > 1e-4:
        raise IntakeError("The images of this series have different pixel spacings.")


def _volumes(frames: list[Frame], normal: Any) -> list[list[Frame]]:
    """Split frames so that no volume has two images at one place."""
    if _one_each(frames, normal):
        return [frames]
    for keyword in _TELLTALES:
        groups: dict[str, list[Frame]] = defaultdict(list)
        for frame in frames:
            groups[str(frame.header.get(keyword))].append(frame)
        if len(groups) > 1:
            found = [_volumes(group, normal) for _, group in sorted(groups.items(), key=_by_number)]
            return [volume for part in found for volume in part]
    heights = np.asarray([f.position for f in frames]) @ normal
    distinct = without_same_content(frames, heights, _SAME_PLACE_MM)
    if len(distinct) < len(frames):
        return _volumes(distinct, normal)
    raise IntakeError(
        "Several images of this series lie at the same place and cannot be distinguished.",
        remedy="Export the volumes as separate series.",
    )


def _by_number(item: tuple[str, list[Frame]]) -> tuple[float, str]:
    digits = "".join(c for c in item[0] if c.isdigit() or c == ".")
    try:
        return (float(digits), item[0])
    except ValueError:
        return (0.0, item[0])


def _one_each(frames: Iterable[Frame], normal: Any) -> bool:
    places = np.sort([float(normal @ np.asarray(f.position)) for f in frames])
    return bool(np.all(np.diff(places) > _SAME_PLACE_MM))


def _regular(frames: Sequence[Frame], normal: Any) -> tuple[tuple[Frame, ...], Grid]:
    if len(frames) < 2:
        raise IntakeError("The series has a single image; a volume needs at least two.")
    ordered = sorted(frames, key=lambda f: float(normal @ np.asarray(f.position)))
    positions = np.asarray([f.position for f in ordered])
    heights = positions @ normal
    gaps = np.diff(heights)
    distance = float(np.median(gaps)) if len(gaps) > 2 else float(gaps.min())
    wide = np.flatnonzero(gaps > distance * 1.5)
    if wide.size:
        at = int(wide[0])
        raise IntakeError(
            "{missing} missing between the slices at {low:.1f} mm and {high:.1f} mm (distance "
            "{gap:.1f} mm instead of {distance:.1f} mm).",
            remedy="Export the complete series; a stretched volume would measure wrong.",
            missing=_missing(float(gaps[at]), distance, int(wide.size)),
            low=float(heights[at]),
            high=float(heights[at + 1]),
            gap=float(gaps[at]),
            distance=distance,
        )
    slack = max(_SPACING_SLACK * distance, 0.02)
    if np.max(np.abs(gaps - gaps.mean())) > slack:
        raise IntakeError(
            "The slices are not equally spaced ({low:.2f} to {high:.2f} mm).",
            remedy="Export the series as it was acquired.",
            low=float(gaps.min()),
            high=float(gaps.max()),
        )
    sideways = positions - positions[0] - np.outer(heights - heights[0], normal)
    if np.max(np.linalg.norm(sideways, axis=1)) > _SHEAR_MM:
        raise IntakeError(
            "The slices are shifted against each other and do not form a straight volume."
        )
    return tuple(ordered), _grid(ordered, float(heights[-1] - heights[0]) / (len(ordered) - 1), normal)


def _missing(gap: float, distance: float, places: int) -> Text:
    lost = round(gap / distance) - 1
    what = text("1 slice is") if lost <= 1 else text("{count} slices are", count=lost)
    if places == 1:
        return what
    return text("{what} (and at {count} more places)", what=what, count=places - 1)


def _grid(frames: Sequence[Frame], distance: float, normal: Any) -> Grid:
    first = frames[0]
    across, down = _at_right_angles(first.orientation)
    try:
        return Grid(
            (len(frames), first.rows, first.columns),
            (distance, *first.spacing),
            first.position,
            (_triple(normal), _triple(down), _triple(across)),
        )
    except GeometryError as error:
        raise IntakeError("The geometry declared by the series is impossible.") from error


def _at_right_angles(orientation: tuple[float, ...]) -> Any:
    """The nearest orthonormal pair to directions that a header rounds to a few decimals."""
    written = np.asarray(orientation).reshape(2, 3)
    left, _, right = np.linalg.svd(written, full_matrices=False)
    nearest = left @ right
    if np.max(np.abs(nearest - written)) > _ROUNDED:
        raise IntakeError("The geometry declared by the series is impossible.")
    return nearest


def _normal(orientation: tuple[float, ...]) -> Any:
    across, down = _at_right_angles(orientation)
    return np.cross(across, down)


def _triple(values: Any) -> Triple:
    x, y, z = (float(v) for v in values)
    return (x, y, z)

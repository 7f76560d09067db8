"""Sort the frames of one series into volumes, by geometry and by fields of the header, never by file name.

A volume is accepted only if its slices are parallel, equally spaced and one behind the other; a
missing slice is refused with its place, because a stretched volume measures wrong. An image that does
not belong to the volumes, such as a scout filed into the series, is left out by name.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from cxstage_core.errors import IntakeError
from cxstage_core.intake.header import Frame
from cxstage_core.intake.repeats import without_same_number
from cxstage_core.intake.slice_lattice import Lattice, normal_of
from cxstage_core.intake.splitting import Part, regular, volumes_of
from cxstage_core.intake.volume_fields import is_mosaic, widest_declared
from cxstage_core.text import Text, text

_SAME_PLANE = 1e-3
_SAME_SPACING_MM = 1e-4
_A_VOLUME = 3
"""Images from which a group of a series with several geometries may be a volume."""
_SUSPICIOUS = 1.5
"""Slice distances, in declared ones, from which images of other geometry may stand in for lost slices."""


@dataclass(frozen=True, slots=True)
class Stack:
    """The frames of one volume in order with their grid, or the reason why they are none.

    Args:
        by: DICOM name of the field that separates this volume from others of the series, "" for none.
    """

    frames: tuple[Frame, ...]
    found: Lattice | IntakeError
    by: str = ""


@dataclass(frozen=True, slots=True)
class Sorted:
    """What one series holds.

    Args:
        stacks: its volumes, regular ones and refused ones.
        left_out: frames that belong to no volume, each with the reason.
        repeated: number of images that were there more than once.
    """

    stacks: tuple[Stack, ...]
    left_out: tuple[tuple[Frame, Text], ...]
    repeated: int


def sort_series(frames: Sequence[Frame]) -> Sorted:
    """Sort the frames of one series into its volumes.

    Raises:
        IntakeError: they hold no volume; the reason is one sentence.
    """
    tiles = [frame for frame in frames if is_mosaic(frame.header)]
    images = [frame for frame in frames if not is_mosaic(frame.header)]
    if not images:
        raise IntakeError(
            "The images of this series are mosaics: each shows all slices of a volume as tiles of one "
            "picture.",
            remedy="Export the series with the mosaic option switched off, or as enhanced multi-frame MR.",
        )
    mosaic = text("The image is a mosaic of several slices and was left out of its series.")
    groups = _by_geometry(images)
    if len(groups) == 1:
        stacks, repeated = _stacks(groups[0])
        return Sorted(stacks, tuple((tile, mosaic) for tile in tiles), repeated)
    sorted_groups = _sort_groups(groups)
    left_out = (*sorted_groups.left_out, *((tile, mosaic) for tile in tiles))
    return Sorted(sorted_groups.stacks, left_out, sorted_groups.repeated)


def _by_geometry(frames: Sequence[Frame]) -> list[list[Frame]]:
    """Frames of equal size, plane and pixel spacing together, the largest group first."""
    groups: list[list[Frame]] = []
    for frame in frames:
        if len(frame.orientation) != 6:
            raise IntakeError("The orientation of the images in this series is missing.")
        same = next((group for group in groups if _difference(frame, group[0]) is None), None)
        if same is None:
            groups.append([frame])
        else:
            same.append(frame)
    return sorted(groups, key=len, reverse=True)


def _difference(frame: Frame, other: Frame) -> str | None:
    """ "plane", "size" or "spacing" when two images cannot be slices of one volume."""
    if np.max(np.abs(np.asarray(frame.orientation) - np.asarray(other.orientation))) > _SAME_PLANE:
        return "plane"
    if (frame.rows, frame.columns) != (other.rows, other.columns):
        return "size"
    if np.max(np.abs(np.asarray(frame.spacing) - np.asarray(other.spacing))) > _SAME_SPACING_MM:
        return "spacing"
    return None


def _sort_groups(groups: list[list[Frame]]) -> Sorted:
    """Keep the groups that are whole volumes; name the images of the others."""
    sorted_groups = [(group, *_checked_stacks(group)) for group in groups]
    volumes = [stack for _, stacks, _ in sorted_groups for stack in stacks]
    whole = [stack for stack in volumes if isinstance(stack.found, Lattice)]
    dominant = len(groups[0]) > 2 * sum(len(group) for group in groups[1:])
    if not whole and not (volumes and dominant):
        raise _no_volume(groups)
    main = max(whole or volumes, key=lambda stack: len(stack.frames)).frames
    kept: list[Stack] = []
    strays: list[Frame] = []
    repeated = 0
    for group, stacks, twice in sorted_groups:
        any_whole = any(isinstance(stack.found, Lattice) for stack in stacks)
        if any_whole or (stacks and 2 * len(group) > len(main)):
            kept += stacks
            repeated += twice
        else:
            strays += group
    return Sorted(tuple(kept), tuple((stray, _reason(stray, main[0])) for stray in strays), repeated)


def _checked_stacks(group: list[Frame]) -> tuple[tuple[Stack, ...], int]:
    """The volumes of one of several groups; none if it has too few images to be one."""
    if len(group) < _A_VOLUME:
        return (), 0
    try:
        made, twice = _stacks(group)
    except IntakeError as error:
        return (Stack(tuple(group), error),), 0
    return tuple(_checked(stack) for stack in made), twice


def _checked(stack: Stack) -> Stack:
    """Refuse a group with wide gaps, into which the images of the other groups may have belonged."""
    if not isinstance(stack.found, Lattice):
        return stack
    declared = widest_declared(stack.frames[0].header)
    if declared is None or stack.found.grid.spacing[0] < _SUSPICIOUS * declared:
        return stack
    error = IntakeError(
        "The slices lie {distance:.1f} mm apart, the scanner declares {declared:.1f} mm, and other "
        "images of the series lie in another plane or have another size.",
        remedy="Export the complete series.",
        distance=stack.found.grid.spacing[0],
        declared=declared,
    )
    return Stack(stack.frames, error, stack.by)


def _stacks(frames: Sequence[Frame]) -> tuple[tuple[Stack, ...], int]:
    single = without_same_number(frames)
    normal_of(single[0].orientation)
    parts = volumes_of(single)
    repeated = len(frames) - sum(len(part.frames) for part in parts)
    return tuple(_stack(part) for part in parts), repeated


def _stack(part: Part) -> Stack:
    try:
        return Stack(tuple(part.frames), regular(part.frames), part.by)
    except IntakeError as error:
        return Stack(tuple(part.frames), error, part.by)


def _no_volume(groups: list[list[Frame]]) -> IntakeError:
    differences = {_difference(group[0], groups[0][0]) for group in groups[1:]}
    if "plane" in differences:
        return IntakeError("The images of this series lie in different planes, as in a localizer.")
    if "size" in differences:
        return IntakeError("The images of this series have different sizes and do not form a volume.")
    return IntakeError("The images of this series have different pixel spacings.")


def _reason(stray: Frame, main: Frame) -> Text:
    difference = _difference(stray, main)
    if difference == "plane":
        return text("The image lies in another plane than the volume of its series and was left out.")
    if difference == "size":
        return text("The image has another size than the volume of its series and was left out.")
    if difference == "spacing":
        return text("The image has another pixel spacing than its series and was left out.")
    return text("The image belongs to no volume of its series and was left out.")

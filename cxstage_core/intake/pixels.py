"""Decode the pixels of a stack: plain bytes directly, everything compressed by SimpleITK (GDCM).

Both happen in the process that decodes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import IntakeError
from cxstage_core.imaging import Grid, Volume
from cxstage_core.intake.decoding.budget import allow_pixels, now_at
from cxstage_core.intake.decoding.client import decoder
from cxstage_core.intake.header import Frame


def decode(frames: Sequence[Frame], grid: Grid) -> Volume:
    """Decode the pixels: stored integers, or float32 where the header has a rescale.

    Args:
        frames: in the order of the slice index.

    Returns:
        Array (slice, row, column) on the grid.

    Raises:
        IntakeError: a file cannot be decoded, or its frames disagree.
    """
    return Volume(_asked(frames), grid)


def frame_pixels(frame: Frame) -> npt.NDArray[Any]:
    """The pixels (row, column) of one frame, as in `decode`.

    Raises:
        IntakeError: its file cannot be decoded.
    """
    return np.asarray(_asked([frame])[0])


def pixels_of_frames(_: Path, frames: Sequence[Frame]) -> npt.NDArray[Any]:
    """Decode frames of the same size, (frame, row, column), in the process that decodes."""
    allow_pixels(_most_bytes(frames))
    opened: dict[Path, npt.NDArray[Any]] = {}
    slices = [_slice(frame, opened) for frame in frames]
    opened.clear()
    kinds = {s.dtype for s in slices}
    kind = kinds.pop() if len(kinds) == 1 else np.dtype(np.float32)
    array = np.empty((len(slices), *slices[0].shape), dtype=kind)
    for index, pixels in enumerate(slices):
        array[index] = pixels
    return array


def _asked(frames: Sequence[Frame]) -> npt.NDArray[Any]:
    first = frames[0]
    try:
        read = sum(file.stat().st_size for file in {frame.file for frame in frames})
        named = [replace(frame, file=frame.file.absolute(), header={}) for frame in frames]
        found: npt.NDArray[Any] = decoder().ask(
            "stack", first.file, named, work_bytes=read + _most_bytes(frames)
        )
    except OSError as error:
        raise _unreadable(first.file) from error
    if found.shape != (len(frames), first.rows, first.columns):
        raise _unreadable(first.file)
    return found


def _most_bytes(frames: Sequence[Frame]) -> int:
    """Bytes of the frames as 32-bit numbers, and of the whole files that have to be opened for them."""
    whole = {
        frame.file: frame.frames * frame.rows * frame.columns for frame in frames if frame.compressed
    }
    return 4 * (sum(frame.rows * frame.columns for frame in frames) + sum(whole.values()))


def _slice(frame: Frame, opened: dict[Path, npt.NDArray[Any]]) -> npt.NDArray[Any]:
    as_stored = frame.slope == 1.0 and frame.intercept == 0.0
    if frame.compressed:
        if frame.file not in opened:
            now_at(frame.file)
            opened[frame.file] = _by_sitk(frame)
        decoded = opened[frame.file][frame.number]  # rescaled by the decoder
        return np.asarray(decoded if as_stored else decoded.astype(np.float32))
    pixels = _plain(frame)
    if as_stored:
        return pixels
    return (pixels * np.float64(frame.slope) + frame.intercept).astype(np.float32)


def _plain(frame: Frame) -> npt.NDArray[Any]:
    dtype = np.dtype(frame.dtype)
    count = frame.rows * frame.columns
    start = frame.offset + frame.number * count * dtype.itemsize
    try:
        pixels = np.fromfile(frame.file, dtype=dtype, count=count, offset=start)
    except OSError as error:
        raise _unreadable(frame.file) from error
    if pixels.size != count:
        raise _unreadable(frame.file)
    pixels = pixels.astype(dtype.newbyteorder("="), copy=False)
    spare = dtype.itemsize * 8 - frame.stored_bits
    if spare > 0:  # overlays may use the spare high bits
        pixels = (pixels << spare) >> spare
    return pixels.reshape(frame.rows, frame.columns)


def _by_sitk(frame: Frame) -> npt.NDArray[Any]:
    import SimpleITK as sitk

    try:
        array = sitk.GetArrayFromImage(sitk.ReadImage(str(frame.file), imageIO="GDCMImageIO"))
    except RuntimeError as error:
        raise _unreadable(frame.file) from error
    array = np.asarray(array)
    if array.ndim == 2:
        array = array[None]
    if array.shape != (frame.frames, frame.rows, frame.columns):
        raise _unreadable(frame.file)
    return array


def check_rescale(frames: Sequence[Frame]) -> None:
    """Refuse images whose scale is not known: one without it among others that have one.

    Raises:
        IntakeError: a frame states no scale where others do, or the decoder would apply one frame's scale
            to all frames of a compressed file.
    """
    first = frames[0]
    scaled = any((frame.slope, frame.intercept) != (1.0, 0.0) for frame in frames)
    for frame in frames:
        if scaled and frame.header.get("RescaleSlope") in (None, ""):
            raise IntakeError(
                "Some images of this series state a Rescale Slope, this one does not, so their values "
                "cannot be compared.",
                remedy="Export the series again from the scanner or the archive.",
                file=frame.file,
            )
        other = (frame.slope, frame.intercept) != (first.slope, first.intercept)
        if other and frame.compressed and frame.frames > 1:
            raise IntakeError(
                "The frames of this compressed file have different intensity scales.",
                remedy="Export the series uncompressed.",
                file=frame.file,
            )


def _unreadable(file: Path) -> IntakeError:
    return IntakeError(
        "The pixels of a file of this series cannot be decoded.",
        remedy="Copy or export the series again.",
        file=file,
    )

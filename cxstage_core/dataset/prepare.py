"""One patient's series and outline become the images that a network sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.clahe import clahe
from cxstage_core.dataset.crop import Window, bounding_box, window_around
from cxstage_core.dataset.intensity import correct_bias, denoise, normalisation, sharpen, stretch
from cxstage_core.dataset.outline import diameter_in_plane_mm, mask_channel, outlined
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.slices import choose_slices
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask, resample_volume, unmeasured
from cxstage_core.imaging.moved_outline import moved_notes
from cxstage_core.text import Text, text

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPatient:
    """The input of a network for one patient.

    Args:
        array: float32 (slice, channel, row, column); 0 is the body's mean in an image channel, and
            stands where nothing was measured; the mask channel is the share of a pixel outlined.
        slice_indices: 0-based slices of the axial T2 series, in the order of `array`.
        notes: what a user of the result must know.
        facts: measures of the study for the input gate, always the same keys: "T2 pixel mm",
            "T2 slice mm", "T1 present", "outline cm3", "outline diameter mm".
    """

    array: Pixels
    slice_indices: tuple[int, ...]
    notes: tuple[Text, ...]
    facts: Mapping[str, float]


def prepare_patient(
    t2: Volume, t1: Volume | None, mask: Mask, config: Preprocessing
) -> PreparedPatient:
    """Prepare one patient; used by training and prediction alike.

    Args:
        t2: axial T2 series.
        t1: axial T1 series on any grid, or None.
        mask: outline; on another grid than `t2` it is resampled (nearest neighbour), with a note.
        config: the settings.

    Raises:
        DatasetError: T2 is not axial, nothing is outlined on it, an image has no contrast, or voxels
            hold no measurement.
    """
    _check_measured("T2", t2)
    if t1 is not None and "T1" in config.channels:
        _check_measured("T1", t1)
    if t2.grid.plane != "axial":
        raise DatasetError(
            "The T2 series is {plane}, but the networks take axial slices only.", plane=t2.grid.plane
        )
    notes: list[Text] = []
    if not mask.grid.close_to(t2.grid):
        moved = resample_mask(mask, t2.grid)
        notes += moved_notes(mask, moved)
        mask = moved
    t2, mask = upright_volume(t2), upright_mask(mask)
    outline = outlined(mask)
    slices = choose_slices(outline, config.slices)
    spacing = (t2.grid.spacing[1], t2.grid.spacing[2])
    window = window_around(outline, spacing, config.fov_mm, config.size_px)
    notes += _room(outline, spacing, config)
    channels = []
    for name in config.channels:
        if name == "mask":
            channels.append(window.sample(mask_channel(mask)[list(slices)]))
        elif name == "T2":
            channels.append(_channel(window, _normalised(t2, config).array[list(slices)], config))
        else:
            channels.append(_t1_channel(t1, t2.grid, slices, window, config, notes))
    facts = {
        "T2 pixel mm": float(np.sqrt(spacing[0] * spacing[1])),
        "T2 slice mm": float(t2.grid.spacing[0]),
        "T1 present": float(t1 is not None),
        "outline cm3": float(np.count_nonzero(outline)) * t2.grid.voxel_mm3 / 1000.0,
        "outline diameter mm": diameter_in_plane_mm(mask),
    }
    array = np.ascontiguousarray(np.stack(channels, axis=1), dtype=np.float32)
    return PreparedPatient(array, slices, tuple(notes), facts)


def _check_measured(sequence: str, volume: Volume) -> None:
    """Refuse what an older version imported: one such voxel makes every number of a network NaN."""
    count = unmeasured(volume.array)
    if count:
        raise DatasetError(
            "{count} voxels of the {sequence} series hold no measurement (NaN, infinite, or impossibly large).",
            remedy="Import the series again from its original.",
            count=count,
            sequence=sequence,
        )


def _normalised(volume: Volume, config: Preprocessing) -> Volume:
    if config.bias_correction:
        volume = correct_bias(volume)
    measured = normalisation(volume.array, config.clip_percentiles)
    return Volume(measured.apply(volume.array), volume.grid)


def _t1_channel(
    t1: Volume | None,
    grid: Grid,
    slices: tuple[int, ...],
    window: Window,
    config: Preprocessing,
    notes: list[Text],
) -> Pixels:
    if t1 is None:
        notes.append(text("The study has no axial T1 series; that channel is empty."))
        return np.zeros((len(slices), config.size_px, config.size_px), dtype=np.float32)
    part = _part(grid, slices, window)
    _, rows, columns = grid.size
    image = np.zeros((len(slices), rows, columns), dtype=np.float32)
    found = resample_volume(_normalised(t1, config), part.grid).array
    image[:, part.rows, part.columns] = found[[index - slices[0] for index in slices]]
    corners = np.array(np.meshgrid(*[(0, n - 1) for n in part.grid.size])).reshape(3, -1).T
    if not bool(t1.grid.contains(part.grid.index_to_world(corners)).all()):
        notes.append(
            text("The axial T1 series does not cover the whole field of view; the rest is empty.")
        )
    return _channel(window, image, config)


@dataclass(frozen=True, slots=True)
class _Part:
    """The part of the T2 grid that the window reads, from the first to the last chosen slice."""

    grid: Grid
    rows: slice
    columns: slice


def _part(grid: Grid, slices: tuple[int, ...], window: Window) -> _Part:
    rows, columns = (window.indices(axis, grid.size[axis + 1]) for axis in (0, 1))
    origin: Any = grid.index_to_world((slices[0], rows.start, columns.start))
    size = (slices[-1] - slices[0] + 1, rows.stop - rows.start, columns.stop - columns.start)
    x, y, z = (float(v) for v in origin)
    return _Part(Grid(size, grid.spacing, (x, y, z), grid.direction), rows, columns)


def _channel(window: Window, image: Pixels, config: Preprocessing) -> Pixels:
    if config.denoise_sigma_mm:
        image = denoise(image, _in_pixels(config.denoise_sigma_mm, window))
    if config.sharpen:
        image = sharpen(image, config.sharpen, _in_pixels(config.sharpen_radius_mm, window))
    sampled = window.sample(image)
    if config.contrast == "percentile":
        return stretch(sampled)
    return clahe(sampled) if config.contrast == "clahe" else sampled


def _in_pixels(mm: float, window: Window) -> tuple[float, float]:
    return (mm / window.spacing[0], mm / window.spacing[1])


def _room(
    outline: npt.NDArray[np.bool_], spacing: tuple[float, float], config: Preprocessing
) -> list[Text]:
    extent = [
        (high - low + 1) * mm for (low, high), mm in zip(bounding_box(outline), spacing, strict=True)
    ]
    wanted = max(extent) + 2 * config.wanted_margin_mm
    if wanted <= config.fov_mm:
        return []
    return [
        text(
            "The outline with its margin of {margin:g} mm is {wanted:.0f} mm wide and does not fit "
            "the field of view of {fov:g} mm.",
            margin=config.wanted_margin_mm,
            wanted=wanted,
            fov=config.fov_mm,
        )
    ]

"""One patient's series and outline become the images that a network sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.clahe import clahe
from cxstage_core.dataset.crop import Window, bounding_box, window_around
from cxstage_core.dataset.intensity import (
    adc_map,
    correct_bias,
    denoise,
    normalisation,
    sharpen,
    stretch,
)
from cxstage_core.dataset.measures import study_measures
from cxstage_core.dataset.outline import diameter_in_plane_mm, mask_channel, outlined
from cxstage_core.dataset.preprocessing import CHANNELS, Preprocessing, neighbour_offsets
from cxstage_core.dataset.roles import ROLES, Role
from cxstage_core.dataset.slices import choose_slices, neighbouring
from cxstage_core.dataset.upright import upright_mask, upright_volume
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Grid, Mask, Volume, resample_mask, resample_volume, unmeasured
from cxstage_core.imaging.moved_outline import moved_notes
from cxstage_core.imaging.rigid import Rigid
from cxstage_core.text import Text, text

Pixels = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class PreparedPatient:
    """The input of a network for one patient.

    Args:
        array: float32 (slice, input, row, column), the inputs as `Preprocessing.inputs` names them; 0 is the
            body's mean in an image channel (1.2 x 10⁻³ mm²/s in that of ADC), and stands where nothing was
            measured; the mask channel is the share of a pixel outlined.
        slice_indices: 0-based slices of the axial T2 series, in the order of `array`.
        notes: what a user of the result must know.
        facts: measures of the study for the input gate: "T2 pixel mm", "T2 slice mm", "T1 present",
            "outline cm3", "outline diameter mm"; for each further channel of the settings whether the study has
            its series, such as "ADC present", and for DWI its "b-value of DWI" in s/mm².
        measures: what the study looks like, for the input gate; see `gate_measures.MEASURES`.
    """

    array: Pixels
    slice_indices: tuple[int, ...]
    notes: tuple[Text, ...]
    facts: Mapping[str, float]
    measures: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, eq=False)
class Further:
    """The series of a further channel.

    Args:
        volume: on any grid.
        moved: where each point of T2 lies in it; at the same place when None.
        facts: measures of the series for the input gate.
    """

    volume: Volume
    moved: Rigid | None = None
    facts: Mapping[str, float] = field(default_factory=dict)


def prepare_patient(
    t2: Volume,
    further: Volume | Mapping[str, Further] | None,
    mask: Mask,
    config: Preprocessing,
) -> PreparedPatient:
    """Prepare one patient; used by training and prediction alike.

    Args:
        t2: axial T2 series.
        further: by the name of the channel, those the study has; or the axial T1 series alone; or None.
        mask: outline; on another grid than `t2` it is resampled (nearest neighbour), with a note.
        config: the settings.

    Raises:
        DatasetError: T2 is not axial, nothing is outlined on it, an image has no contrast, voxels
            hold no measurement, or the series of a channel is missing that may not be empty.
    """
    given = {"T1": Further(further)} if isinstance(further, Volume) else further or {}
    _check_measured("T2", t2)
    for name in config.channels:
        if name in given:
            _check_measured(name, given[name].volume)
    if t2.grid.plane != "axial":
        raise DatasetError(
            "The T2 series is {plane}, but the networks take axial slices only.", plane=t2.grid.plane
        )
    missing = tuple(name for name in config.channels if ROLES[name].optional and name not in given)
    check_missing(missing, config)
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
            whole = _normalised(t2, config).array
            channels.append(_channel(window, whole[list(slices)], config))
            for offset in neighbour_offsets(config.neighbours):
                chosen = neighbouring(slices, offset, t2.grid)
                channels.append(_channel(window, whole[list(chosen)], config))
        else:
            place = _Place(t2.grid, slices, window)
            channels.append(_further_channel(ROLES[name], given.get(name), place, config, notes))
    facts = {
        "T2 pixel mm": float(np.sqrt(spacing[0] * spacing[1])),
        "T2 slice mm": float(t2.grid.spacing[0]),
        "T1 present": float("T1" in given),
        "outline cm3": float(np.count_nonzero(outline)) * t2.grid.voxel_mm3 / 1000.0,
        "outline diameter mm": diameter_in_plane_mm(mask),
    }
    for name in config.channels:
        if name not in CHANNELS:
            facts[ROLES[name].present] = float(name in given)
            facts |= given[name].facts if name in given else {}
    array = np.ascontiguousarray(np.stack(channels, axis=1), dtype=np.float32)
    t1 = given.get("T1") if "T1" in config.channels else None
    measures = study_measures(
        t2, outline, None if t1 is None else t1.volume, None if t1 is None else t1.moved
    )
    return PreparedPatient(array, slices, tuple(notes), facts, measures)


def check_missing(missing: Iterable[str], config: Preprocessing) -> None:
    """Refuse a study that lacks the series of a channel which may not be empty.

    Args:
        missing: channels whose series the study lacks.

    Raises:
        DatasetError: naming the first of them.
    """
    for name in missing:
        if name not in config.empty_if_missing:
            raise DatasetError(
                "The study has no {series} series that can be used, and the settings do not let that channel be "
                "empty.",
                remedy="Import that series, or let the channel be empty (setting empty_if_missing).",
                series=ROLES[name].series.template,
            )


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


@dataclass(frozen=True, slots=True)
class _Place:
    """Where the input lies: grid of T2, chosen slices, window in them."""

    grid: Grid
    slices: tuple[int, ...]
    window: Window


def _further_channel(
    role: Role, given: Further | None, place: _Place, config: Preprocessing, notes: list[Text]
) -> Pixels:
    """Sample another series on the grid of T2; values outside it are 0."""
    series = role.series.template
    if given is None:
        notes.append(text("The study has no {series} series; that channel is empty.", series=series))
        return np.zeros((len(place.slices), config.size_px, config.size_px), dtype=np.float32)
    part = _part(place.grid, place.slices, place.window)
    _, rows, columns = place.grid.size
    image = np.zeros((len(place.slices), rows, columns), dtype=np.float32)
    scaled = _physical(given.volume) if role.physical else _normalised(given.volume, config)
    found = resample_volume(scaled, part.grid, moved=given.moved).array
    image[:, part.rows, part.columns] = found[[index - place.slices[0] for index in place.slices]]
    corners = part.grid.index_to_world(
        np.array(np.meshgrid(*[(0, n - 1) for n in part.grid.size])).reshape(3, -1).T
    )
    if given.moved is not None:
        corners = given.moved.apply(corners)
    if not bool(given.volume.grid.contains(corners).all()):
        notes.append(
            text(
                "The {series} series does not cover the whole field of view; the rest is empty.",
                series=series,
            )
        )
    if role.physical:
        return place.window.sample(image)
    return _channel(place.window, image, config)


def _physical(volume: Volume) -> Volume:
    return Volume(adc_map(volume.array), volume.grid)


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

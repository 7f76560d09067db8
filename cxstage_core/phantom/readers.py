"""Simulated readers: what they draw when the truth is before them, each with habits.

Reader A smooths a little and errs to both sides. Reader B draws about a millimetre outside the edge
and leaves out the first and last slices, where the tumour is faint. Readers C and D, of the style that is
held out, draw more coarsely: C inside the edge, D well outside.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Mask
from cxstage_core.phantom.drawing import stream

_MARGIN_PX = 12
Bits = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Habit:
    """How a reader draws.

    Args:
        outside_mm: how far outside the edge the line runs on average.
        smooth_mm: standard deviation of the filter that rounds corners off.
        wander_mm: standard deviation of the line's slow wandering.
        faint: slices at either end with less than this share of the largest area are not drawn.
    """

    outside_mm: float
    smooth_mm: float
    wander_mm: float
    faint: float


READERS: Mapping[str, Habit] = {
    "reader-a": Habit(0.0, 0.8, 0.45, 0.0),
    "reader-b": Habit(1.0, 0.6, 0.45, 0.4),
}
HELD_OUT_READERS: Mapping[str, Habit] = {
    "reader-c": Habit(-0.6, 1.6, 0.7, 0.2),
    "reader-d": Habit(1.8, 1.0, 0.8, 0.1),
}


def readings(
    truth: Mask, seed: int, number: int, readers: Mapping[str, Habit] = READERS
) -> dict[str, Mask]:
    """What each of the readers draws, on the same grid, by reader; at least one slice is drawn.

    Args:
        readers: those of the patient's style, by default of the standard one.
    """
    rng = stream(seed, number, "readers")
    tumour = truth.of(Label.TUMOUR)
    both = truth.array != Label.BACKGROUND
    box = _box(both)
    spacing = truth.grid.spacing[1:]
    edges = [_edges(tumour[box], spacing)]
    if not np.array_equal(both, tumour):
        edges.insert(0, _edges(both[box], spacing))
    labels = (Label.INFILTRATION, Label.TUMOUR)[-len(edges) :]
    found = {}
    for name, habit in readers.items():
        drawn = _visible(tumour, habit.faint)[box[0], None, None]
        wander = _wander(rng, drawn.shape[:1] + tumour[box].shape[1:], spacing[0]) * habit.wander_mm
        array = np.zeros_like(truth.array)
        for edge, label in zip(edges, labels, strict=True):
            array[box][_redrawn(edge, spacing, habit, wander) & drawn] = label
        found[name] = Mask(array, truth.grid)
    return found


def _edges(region: Bits, spacing: tuple[float, ...]) -> npt.NDArray[np.float32]:
    """Distance from the edge within every slice, negative inside, mm; infinite in a slice without any."""
    from scipy import ndimage

    found = np.full(region.shape, np.inf, dtype=np.float32)
    for i in np.flatnonzero(region.any(axis=(1, 2))):
        inner = ndimage.distance_transform_edt(region[i], sampling=spacing)
        outer = ndimage.distance_transform_edt(~region[i], sampling=spacing)
        found[i] = np.where(region[i], 0.5 * spacing[0] - inner, outer - 0.5 * spacing[0])
    return found


def _redrawn(
    edges: npt.NDArray[np.float32],
    spacing: tuple[float, ...],
    habit: Habit,
    wander: npt.NDArray[np.float32],
) -> Bits:
    from scipy import ndimage

    found = np.zeros(edges.shape, dtype=bool)
    sigma = habit.smooth_mm / spacing[0]
    for i in np.flatnonzero(np.isfinite(edges[:, 0, 0])):
        found[i] = ndimage.gaussian_filter(edges[i], sigma) + wander[i] < habit.outside_mm
        if not found[i].any():
            found[i] = edges[i] < 0
    return found


def _visible(tumour: Bits, faint: float) -> Bits:
    areas = np.count_nonzero(tumour, axis=(1, 2))
    enough = np.flatnonzero(areas > faint * areas.max())
    visible = np.zeros(len(areas), dtype=bool)
    visible[enough[0] : enough[-1] + 1] = True
    return visible


def _wander(
    rng: np.random.Generator, shape: tuple[int, ...], pixel_mm: float
) -> npt.NDArray[np.float32]:
    """Smooth noise with deviation 1 and a period of about a centimetre."""
    rows = np.arange(shape[1], dtype=np.float32)[:, None] * np.float32(pixel_mm)
    columns = np.arange(shape[2], dtype=np.float32)[None] * np.float32(pixel_mm)
    found = np.zeros(shape, dtype=np.float32)
    for i in range(shape[0]):
        for _ in range(4):
            angle, phase, length = rng.uniform((0, 0, 7), (6.283, 6.283, 16))
            k = 6.283 / length
            found[i] += np.sin(k * np.cos(angle) * rows + k * np.sin(angle) * columns + phase)
    return found * np.float32(0.7)


def _box(region: Bits) -> tuple[slice, slice, slice]:
    slices = np.flatnonzero(region.any(axis=(1, 2)))
    rows = np.flatnonzero(region.any(axis=(0, 2)))
    columns = np.flatnonzero(region.any(axis=(0, 1)))
    return (
        slice(int(slices[0]), int(slices[-1]) + 1),
        slice(max(int(rows[0]) - _MARGIN_PX, 0), int(rows[-1]) + _MARGIN_PX + 1),
        slice(max(int(columns[0]) - _MARGIN_PX, 0), int(columns[-1]) + _MARGIN_PX + 1),
    )

"""Measures of a study as acquired, for the input gate: what training stores ranges of and prediction compares.

They are read off the images before any crop, in the common pose (rows to posterior, columns to the patient's
left), on pixels averaged to about 3 mm; noise and sharpness on the pixels themselves. Grey values are scaled so
that the 5th percentile of the body is 0 and the 95th is 1. A measure that cannot be taken
(no T1 series, no contrast) is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_measures import BANDS
from cxstage_core.dataset.intensity import body_threshold
from cxstage_core.dataset.measures.quality import LEAST_BODY, LEAST_SIDE, filled_body, quality
from cxstage_core.imaging import Grid, Volume, resample_volume
from cxstage_core.imaging.rigid import Rigid

Values = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

COARSE_MM = 3.0
_SLICES_AROUND = 2
_MOST_SHIFT_MM = 36.0
_MOST_SLICES = 8
"""Slices that mirror images and edges are compared in."""


@dataclass(frozen=True, slots=True, eq=False)
class _Coarse:
    """Slices around the outline, averaged in the plane.

    Args:
        image: T2, scaled, float64 (slice, row, column).
        body: of the same shape.
        outline: share of the pixel outlined, 0 to 1.
        spacing: mm of slice, row, column.
        grid: of `image`.
    """

    image: Values
    body: Bools
    outline: Values
    grid: Grid

    @property
    def spacing(self) -> tuple[float, float]:
        """Rows and columns, mm."""
        return self.grid.spacing[1], self.grid.spacing[2]


def study_measures(
    t2: Volume, outline: Bools, t1: Volume | None = None, moved: Rigid | None = None
) -> dict[str, float]:
    """Measure a study.

    Args:
        t2: axial T2 series in the common pose.
        outline: what is outlined, on the grid of `t2`; not empty.
        t1: axial T1 series on any grid, if it is used. moved: where each point of T2 lies in it.

    Returns:
        Key of `gate_measures.MEASURES` to value, all finite.
    """
    found = _geometry(t2) | _form(t2.grid, outline)
    coarse = _coarse(t2, outline)
    if coarse is None:
        return found
    found |= _body(coarse) | _place(coarse) | _symmetry(coarse) | _profile(coarse)
    found |= _weighting("T2", coarse.image, coarse)
    found |= quality(t2, outline)
    if t1 is not None:
        found |= _with_t1(coarse, t1, moved)
    return {key: float(value) for key, value in found.items() if np.isfinite(value)}


def _geometry(t2: Volume) -> dict[str, float]:
    slices, rows, columns = t2.grid.size
    height, down, across = t2.grid.spacing
    return {
        "field rows mm": rows * down,
        "field columns mm": columns * across,
        "stack mm": slices * height,
        "pixel mm": float(np.sqrt(down * across)),
        "slice mm": height,
    }


def _form(grid: Grid, outline: Bools) -> dict[str, float]:
    volume = float(np.count_nonzero(outline)) * grid.voxel_mm3
    used = np.flatnonzero(outline.any(axis=(1, 2)))
    return {
        "outline ball mm": float(np.cbrt(6 * volume / np.pi)),
        "outline height mm": float(used[-1] - used[0] + 1) * grid.spacing[0],
    }


def _coarse(t2: Volume, outline: Bools) -> _Coarse | None:
    if min(t2.array.shape[1:]) < LEAST_SIDE:
        return None
    used = np.flatnonzero(outline.any(axis=(1, 2)))
    begin, end = max(0, used[0] - _SLICES_AROUND), min(len(outline), used[-1] + 1 + _SLICES_AROUND)
    steps = tuple(
        max(1, min(n // 8, round(COARSE_MM / mm)))
        for n, mm in zip(t2.grid.size[1:], t2.grid.spacing[1:], strict=True)
    )
    raw = _averaged(t2.array[begin:end].astype(np.float32), steps)
    body = filled_body(raw > max(body_threshold(raw), 0.0))
    if np.count_nonzero(body) < LEAST_BODY:
        return None
    image = _scaled(raw, body)
    if image is None:
        return None
    drawn = _averaged(outline[begin:end].astype(np.float32), steps)
    spacing = (
        t2.grid.spacing[0],
        t2.grid.spacing[1] * steps[0],
        t2.grid.spacing[2] * steps[1],
    )
    first: Any = t2.grid.index_to_world((begin, (steps[0] - 1) / 2, (steps[1] - 1) / 2))
    x, y, z = (float(v) for v in first)
    slices, rows, columns = image.shape
    grid = Grid((slices, rows, columns), spacing, (x, y, z), t2.grid.direction)
    return _Coarse(image, body, drawn, grid)


def _averaged(array: npt.NDArray[np.float32], steps: tuple[int, ...]) -> Values:
    down, across = steps
    rows, columns = array.shape[1] // down * down, array.shape[2] // across * across
    blocks = array[:, :rows, :columns].reshape(
        len(array), rows // down, down, columns // across, across
    )
    return np.asarray(blocks.mean(axis=(2, 4)), dtype=np.float64)


def _scaled(raw: Values, body: Bools) -> Values | None:
    low, high = np.percentile(raw[body], (5, 95))
    return (raw - low) / (high - low) if high - low > 1e-6 * max(1.0, abs(high)) else None


def _body(coarse: _Coarse) -> dict[str, float]:
    down, across = coarse.spacing
    widths = [one.any(axis=0).sum() * across for one in coarse.body]
    heights = [one.any(axis=1).sum() * down for one in coarse.body]
    areas = coarse.body.sum(axis=(1, 2)) * down * across / 100.0
    return {
        "body width mm": float(np.median(widths)),
        "body depth mm": float(np.median(heights)),
        "body area cm2": float(np.median(areas)),
    }


def _middle(coarse: _Coarse) -> tuple[float, float, float, float]:
    """Of the body in the plane, in pixels: first and last row, first and last column."""
    rows = np.flatnonzero(coarse.body.any(axis=(0, 2)))
    columns = np.flatnonzero(coarse.body.any(axis=(0, 1)))
    return rows[0], rows[-1], columns[0], columns[-1]


def _place(coarse: _Coarse) -> dict[str, float]:
    across = coarse.spacing[1]
    top, bottom, left, right = _middle(coarse)
    weight = coarse.outline.sum(axis=0)
    total = weight.sum()
    if not total > 0:
        return {}
    row = float((weight.sum(axis=1) * np.arange(weight.shape[0])).sum() / total)
    column = float((weight.sum(axis=0) * np.arange(weight.shape[1])).sum() / total)
    return {
        "outline aside mm": abs(column - (left + right) / 2) * across,
        "outline depth share": (row - top) / max(1.0, bottom - top),
    }


def _symmetry(coarse: _Coarse) -> dict[str, float]:
    """Best correlation of the slices with their mirror image, left to right and front to back."""
    return {
        "mirror left right": _mirrored(coarse, 2),
        "mirror front back": _mirrored(coarse, 1),
    }


def _few(slices: int) -> slice:
    """Evenly spaced slices, at most `_MOST_SLICES`."""
    return slice(None, None, -(-slices // _MOST_SLICES))


def _mirrored(coarse: _Coarse, axis: int) -> float:
    best = -1.0
    n = coarse.image.shape[axis]
    most = max(1, min(n // 4, round(_MOST_SHIFT_MM / coarse.spacing[axis - 1])))
    few = _few(len(coarse.image))
    image, body = np.clip(coarse.image[few], -0.5, 1.5), coarse.body[few]
    for shift in range(-most, most + 1):
        low, high = max(0, shift), min(n, n + shift)
        part = np.take(image, np.arange(low, high), axis=axis)
        inside = np.take(body, np.arange(low, high), axis=axis)
        both = inside & np.flip(inside, axis)
        if np.count_nonzero(both) > LEAST_BODY:
            best = max(best, _correlation(part[both], np.flip(part, axis)[both]))
    return best


def _profile(coarse: _Coarse) -> dict[str, float]:
    """Mean grey value of the middle third of the body in bands from front to back, less their mean."""
    top, bottom, left, right = _middle(coarse)
    third = (right - left + 1) / 3
    columns = slice(round(left + third), max(round(left + third) + 1, round(right - third) + 1))
    edges = np.linspace(top, bottom + 1, BANDS + 1).round().astype(int)
    image, body = np.clip(coarse.image, -0.5, 1.5)[:, :, columns], coarse.body[:, :, columns]
    means = []
    for begin, end in pairwise(edges):
        inside = body[:, begin : max(end, begin + 1)]
        part = image[:, begin : max(end, begin + 1)]
        means.append(float(part[inside].mean()) if inside.any() else float("nan"))
    if not np.isfinite(means).any():
        return {}
    middle = float(np.nanmean(means))
    return {f"front to back {number + 1}": mean - middle for number, mean in enumerate(means)}


def _weighting(name: str, image: Values, coarse: _Coarse) -> dict[str, float]:
    from scipy.ndimage import distance_transform_edt

    inside = image[coarse.body]
    quarter, half, three = np.percentile(inside, (25, 50, 75))
    drawn = coarse.outline >= 0.5
    if not drawn.any():
        drawn = coarse.outline >= coarse.outline.max()
    away = distance_transform_edt(~drawn, sampling=coarse.grid.spacing)
    ring = (away > 2) & (away <= 12) & coarse.body
    tumour = float(np.median(image[drawn]))
    return {
        f"{name} quartile 1": float(quarter),
        f"{name} median": float(half),
        f"{name} quartile 3": float(three),
        f"{name} tumour": tumour,
        f"{name} around": float(np.median(image[ring])) if ring.any() else float("nan"),
    }


def _with_t1(coarse: _Coarse, t1: Volume, moved: Rigid | None) -> dict[str, float]:
    sampled = resample_volume(
        Volume(t1.array.astype(np.float32), t1.grid), coarse.grid, moved=moved
    ).array.astype(np.float64)
    points = coarse.grid.index_to_world(np.moveaxis(np.indices(coarse.grid.size), 0, -1))
    if moved is not None:
        points = moved.apply(points.reshape(-1, 3)).reshape(points.shape)
    seen = np.asarray(t1.grid.contains(points.reshape(-1, 3))).reshape(sampled.shape) & coarse.body
    if np.count_nonzero(seen) < LEAST_BODY:
        return {}
    image = _scaled(sampled, seen)
    if image is None:
        return {}
    found = _weighting("T1", image, coarse)
    t2 = np.clip(coarse.image, -0.5, 1.5)
    other = np.clip(image, -0.5, 1.5)
    found["T1 T2 correlation"] = _correlation(t2[seen], other[seen])
    bright = seen & (t2 >= np.percentile(t2[seen], 90))
    found["T1 where T2 bright"] = float(np.median(other[bright]))
    bright = seen & (other >= np.percentile(other[seen], 90))
    found["T2 where T1 bright"] = float(np.median(t2[bright]))
    found["T1 shift mm"] = _shift(t2, other, seen, coarse.spacing)
    return found


def _shift(one: Values, other: Values, seen: Bools, spacing: tuple[float, float]) -> float:
    """Distance in the plane at which the edges of two series fit best, mm."""
    from scipy.fft import irfft2, next_fast_len, rfft2
    from scipy.ndimage import gaussian_gradient_magnitude

    few = _few(len(one))
    one, other, seen = one[few], other[few], seen[few]
    a, b = (
        np.stack([gaussian_gradient_magnitude(s, 1.0) for s in np.where(seen, image, 0.0)])
        for image in (one, other)
    )
    a, b = a - a.mean(), b - b.mean()
    rows, columns = (next_fast_len(2 * n, real=True) for n in a.shape[1:])
    product = rfft2(a, (rows, columns)) * np.conj(rfft2(b, (rows, columns)))
    found = irfft2(product.sum(axis=0), (rows, columns))
    row, column = np.unravel_index(int(np.argmax(found)), found.shape)
    down = row - rows if row > rows // 2 else row
    across = column - columns if column > columns // 2 else column
    return float(np.hypot(down * spacing[0], across * spacing[1]))


def _correlation(a: Values, b: Values) -> float:
    a, b = a - a.mean(), b - b.mean()
    scale = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / scale if scale > 0 else 0.0

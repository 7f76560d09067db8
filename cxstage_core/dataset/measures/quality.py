"""Noise, sharpness and ghosts of a series, on the pixels as acquired."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.dataset.intensity import body_threshold
from cxstage_core.imaging import Volume

Values = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

LEAST_BODY = 50
"""Pixels of the body from which on it is measured."""
LEAST_SIDE = 16
"""Pixels along each side below which neither body nor quality is measured."""
_GHOST_FROM, _GHOST_TO = 0.1, 0.6
"""Distances of a ghost as shares of the field of view."""


def quality(t2: Volume, outline: Bools) -> dict[str, float]:
    """Noise, sharpness and signal in the air, of the slices outlined."""
    used = np.flatnonzero(outline.any(axis=(1, 2)))
    if min(t2.array.shape[1:]) < LEAST_SIDE:
        return {}
    middle = int(used[len(used) // 2])
    chosen = sorted({int(used[0]), middle, int(used[-1])})
    image = t2.array[chosen].astype(np.float64)
    body = filled_body(image > max(body_threshold(image.astype(np.float32)), 0.0))
    if np.count_nonzero(body) < LEAST_BODY:
        return {}
    level = float(np.median(image[body]))
    if not level > 0:
        return {}
    # second differences along both axes: flat and sloping surfaces cancel (Immerkær, 1996)
    fine = image[:, 1:-1, 1:-1] * 4 + image[:, :-2, :-2] + image[:, :-2, 2:] + image[:, 2:, :-2]
    fine += image[:, 2:, 2:]
    fine -= 2 * (image[:, :-2, 1:-1] + image[:, 2:, 1:-1] + image[:, 1:-1, :-2] + image[:, 1:-1, 2:])
    inner = body[:, 1:-1, 1:-1]
    noise = 1.4826 * float(np.median(np.abs(fine[inner]))) / 6.0
    down = np.abs(np.diff(image, axis=1))[:, :, :-1][body[:, 1:, 1:]]
    across = np.abs(np.diff(image, axis=2))[:, :-1, :][body[:, 1:, 1:]]
    found = {
        "noise share": noise / level,
        "edges rows": float(np.percentile(down, 95)) / level / t2.grid.spacing[1],
        "edges columns": float(np.percentile(across, 95)) / level / t2.grid.spacing[2],
        "edges along": float(np.log(np.mean(down) / max(float(np.mean(across)), 1e-9))),
    }
    found["ghost rows"], found["ghost columns"] = _echo(image, 1), _echo(image, 2)
    return found


def _echo(image: Values, axis: int) -> float:
    """Highest correlation of the fine detail with itself, displaced along an axis as a ghost of motion is."""
    from scipy.fft import irfft, next_fast_len, rfft
    from scipy.ndimage import uniform_filter1d

    image = image.astype(np.float32)
    fine = image - uniform_filter1d(uniform_filter1d(image, 5, axis=1), 5, axis=2)
    n = fine.shape[axis]
    length = next_fast_len(2 * n, real=True)
    spectrum = np.abs(rfft(fine, length, axis=axis)) ** 2
    other = tuple(a for a in range(3) if a != axis)
    found = irfft(spectrum.mean(axis=other, dtype=np.float64), length)
    usable = 1.0 - np.arange(n) / n
    lags = slice(max(1, round(_GHOST_FROM * n)), round(_GHOST_TO * n) + 1)
    middle = float(found[0])
    return float((found[:n] / usable)[lags].max()) / middle if middle > 0 else 0.0


def filled_body(bright: Bools) -> Bools:
    """Fill what is enclosed by bright voxels, slice by slice."""
    from scipy.ndimage import binary_fill_holes

    return np.stack([binary_fill_holes(one) for one in bright])

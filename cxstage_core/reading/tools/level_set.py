"""The geodesic active contour: a border that moves to edges, in steps that can be shown.

The border moves with its curvature and a steady push, slowed where the image has edges and drawn
towards them. Source: Caselles, Kimmel & Sapiro, Int J Comput Vis 1997;22:61–79. A push outwards acts as
far as the image looks like the start, and turns round beyond, so that the border does not leak through
a gap in the edge.

Written here although SimpleITK has it: importing SimpleITK stops the window for 226 ms, and its filter runs
to the end where this one is shown step by step.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.reading.tools.operations import Inside, signed_distance

Real = npt.NDArray[np.float64]
_RIM_MM = 12.0
_AGAIN = 10
"""Steps after which the distance is computed again."""
_STEP = 0.25
_ALIKE_SD = 3.0
"""The image looks like the start within so many standard deviations of the start."""
_LEAST_SD = 0.01
"""Least standard deviation of the start, as a share of the range of the image."""
_LOOK, _STILL = 20, 0.002
"""The border has stopped when fewer than this share of the inside changed in so many steps."""
_MOST_STEPS, _MOST_GROWTH = 400, 40.0


@dataclass(frozen=True, slots=True)
class LevelSetSettings:
    """Forces that move the border.

    Args:
        push: outwards above 0, inwards below 0; 1 is about a pixel in four steps away from edges.
        curvature: how strongly the border is kept smooth.
        attraction: how strongly it is drawn to edges.
        sigma_mm: of the blur before edges are looked for.
        solid: in space, not in each slice for itself.
    """

    push: float = 0.0
    curvature: float = 0.4
    attraction: float = 1.0
    sigma_mm: float = 1.0
    solid: bool = False


class LevelSet:
    """A border on its way; `steps` moves it, `inside` is where it is now.

    Attributes:
        count: steps so far.
        stopped: further steps would not help: it stands still, or reached a bound of steps or volume.

    Args:
        image: (slice, row, column) of any real type.
        start: bool of the same shape; not empty.
        spacing: mm.

    Raises:
        ValueError: nothing to start from.
    """

    def __init__(
        self,
        image: npt.NDArray[np.generic],
        start: Inside,
        spacing: tuple[float, float, float],
        settings: LevelSetSettings | None = None,
    ) -> None:
        if not start.any():
            raise ValueError("a border needs something to start from")
        self.settings = settings or LevelSetSettings()
        self.count = 0
        self._shape = start.shape
        self._start = int(start.sum())
        self._before: Inside | None = None
        self.stopped = False
        self._part = _around(start, spacing, solid=self.settings.solid)
        pieces = [np.asarray(image[p], dtype=np.float64) for p in self._pieces(start)]
        blurred = [_blurred(piece, spacing, self.settings.sigma_mm) for piece in pieces]
        looks = _looks(blurred, [start[p] for p in self._pieces(start)])
        self._parts = [
            _Part(piece, looks(smooth), start[p], spacing, self.settings)
            for p, piece, smooth in zip(self._pieces(start), pieces, blurred, strict=True)
        ]
        self._places = self._pieces(start)

    def _pieces(self, start: Inside) -> list[tuple[slice, ...]]:
        """The whole part in space, or each drawn slice of it."""
        _, rows, columns = self._part
        if self.settings.solid:
            return [self._part]
        drawn = np.flatnonzero(start.any(axis=(1, 2))).tolist()
        return [(slice(k, k + 1), rows, columns) for k in drawn]

    def steps(self, count: int) -> None:
        """Move the border by so many steps."""
        for part in self._parts:
            for number in range(count):
                part.step(anew=(self.count + number) % _AGAIN == _AGAIN - 1)
        looked, self.count = self.count // _LOOK, self.count + count
        if self.count // _LOOK > looked:
            self._look()

    def _look(self) -> None:
        now, before = self.inside, self._before
        size = int(now.sum())
        still = before is not None and int((now != before).sum()) <= _STILL * max(1, size)
        bound = self.count >= _MOST_STEPS or size > _MOST_GROWTH * self._start
        self.stopped, self._before = still or bound or not size, now

    @property
    def inside(self) -> Inside:
        """The inside of the border now, bool (slice, row, column)."""
        found = np.zeros(self._shape, dtype=np.bool_)
        for place, part in zip(self._places, self._parts, strict=True):
            found[place] = part.inside
        return found


class _Part:
    """The level set of one slice, or of a block; the array has three dimensions in both cases."""

    def __init__(
        self,
        image: Real,
        alike: Real,
        start: Inside,
        spacing: tuple[float, float, float],
        settings: LevelSetSettings,
    ) -> None:
        self._settings = settings
        self._push = settings.push * alike if settings.push > 0 else settings.push
        self._flat = image.shape[0] == 1
        pixel = min(spacing[1:])
        self._spacing = tuple(mm / pixel for mm in spacing)
        self._stop = _stopping(image, self._spacing, settings.sigma_mm / pixel)
        self._pull = self._gradient(self._stop)
        self._distance = self._signed(start)

    @property
    def inside(self) -> Inside:
        return np.asarray(self._distance < 0)

    def step(self, *, anew: bool) -> None:
        s, d = self._settings, self._distance
        slopes = self._gradient(d)
        length = np.sqrt(sum(slope**2 for slope in slopes)) + 1e-8
        curvature = np.zeros_like(d)
        for axis, slope in zip(self._axes, slopes, strict=True):
            curvature += np.gradient(slope / length, self._spacing[axis], axis=axis)
        speed = self._stop * (s.curvature * curvature - self._push) * length
        towards = sum(pull * slope for pull, slope in zip(self._pull, slopes, strict=True))
        self._distance = d + _STEP * (speed + s.attraction * towards)
        if anew:
            inside = self.inside
            if inside.any() and not inside.all():
                self._distance = self._signed(inside)

    @property
    def _axes(self) -> tuple[int, ...]:
        return (1, 2) if self._flat else (0, 1, 2)

    def _gradient(self, values: Real) -> list[Real]:
        return [np.gradient(values, self._spacing[axis], axis=axis) for axis in self._axes]

    def _signed(self, inside: Inside) -> Real:
        if self._flat:
            return signed_distance(inside[0], self._spacing[1:])[None]
        return signed_distance(inside, self._spacing)


def _stopping(image: Real, spacing: tuple[float, ...], sigma: float) -> Real:
    """1 where the image is even, near 0 at its strong edges; strong is meant within this part."""
    from scipy.ndimage import gaussian_filter

    sigmas = [0.0 if n == 1 else sigma / mm for n, mm in zip(image.shape, spacing, strict=True)]
    blurred = gaussian_filter(image, sigmas)
    axes = [axis for axis, n in enumerate(image.shape) if n > 1]
    slope = np.sqrt(sum(np.gradient(blurred, spacing[axis], axis=axis) ** 2 for axis in axes))
    strong = float(np.percentile(slope, 90)) or 1.0
    return np.asarray(1 / (1 + (slope / strong * 2) ** 2))


def _blurred(image: Real, spacing: tuple[float, float, float], sigma_mm: float) -> Real:
    from scipy.ndimage import gaussian_filter

    sigmas = [0.0 if n == 1 else sigma_mm / mm for n, mm in zip(image.shape, spacing, strict=True)]
    return np.asarray(gaussian_filter(image, sigmas))


def _looks(images: Sequence[Real], starts: Sequence[Inside]) -> Callable[[Real], Real]:
    """Return a function: likeness of pixels to the whole start, 1 alike, 0 at the limit, -1 beyond."""
    inside = np.concatenate([image[start] for image, start in zip(images, starts, strict=True)])
    low, high = np.percentile(np.concatenate([image.ravel() for image in images]), (5, 95))
    middle = float(np.median(inside))
    spread = max(float(inside.std()), _LEAST_SD * float(high - low), 1e-9)
    return lambda image: np.clip(1 - ((image - middle) / (_ALIKE_SD * spread)) ** 2, -1.0, 1.0)


def _around(start: Inside, spacing: tuple[float, float, float], *, solid: bool) -> tuple[slice, ...]:
    """The block around what is drawn, with room to grow."""
    found = []
    for axis, (mm, n) in enumerate(zip(spacing, start.shape, strict=True)):
        others = tuple(a for a in range(3) if a != axis)
        drawn = np.flatnonzero(start.any(axis=others))
        rim = 0 if axis == 0 and not solid else max(2, round(_RIM_MM / mm))
        found.append(slice(max(0, int(drawn[0]) - rim), min(n, int(drawn[-1]) + 1 + rim)))
    return tuple(found)

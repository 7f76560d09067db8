"""Intraclass correlation: how much of the spread of measurements is spread between the patients."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval, interval_with
from cxstage_core.text import text


class IccForm(StrEnum):
    """The forms of McGraw and Wong; A is absolute agreement, C consistency, k the raters' mean."""

    ONE_WAY = "1"
    ONE_WAY_MEAN = "k"
    AGREEMENT = "A,1"
    AGREEMENT_MEAN = "A,k"
    CONSISTENCY = "C,1"
    CONSISTENCY_MEAN = "C,k"


_ROUNDING = 1e-14
_ALIKE = text("The raters measure the same throughout: no interval can be given.")
_BELOW = text(
    "Below −1, as happens with few patients whose two measurements run opposite ways: no interval can "
    "be given."
)
_UNBOUNDED = text("So few patients give no finite interval.")


@dataclass(frozen=True, slots=True)
class _Squares:
    """Mean squares of the two-way table: targets, raters, error; within targets; and its size.

    The measurements are divided by the largest of them, so that rounding errors are recognised.
    """

    targets: float
    raters: float
    error: float
    within: float
    n: int
    k: int


def icc(ratings: npt.ArrayLike, form: IccForm | str = IccForm.AGREEMENT) -> Estimate:
    """An intraclass correlation, without interval except for ICC(A,1).

    Args:
        ratings: shape (targets, raters), no gaps; two targets and two raters at least.

    Sources: Shrout & Fleiss, Psychol Bull 1979;86:420–428; McGraw & Wong, Psychol Methods 1996;1:30–46.
    """
    wanted = IccForm(form)
    if wanted is IccForm.AGREEMENT:
        return icc_a1(ratings)
    s = _squares(ratings)
    error = s.within if wanted in (IccForm.ONE_WAY, IccForm.ONE_WAY_MEAN) else s.error
    over = s.targets
    if wanted in (IccForm.ONE_WAY, IccForm.CONSISTENCY):
        over += (s.k - 1) * error
    elif wanted is IccForm.AGREEMENT_MEAN:
        over += (s.raters - s.error) / s.n
    return _estimate(s.targets - error, over, s)


def icc_a1(ratings: npt.ArrayLike, level: float = LEVEL) -> Estimate:
    """ICC(A,1): absolute agreement of single measurements, raters drawn at random.

    Args:
        ratings: shape (targets, raters), no gaps; two targets and two raters at least.

    Sources: McGraw & Wong, Psychol Methods 1996;1:30–46 (interval with Satterthwaite's degrees).
    """
    s = _squares(ratings)
    over = s.targets + (s.k - 1) * s.error + s.k * (s.raters - s.error) / s.n
    found = _estimate(s.targets - s.error, over, s)
    if found.value is None:
        return found
    if found.value < -1:
        return replace(found, note=_BELOW)
    if s.error <= _ROUNDING or found.value >= 1:
        return replace(found, note=_ALIKE)
    interval = _interval_a1(s, found.value, level)
    return replace(found, interval=interval, note=None if interval else _UNBOUNDED)


def _estimate(part: float, whole: float, s: _Squares) -> Estimate:
    if whole <= _ROUNDING:
        return Estimate(
            None, None, s.n, text("The measurements do not vary: the correlation is not defined.")
        )
    return Estimate(part / whole, None, s.n, text("An interval is given for ICC(A,1) only."))


def _squares(ratings: npt.ArrayLike) -> _Squares:
    x = np.asarray(ratings, dtype=np.float64)
    if x.ndim != 2 or min(x.shape) < 2 or not np.isfinite(x).all():
        raise ValueError("ratings form a full table of two targets and two raters at least")
    x = x / (float(np.abs(x).max()) or 1.0)
    n, k = x.shape
    rows, columns, mean = x.mean(axis=1), x.mean(axis=0), x.mean()
    between = k * float(np.sum((rows - mean) ** 2))
    across = n * float(np.sum((columns - mean) ** 2))
    rest = float(np.sum((x - rows[:, None] - columns[None] + mean) ** 2))
    return _Squares(
        between / (n - 1),
        across / (k - 1),
        rest / ((n - 1) * (k - 1)),
        (across + rest) / (n * (k - 1)),
        n,
        k,
    )


def _interval_a1(s: _Squares, value: float, level: float) -> Interval | None:
    from scipy.special import fdtri

    a = s.k * value / (s.n * (1 - value))
    b = 1 + s.k * value * (s.n - 1) / (s.n * (1 - value))
    joint = a * s.raters + b * s.error
    degrees = joint**2 / (
        (a * s.raters) ** 2 / (s.k - 1) + (b * s.error) ** 2 / ((s.n - 1) * (s.k - 1))
    )
    if not math.isfinite(degrees) or degrees <= 0:
        return None
    tail = (1 + level) / 2
    rest = s.k * s.raters + (s.k * s.n - s.k - s.n) * s.error
    f_low = float(fdtri(s.n - 1, degrees, tail))
    f_high = float(fdtri(degrees, s.n - 1, tail))
    low = s.n * (s.targets - f_low * s.error) / (f_low * rest + s.n * s.targets)
    high = s.n * (f_high * s.targets - s.error) / (rest + s.n * f_high * s.targets)
    return interval_with(value, low, high, level, "McGraw–Wong F", (-1, 1))

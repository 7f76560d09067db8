"""A number with its interval, the patients behind it, and a note."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

from cxstage_core.text import Text

LEVEL = 0.95


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval and how it was made.

    Args:
        low, high: bounds, both part of the interval.
        level: confidence, such as 0.95.
        method: a fixed English name, such as "Wilson".
    """

    low: float
    high: float
    level: float
    method: str

    def __contains__(self, value: object) -> bool:
        return isinstance(value, (int, float)) and self.low <= value <= self.high

    @property
    def pair(self) -> list[float]:
        """Low and high, for JSON."""
        return [self.low, self.high]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A number of an evaluation.

    Args:
        value: None where the data do not define it.
        interval: None where none can be given; the note gives the reason.
        n: patients behind it.
        note: to be read together with the number.
    """

    value: float | None
    interval: Interval | None
    n: int
    note: Text | None = None


def interval_with(
    value: float,
    low: float,
    high: float,
    level: float,
    method: str,
    limits: tuple[float, float] = (-math.inf, math.inf),
) -> Interval | None:
    """The interval, cut at the limits of the figure and holding its estimate.

    Returns:
        None where a bound is not finite, and where the interval has no width, which would look
        like certainty.
    """
    if not all(map(math.isfinite, (value, low, high))):
        return None
    least, most = limits
    low, high = min(max(low, least), value), max(min(high, most), value)
    return Interval(low, high, level, method) if low < high else None


def estimate_json(key: str, estimate: Estimate) -> dict[str, Any]:
    """The estimate as plain JSON values: `key`, `key_ci`, `key_method`, `key_n` and `key_note`."""
    interval = estimate.interval
    return {
        key: estimate.value,
        f"{key}_ci": interval.pair if interval else None,
        f"{key}_method": interval.method if interval else None,
        f"{key}_n": estimate.n,
        f"{key}_note": str(estimate.note) if estimate.note else None,
    }


def two_sided_z(level: float) -> float:
    """The normal quantile of a two-sided interval: 1.96 at 0.95."""
    return NormalDist().inv_cdf(0.5 + level / 2)

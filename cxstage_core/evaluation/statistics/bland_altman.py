"""Bland and Altman's limits of agreement: how far one reader measures from another."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Estimate, Interval, two_sided_z
from cxstage_core.text import text

METHOD = "t distribution, Bland–Altman 1999"
SHARE = 0.95
"""The share of differences that lies between the limits, if they are normally distributed."""


_ALIKE = text(
    "All differences are the same, so the interval has no width; this does not mean certainty."
)


@dataclass(frozen=True, slots=True)
class BlandAltman:
    """Mean of the differences, and the limits between which 95 % of them are expected.

    Args:
        bias: mean of second minus first.
        low, high: bias ∓ 1.96 standard deviations.
        sd: standard deviation of the differences; None below two cases.
    """

    bias: Estimate
    low: Estimate
    high: Estimate
    sd: float | None

    @property
    def n(self) -> int:
        """Cases behind it."""
        return self.bias.n


def bland_altman(differences: npt.ArrayLike, level: float = LEVEL) -> BlandAltman:
    """Bias and limits of agreement, each with its interval.

    The standard error of the bias is s/√n, that of a limit s·√(1/n + 1.96²/(2(n − 1))); both intervals
    take Student's t with n − 1 degrees of freedom.

    Args:
        differences: second minus first, shape (cases,), finite; one per patient.

    Source: Bland & Altman, Stat Methods Med Res 1999;8:135–160.
    """
    d = np.asarray(differences, dtype=np.float64)
    if d.ndim != 1 or not np.isfinite(d).all():
        raise ValueError("differences are finite numbers, one per case")
    n = int(d.size)
    if n == 0:
        none = Estimate(None, None, 0, text("No case defines this difference."))
        return BlandAltman(none, none, none, None)
    bias = float(d.mean())
    if n == 1:
        note = text("One case alone has no spread: there are no limits and no intervals.")
        none = Estimate(None, None, n, note)
        return BlandAltman(Estimate(bias, None, n, note), none, none, None)
    sd = float(d.std(ddof=1))
    z = two_sided_z(SHARE)
    of_bias, of_limit = sd / math.sqrt(n), sd * math.sqrt(1 / n + z**2 / (2 * (n - 1)))
    low, high = bias - z * sd, bias + z * sd
    alike = _ALIKE if bias + of_bias == bias or low + of_limit == low else None  # or nearly so
    return BlandAltman(
        Estimate(bias, _around(bias, of_bias, n, level), n, alike),
        Estimate(low, _around(low, of_limit, n, level), n, alike),
        Estimate(high, _around(high, of_limit, n, level), n, alike),
        sd,
    )


def _around(value: float, error: float, n: int, level: float) -> Interval:
    from scipy.special import stdtrit

    half = float(stdtrit(n - 1, (1 + level) / 2)) * error
    return Interval(value - half, value + half, level, METHOD)

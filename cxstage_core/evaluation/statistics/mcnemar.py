"""Two models on the same patients: exact McNemar, and Holm for several comparisons."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np


def mcnemar_exact(b: int, c: int) -> float:
    """Two-sided exact p of McNemar's test.

    Args:
        b, c: patients that only the first, and only the second, model got right.

    Source: McNemar, Psychometrika 1947;12:153–157, with the binomial distribution.
    """
    if b < 0 or c < 0:
        raise ValueError("counts cannot be negative")
    if b == c:
        return 1.0
    from scipy.special import bdtr

    return min(1.0, 2 * float(bdtr(min(b, c), b + c, 0.5)))


def mcnemar_repeated(net: Sequence[int]) -> float:
    """Two-sided exact p where the same patients were decided on in several repeats.

    The patient stays the unit: under the hypothesis that both models do equally well, the sign of each
    patient's net count is as likely plus as minus. With one repeat this is McNemar's exact test.

    Args:
        net: per patient, how often only the first less how often only the second model was right.
    """
    steps = [abs(int(step)) for step in net if step]
    chances = np.ones(1)
    for step in steps:
        wider = np.zeros(chances.size + 2 * step)
        wider[: chances.size] += chances / 2
        wider[2 * step :] += chances / 2
        chances = wider
    sums = np.arange(chances.size) - sum(steps)
    return min(1.0, float(chances[np.abs(sums) >= abs(sum(int(step) for step in net))].sum()))


def mcnemar_chi2(b: int, c: int, *, corrected: bool = True) -> tuple[float, float]:
    """McNemar's χ² with one degree of freedom and its p, for many discordant patients.

    Args:
        b, c: as in `mcnemar_exact`.
        corrected: with Edwards' continuity correction.

    Returns:
        (χ², p); (0, 1) without any discordant patient.
    """
    if b < 0 or c < 0:
        raise ValueError("counts cannot be negative")
    if b + c == 0:
        return 0.0, 1.0
    from scipy.special import chdtrc

    off = max(0.0, abs(b - c) - (1.0 if corrected else 0.0))
    statistic = off * off / (b + c)
    return statistic, float(chdtrc(1, statistic))


def holm(p_values: Sequence[float]) -> tuple[float, ...]:
    """Holm's adjusted p values, in the order given.

    Source: Holm, Scand J Stat 1979;6:65–70.
    """
    values = np.asarray(p_values, dtype=np.float64)
    order = np.argsort(values, kind="stable")
    factors = np.arange(values.size, 0, -1)
    adjusted = np.minimum(1.0, np.maximum.accumulate(values[order] * factors))
    result = np.empty_like(values)
    result[order] = adjusted
    return tuple(float(value) for value in result)

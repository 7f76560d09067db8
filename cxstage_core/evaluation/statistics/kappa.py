"""Agreement of raters on categories, beyond chance."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.estimate import LEVEL, Interval, two_sided_z
from cxstage_core.text import Text, text


@dataclass(frozen=True, slots=True)
class Agreement:
    """Kappa together with the plain share of agreement.

    Args:
        kappa: None where it is not defined.
        agreement: share of cases on which the raters agree.
    """

    kappa: float | None
    agreement: float
    interval: Interval | None
    n: int
    note: Text | None = None


def cohen_kappa(first: npt.ArrayLike, second: npt.ArrayLike, level: float = LEVEL) -> Agreement:
    """Cohen's kappa of two raters.

    Args:
        first, second: the categories they gave, shape (cases,).
    """
    a, b = np.asarray(first), np.asarray(second)
    if a.shape != b.shape or a.ndim != 1:
        raise ValueError("two raters must rate the same cases, one category each")
    categories, codes = np.unique(np.concatenate([a, b]), return_inverse=True)
    table = np.zeros((categories.size, categories.size), dtype=np.int64)
    np.add.at(table, (codes[: a.size], codes[a.size :]), 1)
    return kappa_of_table(table, level)


def kappa_of_table(table: npt.ArrayLike, level: float = LEVEL) -> Agreement:
    """Cohen's kappa of a square table of counts, first rater in rows.

    Raises:
        ValueError: not square, or no cases.

    Sources: Cohen, Educ Psychol Meas 1960;20:37–46; standard error of Fleiss, Cohen & Everitt, Psychol
    Bull 1969;72:323–327.
    """
    counts = np.asarray(table, dtype=np.float64)
    if counts.ndim != 2 or counts.shape[0] != counts.shape[1] or counts.sum() <= 0:
        raise ValueError("kappa needs a square table with cases")
    n = int(counts.sum())
    shares = counts / n
    rows, columns = shares.sum(axis=1), shares.sum(axis=0)
    observed, chance = float(np.trace(shares)), float(rows @ columns)
    if chance >= 1:
        return Agreement(
            None,
            observed,
            None,
            n,
            text("Both raters gave one and the same category throughout: kappa is not defined."),
        )
    kappa = (observed - chance) / (1 - chance)
    on = np.diag(shares) * (1 - (rows + columns) * (1 - kappa)) ** 2
    off = shares * (columns[:, None] + rows[None, :]) ** 2 * (1 - kappa) ** 2
    spread = on.sum() + off.sum() - np.trace(off) - (kappa - chance * (1 - kappa)) ** 2
    error = math.sqrt(max(0.0, float(spread)) / n) / (1 - chance)
    if error == 0:
        return Agreement(
            kappa, observed, None, n, text("The standard error is zero: no interval can be given.")
        )
    half = two_sided_z(level) * error
    interval = Interval(
        max(-1.0, kappa - half), min(1.0, kappa + half), level, "Fleiss–Cohen–Everitt standard error"
    )
    return Agreement(kappa, observed, interval, n)


def fleiss_kappa(counts: npt.ArrayLike) -> float | None:
    """Fleiss' kappa of several raters.

    Args:
        counts: shape (cases, categories): how many raters gave each category; equal row sums.

    Returns:
        None when all ratings are of one category.

    Source: Fleiss, Psychol Bull 1971;76:378–382.
    """
    table = np.asarray(counts, dtype=np.float64)
    raters = table.sum(axis=1)
    if table.ndim != 2 or raters.size == 0 or raters[0] < 2 or (raters != raters[0]).any():
        raise ValueError("every case needs the same number of raters, two at least")
    r = raters[0]
    observed = float(np.mean((np.sum(table**2, axis=1) - r) / (r * (r - 1))))
    chance = float(np.sum((table.sum(axis=0) / table.sum()) ** 2))
    return None if chance >= 1 else (observed - chance) / (1 - chance)

"""Conformal sets: which groups a new patient's score does not exclude, and what n patients allow.

A set at a level holds the true group of that share of new patients, whatever the network, as long as the new
patient and the n calibration patients come from one source. No draw is made: the same scores give the same set.

Sources: Vovk, Gammerman & Shafer, Algorithmic Learning in a Random World, 2005 (split and class-conditional sets);
Vovk, Ann Math Artif Intell 2015;74:9–28 (scores of several folds); Vovk, Mach Learn 2013;92:349–376 (the share of
new patients whose set is right follows Beta(k, n + 1 − k) from one calibration set to the next).
"""

from __future__ import annotations

import math
from fractions import Fraction

import numpy as np
import numpy.typing as npt

_FINEST = 10_000
BAND = 0.90
"""Share of calibration sets whose coverage lies in `coverage_band`."""


def rank(n: int, level: float) -> int:
    """k = ⌈(n + 1) · level⌉: the k-th smallest of n scores is the largest that a new patient's may be.

    Args:
        level: such as 0.9; taken as the decimal number that it is written as.

    Raises:
        ValueError: the level is not between 0 and 1.
    """
    if not 0 < level < 1:
        raise ValueError(f"{level} is not a level between 0 and 1")
    return math.ceil((n + 1) * Fraction(level).limit_denominator(_FINEST))


def possible(n: int, level: float) -> bool:
    """Return True if n scores can exclude anything at this level; else every set holds both groups."""
    return rank(n, level) <= n


def kept(scores: npt.ArrayLike, new: npt.ArrayLike, level: float) -> bool:
    """Return True if the set holds the label under which the new patient has the score `new`.

    Args:
        scores: of the calibration patients under their own labels, shape (n,); larger is stranger.
        new: one number, or for each calibration patient the new patient's score by the network that scored that
            patient, shape (n,).
    """
    a = np.asarray(scores, dtype=np.float64)
    as_strange = int(np.count_nonzero(a >= np.asarray(new, dtype=np.float64)))
    return as_strange > a.size - rank(a.size, level)


def coverage_band(n: int, level: float) -> tuple[float, float, float]:
    """Mean, 5 % and 95 % point of the share of new patients whose set is right, over calibration sets of n.

    It is 1 where every set holds both groups.
    """
    k = rank(n, level)
    if k > n:
        return 1.0, 1.0, 1.0
    from scipy.special import betaincinv

    low, high = (float(betaincinv(k, n + 1 - k, part)) for part in ((1 - BAND) / 2, (1 + BAND) / 2))
    return k / (n + 1), low, high

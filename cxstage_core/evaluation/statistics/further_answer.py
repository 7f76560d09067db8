"""The interval in which a further network of an ensemble would answer.

The members of an ensemble learned in the same way, each from another part of the same patients, so that their answers
to a study are draws from one distribution. A further such network, shown the study slightly moved, answers within the
interval with about the level: Student's t for a further value of a normal sample, on the logit, with the variance
that moving the images adds. It is centred on the ensemble's answer.

Source: Hahn & Meeker, Statistical Intervals, 1991, ch. 4 (interval for one further value).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


def further_answer(
    members: npt.ArrayLike, moved: npt.ArrayLike, level: float
) -> tuple[float, float] | None:
    """Lower and upper bound, as logits; None where it has no width.

    Args:
        members: logits of a study, shape (member,).
        moved: the same of the study moved, shape (change, member); without rows where nothing was moved.
        level: such as 0.9.

    Raises:
        ValueError: fewer than two members, or another shape.
    """
    from scipy.special import stdtrit

    own = np.asarray(members, dtype=np.float64)
    off = np.asarray(moved, dtype=np.float64).reshape(-1, own.size) - own
    if own.ndim != 1 or own.size < 2:
        raise ValueError("an interval needs two members or more")
    between = float(own.var(ddof=1)) * (1 + 1 / own.size)
    within = float((off**2).mean()) if off.size else 0.0
    half = float(stdtrit(own.size - 1, 0.5 + level / 2)) * math.sqrt(between + within)
    middle = float(own.mean())
    return (middle - half, middle + half) if half > 0 else None

"""The interval of an ensemble's answer from the answers of its members: the delete-a-group jackknife.

Each of K members learned from the patients without one of K groups, so that their answers vary as answers of networks
vary with the patients they learn from: (K − 1)/K · Σ (zₖ − z̄)² estimates the variance of the answer over training sets
of this size, and Student's t with K − 1 degrees of freedom allows for the small number of members. Chance in training
(first weights, order of the images) is counted K − 1 times, which makes the interval wider than it need be, never
narrower. What moving the images does to the answer is added.

Sources: Shao & Wu, Ann Stat 1989;17:1176–1197; Kott, J Off Stat 2001;17:521–526 (degrees of freedom).
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt


def jackknife_interval(
    members: npt.ArrayLike, moved: npt.ArrayLike, level: float
) -> tuple[float, float] | None:
    """Lower and upper bound around the mean of the members, as logits; None where it has no width.

    Args:
        members: logits of a study, shape (member,).
        moved: the same of the study moved, shape (change, member); without rows where nothing was moved.
        level: such as 0.9.

    Raises:
        ValueError: fewer than two members, or another shape.
    """
    from scipy.special import stdtrit

    own = np.asarray(members, dtype=np.float64)
    if own.ndim != 1 or own.size < 2:
        raise ValueError("an interval needs two members or more")
    off = (np.asarray(moved, dtype=np.float64).reshape(-1, own.size) - own).mean(axis=1)
    groups = own.size
    of_patients = (groups - 1) / groups * float(((own - own.mean()) ** 2).sum())
    of_position = float((off**2).mean()) if off.size else 0.0
    half = float(stdtrit(groups - 1, 0.5 + level / 2)) * math.sqrt(of_patients + of_position)
    middle = float(own.mean())
    return (middle - half, middle + half) if half > 0 else None

"""ROC curve and the area under it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.patients import Scores, Truth, as_scores, as_truth


def auc(truth: npt.ArrayLike, score: npt.ArrayLike) -> float | None:
    """Share of (positive, negative) pairs in which the positive scores higher; ties count one half.

    Never flipped: a model that ranks the wrong way has an AUC below 0.5.

    Args:
        truth: shape (patients,), 0 or 1.
        score: shape (patients,), higher for group 1.

    Returns:
        None when only one group is present.
    """
    t = as_truth(truth)
    s = as_scores(score, t)
    return pair_share(t, s) if t.any() and not t.all() else None


def pair_share(truth: Truth, score: Scores) -> float:
    """The AUC of checked arrays with patients of both groups."""
    positives, negatives = int(truth.sum()), int((~truth).sum())
    # twice the mid-ranks are whole numbers, so that k of (positives · negatives) comes out exact
    doubled = np.rint(2 * midranks(score)[truth]).astype(np.int64).sum() - positives * (positives + 1)
    return float(doubled / (2 * positives * negatives))


def roc_curve(truth: npt.ArrayLike, score: npt.ArrayLike) -> tuple[Scores, Scores, Scores]:
    """The ROC curve, one corner per distinct score, from (0, 0) to (1, 1).

    Returns:
        False positive rate, true positive rate, and the threshold of each corner: group 1 is predicted
        from there on; the first is infinite.

    Raises:
        ValueError: only one group is present.
    """
    t = as_truth(truth)
    s = as_scores(score, t)
    if t.all() or not t.any():
        raise ValueError("a ROC curve needs patients of both groups")
    order = np.argsort(-s, kind="stable")
    ordered = s[order]
    last = np.append(np.flatnonzero(np.diff(ordered)), t.size - 1)
    hits = np.cumsum(t[order])[last]
    alarms = last + 1 - hits
    return (
        np.concatenate([[0.0], alarms / (~t).sum()]),
        np.concatenate([[0.0], hits / t.sum()]),
        np.concatenate([[np.inf], ordered[last]]),
    )


def midranks(values: Scores) -> Scores:
    """1-based ranks; equal values share the mean of their ranks."""
    _, inverse, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return (last - (counts - 1) / 2)[inverse]

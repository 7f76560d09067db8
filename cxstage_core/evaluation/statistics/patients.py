"""The input of every metric: one truth and one score per patient, checked once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Truth = npt.NDArray[np.bool_]
Scores = npt.NDArray[np.float64]


def as_truth(truth: npt.ArrayLike) -> Truth:
    """Truth as booleans, True for the chemoradiotherapy/systemic group.

    Args:
        truth: shape (patients,), values 0 and 1.

    Raises:
        ValueError: another shape or other values.
    """
    values = np.asarray(truth)
    if values.ndim != 1:
        raise ValueError(f"truth must hold one value per patient, not shape {values.shape}")
    if not np.isin(values, (0, 1)).all():
        raise ValueError("truth must hold 0 and 1 only")
    return values.astype(bool)


def as_scores(scores: npt.ArrayLike, truth: Truth) -> Scores:
    """Scores as float64, one per patient of `truth`.

    Raises:
        ValueError: another shape, or a score that is not a number.
    """
    values = np.asarray(scores, dtype=np.float64)
    if values.shape != truth.shape:
        raise ValueError(f"{truth.size} patients, but scores of shape {values.shape}")
    if np.isnan(values).any():
        raise ValueError("a score is not a number")
    return values


def as_probabilities(probability: npt.ArrayLike, truth: Truth) -> Scores:
    """Probabilities of group 1 as float64, one per patient of `truth`.

    Raises:
        ValueError: another shape, or a value outside 0 to 1.
    """
    values = as_scores(probability, truth)
    if ((values < 0) | (values > 1)).any():
        raise ValueError("a probability lies outside 0 to 1")
    return values

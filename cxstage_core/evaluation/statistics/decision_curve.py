"""Decision curves: what a model is worth at the threshold at which a clinician would act."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from cxstage_core.evaluation.statistics.patients import Scores, as_probabilities, as_truth


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """Net benefit per patient at each threshold; treating no one has a net benefit of 0."""

    thresholds: Scores
    model: Scores
    treat_all: Scores


def net_benefit(
    truth: npt.ArrayLike, probability: npt.ArrayLike, thresholds: npt.ArrayLike
) -> NetBenefit:
    """NB(t) = TP/n − FP/n · t/(1 − t), where a patient counts as positive from p ≥ t on.

    Args:
        truth: shape (patients,), 0 or 1.
        probability: of group 1, calibrated, shape (patients,).
        thresholds: in 0 ≤ t < 1.

    Raises:
        ValueError: no patients, or a threshold outside that range.

    Source: Vickers & Elkin, Med Decis Making 2006;26:565–574.
    """
    t = as_truth(truth)
    p = as_probabilities(probability, t)
    cuts = np.asarray(thresholds, dtype=np.float64)
    if t.size == 0:
        raise ValueError("no patients")
    if ((cuts < 0) | (cuts >= 1)).any():
        raise ValueError("thresholds lie between 0 and 1, 1 excluded")
    treated = p >= cuts[..., None]
    odds = cuts / (1 - cuts)
    model = (treated & t).mean(axis=-1) - (treated & ~t).mean(axis=-1) * odds
    share = t.mean()
    return NetBenefit(cuts, np.asarray(model), np.asarray(share - (1 - share) * odds))

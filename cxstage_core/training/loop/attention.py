"""Learning which slices of a patient count, from the features of a network that is trained already.

The network learns slice by slice; afterwards one vector is fitted to the patients it learned from, so that
the attention-weighted mean of their slices' logits fits their labels (binary cross-entropy). It starts at
equal weights, and a penalty on its length, on features of unit variance, keeps it near them unless the
patients contradict. No patient of the validation or test part is seen.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from cxstage_core.jobs import Job, no_progress
from cxstage_core.models.aggregation import softmax
from cxstage_core.models.inference import features_of

Values = npt.NDArray[np.float64]
PENALTY = 1.0
"""Half of it times the squared length is added to the sum of the patients' losses."""
STEPS = 200


def learn_attention(
    model: torch.nn.Module,
    arrays: Sequence[npt.NDArray[np.float32]],
    labels: npt.NDArray[np.int64],
    layer: str,
    job: Job | None = None,
) -> tuple[float, ...]:
    """Return the vector whose product with a slice's features is the slice's score.

    Args:
        arrays: one (slice, channel, row, column) per patient that the network learned from.
        labels: (patient,) 0 or 1.
        layer: name of the network's last layer.

    Raises:
        Cancelled: between two patients.
    """
    job = job or no_progress()
    logits, features = [], []
    for array in arrays:
        job.check()
        z, f = features_of(model, array, layer)
        logits.append(z)
        features.append(f)
    return tuple(float(v) for v in fit_attention(logits, features, labels))


def fit_attention(
    logits: Sequence[Values], features: Sequence[Values], labels: npt.NDArray[np.int64]
) -> Values:
    """Fit the same vector from logits (slice,) and features (slice, feature) of each patient."""
    from scipy.optimize import minimize

    spread = np.concatenate(features).std(axis=0)
    # A feature that never changes carries no information.
    scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 1e-9)
    scaled = [f * scale for f in features]

    def loss(vector: Values) -> tuple[float, Values]:
        total, slope = 0.5 * PENALTY * float(vector @ vector), PENALTY * vector
        for z, f, label in zip(logits, scaled, labels, strict=True):
            weights = softmax(f @ vector)
            patient = float(z @ weights)
            total += float(np.logaddexp(0.0, patient)) - label * patient
            error = 1.0 / (1.0 + np.exp(-np.clip(patient, -700, 700))) - label
            slope = slope + error * ((weights * (z - patient)) @ f)
        return total, slope

    found = minimize(
        loss, np.zeros(len(scale)), jac=True, method="L-BFGS-B", options={"maxiter": STEPS}
    )
    vector: Values = found.x * scale
    return vector

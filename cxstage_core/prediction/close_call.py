"""Predicting slices so that group and set do not depend on the library that computes them.

The logits of ONNX Runtime agree with PyTorch's to a small difference. Where that difference could decide on the group
or on the set, PyTorch computes them again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.models import ModelCard, predict_slices, probability
from cxstage_core.models.aggregation import SlicePredictions
from cxstage_core.models.runtime.choice import TOLERANCE, Runtime, torch_runtime
from cxstage_core.prediction.group_set import LEVEL, STRICT_LEVEL, held_groups
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from torch import nn

CLOSE = 1e-4
"""Distance of a probability from the threshold within which PyTorch computes it."""
LEVELS = (LEVEL, STRICT_LEVEL)
"""Levels whose sets must not depend on the library."""


def predict_surely(
    model: nn.Module, card: ModelCard, array: npt.NDArray[np.float32], runtime: Runtime
) -> tuple[SlicePredictions, Runtime]:
    """Predict one patient's slices, again in PyTorch where the last digits decide.

    Args:
        array: prepared slices, (slice, channel, row, column).
        runtime: what computes them first.

    Returns:
        The slices, and what computed them, with the reason in its `why`.

    Raises:
        ModelError: as `predict_slices`.
    """
    found = _predict(model, card, array, runtime)
    if not runtime.approximate or (why := close_call(card, found)) is None:
        return found, runtime
    sure = torch_runtime(model, why)
    return _predict(model, card, array, sure), sure


def close_call(card: ModelCard, found: SlicePredictions) -> Text | None:
    """Return why a small difference of the logits could change the group or the set; None where it cannot."""
    ends = [probability(logit, card.temperature) for logit in (*_around(found.logit), found.logit)]
    if abs(ends[-1] - card.threshold) <= CLOSE or min(ends) <= card.threshold <= max(ends):
        return text("the probability lies so close to the threshold that the last digits decide")
    if card.calibration is None:
        return None
    ways = [*zip(*(_around(logit) for logit in found.members), strict=True), found.members]
    for level in LEVELS:
        said = {held_groups(card.calibration, members, level) for members in ways}
        if len(said) > 1:
            return text(
                "the scores lie so close to those of calibration patients that the last digits decide"
            )
    return None


def _predict(
    model: nn.Module, card: ModelCard, array: npt.NDArray[np.float32], runtime: Runtime
) -> SlicePredictions:
    return predict_slices(model, array, card.slice_aggregation, runtime.logits, runtime.members)


def _around(logit: float) -> tuple[float, float]:
    """Return the lowest and the highest logit that the other library may give."""
    off = TOLERANCE * max(1.0, abs(logit))
    return logit - off, logit + off

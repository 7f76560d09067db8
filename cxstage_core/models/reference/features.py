"""The features that a network itself gives a study: the input of its last layer, averaged over the slices.

They are shortened to 64 sums with random signs, which keep distances (Achlioptas, J Comput Syst Sci
2003;66:671–687); the signs come from a hash, so that they are the same everywhere. A model file keeps mean and
spread of these sums over the training patients.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.models.inference import features_of

if TYPE_CHECKING:
    from torch import nn

Values = npt.NDArray[np.float64]

SUMS = 64
_FLOOR = 0.02
"""Least spread of a sum, as a share of the largest one."""


def patient_features(network: nn.Module, array: npt.NDArray[np.float32], layer: str) -> Values:
    """Compute the shortened features of one patient.

    Args:
        array: prepared slices, (slice, channel, row, column).
        layer: name of the network's last layer.

    Returns:
        (`SUMS`,); all slices count alike.

    Raises:
        ModelError: as `features_of`.
    """
    _, features = features_of(network, array, layer)
    return shortened(features.mean(axis=0))


def slice_features(network: nn.Module, array: npt.NDArray[np.float32], layer: str) -> Values:
    """Compute the shortened features of each slice, (slice, `SUMS`); else as `patient_features`."""
    _, features = features_of(network, array, layer)
    return np.stack([shortened(one) for one in features])


def shortened(features: Values) -> Values:
    """Return the sums of a vector of features."""
    found: Values = _signs(len(features)) @ features / math.sqrt(SUMS)
    return found


def feature_floors(rows: Values) -> Values:
    """Return the least spread of each sum, for `TrainingSpread.of`."""
    largest = float(rows.std(axis=0).max())
    return np.full(rows.shape[1], max(_FLOOR * largest, 1e-9))


def members_of(network: nn.Module) -> tuple[nn.Module, ...]:
    """Return the networks of an ensemble."""
    networks: Iterable[nn.Module] = network.get_submodule("members").children()
    return tuple(networks)


@lru_cache(maxsize=8)
def _signs(length: int) -> Values:
    count = SUMS * length
    drawn = hashlib.shake_256(f"CxStage features {length}".encode()).digest((count + 7) // 8)
    bits = np.unpackbits(np.frombuffer(drawn, np.uint8))[:count].astype(np.float64)
    signs: Values = (2 * bits - 1).reshape(SUMS, length)
    return signs

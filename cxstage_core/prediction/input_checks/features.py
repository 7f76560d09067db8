"""Distance of a study from the training patients in the features that the network itself finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.cohort.values.gate_rules import RULES, objection
from cxstage_core.models.families import find_family
from cxstage_core.models.reference.features import (
    members_of,
    patient_features,
    slice_features,
)
from cxstage_core.models.reference.limits import FEATURES
from cxstage_core.prediction.check import Check
from cxstage_core.prediction.input_checks.found import unknown
from cxstage_core.prediction.input_checks.learned import distance_of, range_of, verdict_of
from cxstage_core.prediction.input_checks.recorded import NOT_DESCRIBED
from cxstage_core.text import text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.prediction.case import Case, LoadedModel

Values = npt.NDArray[np.float64]

_ALTERED = text("The model file's features do not belong to its network, so nothing was compared.")


def feature_check(loaded: LoadedModel, case: Case) -> Check:
    """Compare the network's features of a study with those of its training patients.

    Of an ensemble, the distance is the mean over the members, each from its own training patients.

    Raises:
        ModelError: the network gave a number that is not finite.
    """
    reference = loaded.card.reference
    limits = None if reference is None else reference.checks.get(FEATURES)
    if reference is None or limits is None or not reference.features:
        return unknown(FEATURES, NOT_DESCRIBED)
    networks = networks_of(loaded)
    found = [patient_features(one, case.prepared.array, _layer(loaded)) for one in networks]
    if len(networks) != len(reference.features) or any(
        len(values) != len(spread.mean)
        for values, spread in zip(found, reference.features, strict=True)
    ):
        return unknown(FEATURES, _ALTERED)
    distance = float(
        np.mean(
            [spread.distance(values) for values, spread in zip(found, reference.features, strict=True)]
        )
    )
    score = (distance - limits.median) / limits.gap
    verdict = verdict_of(score, reference, stops=RULES[FEATURES].stops)
    value, fitting = text("distance {value:.1f}", value=distance), range_of(limits, reference)
    if verdict == "fits":
        return Check(FEATURES, RULES[FEATURES].checked, value, fitting, verdict)
    most = distance_of(limits, reference.limit)
    said = objection(FEATURES, mild=verdict == "warning", value=distance, limit=most).sentence
    return Check(FEATURES, RULES[FEATURES].checked, value, fitting, verdict, said)


def networks_of(loaded: LoadedModel) -> tuple[nn.Module, ...]:
    """Return the networks of a model: itself, or the members of an ensemble."""
    return members_of(loaded.network) if loaded.card.members else (loaded.network,)


def features_by_slice(loaded: LoadedModel, array: npt.NDArray[np.float32]) -> Values:
    """Compute the features of each slice by every network, in spreads of its training patients.

    Args:
        array: prepared slices, (slice, channel, row, column).

    Returns:
        (slice, feature); the members of an ensemble one after the other.

    Raises:
        ModelError: as `feature_check`.
    """
    reference = loaded.card.reference
    parts = []
    for number, network in enumerate(networks_of(loaded)):
        values = slice_features(network, array, _layer(loaded))
        if reference is not None and number < len(reference.features):
            spread = reference.features[number]
            values = (values - np.array(spread.mean)) / np.array(spread.scale)
        parts.append(values)
    return np.concatenate(parts, axis=1)


def _layer(loaded: LoadedModel) -> str:
    return find_family(loaded.card.family).last_layer

"""What the input gate must know of the training patients, read off once a network is trained."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.dataset import PreparedCase, PreparedSet
from cxstage_core.jobs import Job
from cxstage_core.models import ModelCard, input_statistics
from cxstage_core.models.reference.distances import TrainingSpread, left_out_distances
from cxstage_core.models.reference.features import feature_floors, patient_features
from cxstage_core.models.reference.learning import FEWEST, SeenPatient, make_reference
from cxstage_core.models.reference.limits import TrainingReference

if TYPE_CHECKING:
    from torch import nn

_ENOUGH = 10
"""Validation patients from which on they show how much farther unseen patients lie."""


def learn_reference(
    model: nn.Module,
    layer: str,
    data: PreparedSet,
    learning: Sequence[str],
    validation: Sequence[str],
    job: Job,
) -> TrainingReference | None:
    """Learn the limits of the input gate from the training patients of one network.

    A network crowds the patients that it learned from; where there are enough validation patients, the distances
    of the others are stretched to theirs.

    Args:
        model: the trained network; nothing of it changes.
        layer: name of its last layer.
        data: prepared patients; those of other parts are not looked at.

    Returns:
        None with too few patients.

    Raises:
        Cancelled: between two patients.
    """
    cases = data.only([*learning, *validation]).cases
    if len(cases) < FEWEST:
        return None
    rows = []
    for case in cases:
        job.check()
        rows.append(patient_features(model, case.array, layer))
    values = np.stack(rows)
    floors = feature_floors(values)
    distances = left_out_distances(values, floors)
    unseen = np.isin([case.patient for case in cases], validation)
    if np.count_nonzero(unseen) >= _ENOUGH and not unseen.all():
        factor = float(np.median(distances[unseen]) / max(np.median(distances[~unseen]), 1e-9))
        distances = np.where(unseen, distances, distances * max(1.0, factor))
    seen = {case.patient: float(d) for case, d in zip(cases, distances, strict=True)}
    return make_reference(_seen(cases, data, seen), (TrainingSpread.of(values, floors),))


def learn_reference_of_members(
    networks: Sequence[nn.Module],
    layer: str,
    cards: Sequence[ModelCard],
    data: PreparedSet,
    held_out: Sequence[Sequence[str]],
    job: Job,
) -> TrainingReference | None:
    """Learn the limits of an ensemble: each patient's features by the member that has not seen the patient.

    Args:
        networks, cards: of the members.
        held_out: pseudonyms that each member holds out.

    Returns:
        None with too few patients.

    Raises:
        Cancelled: between two patients.
    """
    spreads = [
        card.reference.features[0] for card in cards if card.reference and card.reference.features
    ]
    whole = len(spreads) == len(cards)
    cases: list[PreparedCase] = []
    distances: dict[str, float] = {}
    for number, patients in enumerate(held_out):
        for case in data.only(patients).cases:
            job.check()
            cases.append(case)
            if whole:
                found = patient_features(networks[number], case.array, layer)
                distances[case.patient] = spreads[number].distance(found)
    return make_reference(_seen(cases, data, distances), tuple(spreads) if whole else ())


def _seen(
    cases: Sequence[PreparedCase], data: PreparedSet, distances: Mapping[str, float]
) -> list[SeenPatient]:
    return [
        SeenPatient(
            case.measures,
            input_statistics(case.array, data.config.inputs),
            case.scanner,
            case.field_strength,
            distances.get(case.patient),
        )
        for case in cases
    ]

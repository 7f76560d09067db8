"""Which patients a comparison learns from, chooses by, and is tested on."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, replace

from cxstage_core.cohort.values.records import Split
from cxstage_core.dataset import PreparedSet, check_inputs, check_parts, inner_split
from cxstage_core.errors import TrainingError

FEWEST_PER_GROUP = 2


@dataclass(frozen=True, slots=True)
class Parts:
    """The three parts of a comparison, pseudonyms in order.

    Args:
        learning: patients whose slices change weights.
        validation: patients of the training part who pick epoch, threshold and temperature.
        test: patients looked at once, after the last network is trained.
    """

    learning: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]

    @property
    def training(self) -> tuple[str, ...]:
        """Everyone who had a say in the network."""
        return tuple(sorted((*self.learning, *self.validation)))


def divide(data: PreparedSet, split: Split, *, validation: float, seed: int) -> Parts:
    """Apply a locked split to the patients that could be prepared, and divide the training part.

    Args:
        validation: share of the training patients in the inner validation part.

    Raises:
        LeakError: a patient is in two parts, or an input channel holds the answer.
        TrainingError: a part is empty, or the training part has too few patients of a group.
    """
    check_parts(train=split.train, test=split.test)
    check_inputs(data.config.channels)
    labels = data.label_of()
    training = {patient: labels[patient] for patient in split.train if patient in labels}
    test = tuple(patient for patient in split.test if patient in labels)
    if not test:
        raise TrainingError(
            "No patient of the test part can be used.",
            remedy="Complete the clinical facts and reference outlines of the test patients.",
        )
    zeros = sum(label == 0 for label in training.values())
    ones = len(training) - zeros
    if min(zeros, ones) < FEWEST_PER_GROUP:
        raise TrainingError(
            "The training part has {zeros} patients of the surgery group and {ones} of the "
            "chemoradiotherapy group; each needs at least {fewest}.",
            remedy="Add patients with complete facts and outlines, or choose another label scheme.",
            zeros=zeros,
            ones=ones,
            fewest=FEWEST_PER_GROUP,
        )
    learning, chosen = inner_split(training, validation, seed)
    check_parts(learning=learning, validation=chosen, test=test)
    return Parts(learning, chosen, test)


def used_split(split: Split, parts: Parts) -> Split:
    """The locked split, reduced to the patients that were used."""
    return replace(split, train=parts.training, test=parts.test)


def digest_of_patients(patients: Iterable[str]) -> str:
    """sha256 of sorted pseudonyms."""
    return hashlib.sha256(json.dumps(sorted(patients)).encode()).hexdigest()


def digest_of_data(data: PreparedSet) -> str:
    """sha256 of patients, labels and every prepared pixel."""
    digest = hashlib.sha256(json.dumps([data.patients, data.labels.tolist(), data.scheme]).encode())
    for array in data.arrays:
        digest.update(repr(array.shape).encode())
        digest.update(array.tobytes())
    return digest.hexdigest()

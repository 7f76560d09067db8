"""The order in which an epoch shows the training slices, classes in balance if wanted."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import DatasetError

Indices = npt.NDArray[np.int64]


def epoch_order(
    patient_of_slice: npt.ArrayLike,
    label_of_slice: npt.ArrayLike,
    *,
    balance: bool,
    generator: np.random.Generator,
) -> Indices:
    """Draw the slices of one epoch; only ever called with slices of the training part.

    Unbalanced, every slice comes once. Balanced, the classes share the epoch equally (to one
    slice), within a class every patient comes equally often (to one slice), and a patient's slices
    come in turn: the minority is repeated, never the test part consulted.

    Args:
        patient_of_slice: (n,) number of each slice's patient.
        label_of_slice: (n,) its class.
        generator: seed it with (seed, epoch) and an epoch can be replayed alone.

    Returns:
        (n,) indices of slices, shuffled.

    Raises:
        DatasetError: a patient's slices carry two labels, or balance is wanted with one class.
    """
    patients, labels = np.asarray(patient_of_slice), np.asarray(label_of_slice)
    n = len(patients)
    if not balance:
        return generator.permutation(n).astype(np.int64)
    members = {int(p): np.flatnonzero(patients == p) for p in np.unique(patients)}
    if any(np.unique(labels[slices]).size > 1 for slices in members.values()):
        raise DatasetError("The slices of one patient carry two different labels.")
    classes = np.unique(labels)
    if classes.size < 2:
        raise DatasetError("All training patients are in one group; there is nothing to balance.")
    shares = np.full(classes.size, n // classes.size)
    shares[generator.permutation(classes.size)[: n % classes.size]] += 1
    drawn = [
        index
        for label, share in zip(classes, shares, strict=True)
        for index in _in_turn(
            [slices for slices in members.values() if labels[slices[0]] == label], int(share), generator
        )
    ]
    return generator.permutation(np.asarray(drawn, dtype=np.int64))


def _in_turn(
    patients: list[npt.NDArray[np.intp]], count: int, generator: np.random.Generator
) -> list[int]:
    """`count` slices: patient after patient in a drawn order, each with its next slice."""
    decks = [generator.permutation(slices) for slices in patients]
    order: list[int] = []
    for turn in range(-(-count // len(decks))):
        for which in generator.permutation(len(decks)):
            deck = decks[which]
            order.append(int(deck[turn % len(deck)]))
    return order[:count]

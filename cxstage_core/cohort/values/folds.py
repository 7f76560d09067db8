"""One partition of the patients into training, validation and test."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FOLDED = ("cross-validation", "nested")
"""Protocols in which every patient is tested by a network not trained on it."""

MOST_MEMBERS = 10
"""Networks of an ensemble at most."""


@dataclass(frozen=True, slots=True)
class Fold:
    """Patients of one training run and its test: pseudonyms in order.

    Args:
        repeat, number: 1-based; both 1 where there is a single split.
        learning: patients used for weight updates.
        validation: patients used to choose epoch, threshold and temperature; empty in the protocol "paper".
        test: patients tested once.
    """

    repeat: int
    number: int
    learning: tuple[str, ...]
    validation: tuple[str, ...]
    test: tuple[str, ...]

    @property
    def training(self) -> tuple[str, ...]:
        """All learning and validation patients."""
        return tuple(sorted((*self.learning, *self.validation)))

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "repeat": self.repeat,
            "fold": self.number,
            "learning": list(self.learning),
            "validation": list(self.validation),
            "test": list(self.test),
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Fold:
        """Invert `to_dict`; other keys are ignored."""
        return cls(
            int(data["repeat"]),
            int(data["fold"]),
            tuple(data["learning"]),
            tuple(data["validation"]),
            tuple(data["test"]),
        )


def group_sizes(patients: tuple[str, ...], labels: Mapping[str, int]) -> tuple[int, int]:
    """Count the patients of the surgery group and of the other group."""
    ones = sum(labels[patient] for patient in patients)
    return len(patients) - ones, ones

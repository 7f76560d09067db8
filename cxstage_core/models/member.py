"""Description of each member in the card of an ensemble."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any


@dataclass(frozen=True, slots=True)
class Member:
    """One network of an ensemble.

    Args:
        seed: of its first weights, drawing and augmentation.
        best_epoch: 1-based epoch whose weights were kept.
        training_patients: how many patients it was trained on (inner validation included).
        training_patients_sha256: of their sorted pseudonyms.
        held_out_patients: how many patients it gives out-of-fold scores for.
        held_out_patients_sha256: of their sorted pseudonyms.
        attention: as in `ModelCard`.
    """

    seed: int
    best_epoch: int
    training_patients: int
    training_patients_sha256: str
    held_out_patients: int
    held_out_patients_sha256: str
    attention: tuple[float, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {**asdict(self), "attention": list(self.attention)}

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> Member:
        """Invert `to_dict`.

        Raises:
            TypeError, KeyError, ValueError: it is not that.
        """
        if stored.keys() != {one.name for one in fields(cls)}:
            raise ValueError("no member")
        for name, value in stored.items():
            kind = list if name == "attention" else str if name.endswith("sha256") else int
            if isinstance(value, bool) or not isinstance(value, kind):
                raise TypeError(name)
        weights = stored["attention"]
        if any(isinstance(one, bool) or not isinstance(one, int | float) for one in weights):
            raise TypeError("attention")
        return cls(**{**stored, "attention": tuple(float(one) for one in weights)})

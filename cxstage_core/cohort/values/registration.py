"""Rigid movements between the series of a patient, as a cohort keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.imaging.registration import Registration
from cxstage_core.imaging.rigid import Rigid


@dataclass(frozen=True, slots=True)
class StoredRegistration:
    """The registration of one series to another one of the same patient.

    Args:
        fixed, moving: ids of the series.
        fixed_sha256, moving_sha256: of their pixels and geometry; with other images it does not count.
        found: the movement, and whether it is used.
        algorithm: version of the registration that found it.
        made_at: UTC, ISO 8601.
    """

    patient: str
    fixed: str
    moving: str
    fixed_sha256: str
    moving_sha256: str
    found: Registration
    algorithm: int
    made_at: str = ""

    @property
    def used(self) -> Rigid | None:
        """The movement, None if it is not used."""
        return None if self.found.refused else self.found.moved

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, without the patient."""
        return {
            "fixed": self.fixed,
            "moving": self.moving,
            "fixed_sha256": self.fixed_sha256,
            "moving_sha256": self.moving_sha256,
            "moved": self.found.moved.to_dict(),
            "before": self.found.before,
            "after": self.found.after,
            "refused": self.found.refused,
            "algorithm": self.algorithm,
            "made_at": self.made_at,
        }

    @classmethod
    def from_dict(cls, patient: str, data: Mapping[str, Any]) -> StoredRegistration:
        """Read what `to_dict` returned.

        Raises:
            KeyError, TypeError, ValueError, GeometryError: it is none.
        """
        words = {name: data[name] for name in _WORDS}
        if (
            not all(isinstance(word, str) for word in words.values())
            or type(data["algorithm"]) is not int
        ):
            raise TypeError("a value of another type")
        refused = words.pop("refused")
        moved = Rigid.from_dict(data["moved"])
        found = Registration(moved, float(data["before"]), float(data["after"]), refused)
        return cls(patient, found=found, algorithm=data["algorithm"], **words)


_WORDS = ("fixed", "moving", "fixed_sha256", "moving_sha256", "refused", "made_at")

"""Where settings come from: the searches that chose them, and the images of the patients those used.

It travels with the settings: into a recipe file, an experiment, a model card. Images, not pseudonyms, name the
patients, so that settings are recognised in another cohort and after a detour through a file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from cxstage_core.errors import TrainingError

LETTERS = 12
"""Digits of an image's hash that are kept: enough to distinguish the images of ten thousand patients."""


@dataclass(frozen=True, slots=True)
class SearchOrigin:
    """A search whose best settings are in use.

    Args:
        search: its id.
        cohort: id of the cohort that it ran in.
        network: key of the family.
        settings: what it chose, by name.
        patients: number of patients that it trained and validated on.
        images: first digits of the sha256 of every image of these patients, sorted.
    """

    search: str
    cohort: str
    network: str
    settings: Mapping[str, Any]
    patients: int
    images: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "search": self.search,
            "cohort": self.cohort,
            "network": self.network,
            "settings": dict(self.settings),
            "patients": self.patients,
            "images": " ".join(self.images),
        }

    @classmethod
    def from_dict(cls, stored: Any) -> SearchOrigin:
        """Invert `to_dict`.

        Raises:
            TrainingError: a value is missing, unknown, or of another type.
        """
        kinds = {"search": str, "cohort": str, "network": str, "settings": Mapping, "patients": int,
                 "images": str}  # fmt: skip
        if (
            not isinstance(stored, Mapping)
            or stored.keys() != kinds.keys()
            or any(not isinstance(stored[name], kind) for name, kind in kinds.items())
            or not stored["images"]
            or any(len(one) != LETTERS for one in stored["images"].split())
        ):
            raise TrainingError(
                "The search that chose the settings is not described completely.",
                remedy="Export the settings again.",
            )
        return cls(
            stored["search"],
            stored["cohort"],
            stored["network"],
            dict(stored["settings"]),
            stored["patients"],
            tuple(sorted(set(stored["images"].split()))),
        )


Origins = tuple[SearchOrigin, ...]


def image_marks(hashes: Iterable[str]) -> tuple[str, ...]:
    """Return the marks of images by their sha256, sorted."""
    return tuple(sorted({one[:LETTERS] for one in hashes}))


def read_origins(stored: Sequence[Any] | None) -> Origins:
    """Read what `write_origins` wrote.

    Raises:
        TrainingError: it is not that.
    """
    return tuple(SearchOrigin.from_dict(one) for one in stored or ())


def write_origins(origins: Origins) -> list[dict[str, Any]]:
    """Return plain JSON values."""
    return [one.to_dict() for one in origins]


def joined(*several: Origins) -> Origins:
    """Return all origins, each search once."""
    found = {(one.cohort, one.search): one for origins in several for one in origins}
    return tuple(found.values())

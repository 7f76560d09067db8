"""Settings file: id, name and format of a cohort."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.errors import CohortError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import migrate, version_of
from cxstage_core.storage.checked_json import read_as, write_json


@dataclass(frozen=True, slots=True)
class Settings:
    """Immutable properties of a cohort.

    Args:
        id: 32 random hexadecimal digits.
        secret_mark: hash that identifies the secret of the cohort.
    """

    id: str
    name: str
    created_at: str
    secret_mark: str

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "format": "cxstage cohort",
            "schema": KINDS["cohort"].version,
            "id": self.id,
            "name": self.name,
            "created_at": self.created_at,
            "secret_mark": self.secret_mark,
        }

    @classmethod
    def from_dict(cls, data: Any) -> Settings:
        """Invert `to_dict`.

        Raises:
            KeyError, TypeError, ValueError: not the settings of a cohort.
        """
        return cls(
            str(data["id"]),
            str(data["name"]),
            str(data["created_at"]),
            str(data["secret_mark"]),
        )


def read_settings(layout: Layout) -> Settings:
    """Read the settings of a cohort.

    Raises:
        CohortError: the file is missing or damaged, or a newer version wrote it.
    """
    try:
        return read_as(layout.settings, "cohort", Settings.from_dict)
    except (KeyError, TypeError, ValueError, OverflowError) as error:
        raise CohortError(
            "{file} does not contain the settings of a cohort.", file=layout.settings
        ) from error


def logged_settings(layout: Layout, details: Mapping[str, Any]) -> Settings:
    """Return the settings stored in the first line of the audit log.

    Raises:
        NewerVersionError: a newer version wrote them.
        KeyError, TypeError, ValueError: the line holds no settings.
    """
    found = version_of("cohort", details, layout.root)
    return Settings.from_dict(migrate("cohort", dict(details), found))


def write_settings(layout: Layout, settings: Settings) -> None:
    """Store the settings."""
    write_json(layout.settings, settings.to_dict(), "cohort")

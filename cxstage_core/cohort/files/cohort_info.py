"""What a cohort is: its id, name and format, in a small file of its own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from cxstage_core.cohort.values.folder_layout import SCHEMA, Layout
from cxstage_core.errors import CohortError
from cxstage_core.storage.checked_json import read_json, write_json


@dataclass(frozen=True, slots=True)
class Settings:
    """The unchanging facts of a cohort.

    Args:
        id: 32 hexadecimal digits, drawn when the cohort was made.
        secret_mark: tells whether the secret is the one the cohort was made with.
    """

    id: str
    name: str
    created_at: str
    secret_mark: str
    schema: int = SCHEMA

    def to_dict(self) -> dict[str, Any]:
        """Plain values."""
        return {
            "format": "cxstage cohort",
            "schema": self.schema,
            "id": self.id,
            "name": self.name,
            "created_at": self.created_at,
            "secret_mark": self.secret_mark,
        }

    @classmethod
    def from_dict(cls, data: Any) -> Settings:
        """The inverse of `to_dict`.

        Raises:
            KeyError, TypeError, ValueError: not the settings of a cohort.
        """
        return cls(
            str(data["id"]),
            str(data["name"]),
            str(data["created_at"]),
            str(data["secret_mark"]),
            int(data["schema"]),
        )


def read_settings(layout: Layout) -> Settings:
    """The settings of a cohort.

    Raises:
        CohortError: the file is missing or damaged.
    """
    try:
        return Settings.from_dict(read_json(layout.settings))
    except (KeyError, TypeError, ValueError) as error:
        raise CohortError("{file} is not the settings of a cohort.", file=layout.settings) from error


def refuse_newer(settings: Settings, layout: Layout) -> None:
    """Refuse a cohort of the future.

    Raises:
        CohortError: its format is newer than this program.
    """
    if settings.schema > SCHEMA:
        raise CohortError(
            "The cohort {file} was written by a newer version of CxStage.",
            remedy="Update CxStage, then open the cohort again.",
            file=layout.root,
        )


def write_settings(layout: Layout, settings: Settings) -> None:
    """Store the settings."""
    write_json(layout.settings, settings.to_dict())

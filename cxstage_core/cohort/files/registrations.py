"""Registration files: the movements between the series of one patient."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.errors import GeometryError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import read_as, read_stored, write_json
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import damaged

_KIND = "registration"


@dataclass(frozen=True, slots=True)
class RegistrationsStore:
    """Reads and writes registration files."""

    layout: Layout

    @property
    def root(self) -> Path:
        """Folder of the files."""
        return self.layout.folder("registrations")

    def path(self, patient: str) -> Path:
        """Return the path of a patient's file."""
        return self.layout.registration(patient)

    def read(self, patient: str) -> tuple[int, tuple[StoredRegistration, ...], str]:
        """Return version, registrations and hash of the content; 0, none and "" before the first.

        Raises:
            IntegrityError: the file is damaged, or belongs to another patient.
        """
        path = self.path(patient)
        if not path.exists():
            return 0, (), ""

        def build(content: Mapping[str, Any]) -> tuple[int, tuple[StoredRegistration, ...]]:
            if content["patient"] != patient or type(content["version"]) is not int:
                raise ValueError("of another patient")
            items = tuple(StoredRegistration.from_dict(patient, one) for one in content["items"])
            return content["version"], items

        try:
            version, items = read_as(path, _KIND, build)
        except (KeyError, TypeError, ValueError, AttributeError, GeometryError) as error:
            raise damaged(path) from error
        return version, items, hash_of(read_stored(path, _KIND).content)

    def write(self, patient: str, version: int, items: tuple[StoredRegistration, ...]) -> str:
        """Replace the file and return the hash of its content; the caller holds the lock."""
        atomic_write.make_folder(self.root)
        content = {"patient": patient, "version": version, "items": [one.to_dict() for one in items]}
        write_json(self.path(patient), content, _KIND)
        return hash_of(read_stored(self.path(patient), _KIND).content)

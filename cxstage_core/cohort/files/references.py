"""Reference files: all frozen outlines of one patient; a new version keeps the earlier ones unchanged."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import h5py

from cxstage_core.cohort.files.masks import read_masks, write_masks
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import Reference
from cxstage_core.errors import IntegrityError
from cxstage_core.imaging import Mask
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage import atomic_write
from cxstage_core.storage.content_hash import hash_of
from cxstage_core.storage.hdf5_guard import as_stored, damaged, opened


@dataclass(frozen=True, slots=True)
class ReferencesStore:
    """Reads and writes reference files."""

    layout: Layout

    def write(self, patient: str, masks: Mapping[str, Mask], origin: str, rule: str) -> Reference:
        """Freeze the next version; the caller holds the lock."""
        earlier = self.versions(patient)
        target = self.layout.reference(patient)
        frozen = Reference(
            patient,
            dict(masks),
            origin,
            version=1 + len(earlier),
            sha256="",
            frozen_at=datetime.now(UTC).isoformat(timespec="milliseconds"),
            rule=rule,
        )
        everything: list[Reference] = []

        def fill(file: h5py.File) -> None:
            everything.clear()
            file.attrs.update(kind="reference", schema=KINDS["reference"].version, patient=patient)
            for version in (*earlier, frozen):
                group = file.create_group(f"v{version.version}")
                hashes = write_masks(group, version.masks)
                content = hash_of({"patient": patient, "masks": hashes})
                if version.sha256 not in ("", content):
                    raise damaged(target)
                group.attrs.update(origin=version.origin, sha256=content, frozen_at=version.frozen_at)
                if version.rule:
                    group.attrs["rule"] = version.rule
                everything.append(replace(version, sha256=content))

        def check(path: Path) -> None:
            found = [replace(version, masks={}) for version in self._load(path)]
            if found != [replace(version, masks={}) for version in everything]:
                raise damaged(target)  # loading compared the masks with their hashes

        atomic_write.write_h5(target, fill, check)
        return everything[-1]

    def versions(self, patient: str) -> tuple[Reference, ...]:
        """Return all frozen versions, oldest first."""
        path = self.layout.reference(patient)
        if not path.exists():
            return ()
        found = self._load(path)
        if any(reference.patient != patient for reference in found):
            raise damaged(path)
        return found

    def latest(self, patient: str) -> Reference | None:
        """Return the latest frozen version, None if there is none."""
        found = self.versions(patient)
        return found[-1] if found else None

    def patients(self) -> tuple[str, ...]:
        """Return the patients with a reference file."""
        return tuple(sorted(path.stem for path in self.layout.references_root.glob("*.h5")))

    def _load(self, path: Path) -> tuple[Reference, ...]:
        with opened(path, self.layout.root, kind="reference") as file:
            patient = str(file.attrs["patient"])
            found = []
            for number in range(1, len(file) + 1):
                group = file[f"v{number}"]
                masks, hashes = read_masks(group)
                content = hash_of({"patient": patient, "masks": hashes})
                if as_stored(file) and content != group.attrs["sha256"]:
                    raise IntegrityError(
                        "{file} is damaged: version {version} differs from the frozen one.",
                        remedy="Restore it from a backup.",
                        file=path,
                        version=number,
                    )
                found.append(
                    Reference(
                        patient,
                        masks,
                        str(group.attrs["origin"]),
                        number,
                        content,
                        str(group.attrs["frozen_at"]),
                        str(group.attrs.get("rule", "")),
                    )
                )
            return tuple(found)


def record_hash(reference: Reference) -> str:
    """Return the sha256 of all values of a frozen version, as logged."""
    return hash_of(
        {
            "patient": reference.patient,
            "version": reference.version,
            "masks": reference.sha256,
            "origin": reference.origin,
            "frozen_at": reference.frozen_at,
            "rule": reference.rule,
        }
    )

"""Manifest of a kit, signed by the cohort that exported it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.files.pseudonyms import Identity
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage.checked_json import read_as, read_stored, write_json
from cxstage_core.storage.content_hash import canonical, same_mark

FILE = "kit.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Origin and content of a kit, without revealing which cases are repeats.

    Args:
        kit: random id.
        cohort: id of the cohort that exported it.
        reader: name of the reader.
        given_at: UTC, ISO 8601.
        images: by patient, series id to sha256.
        readings: by patient, version of the exported reading, 0 for none.
    """

    kit: str
    cohort: str
    reader: str
    given_at: str
    images: Mapping[str, Mapping[str, str]]
    readings: Mapping[str, int]


def write_manifest(folder: Path, manifest: Manifest, identity: Identity) -> None:
    """Write the manifest into a kit's folder, signed with the secret of the exporting cohort."""
    content = asdict(manifest)
    sealed = {
        "format": KINDS["kit"].version,
        "kit": content,
        "seal": identity.signature(_signed_text(content)),
    }
    write_json(folder / FILE, sealed, "kit")


def read_manifest(folder: Path) -> tuple[Manifest, str, Any]:
    """Read the manifest of an unpacked kit, its signature, and the signed content.

    Raises:
        CohortError: the folder is not a kit, or has a newer version.
        IntegrityError: it is damaged.
    """
    file = folder / FILE
    if not file.is_file():
        raise CohortError(
            "{file} is not a reading kit.",
            remedy="Choose a file NAME.cxkit, or its unpacked folder.",
            file=folder,
        )
    try:
        sealed = read_stored(file, "kit").content
        return read_as(file, "kit", _manifest), str(sealed["seal"]), sealed["kit"]
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
        raise IntegrityError(
            "{file} is not the manifest of a reading kit.", remedy="Ask for the kit again.", file=file
        ) from error


def _manifest(content: Mapping[str, Any]) -> Manifest:
    kit = content["kit"]
    return Manifest(
        str(kit["kit"]),
        str(kit["cohort"]),
        str(kit["reader"]),
        str(kit["given_at"]),
        {str(p): {str(s): str(h) for s, h in found.items()} for p, found in kit["images"].items()},
        {str(p): int(version) for p, version in kit["readings"].items()},
    )


def is_kit(folder: Path) -> bool:
    """Return True if a cohort's folder is an unpacked kit."""
    return (folder / FILE).is_file()


def check_seal(manifest: Manifest, seal: str, content: Any, identity: Identity, cohort: str) -> None:
    """Refuse a manifest that this cohort did not sign.

    Raises:
        CohortError: the kit belongs to another cohort.
        IntegrityError: the manifest was changed.
    """
    if manifest.cohort != cohort:
        raise CohortError(
            "This reading kit belongs to another cohort.",
            remedy="Open the cohort that exported it, and import it there.",
        )
    if not same_mark(identity.signature(_signed_text(content)), seal):
        raise IntegrityError(
            "The manifest of this kit was changed.",
            remedy="Ask the reader for the kit again.",
        )


def _signed_text(content: Any) -> str:
    return f"reading kit|{canonical(content)}"

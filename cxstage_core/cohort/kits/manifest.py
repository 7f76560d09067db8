"""What a kit says of itself, sealed by the cohort that gave it."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from cxstage_core.cohort.files.pseudonyms import Identity
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.storage.checked_json import read_as, read_stored, write_json
from cxstage_core.storage.content_hash import canonical

FILE = "kit.json"


@dataclass(frozen=True, slots=True)
class Manifest:
    """Where a kit comes from and what it left with; whether a case is a repeat is not in it.

    Args:
        kit: its own random id.
        cohort: id of the cohort that gave it.
        reader: whose work it is.
        given_at: UTC, ISO 8601.
        images: by patient, series id to sha256.
        readings: by patient, version of the reading that went along, 0 for none.
    """

    kit: str
    cohort: str
    reader: str
    given_at: str
    images: Mapping[str, Mapping[str, str]]
    readings: Mapping[str, int]


def write_manifest(folder: Path, manifest: Manifest, identity: Identity) -> None:
    """Put the manifest into a kit's folder, sealed under the secret of the cohort that gives it."""
    content = asdict(manifest)
    sealed = {
        "format": KINDS["kit"].version,
        "kit": content,
        "seal": identity.signature(_words(content)),
    }
    write_json(folder / FILE, sealed, "kit")


def read_manifest(folder: Path) -> tuple[Manifest, str, Any]:
    """The manifest of an unpacked kit, its seal, and what was sealed.

    Raises:
        CohortError: the folder is no kit, or one of a newer version.
        IntegrityError: it is damaged.
    """
    file = folder / FILE
    if not file.is_file():
        raise CohortError(
            "{file} is no reading kit.",
            remedy="Give a file NAME.cxkit, or the folder that it was unpacked to.",
            file=folder,
        )
    try:
        sealed = read_stored(file, "kit").content
        return read_as(file, "kit", _manifest), str(sealed["seal"]), sealed["kit"]
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise IntegrityError(
            "{file} is not the manifest of a kit.", remedy="Ask for the kit again.", file=file
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
    """Whether a cohort's folder is an unpacked kit."""
    return (folder / FILE).is_file()


def check_seal(manifest: Manifest, seal: str, content: Any, identity: Identity, cohort: str) -> None:
    """Refuse a manifest that this cohort did not write.

    Raises:
        CohortError: it is another cohort's kit.
        IntegrityError: the manifest was changed.
    """
    if manifest.cohort != cohort:
        raise CohortError(
            "This reading kit belongs to another cohort.",
            remedy="Open the cohort that gave it, and import it there.",
        )
    if not hmac.compare_digest(seal, identity.signature(_words(content))):
        raise IntegrityError(
            "The manifest of this kit is not as it was given away.",
            remedy="Ask the reader for the kit once more.",
        )


def _words(content: Any) -> str:
    return f"reading kit|{canonical(content)}"

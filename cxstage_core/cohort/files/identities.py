"""What is known of a person, as keyed hashes: one small file per patient, missing for older imports.

No id, date or UID is stored. Birth date and sex are hashed together with the pseudonym, so that equal values of
two patients have different hashes; UIDs and plain forms of ids are not, because they are looked for in all patients.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from cxstage_core.cohort.values.file_names import is_pseudonym
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.identity import Evidence
from cxstage_core.errors import IntegrityError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import read_as, write_json

Keyed = Callable[[str], str]
_IMAGES = 8
"""Instance UIDs kept per series: those with the smallest hashes, so that parts of a series meet again."""


@dataclass(frozen=True, slots=True)
class SeriesTrace:
    """By what a series is recognised under another id.

    Args:
        uids: keyed hashes of its series UID and of some instance UIDs.
        look: its sketch (see `imaging.likeness`), empty without contrast.
    """

    uids: tuple[str, ...] = ()
    look: bytes = b""


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """What is known of one patient; everything may be empty.

    Args:
        near: keyed hashes of the forms under which the id may be met again.
        aliases: keyed hashes of further ids of clinical rows that a user matched.
        births: keyed hashes of the year and the day of birth (day "" for a first of January).
        sexes: keyed hashes.
        studies: keyed hashes of study UIDs.
        series: by sha256 of the image.
        same_as, distinct_from: pseudonyms that a user declared the same person, or another one.
        shares_id_with: pseudonym of another person with the same hospital id, "" for none.
        despite: why the patient is used although the input gate objects, "" for no such decision.
    """

    near: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    births: tuple[tuple[str, str], ...] = ()
    sexes: tuple[str, ...] = ()
    studies: tuple[str, ...] = ()
    series: Mapping[str, SeriesTrace] = field(default_factory=dict)
    same_as: tuple[str, ...] = ()
    distinct_from: tuple[str, ...] = ()
    shares_id_with: str = ""
    despite: str = ""

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "near": list(self.near),
            "aliases": list(self.aliases),
            "births": [list(pair) for pair in self.births],
            "sexes": list(self.sexes),
            "studies": list(self.studies),
            "series": {
                name: {"uids": list(t.uids), "look": base64.b64encode(t.look).decode()}
                for name, t in self.series.items()
            },
            "same_as": list(self.same_as),
            "distinct_from": list(self.distinct_from),
            "shares_id_with": self.shares_id_with,
            "despite": self.despite,
        }

    @classmethod
    def from_dict(cls, data: Any) -> PersonRecord:
        """Invert `to_dict`.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: not such a record.
        """
        return cls(
            _words(data["near"]),
            _words(data["aliases"]),
            tuple((str(year), str(day)) for year, day in data["births"]),
            _words(data["sexes"]),
            _words(data["studies"]),
            {
                str(name): SeriesTrace(_words(t["uids"]), base64.b64decode(t["look"], validate=True))
                for name, t in data["series"].items()
            },
            _words(data["same_as"]),
            _words(data["distinct_from"]),
            str(data["shares_id_with"]),
            str(data["despite"]),
        )


@dataclass(frozen=True, slots=True)
class IdentityStore:
    """Reads and writes these files."""

    layout: Layout

    def read(self, patient: str) -> PersonRecord:
        """Return what is known of a patient, an empty record if nothing was recorded.

        Raises:
            CohortError: the file is damaged, or a newer version wrote it.
        """
        path = self.layout.identity(patient)
        if not path.exists():
            return PersonRecord()
        try:
            return read_as(path, "identity", PersonRecord.from_dict)
        except (KeyError, TypeError, ValueError, OverflowError, AttributeError) as error:
            raise IntegrityError(
                "{file} is damaged: its content is not what was written.",
                remedy="Restore it from a backup, or run `cxstage cohort verify --rebuild`.",
                file=path,
            ) from error

    def write(self, patient: str, record: PersonRecord) -> None:
        """Replace what is known of a patient."""
        path = self.layout.identity(patient)
        atomic_write.make_folder(path.parent)
        write_json(path, record.to_dict(), "identity")

    def patients(self) -> tuple[str, ...]:
        """Return the patients of whom something is recorded."""
        names = (path.stem for path in self.layout.folder("identities").glob("*.json"))
        return tuple(sorted(name for name in names if is_pseudonym(name)))


def birth_of(patient: str, day: str, keyed: Keyed) -> tuple[str, str]:
    """Return the hashes of a date of birth; anonymisers keep the year and write the first of January."""
    whole = "" if day.endswith("0101") else keyed(f"birth|{patient}|{day}")
    return keyed(f"year of birth|{patient}|{day[:4]}"), whole


def sex_of(patient: str, sex: str, keyed: Keyed) -> str:
    """Return the hash of a sex."""
    return keyed(f"sex|{patient}|{sex}")


def uids_of(evidence: Evidence, keyed: Keyed) -> tuple[str, ...]:
    """Return the hashes by which a series is recognised."""
    images = sorted(keyed(f"image|{name}") for name in evidence.images)[:_IMAGES]
    return (*([keyed(f"series|{evidence.series}")] if evidence.series else []), *images)


def study_of(evidence: Evidence, keyed: Keyed) -> tuple[str, ...]:
    """Return the hash of the study, nothing when it is unknown."""
    return (keyed(f"study|{evidence.study}"),) if evidence.study else ()


def _words(values: Any) -> tuple[str, ...]:
    return tuple(str(value) for value in values)

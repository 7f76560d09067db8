"""The record of one prediction: the answer, and everything that it rests on.

A record holds no identifier and no path: series, patients and files are known by pseudonyms and digests. Its
checksum is that of its canonical JSON, so that any change of a stored record is found.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from cxstage_core.errors import IntegrityError, PredictionError
from cxstage_core.prediction.report.values import is_sentence, sentence_of
from cxstage_core.storage.checked_json import read_as, write_json
from cxstage_core.storage.content_hash import canonical, hash_of
from cxstage_core.text import Text, plain

FORMAT = "cxstage prediction"
_KIND = "prediction"
_SECTIONS: Mapping[str, Mapping[str, type]] = {
    "prediction": {
        "probability": float, "logit": float, "threshold": float, "group": str, "despite": str, "slices": list,
        "members": list, "objections": list,
    },
    "model": {
        "id": str, "family": str, "name": str, "tensors_sha256": str, "file_sha256": str, "experiment": str,
        "training_patients": int, "calibration_patients": int,
    },
    "outline": {"kind": str, "author": str, "sha256": str, "on_t2_sha256": str},
    "input": {"preprocessing_sha256": str, "sha256": str},
    "runtime": {"title": str, "threads": int, "computer": dict},
    "software": {},
}  # fmt: skip
"""Values that every record has, with their types."""
_OF_SLICE = {"index": int, "logit": float, "probability": float, "weight": float}
_OF_SERIES = {"channel": str, "sha256": str, "grid": dict, "tags": dict}
_TEXTS = ("created_at", "patient")


@dataclass(frozen=True)
class PredictionRecord:
    """One answer with its provenance, as plain JSON values.

    Args:
        content: as `record_of` composes it; `docs/prediction-report.md` lists every value.

    Raises:
        ValueError, TypeError, KeyError: it is not such a record.
    """

    content: Mapping[str, Any] = field(repr=False)

    def __post_init__(self) -> None:
        if self.content["format"] != FORMAT:
            raise ValueError("another format")
        for name, wanted in _SECTIONS.items():
            _check_types(self.content[name], wanted)
        for row in self.content["prediction"]["slices"]:
            _check_types(row, _OF_SLICE)
        for row in self.content["series"]:
            _check_types(row, _OF_SERIES)
        if not all(isinstance(self.content[name], str) for name in _TEXTS):
            raise TypeError("a text is missing")
        _check_sentences(self.content)

    def to_json(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return dict(self.content)

    @classmethod
    def from_json(cls, content: Any) -> PredictionRecord:
        """Invert `to_json`.

        Raises:
            ValueError, TypeError, KeyError: it is not the record of a prediction.
        """
        return cls(plain(dict(content)))

    @cached_property
    def sha256(self) -> str:
        """Checksum: sha256 of the canonical JSON of all values."""
        return hash_of(self.content)

    @property
    def canonical(self) -> str:
        """The one JSON text that the checksum covers."""
        return canonical(self.content)

    def part(self, name: str) -> Mapping[str, Any]:
        """Return a section; an empty one where it was not computed."""
        found = self.content.get(name)
        return found if isinstance(found, Mapping) else {}

    def sentence(self, *place: str) -> Text | None:
        """Return the sentence at a place, None where there is none."""
        found: Any = self.content
        for name in place:
            found = found.get(name) if isinstance(found, Mapping) else None
        return sentence_of(found) if is_sentence(found) else None

    def sentences(self, *place: str) -> tuple[Text, ...]:
        """Return the list of sentences at a place."""
        found: Any = self.content
        for name in place:
            found = found.get(name) if isinstance(found, Mapping) else None
        if not isinstance(found, Sequence) or isinstance(found, str):
            return ()
        return tuple(sentence_of(one) for one in found if is_sentence(one))


def write_record(record: PredictionRecord, file: Path) -> None:
    """Write a record as JSON with its checksum; an older file there is replaced as a whole.

    Raises:
        CohortError: the file cannot be written.
    """
    write_json(file, record.to_json(), _KIND)


def read_record(file: Path) -> PredictionRecord:
    """Read a record and compare it with its checksum.

    Raises:
        IntegrityError: a value was changed after it was written.
        NewerVersionError: a newer version wrote it.
        PredictionError: it is not the record of a prediction.
        CohortError: the file is missing.
    """
    try:
        return read_as(file, _KIND, PredictionRecord.from_json)
    except IntegrityError as error:
        raise IntegrityError(
            "{file} is not the record that was saved: a value in it was changed, or it is damaged.",
            remedy="Use the original file, or predict the study again.",
            file=file,
        ) from error
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise PredictionError(
            "{file} is not the record of a prediction.",
            remedy="Choose a JSON file that was saved with a prediction.",
            file=file,
        ) from error


def _check_types(section: Any, wanted: Mapping[str, type]) -> None:
    """Refuse a section that lacks a value, or holds one of another type.

    Raises:
        KeyError, TypeError: it does.
    """
    if not isinstance(section, dict):
        raise TypeError("no section")
    for key, kind in wanted.items():
        found = section[key]
        whole = kind is float and type(found) is int  # JSON of other programs writes 1.0 as 1
        if not whole and (not isinstance(found, kind) or isinstance(found, bool)):
            raise TypeError(key)


def _check_sentences(value: Any) -> None:
    if is_sentence(value):
        sentence_of(value)
    elif isinstance(value, Mapping):
        for one in value.values():
            _check_sentences(one)
    elif isinstance(value, list):
        for one in value:
            _check_sentences(one)

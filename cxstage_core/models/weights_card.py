"""The description in a file of pre-trained weights: how it was made, and whom it has seen.

The card stands in the header of the safetensors file, under the same seal as that of a model. A
later training from the file checks whether a tested patient had a part in it; without the card the file is a
foreign checkpoint of unknown training.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import migrate, version_of
from cxstage_core.models.header import SEAL_KEY, UNSEALED, read_header, unreadable, write_seal
from cxstage_core.models.strict_json import strict_json
from cxstage_core.storage.atomic_write import replace_file

if TYPE_CHECKING:
    from torch import Tensor

WEIGHTS_KEY = "cxstage_weights"
_KIND = "weights"
_LETTERS = 12


@dataclass(frozen=True, slots=True)
class SeenPatients:
    """Patients of one cohort whose images a network has seen.

    Args:
        cohort: id of the cohort.
        patients: marks of their pseudonyms (`patient_mark`), sorted.
        images: first digits of the sha256 of every image of these patients, sorted, whether it was used or
            not, so that they are recognised in another cohort as well.
    """

    cohort: str
    patients: tuple[str, ...]
    images: tuple[str, ...]

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        return {
            "cohort": self.cohort,
            "patients": " ".join(self.patients),
            "images": " ".join(self.images),
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any]) -> SeenPatients:
        """Invert `to_dict`.

        Raises:
            KeyError, TypeError, ValueError: it is not that.
        """
        cohort, patients, images = stored["cohort"], stored["patients"], stored["images"]
        if not all(isinstance(one, str) for one in (cohort, patients, images)):
            raise TypeError("texts")
        if not patients:
            raise ValueError("no patients")
        return cls(cohort, tuple(patients.split()), tuple(images.split()))


Seen = tuple[SeenPatients, ...]


def patient_mark(cohort_id: str, patient: str) -> str:
    """Return the mark of a pseudonym, keyed by its cohort: the same word in another one has another mark."""
    return hashlib.sha256(f"{cohort_id}/{patient}".encode()).hexdigest()[:_LETTERS]


@dataclass(frozen=True, slots=True)
class WeightsCard:
    """The description of a pre-trained network.

    Args:
        family: key of the architecture.
        channels: names of the input channels, in order.
        size_px: height and width of the images.
        preprocessing: of the images, as its dictionary.
        settings: of the pre-training, as their dictionary.
        seed: of everything random.
        epochs: passes over the images.
        images_seen: images that passed through the network while it learned, repetitions included.
        slices: different slices of patients and of phantoms.
        phantoms: different phantoms.
        phantom_seed: they are patients 1 to `phantoms` of this seed; None without phantoms.
        start: where the weights came from that it started with.
        trained_on: digests of the training patients of the models among them.
        seen: the patients whose images it has seen, by cohort; those of `start` included.
        libraries: versions of the libraries that trained it.
        created_at: UTC, ISO 8601.
    """

    family: str
    channels: tuple[str, ...]
    size_px: int
    preprocessing: Mapping[str, Any]
    settings: Mapping[str, Any]
    seed: int
    epochs: int
    images_seen: int
    slices: int
    phantoms: int
    phantom_seed: int | None
    start: str
    trained_on: tuple[str, ...] = ()
    seen: Seen = ()
    libraries: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""

    @property
    def patients(self) -> int:
        """Number of patients seen."""
        return sum(len(one.patients) for one in self.seen)

    def to_json(self) -> str:
        """The card as one line of JSON."""
        values = {**asdict(self), "seen": [one.to_dict() for one in self.seen]}
        return json.dumps(
            {"version": KINDS[_KIND].version, **values}, ensure_ascii=False, sort_keys=True
        )

    @classmethod
    def from_json(cls, written: str, file: Path) -> WeightsCard:
        """Read a card of this or an older version.

        Raises:
            ModelError: not a card, of a newer version, or a value is missing, unknown or of another type.
        """
        try:
            values = dict(strict_json(written))
            found = version_of(_KIND, {"version": values["version"]}, file)
            values = dict(migrate(_KIND, values, found))
            del values["version"]
            known = {one.name for one in fields(cls)}
            needed = {
                one.name
                for one in fields(cls)
                if one.default is MISSING and one.default_factory is MISSING
            }
            _check_names(values.keys(), needed, known)
            _check_types(values)
            values["seen"] = tuple(SeenPatients.from_dict(one) for one in values.get("seen", ()))
            values["channels"] = tuple(values["channels"])
            values["trained_on"] = tuple(str(one) for one in values.get("trained_on", ()))
            return cls(**values)
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise ModelError(
                "The description of the pre-trained weights in {file} cannot be read.",
                remedy="Restore the file from a backup, or pre-train again.",
                file=file,
            ) from error


_TEXTS = ("family", "start")
_WHOLE = ("size_px", "seed", "epochs", "images_seen", "slices", "phantoms")
_TABLES = ("preprocessing", "settings")


def _check_names(names: Iterable[str], needed: set[str], known: set[str]) -> None:
    if not needed <= set(names) <= known:
        raise ValueError("other values")


def _check_types(values: Mapping[str, Any]) -> None:
    for names, kind in ((_TEXTS, str), (_WHOLE, int), (_TABLES, dict)):
        for name in names:
            if not isinstance(values[name], kind) or isinstance(values[name], bool):
                raise TypeError(name)
    seed, channels = values["phantom_seed"], values["channels"]
    if seed is not None and type(seed) is not int:
        raise TypeError("phantom_seed")
    if not isinstance(channels, list) or not all(isinstance(one, str) for one in channels):
        raise TypeError("channels")


def write_weights(file: Path, tensors: Mapping[str, Tensor], card: WeightsCard) -> str:
    """Write weights and card as one file, read it back, and only then put it in its place.

    Args:
        file: ends with .safetensors; an older file there is replaced as a whole.

    Returns:
        sha256 of the file.

    Raises:
        ModelError: what was read back is not what was to be written.
        CohortError: the disk is full, or the folder may not be written.
    """
    import torch
    from safetensors.torch import load_file, save_file

    plain = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}

    def write(temporary: Path) -> None:
        metadata = {"format": "pt", WEIGHTS_KEY: card.to_json(), SEAL_KEY: UNSEALED}
        save_file(plain, temporary, metadata=metadata)
        write_seal(temporary)

    def check(temporary: Path) -> None:
        back = load_file(temporary)
        same = back.keys() == plain.keys() and all(torch.equal(back[k], plain[k]) for k in plain)
        if not same or read_weights_card(temporary) != WeightsCard.from_json(card.to_json(), file):
            raise unreadable(file)

    replace_file(file, write=write, check=check)
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_weights_card(file: Path) -> WeightsCard | None:
    """Read the card of a file of weights; None for a file that has none.

    Raises:
        ModelError: there is one, but it, or the list of tensors with it, was changed.
    """
    if WEIGHTS_KEY not in texts_of(file):
        return None
    header = read_header(file)
    if not header.sealed:
        raise ModelError(
            "The checksum of the description in {file} is missing.",
            remedy="Restore the file from a backup, or pre-train again.",
            file=file,
        )
    return WeightsCard.from_json(header.texts[WEIGHTS_KEY], file)


def texts_of(file: Path) -> Iterable[str]:
    """Return the names of the texts in the header, none for a file of another kind."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="np") as opened:
            return tuple(opened.metadata() or ())
    except (SafetensorError, OSError):
        return ()  # no safetensors file at all: whoever reads its tensors says so

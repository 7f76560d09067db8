"""The model card: everything about a trained network except its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import MISSING, asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from cxstage_core.cohort.values.folds import MOST_MEMBERS
from cxstage_core.errors import ModelError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import defaults_note, migrate, version_of
from cxstage_core.models.aggregation import ATTENTION, Aggregation
from cxstage_core.models.calibration import Calibration
from cxstage_core.models.families import find_family
from cxstage_core.models.member import Member
from cxstage_core.models.reference.limits import TrainingReference
from cxstage_core.models.strict_json import ImpossibleNumberError, strict_json
from cxstage_core.text import Text, text

_KIND = "model"
_NO_DEFAULT = {"tensors_sha256"}
"""Values that a new card may lack and a stored one may not."""
_OF_ENSEMBLES = {"members", "calibration"}
"""Values that only the card of an ensemble holds; a card without them has none, of whatever version."""
_OPTIONAL = {*_OF_ENSEMBLES, "reference"}
"""Values that a card may lack, of whatever version: it has none then."""
SEALED_SINCE = 2
"""Version of the card from which on a checksum of its file covers it."""
NOT_COVERED = text("Model file: its card is not covered by a checksum (written by an earlier version).")
_TEXTS = ("family", "name", "scheme", "aggregation", "weights", "training_patients_sha256", "experiment",
          "created_at", "tensors_sha256")  # fmt: skip
_WHOLE = ("size_px", "parameters", "training_patients")
_TABLES = ("preprocessing", "input_range", "lineage", "libraries")
_MOST_PIXELS = 4096
_MOST_CHANNELS = 16


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything that prediction needs in addition to the weights, as plain values.

    Args:
        family: key of the architecture, such as "hrnet_w32".
        name: title of the family, such as "HRNet".
        channels: names of the input channels in order, such as ("T2", "T1", "mask"); "T2-1" is the neighbouring
            T2 slice nearer to the feet.
        size_px: height and width of an input image.
        preprocessing: the preprocessing as its dictionary; rebuilds the very same dataclass.
        scheme: label scheme that it was trained on, such as "paper".
        aggregation: how slices become a patient, "mean logit", "max logit" or "attention".
        threshold: calibrated probability from which group 1 is predicted; from validation only, of an ensemble
            from its calibration set.
        temperature: divides the logit; from the same patients.
        weights: where the first weights came from, such as "from scratch".
        parameters: true number of trainable parameters.
        input_range: statistic of an input to [lowest, highest] over the training patients.
        training_patients: how many patients it was trained on (inner validation included).
        training_patients_sha256: of their sorted pseudonyms.
        experiment: id of the experiment that made it, "" outside a cohort.
        lineage: digests of split, data and recipe, and the recipe itself: plain JSON values.
        libraries: versions of the libraries that trained it.
        created_at: UTC, ISO 8601.
        attention: for "attention" the learned vector, one number per feature of the last layer's input.
        members: of an ensemble, one each; empty for one network.
        calibration: the out-of-fold scores of an ensemble; None where there are none.
        reference: what the input gate knows of the studies of the training patients; None in files of earlier
            versions and with very few patients.
        tensors_sha256: of names, types, shapes and bytes of all tensors; set when saved.
        notes: what a user must know about a card of an older version; never stored.
    """

    family: str
    name: str
    channels: tuple[str, ...]
    size_px: int
    preprocessing: Mapping[str, Any]
    scheme: str
    aggregation: str
    threshold: float
    temperature: float
    weights: str
    parameters: int
    input_range: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    training_patients: int = 0
    training_patients_sha256: str = ""
    experiment: str = ""
    lineage: Mapping[str, Any] = field(default_factory=dict)
    libraries: Mapping[str, str] = field(default_factory=dict)
    created_at: str = ""
    attention: tuple[float, ...] = ()
    members: tuple[Member, ...] = ()
    calibration: Calibration | None = None
    reference: TrainingReference | None = None
    tensors_sha256: str = ""
    notes: tuple[Text, ...] = field(default=(), compare=False)

    @property
    def slice_aggregation(self) -> Aggregation:
        """Aggregation of the slices of a patient, of an ensemble by each member."""
        attentive = self.aggregation == ATTENTION
        layer = find_family(self.family).last_layer if attentive else ""
        own = tuple(Aggregation(self.aggregation, m.attention, layer) for m in self.members)
        return Aggregation(self.aggregation, self.attention, layer, own)

    def to_json(self) -> str:
        """The card as one line of JSON."""
        values = {
            key: value
            for key, value in asdict(replace(self, reference=None)).items()
            if key != "notes" and (value or key not in _OPTIONAL)
        }
        if self.reference is not None:
            values["reference"] = self.reference.to_dict()
        version = KINDS[_KIND].version
        return json.dumps({"version": version, **values}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(
        cls, written: str, file: Path | str = "The model file", *, sealed: bool = True
    ) -> ModelCard:
        """Read a card of this or an older version; values that it lacks take safe defaults, see `notes`.

        Args:
            file: the model file, for the sentences.
            sealed: True if a checksum of the file covers the card; without one, a card of version 1 has a
                note.

        Raises:
            ModelError: not a card, of a newer version, without its checksum, or a value is wrong, unknown,
                or missing without a safe default.
        """
        try:
            values = strict_json(written)
            found = version_of(_KIND, {"version": values["version"]}, file)
            values = dict(migrate(_KIND, values, found))
            values.pop("version", None)
        except ImpossibleNumberError as error:
            raise ModelError(
                "The model card in {file} holds an impossible number: {number}.",
                file=file,
                number=str(error),
            ) from error
        except (ValueError, OverflowError, KeyError, AttributeError, TypeError) as error:
            raise ModelError("The model card in {file} cannot be read.", file=file) from error
        if not sealed and found >= SEALED_SINCE:
            raise ModelError(
                "The checksum of the model card in {file} is missing.",
                remedy="Restore the file from a backup, or train the model again.",
                file=file,
            )
        notes = (() if sealed else (NOT_COVERED,)) + _notes(values, found, file)
        try:
            card = cls(**{**values, **_typed(values)}, notes=notes)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
            raise ModelError(
                "The model card in {file} holds a value of the wrong type.", file=file
            ) from error
        if not card.temperature > 0 or not 0 <= card.threshold <= 1:
            raise ModelError(
                "The model card in {file} holds an impossible threshold or temperature.", file=file
            )
        return card


def _notes(values: Mapping[str, Any], found: int, file: Path | str) -> tuple[Text, ...]:
    """Compare the names with those of today; returns what must be known about missing ones.

    Raises:
        ModelError: a name is unknown, or missing without a safe default.
    """
    rows = {f.name: f for f in fields(ModelCard) if f.name != "notes"}
    if unknown := sorted(values.keys() - rows.keys()):
        raise ModelError(
            "The model card in {file} (version {found}) holds unknown values: {names}.",
            remedy="Update CxStage, or train the model again.",
            file=file,
            found=found,
            names=", ".join(unknown),
        )
    missing = [row for name, row in rows.items() if name not in values and name not in _OPTIONAL]
    unsafe = [
        row.name
        for row in missing
        if row.name in _NO_DEFAULT or (row.default is MISSING and row.default_factory is MISSING)
    ]
    if unsafe:
        raise ModelError(
            "The model card in {file} (version {found}) is incomplete: it lacks {names}.",
            remedy="Open it with the version of CxStage that wrote it, or train the model again.",
            file=file,
            found=found,
            names=", ".join(unsafe),
        )
    return defaults_note(row.name for row in missing)


def _typed(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values in the types of the card.

    Raises:
        TypeError, ValueError: one has another type.
    """
    for name in _TEXTS:
        _require(name, values, str)
    for name in _WHOLE:
        _require(name, values, int)
    for name in _TABLES:
        _require(name, values, dict)
    channels = values["channels"]
    if not isinstance(channels, list) or not all(isinstance(name, str) for name in channels):
        raise TypeError("channels")
    if not 1 <= len(channels) <= _MOST_CHANNELS or not 1 <= values["size_px"] <= _MOST_PIXELS:
        raise ValueError("size")
    typed: dict[str, Any] = {
        "channels": tuple(channels),
        "threshold": _number(values["threshold"]),
        "temperature": _number(values["temperature"]),
    }
    if "input_range" in values:
        ranges = values["input_range"].items()
        typed["input_range"] = {key: (_number(low), _number(high)) for key, (low, high) in ranges}
    if "attention" in values:
        typed["attention"] = tuple(_number(weight) for weight in values["attention"])
    if "reference" in values:
        typed["reference"] = TrainingReference.from_dict(values["reference"])
    return typed | _typed_of_ensemble(values)


def _typed_of_ensemble(values: Mapping[str, Any]) -> dict[str, Any]:
    """Members and calibration set in their types; both or neither are there.

    Raises:
        TypeError, KeyError, ValueError: one has another type, or they do not fit.
    """
    if not _OF_ENSEMBLES & values.keys():
        return {}
    stored = values["members"]
    if not isinstance(stored, list) or not 2 <= len(stored) <= MOST_MEMBERS:
        raise ValueError("members")
    members = tuple(Member.from_dict(one) for one in stored)
    calibration = Calibration.from_dict(values["calibration"])
    held_out = [calibration.folds.count(number) for number in range(1, len(members) + 1)]
    if held_out != [one.held_out_patients for one in members] or sum(held_out) != len(
        calibration.folds
    ):
        raise ValueError("calibration")
    return {"members": members, "calibration": calibration}


def _require(name: str, values: Mapping[str, Any], kind: type) -> None:
    if name in values and (not isinstance(values[name], kind) or isinstance(values[name], bool)):
        raise TypeError(name)


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError("no number")
    return float(value)

"""The description that a model file carries with its weights."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from cxstage_core.errors import ModelError
from cxstage_core.models.aggregation import Aggregation
from cxstage_core.models.families import find_family

CARD_VERSION = 1


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Everything that prediction needs in addition to the weights, as plain values.

    Args:
        family: key of the architecture, such as "hrnet_w32".
        name: title of the family, such as "HRNet".
        channels: names of the input channels in order, such as ("T2", "T1", "mask").
        size_px: height and width of an input image.
        preprocessing: the preprocessing as its dictionary; rebuilds the very same dataclass.
        scheme: label scheme that it was trained on, such as "paper".
        aggregation: how slices become a patient, "mean logit", "max logit" or "attention".
        threshold: calibrated probability from which group 1 is predicted; from validation only.
        temperature: divides the logit; from validation only.
        weights: where the first weights came from, in plain words, such as "from scratch".
        parameters: true number of trainable parameters.
        input_range: statistic of an input to [lowest, highest] over the training patients.
        training_patients: how many patients it was trained on (inner validation included).
        training_patients_sha256: of their sorted pseudonyms.
        experiment: id of the experiment that made it, "" outside a cohort.
        lineage: digests of split, data and recipe, and the recipe itself: plain JSON values.
        libraries: versions of the libraries that trained it.
        created_at: UTC, ISO 8601.
        attention: for "attention" the learned vector, one number per feature of the last layer's input.
        tensors_sha256: of names, types, shapes and bytes of all tensors; set when saved.
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
    tensors_sha256: str = ""

    @property
    def slice_aggregation(self) -> Aggregation:
        """Aggregation of the slices of a patient."""
        layer = find_family(self.family).last_layer if self.attention else ""
        return Aggregation(self.aggregation, self.attention, layer)

    def to_json(self) -> str:
        """The card as one line of JSON."""
        return json.dumps({"version": CARD_VERSION, **asdict(self)}, ensure_ascii=False, sort_keys=True)

    @classmethod
    def from_json(cls, written: str) -> ModelCard:
        """Read a card back.

        Raises:
            ModelError: it is not a card, has another version, or a value is missing or wrong.
        """
        try:
            values = json.loads(written)
            version = values.pop("version")
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise ModelError("The description of the model cannot be read.") from error
        if version != CARD_VERSION:
            raise ModelError(
                "The model was written by another version of CxStage (description {version}).",
                remedy="Update CxStage, or train the model again.",
                version=version,
            )
        known = {f.name for f in fields(cls)}
        try:
            values["channels"] = tuple(str(name) for name in values["channels"])
            values["input_range"] = {
                key: (float(low), float(high)) for key, (low, high) in values["input_range"].items()
            }
            values["threshold"] = float(values["threshold"])
            values["temperature"] = float(values["temperature"])
            values["attention"] = tuple(float(v) for v in values.get("attention", ()))
            values["size_px"] = int(values["size_px"])
            card = cls(**{key: value for key, value in values.items() if key in known})
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError("The description of the model is incomplete.") from error
        if not card.temperature > 0 or not 0 <= card.threshold <= 1:
            raise ModelError(
                "The description of the model holds an impossible threshold or temperature."
            )
        return card

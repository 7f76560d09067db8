"""What a prediction hands over to its DICOM objects, as plain values."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import numpy as np
import numpy.typing as npt

from cxstage_core.prediction.case import OutlineKind, OutlineSource
from cxstage_core.staging import Group
from cxstage_core.text import Text, text

Picture = npt.NDArray[np.uint8]
"""A picture, uint8 (row, column, red green blue)."""


@dataclass(frozen=True, slots=True)
class Interval:
    """An interval of the probability and the share of repetitions that it is meant to cover."""

    low: float
    high: float
    level: float


@dataclass(frozen=True, slots=True)
class GroupSet:
    """A conformal set of groups, possibly empty, and its level."""

    groups: tuple[Group, ...]
    level: float


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer of a model.

    Args:
        record: SHA-256 of the record of the prediction; the same record gives the same UIDs.
        made: when the prediction was made, in local time.
        model: title of the network, such as "HRNet". model_id: id of the model, or name of its file.
        model_sha256: of the model's file.
        outline: where the outline comes from; no name of a reader is written.
        probability: of the chemoradiotherapy or systemic group, 0 to 1; None when the input gate abstained.
        threshold: probability from which that group is predicted, None when unknown.
        group: predicted group, None when the input gate abstained.
        interval: of the probability, None where there is none.
        groups: conformal set, None where there is none.
        sentences: conclusion, warnings and notes in the language of the report; without identifiers.
        language: of the sentences, "en" or "zh_CN".
    """

    record: str
    made: datetime
    model: str
    model_id: str
    model_sha256: str
    outline: OutlineSource
    probability: float | None
    threshold: float | None
    group: Group | None
    interval: Interval | None = None
    groups: GroupSet | None = None
    sentences: tuple[str, ...] = field(default=())
    language: str = "en"

    @property
    def sha256(self) -> str:
        """Hash of all values."""
        return hashlib.sha256(json.dumps(_plain(self), sort_keys=True).encode()).hexdigest()


def _plain(answer: Answer) -> dict[str, Any]:
    interval, groups = answer.interval, answer.groups
    return {
        "record": answer.record,
        "made": answer.made.isoformat(),
        "model": [answer.model, answer.model_id, answer.model_sha256],
        "outline": [answer.outline.kind.value, answer.outline.author, answer.outline.sha256],
        "probability": answer.probability,
        "threshold": answer.threshold,
        "group": None if answer.group is None else answer.group.value,
        "interval": None if interval is None else [interval.low, interval.high, interval.level],
        "groups": None if groups is None else [[g.value for g in groups.groups], groups.level],
        "sentences": list(answer.sentences),
        "language": answer.language,
    }


def outline_words(outline: OutlineSource) -> Text:
    """Return where an outline comes from, without the name of a reader."""
    if outline.kind is OutlineKind.REFERENCE:
        return text("Reference outline {version}, drawn by hand", version=outline.author)
    if outline.kind is OutlineKind.READING:
        return text("Outline of one reader, drawn by hand and not reviewed")
    if outline.kind is OutlineKind.DRAWN:
        return text("Outline drawn by hand for this prediction")
    return text("Outline from a file; who drew it is not known")

"""A study with its outline, ready for a network: what prediction, explanation, input gate and reports share."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.cohort.values.records import SeriesInfo
from cxstage_core.dataset import PreparedPatient, Preprocessing
from cxstage_core.dataset.prepare import Further
from cxstage_core.imaging import Mask, Volume
from cxstage_core.prediction.check import Check
from cxstage_core.text import Text

if TYPE_CHECKING:
    from torch import nn

    from cxstage_core.models import ModelCard


class OutlineKind(StrEnum):
    """Where the outline of a prediction comes from."""

    REFERENCE = "reference"
    READING = "reading"
    FILE = "file"
    DRAWN = "drawn"


@dataclass(frozen=True, slots=True)
class OutlineSource:
    """Origin of an outline.

    Args:
        kind: where it comes from.
        author: reader of a reading, version of a reference ("v2"), "" for a file or one drawn for this prediction.
        sha256: of the mask's values and its grid; see `mask_sha256`.
    """

    kind: OutlineKind
    author: str
    sha256: str


@dataclass(frozen=True, slots=True, eq=False)
class StudyImages:
    """Images of one study, as acquired.

    Args:
        t2: axial T2 series.
        further: series of the further channels, by the name of the channel.
        outline: on the grid of `t2`, or on its own where it came from a file of another grid.
    """

    t2: Volume
    further: Mapping[str, Further]
    outline: Mask


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """A study with its outline, prepared for one model's settings.

    Args:
        patient: pseudonym, or "study" for one outside a cohort.
        series: id or name of the axial T2 series.
        config: preprocessing of the model.
        prepared: what the network sees.
        outline: where the outline comes from.
        objections: rules of the input gate that the study breaks.
        despite: the user's reason to predict although a rule stops, "" where none was needed.
        notes: what makes the study less trustworthy, in the order to be shown: the broken rules first.
        load: reads the images; called when something looks at them, and kept by who calls it.
        info: kept acquisition tags of the series, by the name of the channel ("T2" among them).
        in_cohort: the study is of a cohort, whose experiments may know the patient.
        checks: of the input gate, in the order to be shown; empty for a case made without a model's card.
    """

    patient: str
    series: str
    config: Preprocessing
    prepared: PreparedPatient
    outline: OutlineSource
    objections: tuple[Objection, ...]
    despite: str
    notes: tuple[Text, ...]
    load: Callable[[], StudyImages]
    info: Mapping[str, SeriesInfo] = field(default_factory=dict)
    in_cohort: bool = False
    checks: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class LoadedModel:
    """A verified network in memory.

    Args:
        id: of the cohort's model, or the name of its file.
        network: gives one logit per image.
        card: everything else about it.
    """

    id: str
    network: nn.Module
    card: ModelCard


def mask_sha256(mask: Mask) -> str:
    """Hash an outline: every label and its place in the world."""
    digest = hashlib.sha256(json.dumps(mask.grid.to_dict(), sort_keys=True).encode())
    digest.update(np.ascontiguousarray(mask.array, dtype=np.uint8).tobytes())
    return digest.hexdigest()

"""Where first weights come from, in one sentence, and whom they have seen.

Tables, model cards and exports store the sentence as plain English; `origin_text` turns it back into a
template with values, so that it can be shown in the reader's language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from cxstage_core.errors import ModelError
from cxstage_core.models.card_file import CARD_KEY, read_card
from cxstage_core.models.header import SEAL_KEY
from cxstage_core.models.packages import WeightsPackage
from cxstage_core.models.weights_card import (
    Seen,
    SeenPatients,
    WeightsCard,
    read_weights_card,
    texts_of,
)
from cxstage_core.text import Text, text

FROM_SCRATCH = "from scratch"
_DIGITS = 12

TEMPLATES = (
    text("local file, unknown training, sha256 {sha}"),
    text("{network} of CxStage, trained on {patients} patients, sha256 {sha}"),
    text("own pre-training on {phantoms} phantoms ({images} images seen), sha256 {sha}"),
    text("own pre-training on {patients} training patients ({images} images seen), sha256 {sha}"),
    text(
        "own pre-training on {phantoms} phantoms and {patients} training patients ({images} images seen), "
        "sha256 {sha}"
    ),
    text("ImageNet ({name}), sha256 {sha}"),
    text("ImageNet (package {name} {version}, {licence}), sha256 {sha}"),
    text("{origin}; begun with: {start}"),
)
"""Every sentence of an origin that has values."""
_FILE, _MODEL, _PHANTOMS, _PATIENTS, _BOTH, _HUB, _PACKAGE, _BEGUN = (one.template for one in TEMPLATES)


@dataclass(frozen=True, slots=True)
class History:
    """What is known of first weights.

    Args:
        origin: one sentence, with the hash of the file.
        sha256: of the file, "" from scratch.
        channels: names of the input channels that the file was trained with, () if they are not known.
        images_seen: images that passed through the network while it was pre-trained; None if unknown.
        trained_on: digests of the training patients of the models that it comes from (`training_patients_sha256`).
        seen: patients that it was pre-trained on.
    """

    origin: str = FROM_SCRATCH
    sha256: str = ""
    channels: tuple[str, ...] = ()
    images_seen: int | None = 0
    trained_on: tuple[str, ...] = ()
    seen: Seen = ()

    def to_dict(self) -> dict[str, Any]:
        """Return plain JSON values, for the card of a model that begins with these weights."""
        return {
            "origin": self.origin,
            "images_seen": self.images_seen,
            "trained_on": list(self.trained_on),
            "seen": [one.to_dict() for one in self.seen],
        }

    @classmethod
    def from_dict(cls, stored: Mapping[str, Any], file: Path | str = "The model file") -> History:
        """Invert `to_dict`; nothing stored means from scratch, or weights that have seen no patient.

        Raises:
            ModelError: it is damaged.
        """
        try:
            return cls(
                origin=str(stored.get("origin", FROM_SCRATCH)),
                images_seen=stored.get("images_seen"),
                trained_on=tuple(str(one) for one in stored.get("trained_on", ())),
                seen=tuple(SeenPatients.from_dict(one) for one in stored.get("seen", ())),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise ModelError(
                "The first weights in the model card in {file} cannot be read.", file=file
            ) from error


def history_of_file(file: Path, sha256: str) -> History:
    """Read the description of a file of weights; one without a description is of unknown training.

    Raises:
        ModelError: it has one, but that was changed.
    """
    digits = sha256[:_DIGITS]
    card = read_weights_card(file)
    if card is not None:
        return History(
            str(origin_of_card(card, sha256)),
            sha256,
            card.channels,
            card.images_seen,
            card.trained_on,
            card.seen,
        )
    if not {CARD_KEY, SEAL_KEY} & set(texts_of(file)):
        return History(_filled(_FILE, sha=digits), sha256, images_seen=None)
    model = read_card(file)
    before = History.from_dict(model.lineage.get("first_weights", {}), file)
    origin = _filled(_MODEL, network=model.name, patients=model.training_patients, sha=digits)
    return History(
        origin,
        sha256,
        model.channels,
        None,
        (model.training_patients_sha256, *before.trained_on),
        before.seen,
    )


def history_of_hub(name: str, sha256: str) -> History:
    """Weights of the public hub."""
    return History(_filled(_HUB, name=name, sha=sha256[:_DIGITS]), sha256, images_seen=None)


def history_of_package(package: WeightsPackage, sha256: str) -> History:
    """Weights of an installed package."""
    origin = _filled(
        _PACKAGE,
        name=package.distribution,
        version=package.version,
        licence=package.licence,
        sha=sha256[:_DIGITS],
    )
    return History(origin, sha256, images_seen=None)


def origin_of_card(card: WeightsCard, sha256: str) -> str:
    """Return the sentence for weights that were pre-trained here."""
    template = _BOTH if card.phantoms and card.patients else _PHANTOMS if card.phantoms else _PATIENTS
    values = {"phantoms": card.phantoms, "patients": card.patients, "images": card.images_seen}
    used = {name: value for name, value in values.items() if f"{{{name}}}" in template}
    origin = _filled(template, sha=sha256[:_DIGITS], **used)
    return origin if card.start == FROM_SCRATCH else _filled(_BEGUN, origin=origin, start=card.start)


def origin_text(written: str) -> Text:
    """Return the template and the values of a stored origin; a sentence that is none of ours stays as it is."""
    for template, pattern in _patterns():
        found = pattern.fullmatch(written)
        if found is not None:
            nested = {
                name: origin_text(value) if name in ("origin", "start") else value
                for name, value in found.groupdict().items()
            }
            return Text(template, tuple(nested.items()))
    return Text(written)


@cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Longest templates first: the sentence on two begins as that on one."""
    ordered: Iterable[str] = sorted((one.template for one in TEMPLATES), key=len, reverse=True)
    ordered = sorted(ordered, key=lambda one: one != _BEGUN)
    return tuple(
        (one, re.compile(re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>.+?)", re.escape(one)))) for one in ordered
    )


def _filled(template: str, **values: object) -> str:
    return str(Text(template, tuple(values.items())))

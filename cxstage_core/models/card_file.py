"""The card in the header of a model file, read without the weights and without a network library."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.models.card import ModelCard
from cxstage_core.models.header import Header, read_header, unreadable

CARD_KEY = "cxstage_card"


def read_card(path: Path) -> ModelCard:
    """Read only the card; needs no network library and no weights.

    Raises:
        ModelError: no model file of CxStage, or a truncated one, or the card was changed.
    """
    return card_of(read_header(path), path)


def card_of(header: Header, path: Path) -> ModelCard:
    """Return the card in a header.

    Raises:
        ModelError: there is none, or it cannot be read.
    """
    written = header.texts.get(CARD_KEY)
    if written is None:
        raise unreadable(path)
    return ModelCard.from_json(written, path, sealed=header.sealed)

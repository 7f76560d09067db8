"""A card for tests."""

from __future__ import annotations

from typing import Any

from cxstage_core.models import ModelCard, find_family


def card_of(family: str, **changes: Any) -> ModelCard:
    """A complete card of a family, with some values changed."""
    found = find_family(family)
    values: dict[str, Any] = {
        "family": found.key,
        "name": found.title,
        "channels": ("T2", "T1", "mask"),
        "size_px": 64,
        "preprocessing": {"size_px": 64},
        "scheme": "paper",
        "aggregation": "mean logit",
        "threshold": 0.4,
        "temperature": 1.3,
        "weights": "from scratch",
        "parameters": 1,
        "input_range": {"T2 mean": (-0.1, 0.2)},
        "libraries": {"torch": "2"},
        "lineage": {"recipe": {"epochs": 2}},
    }
    return ModelCard(**{**values, **changes})

"""A card for tests."""

from __future__ import annotations

from typing import Any

import numpy as np

from cxstage_core.cohort.values.gate_measures import MEASURES
from cxstage_core.models import ModelCard, find_family
from cxstage_core.models.reference.learning import SeenPatient, make_reference
from cxstage_core.models.reference.limits import TrainingReference


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


def reference_of(patients: int = 24) -> TrainingReference:
    """Limits of the input gate, of patients made of random numbers."""
    rng = np.random.default_rng(2)
    names = [measure.key for measure in MEASURES.values() if measure.check in ("noise", "upside-down")]
    rows = [
        SeenPatient(
            dict(zip(names, rng.normal(1, 0.2, len(names)).tolist(), strict=True)),
            {"T2 mean": float(rng.normal())},
            "Siemens",
            "3 T",
        )
        for _ in range(patients)
    ]
    found = make_reference(rows)
    assert found is not None
    return found

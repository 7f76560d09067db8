"""The seven families, their weights, the model file, and inference.

This package needs no network library to be imported; `models.build` and the functions that open or
run a network do.
"""

from cxstage_core.models.aggregation import Aggregation, predict_slices
from cxstage_core.models.calibration import Calibration
from cxstage_core.models.card import ModelCard
from cxstage_core.models.card_file import read_card
from cxstage_core.models.families import (
    FAMILIES,
    PAPER,
    find_families,
    find_family,
    register_family,
    unregister_family,
)
from cxstage_core.models.family import Family
from cxstage_core.models.file import load_model, read_calibration, save_model, verify_model
from cxstage_core.models.inference import logits_of, probability
from cxstage_core.models.inputs import input_range, input_statistics, outside
from cxstage_core.models.weights import Weights

__all__ = [
    "FAMILIES",
    "PAPER",
    "Aggregation",
    "Calibration",
    "Family",
    "ModelCard",
    "Weights",
    "find_families",
    "find_family",
    "input_range",
    "input_statistics",
    "load_model",
    "logits_of",
    "outside",
    "predict_slices",
    "probability",
    "read_calibration",
    "read_card",
    "register_family",
    "save_model",
    "unregister_family",
    "verify_model",
]

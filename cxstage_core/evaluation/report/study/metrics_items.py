"""The 30 items of METRICS with their weights: numbers with topics in our own words.

After Kocak et al., Insights into Imaging 2024;15:8 (CC BY 4.0), https://doi.org/10.1186/s13244-023-01572-w. The wording
of the items themselves is not copied.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

from cxstage_core.evaluation.report.study.items import (
    AUTHORS,
    COORDINATOR,
    LEADER,
    PATHOLOGIST,
    PHYSICIST,
    REVIEWER,
    STATISTICIAN,
    Item,
)
from cxstage_core.text import Text, text

SOURCE = text(
    "After Kocak et al., Insights into Imaging 2024;15:8 (CC BY 4.0); topics in our own words."
)


class Condition(IntEnum):
    """What a study must do for an item to apply."""

    SEGMENTATION = 1
    AUTOMATIC = 2
    HAND_CRAFTED = 3
    TABULAR = 4
    END_TO_END = 5


@dataclass(frozen=True, slots=True)
class WeightedItem:
    """An item with its weight and the conditions under which it applies."""

    item: Item
    weight: float
    conditions: tuple[Condition, ...] = ()


CLASSES: tuple[tuple[float, Text], ...] = (
    (0.0, text("very low")),
    (0.2, text("low")),
    (0.4, text("moderate")),
    (0.6, text("good")),
    (0.8, text("excellent")),
)
"""Quality classes with the score from which each begins."""

_DESIGN = text("Study design")
_IMAGES = text("Imaging data")
_OUTLINE = text("Segmentation")
_FEATURES = text("Image processing and features")
_PROCESSING = text("Processing of features")
_MODELLING = text("Preparation for modelling")
_FIGURES = text("Measures and comparison")
_TESTS = text("Testing")
_OPEN = text("Open science")


def _item(
    number: int,
    weight: float,
    section: Text,
    topic: Text,
    knows: Text = PHYSICIST,
    conditions: tuple[Condition, ...] = (),
) -> WeightedItem:
    return WeightedItem(Item(str(number), section, topic, knows), weight, conditions)


_C = Condition
ITEMS: tuple[WeightedItem, ...] = (
    _item(1, 0.0368, _DESIGN, text("A guideline or checklist of the field was followed"), AUTHORS),
    _item(2, 0.0735, _DESIGN, text("Rules of inclusion that give a representative population"), COORDINATOR),
    _item(3, 0.0919, _DESIGN, text("A reference standard of high quality, clearly defined"), PATHOLOGIST),
    _item(4, 0.0438, _IMAGES, text("Images of more than one hospital"), COORDINATOR),
    _item(5, 0.0292, _IMAGES, text("Images as they are acquired in clinical practice"), REVIEWER),
    _item(6, 0.0438, _IMAGES, text("Parameters of the acquisition"), COORDINATOR),
    _item(7, 0.0292, _IMAGES, text("Time between imaging and reference standard"), COORDINATOR),
    _item(8, 0.0337, _OUTLINE, text("How the outlines were made"), REVIEWER, (_C.SEGMENTATION,)),
    _item(9, 0.0225, _OUTLINE, text("Formal test of an automatic outline"), PHYSICIST, (_C.SEGMENTATION, _C.AUTOMATIC)),
    _item(10, 0.0112, _OUTLINE, text("Outlines of test patients by a single reader or tool"), REVIEWER, (_C.SEGMENTATION,)),
    _item(11, 0.0622, _FEATURES, text("Fitting preprocessing, described")),
    _item(12, 0.0311, _FEATURES, text("Features by standardised software"), PHYSICIST, (_C.HAND_CRAFTED,)),
    _item(13, 0.0415, _FEATURES, text("Settings of the features' extraction, or of the network's input")),
    _item(14, 0.02, _PROCESSING, text("Features that are not robust were left out"), PHYSICIST, (_C.TABULAR,)),
    _item(15, 0.02, _PROCESSING, text("Features that repeat others were left out"), PHYSICIST, (_C.TABULAR,)),
    _item(16, 0.03, _PROCESSING, text("No more features than the number of patients allows"), STATISTICIAN, (_C.TABULAR,)),
    _item(17, 0.02, _PROCESSING, text("Robustness of the network was tested"), PHYSICIST, (_C.END_TO_END,)),
    _item(18, 0.0599, _MODELLING, text("Patients properly divided")),
    _item(19, 0.03, _MODELLING, text("Confounders were dealt with"), STATISTICIAN),
    _item(20, 0.0352, _FIGURES, text("Fitting measures of performance"), STATISTICIAN),
    _item(21, 0.0234, _FIGURES, text("Uncertainty of the measures"), STATISTICIAN),
    _item(22, 0.0176, _FIGURES, text("Calibration"), STATISTICIAN),
    _item(23, 0.0117, _FIGURES, text("A single kind of image, or evidence that it does worse")),
    _item(24, 0.0293, _FIGURES, text("Comparison with what needs no images, or what the model adds to it"), STATISTICIAN),
    _item(25, 0.0176, _FIGURES, text("Comparison with a simple or classical model"), STATISTICIAN),
    _item(26, 0.0375, _TESTS, text("Test on patients of the same hospital")),
    _item(27, 0.0749, _TESTS, text("Test on patients of another hospital"), COORDINATOR),
    _item(28, 0.0075, _OPEN, text("Data that others can get"), LEADER),
    _item(29, 0.0075, _OPEN, text("Code that others can get"), LEADER),
    _item(30, 0.0075, _OPEN, text("A model that others can get"), LEADER),
)  # fmt: skip
"""The items in order; the weights add up to 1."""

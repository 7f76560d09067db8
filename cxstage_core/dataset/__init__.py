"""From a cohort to what a network sees: series choice, preprocessing, splits, augmentation.

Importing this package loads no network library; drawing and applying augmentations do.
"""

from cxstage_core.dataset.augmentation import Augmentation, augment, draw
from cxstage_core.dataset.labels import LabelTable, label_patients, label_table
from cxstage_core.dataset.leaks import check_inputs, check_parts, check_split
from cxstage_core.dataset.prepare import PreparedPatient, prepare_patient
from cxstage_core.dataset.prepared_set import (
    Outline,
    PreparedCase,
    PreparedSet,
    PreparedStudy,
    frozen_outline,
    prepare_cohort,
    prepare_stored,
)
from cxstage_core.dataset.preprocessing import Preprocessing
from cxstage_core.dataset.sampling import epoch_order
from cxstage_core.dataset.series_choice import choose_series, series_notes
from cxstage_core.dataset.splits import inner_split, make_split

__all__ = [
    "Augmentation",
    "LabelTable",
    "Outline",
    "PreparedCase",
    "PreparedPatient",
    "PreparedSet",
    "PreparedStudy",
    "Preprocessing",
    "augment",
    "check_inputs",
    "check_parts",
    "check_split",
    "choose_series",
    "draw",
    "epoch_order",
    "frozen_outline",
    "inner_split",
    "label_patients",
    "label_table",
    "make_split",
    "prepare_cohort",
    "prepare_patient",
    "prepare_stored",
    "series_notes",
]

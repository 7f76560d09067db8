"""Invented people: the identifiers that a hospital's files carry and that must not leave them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from cxstage_core.cohort.values.clinical_columns import COLUMNS, ColumnSpec
from cxstage_core.phantom.drawing import happens, stream

_FAMILY = (
    "Ahlgren",
    "Baptista",
    "Castellan",
    "Dvorak",
    "Ekwueme",
    "Farkas",
    "Grünwald",
    "Hosseini",
    "Ivarsson",
    "Jansen",
    "Kowalczyk",
    "Lindqvist",
    "Moreau",
    "Nakagawa",
    "Okonkwo",
    "Petrova",
    "Quispe",
    "Rossi",
    "Sørensen",
    "Tanaka",
    "Ulrich",
    "Vasquez",
    "Wójcik",
    "Ximénez",
    "Zhao",
)
_GIVEN = (
    "Amina",
    "Birgit",
    "Clara",
    "Dolores",
    "Elena",
    "Fatima",
    "Greta",
    "Hana",
    "Ingrid",
    "Joana",
    "Keiko",
    "Lucía",
    "Marta",
    "Nadia",
    "Olga",
    "Priya",
    "Rosa",
    "Sofia",
    "Teresa",
    "Yun",
)
_PHYSICIANS = ("Adler^Ruth", "Benoit^Paul", "Costa^Maria", "Hale^Simon", "Lund^Karin")
_HOSPITALS = ("St. Example Hospital", "Riverside Women's Clinic")


@dataclass(frozen=True, slots=True)
class Identity:
    """An invented patient and her visit.

    Args:
        patient_name: in the form of DICOM, "family^given".
    """

    patient_id: str
    patient_name: str
    birth_date: date
    age: int
    height_m: float
    weight_kg: int
    address: str
    phone: str
    accession: str
    physician: str
    hospital: str
    histology: str
    mri_date: date
    treatment_date: date
    start_s: int


def draw_identity(seed: int, number: int) -> Identity:
    """Draw an invented patient."""
    rng = stream(seed, number, "identity")
    mri = date(2019, 1, 7) + timedelta(days=int(rng.integers(0, 2100)))
    age = int(min(max(rng.normal(51, 11), 24), 84))
    birth = mri - timedelta(days=int(age * 365.25 + rng.integers(1, 365)))
    pick = float(rng.random())
    histology = _picked(COLUMNS["histology"].phantom or {}, pick)
    family, given = str(rng.choice(_FAMILY)), str(rng.choice(_GIVEN))
    height = round(float(rng.normal(1.63, 0.06)), 2)
    return Identity(
        f"PHANTOM-{number:04d}",
        f"{family}^{given}",
        birth,
        age,
        height,
        int(min(max(rng.normal(66, 11), 44), 115)),
        f"{int(rng.integers(1, 190))} Willow Street, Sampletown",
        f"555-01{int(rng.integers(10, 99))}",
        f"A{int(rng.integers(10**7, 10**8))}",
        str(rng.choice(_PHYSICIANS)),
        _HOSPITALS[0 if happens(rng, 0.55) else 1],
        histology,
        mri,
        mri + timedelta(days=int(rng.integers(7, 29))),
        int(rng.integers(8 * 3600, 17 * 3600)),
    )


def drawn_value(column: ColumnSpec, seed: int, number: int) -> str:
    """Draw a patient's value of a clinical column by its frequencies; each column has its own stream."""
    rng = np.random.default_rng([seed, number, *column.name.encode()])
    return _picked(column.phantom or {}, float(rng.random()))


def _picked(frequencies: Mapping[str, float], share: float) -> str:
    """The value in whose part of the unit interval the share falls."""
    ends = np.round(np.cumsum(list(frequencies.values())), 9)
    number = int(np.searchsorted(ends, share, side="right"))
    return list(frequencies)[min(number, len(frequencies) - 1)]

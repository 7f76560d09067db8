"""Invented people: the identifiers that a hospital's files carry and that must not leave them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

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
_HISTOLOGY = (("squamous cell carcinoma", 0.80), ("adenocarcinoma", 0.15),
              ("adenosquamous carcinoma", 0.05))  # fmt: skip


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
    histology = _HISTOLOGY[0 if pick < 0.80 else 1 if pick < 0.95 else 2][0]
    family, given = str(rng.choice(_FAMILY)), str(rng.choice(_GIVEN))
    height = round(float(rng.normal(1.63, 0.06)), 2)
    return Identity(
        f"PHANTOM-{number:04d}",
        f"{family}^{given}",
        birth,
        age,
        height,
        int(min(max(rng.normal(66, 11), 44), 115)),
        f"{int(rng.integers(1, 190))} Willow Lane, Sampletown",
        f"555-01{int(rng.integers(10, 99))}",
        f"A{int(rng.integers(10**7, 10**8))}",
        str(rng.choice(_PHYSICIANS)),
        _HOSPITALS[0 if happens(rng, 0.55) else 1],
        histology,
        mri,
        mri + timedelta(days=int(rng.integers(7, 29))),
        int(rng.integers(8 * 3600, 17 * 3600)),
    )

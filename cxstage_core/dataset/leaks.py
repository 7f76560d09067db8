"""Checks that refuse what would let the test part into the training."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxstage_core.cohort.values.clinical_columns import COLUMNS
from cxstage_core.cohort.values.records import Split
from cxstage_core.errors import LeakError

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

_PART_OF_PATIENT = re.compile(r"^(?P<patient>[^/:#]+)[/:#](?P<rest>.+)$")
_SLICE = re.compile(r"(^|[/:#])(slice|z)?[-_ ]?\d+$", re.IGNORECASE)

KNOWN_AFTER_TREATMENT = {
    "nerve_invasion",
    "lymphovascular_invasion",
    "treatment",
    "pathological_stage",
}
"""Columns of the clinical table that are unknown before the treatment, besides those marked in `COLUMNS`."""

THE_ANSWER = {"stage", "entered_stage", "computed_stage", "group", "label", "truth"}
"""Columns that hold, or decide, what a network is to find out."""


def check_patient_level(units: Iterable[str]) -> None:
    """Check that what is divided are patients, not their slices or series.

    Raises:
        LeakError: a unit is named as a part of a patient, such as "P0001/7" or "P0001/t1-axial".
    """
    for unit in units:
        part = _PART_OF_PATIENT.match(unit)
        if part is None:
            continue
        if _SLICE.search(part["rest"]):
            raise LeakError(
                "{unit} is a slice; slices of one patient would come to lie in both parts.",
                remedy="Divide patients: the unit of every split is the patient.",
                unit=unit,
            )
        raise LeakError(
            "{unit} is one series; T1 and T2 of a patient are one sample, not two.",
            remedy="Divide patients: the series of a patient are channels of one input.",
            unit=unit,
        )


def check_parts(**parts: Iterable[str]) -> None:
    """Check that no patient is in two parts or twice in one: `check_parts(train=…, test=…)`.

    Raises:
        LeakError: a patient is.
    """
    seen: dict[str, str] = {}
    for name, members in parts.items():
        patients = list(members)
        check_patient_level(patients)
        twice = [patient for patient, n in Counter(patients).items() if n > 1]
        if twice:
            raise LeakError(
                "Patient {patient} is twice in the {part} part.", patient=min(twice), part=name
            )
        for patient in patients:
            if patient in seen:
                raise LeakError(
                    "Patient {patient} is in the {first} part and in the {second} part.",
                    remedy="Draw the split again; a patient belongs to one part.",
                    patient=patient,
                    first=seen[patient],
                    second=name,
                )
            seen[patient] = name


def check_split(split: Split, cohort: Cohort) -> None:
    """Check a split against its cohort before anything is trained on it.

    Raises:
        LeakError: a patient in both parts, a patient the cohort does not know, the same image
            under two patients, or one person under two pseudonyms in both parts.
    """
    check_parts(train=split.train, test=split.test)
    check_persons(cohort.people.same_person(), train=split.train, test=split.test)
    known = set(cohort.patients())
    owner: dict[str, str] = {}
    for patient in (*split.train, *split.test):
        if patient not in known:
            raise LeakError(
                "Patient {patient} of the split is not in the cohort.",
                remedy="Import this patient, or draw the split again.",
                patient=patient,
            )
        for record in cohort.series(patient):
            other = owner.setdefault(record.sha256, patient)
            if other != patient:
                raise LeakError(
                    "Patients {first} and {second} hold the same image: one person under two ids.",
                    remedy="Remove one of the two, then draw the split again.",
                    first=other,
                    second=patient,
                )


def check_persons(same_person: Iterable[frozenset[str]], **parts: Iterable[str]) -> None:
    """Check that no person with several pseudonyms is in two parts.

    Args:
        same_person: groups of pseudonyms that are one person.

    Raises:
        LeakError: one is.
    """
    part_of = {patient: name for name, members in parts.items() for patient in members}
    for group in same_person:
        places = {part_of[name]: name for name in sorted(group) if name in part_of}
        if len(places) > 1:
            (first, one), (second, other) = sorted(places.items())[:2]
            raise LeakError(
                "Patients {one} ({first}) and {other} ({second}) are one person, as declared, and in two parts.",
                remedy="Draw the parts again, or withdraw that decision with `cxstage cohort separate`.",
                one=one,
                first=first,
                other=other,
                second=second,
            )


def check_inputs(columns: Iterable[str]) -> None:
    """Check that no input of a model was unknown before the treatment, or is the answer itself.

    Args:
        columns: names of columns of the clinical table or of channels.

    Raises:
        LeakError: a column may not be an input.
    """
    late = KNOWN_AFTER_TREATMENT | {c.name for c in COLUMNS.values() if c.after_treatment}
    for column in columns:
        plain = re.sub(r"[^a-z]+", "_", column.lower()).strip("_")
        if plain in late or "iiicp" in plain:
            raise LeakError(
                "{column} is known only after the operation and cannot be an input.",
                remedy="Use what is known when the treatment is chosen.",
                column=column,
            )
        if plain in THE_ANSWER:
            raise LeakError(
                "{column} holds what the model is to find out and cannot be an input.",
                remedy="Use images, or findings that do not contain the stage.",
                column=column,
            )

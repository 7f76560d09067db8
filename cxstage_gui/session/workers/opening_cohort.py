"""Opening a cohort: what can be shown at once, and whether a user has to sign in first."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from cxstage_core.cohort.values.permissions import NOBODY, Principal
from cxstage_gui.session.current.patient_table import PatientRow, read_overview

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Entered: TypeAlias = "tuple[Cohort, tuple[PatientRow, ...], Principal]"


def create(path: Path) -> Entered:
    """Make an empty cohort."""
    from cxstage_core.cohort import Cohort

    return entered(Cohort.create(path))


def find(path: Path) -> Entered:
    """Open a cohort as far as that goes without signing in."""
    from cxstage_core.cohort import Cohort

    return entered(Cohort.open(path))


def entered(cohort: Cohort) -> Entered:
    """Return a cohort, its user, and rows to show until the whole table is read."""
    principal = cohort.principal
    if principal == NOBODY:
        return cohort, (), principal
    if principal.blind:
        return cohort, read_overview(cohort), principal  # never a pseudonym where a number belongs
    return cohort, tuple(PatientRow(patient) for patient in cohort.patients()), principal

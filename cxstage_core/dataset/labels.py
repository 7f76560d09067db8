"""Labels of patients under a scheme, and the reasons where there are none."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from cxstage_core.errors import DatasetError, StagingError
from cxstage_core.staging import SCHEMES, LabelScheme, stage
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

Excluded = tuple[tuple[str, Text], ...]


def find_scheme(name: str) -> LabelScheme:
    """Return the label scheme of this name.

    Raises:
        DatasetError: there is none.
    """
    if name not in SCHEMES:
        raise DatasetError(
            "{name} is not a label scheme.",
            remedy="Choose one of {names}.",
            name=name,
            names=", ".join(SCHEMES),
        )
    return SCHEMES[name]


def label_patients(
    cohort: Cohort, scheme_name: str, patients: Iterable[str] | None = None
) -> tuple[dict[str, int], Excluded]:
    """Label patients by the facts of the clinical table.

    Args:
        scheme_name: key of `staging.SCHEMES`.
        patients: pseudonyms; all patients of the cohort when None.

    Returns:
        Pseudonym to label (1 = chemoradiotherapy or systemic), in the order of `patients`; and the
        patients without a label, each with the reason.

    Raises:
        DatasetError: the scheme is unknown.
    """
    scheme = find_scheme(scheme_name)
    clinical = cohort.clinical.records()
    labels: dict[str, int] = {}
    excluded: list[tuple[str, Text]] = []
    for patient in cohort.patients() if patients is None else patients:
        record = clinical.get(patient)
        if record is None or record.facts is None:
            excluded.append((patient, text("The clinical table holds no FIGO facts of this patient.")))
            continue
        try:
            labelled = scheme.label(stage(record.facts))
        except StagingError as error:
            excluded.append((patient, error.what))
            continue
        if labelled.label is None:
            excluded.append((patient, labelled.reason))
        else:
            labels[patient] = labelled.label
    return labels, tuple(excluded)

"""Whether an outline that names its patient belongs to the patient that it is imported for."""

from __future__ import annotations

from pathlib import Path

from cxstage_core.cohort import Cohort
from cxstage_core.errors import CohortError, IntakeError
from cxstage_core.text import Text, text


def check_patient(cohort: Cohort, patient: str, patient_id: str, file: Path) -> tuple[Text, ...]:
    """Compare the hospital's id in a file with the patient, without keeping it.

    Args:
        patient: pseudonym. patient_id: the hospital's id in the file, "" if there is none.

    Returns:
        A note if the cohort does not know the id.

    Raises:
        IntakeError: the file belongs to another patient of the cohort.
    """
    if not patient_id:
        return ()
    try:
        found = cohort.find_patient(patient_id)
    except CohortError:  # without its secret a cohort cannot tell
        found = None
    if found is None:
        return (
            text(
                "The patient id in the file is not of this cohort; check that it is the same patient."
            ),
        )
    if found != patient:
        raise IntakeError(
            "The outline {file} belongs to another patient ({other}), not to {patient}.",
            remedy="Choose the outline of this patient.",
            file=file,
            other=found,
            patient=patient,
        )
    return ()

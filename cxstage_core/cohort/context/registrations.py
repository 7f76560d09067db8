"""The registrations of a patient, as far as the audit log vouches for them."""

from __future__ import annotations

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.values.registration import StoredRegistration
from cxstage_core.errors import IntegrityError


def logged_registrations(
    context: CohortContext, patient: str
) -> tuple[int, tuple[StoredRegistration, ...]]:
    """Return version and registrations of a patient's file, after comparing it with the audit log.

    A writer that was killed before it logged leaves a file one version newer: what it holds counts as not there,
    and is found again.

    Raises:
        IntegrityError: the file is missing or damaged, or is not the one that was logged.
    """
    version, items, content = context.stores.registrations.read(patient)
    entries = context.log.of_acts(events.REGISTER)
    last = next((e for e in reversed(entries) if e.details.get("patient") == patient), None)
    logged = (0, "") if last is None else (int(last.details["version"]), str(last.details["sha256"]))
    if (version, content) == logged:
        return version, items
    if version == logged[0] + 1:
        return version, ()
    raise IntegrityError(
        "The registrations of patient {patient} are not those that were stored: {file}.",
        remedy="Restore the file from a backup.",
        file=context.stores.registrations.path(patient),
        patient=patient,
    )

"""The audit log of an open cohort."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.integrity.audit_check import AuditState, check_audit
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job, no_progress


@dataclass(frozen=True, slots=True)
class AuditService:
    """Reads, extends and verifies the audit log, as far as the role permits."""

    context: CohortContext

    def entries(self) -> tuple[AuditEntry, ...]:
        """Return the audit log, oldest first."""
        self.context.permit(Permission.SEE_LOG)
        return self.context.log.entries()

    def note(self, event: str, /, *, actor: str = "coordinator", **details: object) -> None:
        """Append an event to the audit log; details must not identify a patient.

        Raises:
            CohortError: only the store may log this event, or the log cannot be written.
        """
        if event in events.STORE_EVENTS:
            raise CohortError("Only the store itself may log the event “{event}”.", event=event)
        self.context.permit(Permission.SEE_IMAGES)
        self.context.log.append(event, self.context.actor(actor), details)

    def check(self, known: str = "", job: Job | None = None) -> AuditState:
        """Verify the hash chain of the audit log and every frozen reference; change nothing.

        Args:
            known: hash of a line that was noted outside the cohort and must still exist; "" for none.
        """
        self.context.permit(Permission.SEE_LOG)
        return check_audit(self.context, known, job or no_progress())

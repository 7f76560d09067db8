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
        """Append one of the events in `events.NOTED`; details must not identify a patient.

        Args:
            actor: in a cohort without accounts; else it is the signed-in user.

        Raises:
            CohortError: the event is not one of those, the role does not permit the work that it notes, or
                the log cannot be written.
        """
        if event in events.STORE_EVENTS:
            raise CohortError("Only the store itself may log the event “{event}”.", event=event)
        if event not in events.NOTED:
            raise CohortError("The audit log has no event “{event}”.", event=event)
        self.context.permit(events.NOTED[event])
        self.context.log.append(event, self.context.actor(actor), details)

    def check(self, known: str = "", job: Job | None = None) -> AuditState:
        """Verify the hash chain of the audit log and every frozen reference; change nothing.

        Args:
            known: hash of a line that was noted outside the cohort and must still exist; "" for none.
        """
        self.context.permit(Permission.SEE_LOG)
        return check_audit(self.context, known, job or no_progress())

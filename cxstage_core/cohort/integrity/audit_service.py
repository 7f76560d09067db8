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
    """Reads, adds to and checks the audit log, as far as the role permits."""

    context: CohortContext

    def entries(self) -> tuple[AuditEntry, ...]:
        """Return the audit log, oldest first."""
        self.context.permit(Permission.SEE_LOG)
        return self.context.log.entries()

    def note(self, act: str, /, *, actor: str = "coordinator", **details: object) -> None:
        """Note in the audit log what was done; never a patient's identifier.

        Raises:
            CohortError: the act is one that the store notes itself, or the log cannot be written.
        """
        if act in events.STORE_EVENTS:
            raise CohortError("The store itself notes when it does: {act}.", act=act)
        self.context.permit(Permission.SEE_IMAGES)
        self.context.log.append(act, self.context.actor(actor), details)

    def check(self, known: str = "", job: Job | None = None) -> AuditState:
        """Check the chain of the audit log, and every frozen reference against it; change nothing.

        Args:
            known: hash of a line that was noted elsewhere and must still be there; "" for none.
        """
        self.context.permit(Permission.SEE_LOG)
        return check_audit(self.context, known, job or no_progress())

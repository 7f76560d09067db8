"""Verification of the audit log and of frozen references against it; read-only."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.integrity.verify import verify_log
from cxstage_core.cohort.values.records import Problem
from cxstage_core.jobs import Job
from cxstage_core.text import text


@dataclass(frozen=True, slots=True)
class AuditState:
    """Result of verifying the audit log.

    Args:
        lines: number of readable lines.
        last: hash of the last of them; noted outside the cohort, it later reveals a rewritten log.
        torn: True if the log ends with an incomplete line of a killed process, which is ignored.
        problems: changed lines and references.
    """

    lines: int
    last: str
    torn: bool
    problems: tuple[Problem, ...]


def check_audit(context: CohortContext, known: str, job: Job) -> AuditState:
    """Verify the hash chain, and frozen references against it.

    Args:
        known: hash of a line that must still exist; "" for none.
    """
    entries = context.log.readable()
    problems = list(verify_log(context, job))
    wanted = known.strip().lower()
    if wanted and all(entry.sha256 != wanted for entry in entries):
        what = text("No line has the noted hash: the log was truncated or rewritten.")
        problems.append(Problem(context.layout.relative(context.layout.audit), str(what)))
    last = entries[-1].sha256 if entries else ""
    return AuditState(len(entries), last, context.log.torn, tuple(problems))

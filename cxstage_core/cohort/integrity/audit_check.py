"""Is the audit log whole, and is every frozen reference what it says? Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.integrity.verify import verify_log
from cxstage_core.cohort.values.records import Problem
from cxstage_core.jobs import Job
from cxstage_core.text import text


@dataclass(frozen=True, slots=True)
class AuditState:
    """What was found in the log.

    Args:
        lines: how many can be read.
        last: hash of the last of them; noted elsewhere, it later shows a log that was written anew.
        torn: it ends with an unfinished line of a process that was killed, which counts for nothing.
        problems: what is not as it was written, with its line or version.
    """

    lines: int
    last: str
    torn: bool
    problems: tuple[Problem, ...]


def check_audit(context: CohortContext, known: str, job: Job) -> AuditState:
    """Check the chain, and frozen references against it.

    Args:
        known: hash of a line that must still be there; "" for none.
    """
    entries = context.log.readable()
    problems = list(verify_log(context, job))
    wanted = known.strip().lower()
    if wanted and all(entry.sha256 != wanted for entry in entries):
        what = text("No line has the hash that was noted: the log was cut or written anew.")
        problems.append(Problem(context.layout.relative(context.layout.audit), str(what)))
    last = entries[-1].sha256 if entries else ""
    return AuditState(len(entries), last, context.log.torn, tuple(problems))

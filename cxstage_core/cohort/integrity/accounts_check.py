"""Comparison of accounts and assignments with the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.files.accounts import account_line, read_accounts
from cxstage_core.cohort.files.assignments import hash_of_assignment, read_assignments
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.records import AuditEntry
from cxstage_core.text import Text, text

_ACCOUNT_EVENTS = frozenset(
    {
        events.ADD_ACCOUNT,
        events.RESET_PASSPHRASE,
        events.CHANGE_PASSPHRASE,
        events.CLOSE_ACCOUNT,
        events.REOPEN_ACCOUNT,
    }
)
_KEPT = ("name", "roles", "active", "passphrase")


def check_accounts(layout: Layout, entries: Iterable[AuditEntry]) -> tuple[Text, ...]:
    """Compare the accounts with the audit log.

    The log is written first: while its last line is about an account, the file may not have followed yet.

    Raises:
        CohortError: as for `read_accounts`.
    """
    known: dict[str, Mapping[str, Any]] = {}
    before: dict[str, Mapping[str, Any]] = {}
    sessions: dict[str, set[str]] = {}
    failures: dict[str, int] = {}
    following = False
    for entry in entries:
        following = entry.act in _ACCOUNT_EVENTS
        if entry.act == events.SIGN_IN:
            sessions.setdefault(entry.actor, set()).add(str(entry.details.get("session", "")))
        if entry.act == events.LOCK_OUT:
            failures[entry.actor] = int(entry.details.get("failures", 0))
        elif entry.act == events.SIGN_IN:
            failures.pop(entry.actor, None)
        elif entry.act == events.RESET_PASSPHRASE:
            failures.pop(str(entry.details.get("name", "")), None)
        if entry.act in _ACCOUNT_EVENTS:
            name = str(entry.details.get("name", ""))
            before = dict(known)
            known[name] = entry.details
    found = read_accounts(layout)
    stored = {} if found is None else {n: account_line(a) for n, a in found.by_name.items()}
    problems = []
    for name, account in () if found is None else sorted(found.by_name.items()):
        if set(account.sessions) - sessions.get(name, set()):
            problems.append(text("A sign-in of {name} is not in the audit log.", name=name))
        if account.failures < failures.get(name, 0):
            problems.append(
                text("The wrong passphrases of {name} are fewer than in the audit log.", name=name)
            )
    if _same(stored, known) or (following and _same(stored, before)):
        return tuple(problems)
    names = sorted({*stored, *known})
    changed = [n for n in names if not _same_account(stored.get(n), known.get(n))]
    differing = (
        text("The account of {name} differs from the audit log.", name=name) for name in changed
    )
    return (*differing, *problems)


def check_assignments(layout: Layout, entries: Iterable[AuditEntry]) -> tuple[Text, ...]:
    """Compare the assignments with the audit log.

    Raises:
        IntegrityError: as for `read_assignments`.
    """
    known: dict[tuple[str, str], str | None] = {}
    lifted: set[str] = set()
    before = (dict(known), set(lifted))
    following = False
    for entry in entries:
        following = entry.act in (events.ASSIGN, events.WITHDRAW, events.UNBLIND)
        if not following:
            continue
        before = (dict(known), set(lifted))
        patient = str(entry.details.get("patient", ""))
        if entry.act == events.ASSIGN:
            pairs = [(str(p), str(key)) for p, key in entry.details.get("readings", ())]
            # None: the line is of a time when the content was not logged
            known.update(zip(pairs, entry.details.get("records") or [None] * len(pairs), strict=True))
        elif entry.act == events.WITHDRAW:
            known.pop((patient, str(entry.details.get("reader", ""))), None)
        else:
            lifted.add(patient)
    stored = read_assignments(layout)
    now = {(item.patient, item.reading_key): hash_of_assignment(item) for item in stored.items}
    if any(
        not _differing(now, log) and set(stored.unblinded) == blind
        for log, blind in ((known, lifted), *([before] if following else ()))
    ):
        return ()
    problems = [
        text("The assignment of {patient} to {reader} differs from the audit log.",
             patient=patient, reader=reading_key)
        for patient, reading_key in sorted(_differing(now, known))
    ]  # fmt: skip
    problems += [
        text("The lifted blinding of {patient} differs from the audit log.", patient=one)
        for one in sorted(set(stored.unblinded) ^ lifted)
    ]
    return tuple(problems)


def _differing(
    now: Mapping[tuple[str, str], str], known: Mapping[tuple[str, str], str | None]
) -> set[tuple[str, str]]:
    """The assignments that are only in the file or only in the log, or whose content differs."""
    both = now.keys() & known.keys()
    changed = {pair for pair in both if known[pair] not in (None, now[pair])}
    return (now.keys() ^ known.keys()) | changed


def _same(stored: Mapping[str, Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]) -> bool:
    return set(stored) == set(known) and all(_same_account(stored[n], known[n]) for n in stored)


def _same_account(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one.get(key) == other.get(key) for key in _KEPT)

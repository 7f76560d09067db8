"""Comparison of accounts and assignments with the audit log."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.files.accounts import account_line, read_accounts
from cxstage_core.cohort.files.assignments import read_assignments
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
    known: set[tuple[str, str]] = set()
    lifted: set[str] = set()
    before = (set(known), set(lifted))
    following = False
    for entry in entries:
        following = entry.act in (events.ASSIGN, events.WITHDRAW, events.UNBLIND)
        if not following:
            continue
        before = (set(known), set(lifted))
        patient = str(entry.details.get("patient", ""))
        if entry.act == events.ASSIGN:
            known |= {
                (str(p), str(reading_key)) for p, reading_key in entry.details.get("readings", ())
            }
        elif entry.act == events.WITHDRAW:
            known.discard((patient, str(entry.details.get("reader", ""))))
        else:
            lifted.add(patient)
    stored = read_assignments(layout)
    now = {(item.patient, item.reading_key) for item in stored.items}, set(stored.unblinded)
    if now == (known, lifted) or (following and now == before):
        return ()
    problems = [
        text("The assignment of {patient} to {reader} differs from the audit log.",
             patient=patient, reader=reading_key)
        for patient, reading_key in sorted(now[0] ^ known)
    ]  # fmt: skip
    problems += [
        text("The lifted blinding of {patient} differs from the audit log.", patient=one)
        for one in sorted(now[1] ^ lifted)
    ]
    return tuple(problems)


def _same(stored: Mapping[str, Mapping[str, Any]], known: Mapping[str, Mapping[str, Any]]) -> bool:
    return set(stored) == set(known) and all(_same_account(stored[n], known[n]) for n in stored)


def _same_account(one: Mapping[str, Any] | None, other: Mapping[str, Any] | None) -> bool:
    if one is None or other is None:
        return one is other
    return all(one.get(key) == other.get(key) for key in _KEPT)

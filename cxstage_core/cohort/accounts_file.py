"""The accounts of a cohort on disk, and the tickets that prove a sign-in to other processes."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cxstage_core.cohort import acts, durable
from cxstage_core.cohort.json_file import read_json, write_json
from cxstage_core.cohort.layout import Layout
from cxstage_core.cohort.who import EVERYONE, NOBODY, Role, Who
from cxstage_core.errors import CohortError, IntegrityError

TICKET_HOURS = 24 * 30
"""Longer than any training; a ticket is never stored, so it ends with the window anyway."""
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody who may sign in.

    Args:
        active: one that is closed stays on record and cannot sign in.
        provisional: the passphrase was set by a coordinator and should be changed.
        digest: argon2id hash of the passphrase.
        failures: wrong passphrases since the last right one.
        not_before: UTC, ISO 8601, until when sign-in is refused; "" for no wait.
    """

    name: str
    roles: frozenset[Role]
    made_at: str
    active: bool = True
    provisional: bool = False
    digest: str = field(default="", repr=False)
    failures: int = 0
    not_before: str = ""

    @property
    def who(self) -> Who:
        """The person at work."""
        return Who(self.name, self.roles)


@dataclass(frozen=True, slots=True)
class Ticket:
    """Proof that somebody signed in; another process of the same person opens the cohort with it.

    Args:
        issued_at: UTC, ISO 8601.
        mac: over cohort, name, time and stored passphrase: a change of passphrase ends it.
    """

    name: str
    issued_at: str
    mac: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts, by name, and the key of their tickets."""

    by_name: Mapping[str, Account]
    key: str = field(repr=False, default="")

    def find(self, name: str) -> Account | None:
        """An account by name, whatever its capitals."""
        wanted = name.strip().casefold()
        return next((a for n, a in self.by_name.items() if n.casefold() == wanted), None)

    def having(self, account: Account) -> Accounts:
        """These accounts with this one, new or changed."""
        return replace(self, by_name={**self.by_name, account.name: account})

    def ticket(self, account: Account, cohort: str, now: datetime) -> Ticket:
        """Proof of a sign-in that has just succeeded."""
        at = now.isoformat(timespec="seconds")
        return Ticket(account.name, at, self._mac(account, cohort, at))

    def who(self, ticket: Ticket | None, cohort: str, now: datetime) -> Who:
        """Whom a ticket proves; nobody when it does not hold."""
        account = None if ticket is None else self.by_name.get(ticket.name)
        if ticket is None or account is None or not account.active:
            return NOBODY
        if not hmac.compare_digest(ticket.mac, self._mac(account, cohort, ticket.issued_at)):
            return NOBODY
        age = now - datetime.fromisoformat(ticket.issued_at)
        return account.who if age < timedelta(hours=TICKET_HOURS) else NOBODY

    def _mac(self, account: Account, cohort: str, at: str) -> str:
        message = "\0".join(("ticket", cohort, account.name, at, account.digest))
        return hmac.new(bytes.fromhex(self.key), message.encode(), "sha256").hexdigest()


def account_line(account: Account) -> dict[str, Any]:
    """What the audit log keeps of an account, so that `verify` knows it again."""
    return {
        "name": account.name,
        "roles": sorted(role.value for role in account.roles),
        "active": account.active,
        "passphrase": hashlib.sha256(account.digest.encode()).hexdigest(),
    }


def read_accounts(layout: Layout) -> Accounts | None:
    """The accounts, None in a cohort that has none.

    Raises:
        CohortError: the audit log knows of accounts and the file is gone.
        IntegrityError: the file is damaged.
    """
    if not layout.accounts.exists():
        if _logged(layout):
            raise CohortError(
                "{file} is missing, and this cohort has accounts.",
                remedy="Restore it from a backup; nobody can sign in before.",
                file=layout.accounts,
            )
        return None
    content = read_json(layout.accounts)
    try:
        found = {name: _account(name, plain) for name, plain in content["accounts"].items()}
        return Accounts(found, str(content["key"]))
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise IntegrityError(
            "{file} is not a list of accounts.",
            remedy="Restore it from a backup.",
            file=layout.accounts,
        ) from error


def write_accounts(layout: Layout, accounts: Accounts) -> None:
    """Replace the file; the caller holds the lock."""
    plain = {
        account.name: {
            "roles": sorted(account.roles),
            "made_at": account.made_at,
            "active": account.active,
            "provisional": account.provisional,
            "digest": account.digest,
            "failures": account.failures,
            "not_before": account.not_before,
        }
        for account in accounts.by_name.values()
    }
    key = accounts.key or secrets.token_hex(32)
    durable.make_folder(layout.root)
    write_json(layout.accounts, {"accounts": plain, "key": key})


@dataclass(slots=True)
class Door:
    """Who has come in; asks the accounts again whenever their file has changed.

    Args:
        cohort: the cohort's id.
        ticket: what was shown at the door.
    """

    layout: Layout
    cohort: str
    ticket: Ticket | None = None
    _who: Who = NOBODY
    _stamp: Stamp | None = None
    _known: bool = False

    def show(self, ticket: Ticket) -> None:
        """Come in with another ticket."""
        self.ticket, self._known = ticket, False

    @property
    def who(self) -> Who:
        """Who is at work now.

        Raises:
            CohortError: as for `read_accounts`.
        """
        stamp = self._look()
        if not self._known or stamp != self._stamp:
            accounts = read_accounts(self.layout)
            self._who = (
                EVERYONE
                if accounts is None
                else accounts.who(self.ticket, self.cohort, datetime.now(UTC))
            )
            self._stamp, self._known = stamp, True
        return self._who

    def _look(self) -> Stamp | None:
        try:
            status = self.layout.accounts.stat()
        except FileNotFoundError:
            return None
        return status.st_mtime_ns, status.st_size, status.st_ino


def _account(name: str, plain: Mapping[str, Any]) -> Account:
    return Account(
        name,
        frozenset(Role(role) for role in plain["roles"]),
        str(plain["made_at"]),
        bool(plain["active"]),
        bool(plain["provisional"]),
        str(plain["digest"]),
        int(plain["failures"]),
        str(plain["not_before"]),
    )


def _logged(layout: Layout) -> bool:
    """Whether the audit log tells of accounts: then a missing file opens no door."""
    wanted = f'"act":"{acts.ADD_ACCOUNT}"'.encode()
    try:
        with layout.audit.open("rb") as log:
            return any(wanted in line for line in log)
    except FileNotFoundError:
        return False

"""Accounts file, and the session tokens that prove a sign-in to other processes.

Nothing in the file makes a token: it holds slow hashes of passphrases, and hashes of random tokens.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.people import Account, SessionToken
from cxstage_core.cohort.values.permissions import EVERYONE, NOBODY, Principal, Role
from cxstage_core.errors import CohortError, IntegrityError
from cxstage_core.storage import atomic_write
from cxstage_core.storage.checked_json import read_as, write_json
from cxstage_core.storage.watched_file import WatchedFile

TOKEN_HOURS = 24 * 30
"""Longer than any training; a session token is never stored, so it ends with the window anyway."""
MOST_SESSIONS = 1000
"""Of one account; above it the oldest end."""


@dataclass(frozen=True, slots=True)
class Accounts:
    """All accounts, by name."""

    by_name: Mapping[str, Account]

    def find(self, name: str) -> Account | None:
        """Return an account by name, ignoring case; None if unknown."""
        wanted = name.strip().casefold()
        return next((a for n, a in self.by_name.items() if n.casefold() == wanted), None)

    def having(self, account: Account) -> Accounts:
        """Return these accounts with one added or replaced."""
        return Accounts({**self.by_name, account.name: account})

    def principal(self, token: SessionToken | None, cohort: str, now: datetime) -> Principal:
        """Return the user of a session token; `NOBODY` if it is not valid."""
        account = None if token is None else self.by_name.get(token.name)
        if token is None or account is None or not account.active:
            return NOBODY
        if account.sessions.get(session_mark(account, cohort, token)) != token.issued_at:
            return NOBODY
        return account.principal if _is_fresh(token.issued_at, now) else NOBODY


def new_token(account: Account, now: datetime) -> SessionToken:
    """Return a token for a session that begins now."""
    return SessionToken(account.name, now.isoformat(timespec="seconds"), secrets.token_hex(32))


def session_mark(account: Account, cohort: str, token: SessionToken) -> str:
    """Return what the cohort stores of a token: a hash that is bound to cohort, passphrase and roles."""
    parts = ("session", cohort, account.name, token.issued_at, account.digest)
    message = "\0".join((*parts, *sorted(account.roles), token.secret))
    return hashlib.sha256(message.encode()).hexdigest()


def with_session(account: Account, mark: str, token: SessionToken, now: datetime) -> Account:
    """Return an account with one more session, without those that have expired."""
    fresh = {m: at for m, at in account.sessions.items() if _is_fresh(at, now)}
    kept = sorted(fresh.items(), key=lambda item: item[1])[1 - MOST_SESSIONS :]
    return replace(account, sessions={**dict(kept), mark: token.issued_at})


def _is_fresh(issued_at: str, now: datetime) -> bool:
    return now - datetime.fromisoformat(issued_at) < timedelta(hours=TOKEN_HOURS)


def account_line(account: Account) -> dict[str, Any]:
    """Return the values of an account that the audit log stores and `verify` compares."""
    return {
        "name": account.name,
        "roles": sorted(role.value for role in account.roles),
        "active": account.active,
        "passphrase": hashlib.sha256(account.digest.encode()).hexdigest(),
    }


def read_accounts(layout: Layout) -> Accounts | None:
    """Read the accounts; None in a cohort without accounts.

    Raises:
        CohortError: the audit log mentions accounts, but the file is missing.
        IntegrityError: the file is damaged.
    """
    if not layout.accounts.exists():
        if _logged(layout):
            raise CohortError(
                "{file} is missing, and this cohort has accounts.",
                remedy="Restore it from a backup; until then sign-in is not possible.",
                file=layout.accounts,
            )
        return None
    try:
        return read_as(layout.accounts, "accounts", _accounts)
    except (AttributeError, KeyError, TypeError, ValueError, OverflowError) as error:
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
            "sessions": dict(account.sessions),
        }
        for account in accounts.by_name.values()
    }
    atomic_write.make_folder(layout.root)
    write_json(layout.accounts, {"accounts": plain}, "accounts")


@dataclass(slots=True)
class SignedInUser:
    """The user of this process; looked up again when the accounts file has changed.

    Args:
        cohort: the cohort's id.
        token: proof of the sign-in; None for a user who did not sign in.
    """

    layout: Layout
    cohort: str
    token: SessionToken | None = None
    _principal: WatchedFile[Principal] = field(init=False)

    def __post_init__(self) -> None:
        self._principal = WatchedFile(self.layout.accounts, self._look_up)

    def show(self, token: SessionToken) -> None:
        """Replace the session token."""
        self.token = token
        self._principal.forget()

    @property
    def principal(self) -> Principal:
        """The user according to the current accounts file.

        Raises:
            CohortError: as for `read_accounts`.
        """
        return self._principal.current()

    def _look_up(self) -> Principal:
        accounts = read_accounts(self.layout)
        if accounts is None:
            return EVERYONE
        return accounts.principal(self.token, self.cohort, datetime.now(UTC))


def _accounts(content: Mapping[str, Any]) -> Accounts:
    return Accounts({name: _account(name, plain) for name, plain in content["accounts"].items()})


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
        {str(mark): str(at) for mark, at in plain["sessions"].items()},
    )


def _logged(layout: Layout) -> bool:
    """Return True if the audit log mentions accounts: then a missing file must not open the cohort to all users."""
    wanted = f'"act":"{events.ADD_ACCOUNT}"'.encode()
    try:
        with layout.audit.open("rb") as log:
            return any(wanted in line for line in log)
    except FileNotFoundError:
        return False

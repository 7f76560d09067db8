"""Accounts of a cohort: sign-in, roles and passphrases."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cxstage_core.cohort.accounts import passphrase as passphrases
from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.accounts import (
    Accounts,
    account_line,
    new_token,
    read_accounts,
    session_mark,
    with_session,
    write_accounts,
)
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.people import Account, SessionToken
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.errors import CohortError
from cxstage_core.storage.file_locks import locked


@dataclass(frozen=True, slots=True)
class AccountService:
    """Manages the accounts of an open cohort; without accounts every user is permitted everything."""

    context: CohortContext

    @property
    def exist(self) -> bool:
        """Return True if users have to sign in."""
        return read_accounts(self.context.layout) is not None

    def names(self) -> tuple[str, ...]:
        """Return the names of the open accounts; no permission is needed."""
        found = read_accounts(self.context.layout)
        if found is None:
            return ()
        return tuple(sorted(name for name, account in found.by_name.items() if account.active))

    def all(self) -> tuple[Account, ...]:
        """Return all accounts, closed ones included.

        Raises:
            CohortError: not permitted.
        """
        self.context.permit(Permission.ACCOUNTS)
        found = read_accounts(self.context.layout)
        return () if found is None else tuple(found.by_name[name] for name in sorted(found.by_name))

    def own(self) -> Account | None:
        """Return the account of the signed-in user."""
        found = read_accounts(self.context.layout)
        return None if found is None else found.by_name.get(self.context.principal.name)

    def people(self, role: Role) -> tuple[str, ...]:
        """Return the names of the open accounts with a role.

        Raises:
            CohortError: not permitted.
        """
        return tuple(a.name for a in self.all() if a.active and role in a.roles)

    def sign_in(self, name: str, passphrase: str, *, now: datetime | None = None) -> SessionToken:
        """Check name and passphrase.

        Returns:
            The session token to open the cohort with.

        Raises:
            CohortError: name or passphrase is wrong, or the account is locked after too many wrong ones.
        """
        now = now or datetime.now(UTC)
        layout = self.context.layout
        known = read_accounts(layout)
        account = None if known is None else known.find(name)
        if account is None or not account.active:
            passphrases.fits(passphrases.unmatchable(), passphrase)
            raise _wrong_credentials()
        _require_wait_over(account, now)
        checked = account.digest
        right = passphrases.fits(checked, passphrase)  # slow on purpose: outside the lock
        with locked(layout.lock("accounts")):
            accounts = self._accounts()
            account = accounts.by_name.get(account.name, account)
            _require_wait_over(account, now)
            if right and account.active and account.digest == checked:
                token = new_token(account, now)
                mark = session_mark(account, self.context.settings.id, token)
                account = with_session(replace(account, failures=0, not_before=""), mark, token, now)
                # Log first: a session that the log does not know is one that somebody wrote into the file.
                self.context.log.append(events.SIGN_IN, account.name, {"session": mark})
                write_accounts(layout, accounts.having(account))
                return token
            failures = account.failures + 1
            wait = passphrases.wait_s(failures)
            until = (now + timedelta(seconds=wait)).isoformat(timespec="seconds") if wait else ""
            account = replace(account, failures=failures, not_before=until)
            write_accounts(layout, accounts.having(account))
            if wait:
                details = {"name": account.name, "failures": failures, "until": until}
                self.context.log.append(events.LOCK_OUT, account.name, details)
        raise _wrong_credentials()

    def sign_out(self) -> None:
        """End the session of this process; its token is not valid any more."""
        token = self.context.signed_in.token
        if token is None:
            return
        layout = self.context.layout
        with locked(layout.lock("accounts")):
            accounts = self._accounts()
            account = accounts.by_name.get(token.name)
            if account is None:
                return
            mark = session_mark(account, self.context.settings.id, token)
            if mark in account.sessions:
                left = {m: at for m, at in account.sessions.items() if m != mark}
                write_accounts(layout, accounts.having(replace(account, sessions=left)))

    def add(
        self, name: str, roles: Iterable[Role], passphrase: str, *, actor: str = "coordinator"
    ) -> Account:
        """Create an account; the first one must be a coordinator's, and from then on users have to sign in.

        Raises:
            CohortError: not permitted, the name is taken or cannot be used, the roles exclude each
                other, or the passphrase is too short.
        """
        self.context.permit(Permission.ACCOUNTS)
        name, wanted = _account_name(name), _compatible(roles)
        stored = passphrases.digest(passphrase, name)
        with locked(self.context.layout.lock("accounts")):
            accounts = read_accounts(self.context.layout)
            if accounts is None:
                if Role.COORDINATOR not in wanted:
                    raise CohortError(
                        "The first account of a cohort must be a coordinator's.",
                        remedy="Create the coordinator's account first; the coordinator creates all others.",
                    )
                accounts = Accounts({})
            if accounts.find(name) is not None:
                raise CohortError(
                    "An account with the name {name} already exists.",
                    remedy="Choose another name, or reset its passphrase.",
                    name=name,
                )
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            provisional = bool(accounts.by_name)
            account = Account(name, wanted, made_at, True, provisional, stored)
            # Log first: a missing file is then detected and does not open the cohort to all users.
            self._log(events.ADD_ACCOUNT, actor, account)
            write_accounts(self.context.layout, accounts.having(account))
        return account

    def reset(self, name: str, passphrase: str, *, actor: str = "coordinator") -> Account:
        """Set a new passphrase for an account and lift its lock-out.

        Raises:
            CohortError: not permitted, no such account, or the passphrase is too short.
        """
        self.context.permit(Permission.ACCOUNTS)
        return self._change(
            name,
            events.RESET_PASSPHRASE,
            actor,
            digest=passphrases.digest(passphrase, name),
            provisional=True,
            failures=0,
            not_before="",
        )

    def change_own(self, old: str, new: str) -> SessionToken:
        """Change the passphrase of the signed-in user.

        Returns:
            A new session token; the old one is invalid, and this cohort is open with the new one.

        Raises:
            CohortError: no user is signed in, the old passphrase is wrong, or the new one is too short.
        """
        name = self.context.principal.name
        self.sign_in(name, old)
        stored = passphrases.digest(new, name)
        self._change(name, events.CHANGE_PASSPHRASE, name, digest=stored, provisional=False)
        token = self.sign_in(name, new)
        self.context.signed_in.show(token)
        return token

    def close(self, name: str, *, actor: str = "coordinator") -> Account:
        """Close an account: it can no longer sign in; its data and log entries are kept.

        Raises:
            CohortError: not permitted, no such account, or it is the last coordinator.
        """
        self.context.permit(Permission.ACCOUNTS)
        others = [other for other in self.people(Role.COORDINATOR) if other != name]
        if not others:
            raise CohortError(
                "{name} is the last coordinator, and only coordinators can manage accounts.",
                remedy="Create another coordinator first.",
                name=name,
            )
        return self._change(name, events.CLOSE_ACCOUNT, actor, active=False)

    def reopen(self, name: str, *, actor: str = "coordinator") -> Account:
        """Reopen a closed account.

        Raises:
            CohortError: not permitted, or no such account.
        """
        self.context.permit(Permission.ACCOUNTS)
        return self._change(name, events.REOPEN_ACCOUNT, actor, active=True)

    def _change(self, name: str, event: str, actor: str, **fields: object) -> Account:
        with locked(self.context.layout.lock("accounts")):
            accounts = self._accounts()
            found = accounts.find(name)
            if found is None:
                raise CohortError(
                    "The account {name} does not exist.",
                    remedy="`cxstage accounts list` shows all accounts.",
                    name=name,
                )
            account = replace(found, sessions={}, **fields)  # type: ignore[arg-type]
            self._log(event, actor, account)
            write_accounts(self.context.layout, accounts.having(account))
        return account

    def _accounts(self) -> Accounts:
        return read_accounts(self.context.layout) or Accounts({})

    def _log(self, event: str, actor: str, account: Account) -> None:
        self.context.log.append(event, self.context.actor(actor), account_line(account))


def _account_name(name: str) -> str:
    clean = reader_name(name)
    if "#" in clean:
        raise CohortError(
            "The name of an account must not contain #, which marks repeated readings.",
            remedy="Choose another name.",
        )
    return clean


def _compatible(roles: Iterable[Role]) -> frozenset[Role]:
    wanted = frozenset(Role(role) for role in roles)
    if not wanted:
        raise CohortError("An account must have at least one role.", remedy="Choose a role.")
    if Role.READER in wanted and len(wanted) > 1:
        raise CohortError(
            "A reader cannot have another role: reviewers and coordinators see data that readers must not see.",
            remedy="Assign the other role to another account.",
        )
    return wanted


def _require_wait_over(account: Account, now: datetime) -> None:
    if not account.not_before:
        return
    left = (datetime.fromisoformat(account.not_before) - now).total_seconds()
    if left > 0:
        raise CohortError(
            "Too many wrong passphrases: wait {seconds} seconds before trying again.",
            remedy="A coordinator can reset the passphrase, which ends the waiting time.",
            seconds=int(left) + 1,
        )


def _wrong_credentials() -> CohortError:
    return CohortError(
        "Name or passphrase is wrong.",
        remedy="Try again; a coordinator can reset a forgotten passphrase.",
    )

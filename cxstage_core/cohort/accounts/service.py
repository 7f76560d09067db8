"""Accounts: who may sign in to a cohort, under which name and in which role."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from cxstage_core.cohort.accounts import passphrase
from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.accounts import Accounts, account_line, read_accounts, write_accounts
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.people import Account, SessionToken
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.errors import CohortError
from cxstage_core.storage.file_locks import locked


@dataclass(frozen=True, slots=True)
class AccountService:
    """The accounts of an open cohort; one without accounts is open to everybody."""

    context: CohortContext

    @property
    def exist(self) -> bool:
        """Whether one has to sign in."""
        return read_accounts(self.context.layout) is not None

    def names(self) -> tuple[str, ...]:
        """The names that can sign in, for everybody to see."""
        found = read_accounts(self.context.layout)
        if found is None:
            return ()
        return tuple(sorted(name for name, account in found.by_name.items() if account.active))

    def all(self) -> tuple[Account, ...]:
        """All accounts, closed ones included.

        Raises:
            CohortError: not permitted.
        """
        self.context.permit(Permission.ACCOUNTS)
        found = read_accounts(self.context.layout)
        return () if found is None else tuple(found.by_name[name] for name in sorted(found.by_name))

    def own(self) -> Account | None:
        """The account of whoever signed in."""
        found = read_accounts(self.context.layout)
        return None if found is None else found.by_name.get(self.context.principal.name)

    def people(self, role: Role) -> tuple[str, ...]:
        """Names of the open accounts with a role.

        Raises:
            CohortError: not permitted.
        """
        return tuple(a.name for a in self.all() if a.active and role in a.roles)

    def sign_in(self, name: str, words: str, *, now: datetime | None = None) -> SessionToken:
        """Check a passphrase.

        Args:
            words: the passphrase.

        Returns:
            The ticket to open the cohort with.

        Raises:
            CohortError: name or passphrase is wrong, or one must wait after too many wrong ones.
        """
        now = now or datetime.now(UTC)
        layout = self.context.layout
        known = read_accounts(layout)
        account = None if known is None else known.find(name)
        if account is None or not account.active:
            passphrase.fits(passphrase.nobodys(), words)
            raise _wrong()
        _refuse_hurry(account, now)
        right = passphrase.fits(account.digest, words)  # slow on purpose: outside the lock
        with locked(layout.lock("accounts")):
            accounts = self._accounts()
            account = accounts.by_name.get(account.name, account)
            _refuse_hurry(account, now)
            if right:
                if account.failures:
                    account = replace(account, failures=0, not_before="")
                    write_accounts(layout, accounts.having(account))
                self.context.log.append(events.SIGN_IN, account.name, {})
                return accounts.token(account, self.context.settings.id, now)
            failures = account.failures + 1
            wait = passphrase.wait_s(failures)
            until = (now + timedelta(seconds=wait)).isoformat(timespec="seconds") if wait else ""
            account = replace(account, failures=failures, not_before=until)
            write_accounts(layout, accounts.having(account))
            if wait:
                details = {"name": account.name, "failures": failures, "until": until}
                self.context.log.append(events.LOCK_OUT, account.name, details)
        raise _wrong()

    def add(
        self, name: str, roles: Iterable[Role], words: str, *, actor: str = "coordinator"
    ) -> Account:
        """Make an account. The first one is a coordinator's, and closes the cohort for all others.

        Raises:
            CohortError: not permitted, the name is taken or cannot be used, the roles exclude each
                other, or the passphrase is too short.
        """
        self.context.permit(Permission.ACCOUNTS)
        name, wanted = _usable(name), _together(roles)
        stored = passphrase.digest(words, name)
        with locked(self.context.layout.lock("accounts")):
            accounts = read_accounts(self.context.layout)
            if accounts is None:
                if Role.COORDINATOR not in wanted:
                    raise CohortError(
                        "The first account of a cohort is a coordinator's.",
                        remedy="Make an account for the coordinator first; it makes all others.",
                    )
                accounts = Accounts({})
            if accounts.find(name) is not None:
                raise CohortError(
                    "There is an account of that name already: {name}.",
                    remedy="Choose another name, or reset its passphrase.",
                    name=name,
                )
            made_at = datetime.now(UTC).isoformat(timespec="seconds")
            provisional = bool(accounts.by_name)
            account = Account(name, wanted, made_at, True, provisional, stored)
            # The line first: a file that is missing afterwards is noticed, not taken for an open door.
            self._log(events.ADD_ACCOUNT, actor, account)
            write_accounts(self.context.layout, accounts.having(account))
        return account

    def reset(self, name: str, words: str, *, actor: str = "coordinator") -> Account:
        """Give an account a new passphrase and end its waiting.

        Raises:
            CohortError: not permitted, no such account, or the passphrase is too short.
        """
        self.context.permit(Permission.ACCOUNTS)
        return self._change(
            name,
            events.RESET_PASSPHRASE,
            actor,
            digest=passphrase.digest(words, name),
            provisional=True,
            failures=0,
            not_before="",
        )

    def change_own(self, old: str, new: str) -> SessionToken:
        """Change the passphrase of whoever signed in.

        Returns:
            A new ticket; the old one has ended, and this cohort is open with the new one.

        Raises:
            CohortError: nobody signed in, the old passphrase is wrong, or the new one too short.
        """
        name = self.context.principal.name
        self.sign_in(name, old)
        stored = passphrase.digest(new, name)
        self._change(name, events.CHANGE_PASSPHRASE, name, digest=stored, provisional=False)
        token = self.sign_in(name, new)
        self.context.signed_in.show(token)
        return token

    def close(self, name: str, *, actor: str = "coordinator") -> Account:
        """End an account's right to sign in; what it did stays.

        Raises:
            CohortError: not permitted, no such account, or it is the last coordinator.
        """
        self.context.permit(Permission.ACCOUNTS)
        others = [other for other in self.people(Role.COORDINATOR) if other != name]
        if not others:
            raise CohortError(
                "{name} is the last coordinator; without one nobody could make accounts.",
                remedy="Make another coordinator first.",
                name=name,
            )
        return self._change(name, events.CLOSE_ACCOUNT, actor, active=False)

    def reopen(self, name: str, *, actor: str = "coordinator") -> Account:
        """Let a closed account sign in again.

        Raises:
            CohortError: not permitted, or no such account.
        """
        self.context.permit(Permission.ACCOUNTS)
        return self._change(name, events.REOPEN_ACCOUNT, actor, active=True)

    def _change(self, name: str, act: str, actor: str, **fields: object) -> Account:
        with locked(self.context.layout.lock("accounts")):
            accounts = self._accounts()
            found = accounts.find(name)
            if found is None:
                raise CohortError(
                    "There is no account of that name: {name}.",
                    remedy="`cxstage accounts list` shows the names.",
                    name=name,
                )
            account = replace(found, **fields)  # type: ignore[arg-type]
            self._log(act, actor, account)
            write_accounts(self.context.layout, accounts.having(account))
        return account

    def _accounts(self) -> Accounts:
        return read_accounts(self.context.layout) or Accounts({})

    def _log(self, act: str, actor: str, account: Account) -> None:
        self.context.log.append(act, self.context.actor(actor), account_line(account))


def _usable(name: str) -> str:
    clean = reader_name(name)
    if "#" in clean:
        raise CohortError(
            "The name of an account holds no #, which marks repeated readings.",
            remedy="Choose another name.",
        )
    return clean


def _together(roles: Iterable[Role]) -> frozenset[Role]:
    wanted = frozenset(Role(role) for role in roles)
    if not wanted:
        raise CohortError("An account has at least one role.", remedy="Choose a role.")
    if Role.READER in wanted and len(wanted) > 1:
        raise CohortError(
            "A reader has no other role: reviewers and coordinators see what a reader must not.",
            remedy="Give the other role to another person's account.",
        )
    return wanted


def _refuse_hurry(account: Account, now: datetime) -> None:
    if not account.not_before:
        return
    left = (datetime.fromisoformat(account.not_before) - now).total_seconds()
    if left > 0:
        raise CohortError(
            "Too many wrong passphrases: wait {seconds} seconds before the next try.",
            remedy="A coordinator can reset the passphrase, which ends the waiting.",
            seconds=int(left) + 1,
        )


def _wrong() -> CohortError:
    return CohortError(
        "Name or passphrase is wrong.",
        remedy="Try again; a coordinator can reset a forgotten passphrase.",
    )

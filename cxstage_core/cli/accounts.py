"""Commands for the accounts and roles of a cohort."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import CohortPath, Json, end_with
from cxstage_core.cli.opening import ask, open_cohort, passphrase_of
from cxstage_core.cli.output import Outcome
from cxstage_core.errors import CohortError
from cxstage_core.jobs import Job

if TYPE_CHECKING:
    from rich.console import Console

    from cxstage_core.cohort.values.people import Account

NEW_PASSPHRASE = "CXSTAGE_NEW_PASSPHRASE"
Name = Annotated[str, typer.Argument(metavar="NAME", help="The account's name.")]


class RoleName(StrEnum):
    """Roles of an account; the role of a reader excludes all others."""

    READER = "reader"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


def register(app: typer.Typer) -> None:
    """Add these commands to the tree."""
    branch = typer.Typer(help="Accounts and roles of a cohort.", no_args_is_help=True)
    branch.command("list")(list_)
    branch.command("add")(add)
    branch.command("reset")(reset)
    branch.command("passphrase")(passphrase)
    branch.command("close")(close)
    branch.command("reopen")(reopen)
    app.add_typer(branch, name="accounts")


def list_(cohort: CohortPath, as_json: Json = False) -> None:
    """List the accounts of a cohort."""

    def run(_job: Job) -> Outcome:
        accounts = open_cohort(cohort).accounts.all()

        def show(console: Console) -> None:
            from rich.table import Table

            if not accounts:
                console.print("This cohort has no accounts: every user may do everything.")
                return
            table = Table()
            for column in ("name", "roles", "made", "state"):
                table.add_column(column)
            for account in accounts:
                table.add_row(
                    account.name, ", ".join(sorted(account.roles)), account.made_at, _state(account)
                )
            console.print(table, markup=False)

        return Outcome({"accounts": [_plain(account) for account in accounts]}, show)

    end_with(run, as_json)


def add(
    cohort: CohortPath,
    name: Name,
    role: Annotated[
        list[RoleName], typer.Option(help="Role; repeatable, but a reader has no other role.")
    ],
    as_json: Json = False,
) -> None:
    """Create an account; the first one must be a coordinator's, and from then on users have to sign in.

    The new passphrase is read from CXSTAGE_NEW_PASSPHRASE or asked for at the terminal.
    """

    def run(_job: Job) -> Outcome:
        from cxstage_core.cohort.values.permissions import Role

        store = open_cohort(cohort)
        made = store.accounts.add(name, [Role(r.value) for r in role], _new_passphrase(name))
        return _account_outcome(made, f"{made.name} can sign in as {', '.join(sorted(made.roles))}.")

    end_with(run, as_json)


def reset(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """Set a new passphrase for an account and lift its lock-out."""

    def run(_job: Job) -> Outcome:
        changed = open_cohort(cohort).accounts.reset(name, _new_passphrase(name))
        return _account_outcome(
            changed, f"{changed.name} has a new passphrase, to be changed at the next sign-in."
        )

    end_with(run, as_json)


def passphrase(cohort: CohortPath, as_json: Json = False) -> None:
    """Change the passphrase of the account named by --as."""

    def run(_job: Job) -> Outcome:
        store = open_cohort(cohort)
        name = store.principal.name
        if not name:
            raise CohortError("This cohort has no accounts, so a passphrase cannot be changed.")
        store.accounts.change_own(passphrase_of(name), _new_passphrase(name))
        return Outcome({"name": name}, lambda console: console.print("Passphrase changed."))

    end_with(run, as_json)


def close(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """Close an account; its readings and log entries are kept."""

    def run(_job: Job) -> Outcome:
        closed = open_cohort(cohort).accounts.close(name)
        return _account_outcome(closed, f"{closed.name} can no longer sign in.")

    end_with(run, as_json)


def reopen(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """Reopen a closed account."""

    def run(_job: Job) -> Outcome:
        opened = open_cohort(cohort).accounts.reopen(name)
        return _account_outcome(opened, f"{opened.name} can sign in again.")

    end_with(run, as_json)


def _new_passphrase(name: str) -> str:
    known = os.environ.get(NEW_PASSPHRASE)
    if known is not None:
        return known
    first = ask(f"New passphrase of {name}")
    if ask("Repeat the new passphrase") != first:
        raise CohortError("The two passphrases differ.", remedy="Try again.")
    return first


def _state(account: Account) -> str:
    if not account.active:
        return "closed"
    return "to change the passphrase" if account.provisional else "open"


def _plain(account: Account) -> dict[str, object]:
    return {
        "name": account.name,
        "roles": sorted(account.roles),
        "made_at": account.made_at,
        "state": _state(account),
    }


def _account_outcome(account: Account, message: str) -> Outcome:
    return Outcome(
        _plain(account), lambda console: console.print(message, markup=False, highlight=False)
    )

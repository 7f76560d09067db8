"""Commands about accounts: who may sign in to a cohort, and as what."""

from __future__ import annotations

import os
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from cxstage_core.cli.app import Json, end_with
from cxstage_core.cli.build import CohortPath
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
    """What an account can be; a reader is nothing else."""

    READER = "reader"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"


def register(app: typer.Typer) -> None:
    """Hang these commands into the tree."""
    branch = typer.Typer(help="Accounts and roles of a cohort.", no_args_is_help=True)
    branch.command("list")(list_)
    branch.command("add")(add)
    branch.command("reset")(reset)
    branch.command("passphrase")(passphrase)
    branch.command("close")(close)
    branch.command("reopen")(reopen)
    app.add_typer(branch, name="accounts")


def list_(cohort: CohortPath, as_json: Json = False) -> None:
    """List the accounts; in a cohort without accounts anybody may do anything."""

    def work(_job: Job) -> Outcome:
        accounts = open_cohort(cohort).accounts.all()

        def show(console: Console) -> None:
            from rich.table import Table

            if not accounts:
                console.print("This cohort has no accounts: anybody who can open it may do anything.")
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

    end_with(work, as_json)


def add(
    cohort: CohortPath,
    name: Name,
    role: Annotated[list[RoleName], typer.Option(help="May be given twice; a reader has one role.")],
    as_json: Json = False,
) -> None:
    """Make an account; the first is a coordinator's and closes the cohort for all others.

    The new passphrase is asked for, or taken from CXSTAGE_NEW_PASSPHRASE.
    """

    def work(_job: Job) -> Outcome:
        from cxstage_core.cohort.values.permissions import Role

        store = open_cohort(cohort)
        made = store.accounts.add(name, [Role(r.value) for r in role], _new_passphrase(name))
        return _told(made, f"{made.name} can sign in as {', '.join(sorted(made.roles))}.")

    end_with(work, as_json)


def reset(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """Give an account a new passphrase and end its waiting after wrong ones."""

    def work(_job: Job) -> Outcome:
        changed = open_cohort(cohort).accounts.reset(name, _new_passphrase(name))
        return _told(
            changed, f"{changed.name} has a new passphrase, to be changed at the next sign-in."
        )

    end_with(work, as_json)


def passphrase(cohort: CohortPath, as_json: Json = False) -> None:
    """Change your own passphrase; you are whom --as names."""

    def work(_job: Job) -> Outcome:
        store = open_cohort(cohort)
        name = store.principal.name
        if not name:
            raise CohortError("This cohort has no accounts, so there is no passphrase to change.")
        store.accounts.change_own(passphrase_of(name), _new_passphrase(name))
        return Outcome({"name": name}, lambda console: console.print("The passphrase is changed."))

    end_with(work, as_json)


def close(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """End an account's right to sign in; what was done under it stays."""

    def work(_job: Job) -> Outcome:
        closed = open_cohort(cohort).accounts.close(name)
        return _told(closed, f"{closed.name} can no longer sign in.")

    end_with(work, as_json)


def reopen(cohort: CohortPath, name: Name, as_json: Json = False) -> None:
    """Let a closed account sign in again."""

    def work(_job: Job) -> Outcome:
        opened = open_cohort(cohort).accounts.reopen(name)
        return _told(opened, f"{opened.name} can sign in again.")

    end_with(work, as_json)


def _new_passphrase(name: str) -> str:
    known = os.environ.get(NEW_PASSPHRASE)
    if known is not None:
        return known
    first = ask(f"New passphrase of {name}")
    if ask("The same once more") != first:
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


def _told(account: Account, words: str) -> Outcome:
    return Outcome(_plain(account), lambda console: console.print(words, markup=False, highlight=False))

"""Open a cohort on the command line, signed in as the user named by `--as`."""

from __future__ import annotations

import atexit
import contextlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import CohortError

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort

PASSPHRASE = "CXSTAGE_PASSPHRASE"
NAME = "CXSTAGE_AS"
_given: dict[str, str] = {}


def sign_in_as(name: str) -> None:
    """Set the user as whom cohorts with accounts are opened."""
    _given["name"] = name


def given_name() -> str:
    """Return the name given by `--as`, "" without one."""
    return _given.get("name", "")


def open_cohort(path: Path) -> Cohort:
    """Open a cohort; one with accounts as the user named by `--as`.

    Raises:
        CohortError: as for `Cohort.open` and `Cohort.sign_in`; no user is named; or no passphrase is
            available.
    """
    from cxstage_core.cohort import Cohort

    cohort = Cohort.open(path)
    if not cohort.accounts.exist:
        return cohort
    name = given_name()
    if not name:
        raise CohortError(
            "This cohort has accounts, and no one is signed in.",
            remedy="Name your account with --as NAME; you are then asked for the passphrase.",
        )
    entered = cohort.sign_in(name, passphrase_of(name))
    atexit.register(_leave, entered)
    return entered


def _leave(cohort: Cohort) -> None:
    """End the session of a command that is done."""
    with contextlib.suppress(CohortError):  # the session expires by itself
        cohort.accounts.sign_out()


def passphrase_of(name: str) -> str:
    """Return the passphrase of a user, from the environment or asked for at the terminal.

    Raises:
        CohortError: there is neither.
    """
    known = os.environ.get(PASSPHRASE)
    return known if known is not None else ask(f"Passphrase of {name}")


def ask(question: str) -> str:
    """Ask for a passphrase at the terminal, without showing it.

    Raises:
        CohortError: stdin is not a terminal.
    """
    import getpass

    if not sys.stdin.isatty():
        raise CohortError(
            "A passphrase is needed, but stdin is not a terminal.",
            remedy="Set the environment variable CXSTAGE_PASSPHRASE.",
        )
    return getpass.getpass(f"{question}: ")


def with_person_first(arguments: list[str]) -> list[str]:
    """Return the arguments of a command with `--as NAME` moved to the front."""
    front: list[str] = []
    rest: list[str] = []
    waiting = iter(arguments)
    for word in waiting:
        if word == "--":
            rest += [word, *waiting]
        elif word == "--as":
            front = [word, *[name for name in (next(waiting, None),) if name is not None]]
        elif word.startswith("--as="):
            front = [word]
        else:
            rest.append(word)
    return [*front, *rest]


def require_patient(store: Cohort, patient: str) -> None:
    """Refuse a pseudonym that the cohort does not have.

    Raises:
        CohortError: it is unknown.
    """
    if patient not in store.patients():
        raise CohortError(
            "This cohort has no patient {patient}.",
            remedy="Use one of the pseudonyms that `cxstage cohort info` lists.",
            patient=patient,
        )

"""Accounts and assignments: operations of a coordinator, and a user's own passphrase."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from cxstage_core.cohort.values.permissions import Role
from cxstage_gui.session.operation import Change, Operations, Subject

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.double_reading.worklist import Draw, WorkItem
    from cxstage_core.cohort.values.people import Account
    from cxstage_core.reading.workflow import CaseState

Done = Callable[[Any], None]
Refused = Callable[[Exception], None]
ACCOUNTS = Change.of(Subject.ACCOUNTS)
ASSIGNMENTS = Change.of(Subject.ASSIGNMENTS)


@dataclass(frozen=True, slots=True)
class AssignmentOverview:
    """Which reader reads which patient.

    Args:
        readers: names of those who can be assigned.
        items: all assigned readings.
        cases: the state of every case, by patient.
        unblinded: by patient, why blinding was lifted.
    """

    readers: tuple[str, ...]
    items: tuple[WorkItem, ...]
    cases: Mapping[str, CaseState]
    unblinded: Mapping[str, str]


class AccountOperations(Operations):
    """Every change is on disk when `on_done` is called."""

    # -- accounts

    def load_accounts(self, on_done: Callable[[tuple[Account, ...]], None]) -> None:
        """List all accounts."""
        self._load(self._cohort().accounts.all, on_done=on_done)

    def load_own(self, on_done: Callable[[Account | None], None]) -> None:
        """Find the account of the current user."""
        self._load(self._cohort().accounts.own, on_done=on_done)

    def load_readers(self, on_done: Callable[[tuple[str, ...]], None]) -> None:
        """List the names of the readers."""
        accounts = self._cohort().accounts
        self._load(lambda: accounts.people(Role.READER), on_done=on_done)

    def add(
        self,
        name: str,
        roles: Iterable[Role],
        passphrase: str,
        on_done: Done,
        on_error: Refused,
    ) -> None:
        """Create an account."""
        accounts = self._cohort().accounts
        self._save(ACCOUNTS, lambda: accounts.add(name, roles, passphrase), on_done, on_error)

    def reset(self, name: str, passphrase: str, on_done: Done, on_error: Refused) -> None:
        """Give a user a new passphrase."""
        accounts = self._cohort().accounts
        self._save(ACCOUNTS, lambda: accounts.reset(name, passphrase), on_done, on_error)

    def activate(self, name: str, active: bool, on_done: Done, on_error: Refused) -> None:
        """Deactivate an account, or activate it again."""
        accounts = self._cohort().accounts
        change = accounts.reopen if active else accounts.close
        self._save(ACCOUNTS, lambda: change(name), on_done, on_error)

    def change_own(self, old: str, new: str, on_done: Done, on_error: Refused) -> None:
        """Change the passphrase of the current user."""
        accounts = self._cohort().accounts
        self._save(ACCOUNTS, lambda: accounts.change_own(old, new), on_done, on_error)

    # -- assignments

    def load_assignments(self, on_done: Callable[[AssignmentOverview], None]) -> None:
        """List what is assigned."""
        self._load(_overview, self._cohort(), on_done=on_done)

    def assign(self, draw: Draw, patients: Sequence[str], on_done: Done, on_error: Refused) -> None:
        """Assign first readings."""
        worklist = self._cohort().worklist
        self._save(ASSIGNMENTS, lambda: worklist.assign(draw, patients), on_done, on_error)

    def assign_repeats(
        self, share: float, wash_out_days: int, on_done: Done, on_error: Refused
    ) -> None:
        """Assign repeats."""
        worklist = self._cohort().worklist
        self._save(
            ASSIGNMENTS, lambda: worklist.assign_repeats(share, wash_out_days), on_done, on_error
        )

    def withdraw(self, patient: str, reading_key: str, on_done: Done, on_error: Refused) -> None:
        """Withdraw an assignment."""
        worklist = self._cohort().worklist
        change = Change.of(Subject.ASSIGNMENTS, patients=[patient])
        self._save(change, lambda: worklist.withdraw(patient, reading_key), on_done, on_error)

    def unblind(self, patient: str, reason: str, on_done: Done, on_error: Refused) -> None:
        """Lift the blinding of a case."""
        worklist = self._cohort().worklist
        change = Change.of(Subject.ASSIGNMENTS, patients=[patient])
        self._save(change, lambda: worklist.unblind(patient, reason), on_done, on_error)

    def _save(self, change: Change, work: Callable[[], Any], on_done: Done, on_error: Refused) -> None:
        self._start(work, change=change, on_done=on_done, on_error=on_error, keep=True)


def _overview(cohort: Cohort) -> AssignmentOverview:
    return AssignmentOverview(
        cohort.accounts.people(Role.READER),
        cohort.worklist.assignments(),
        cohort.worklist.case_states(),
        cohort.worklist.unblinded(),
    )

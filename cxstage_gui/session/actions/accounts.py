"""Accounts and assignments: what the dialogs of a coordinator, and one's own passphrase, ask for."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import Role
from cxstage_gui.tasks import Tasks

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort
    from cxstage_core.cohort.double_reading.worklist import Draw, WorkItem
    from cxstage_core.cohort.values.people import Account
    from cxstage_core.reading.workflow import CaseState

Refused = Callable[[Exception], None]


@dataclass(frozen=True, slots=True)
class Roster:
    """Who reads whom.

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


class Staff(QObject):
    """Every change is on disk when `on_done` is called.

    Args:
        cohort: gives the open cohort.

    Signals:
        assigned: other readings are assigned.
    """

    assigned = Signal()

    def __init__(
        self, tasks: Tasks, cohort: Callable[[], Cohort], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._cohort = cohort

    # -- accounts

    def load_accounts(self, on_done: Callable[[tuple[Account, ...]], None]) -> None:
        """List all accounts."""
        self._tasks.run(self._cohort().accounts.all, on_done=on_done)

    def load_own(self, on_done: Callable[[Account | None], None]) -> None:
        """Find the account of whoever signed in."""
        self._tasks.run(self._cohort().accounts.own, on_done=on_done)

    def add(
        self,
        name: str,
        roles: Iterable[Role],
        words: str,
        on_done: Callable[[Any], None],
        on_error: Refused,
    ) -> None:
        """Make an account."""
        accounts = self._cohort().accounts
        self._run(lambda: accounts.add(name, roles, words), on_done, on_error)

    def reset(self, name: str, words: str, on_done: Callable[[Any], None], on_error: Refused) -> None:
        """Give somebody a new passphrase."""
        accounts = self._cohort().accounts
        self._run(lambda: accounts.reset(name, words), on_done, on_error)

    def open_account(
        self, name: str, opened: bool, on_done: Callable[[Any], None], on_error: Refused
    ) -> None:
        """Close an account, or open it again."""
        accounts = self._cohort().accounts
        act = accounts.reopen if opened else accounts.close
        self._run(lambda: act(name), on_done, on_error)

    def change_own(self, old: str, new: str, on_done: Callable[[Any], None], on_error: Refused) -> None:
        """Change the passphrase of whoever signed in."""
        accounts = self._cohort().accounts
        self._run(lambda: accounts.change_own(old, new), on_done, on_error)

    def load_readers(self, on_done: Callable[[tuple[str, ...]], None]) -> None:
        """List the names of those who read."""
        accounts = self._cohort().accounts
        self._tasks.run(lambda: accounts.people(Role.READER), on_done=on_done)

    # -- assignments

    def load_roster(self, on_done: Callable[[Roster], None]) -> None:
        """List what is assigned."""
        self._tasks.run(_roster, self._cohort(), on_done=on_done)

    def assign(
        self,
        draw: Draw,
        patients: Sequence[str],
        on_done: Callable[[Any], None],
        on_error: Refused,
    ) -> None:
        """Assign first readings."""
        work = self._cohort().worklist
        self._run(lambda: work.assign(draw, patients), on_done, on_error, self.assigned)

    def assign_repeats(
        self,
        share: float,
        wash_out_days: int,
        on_done: Callable[[Any], None],
        on_error: Refused,
    ) -> None:
        """Assign repeats."""
        work = self._cohort().worklist
        self._run(lambda: work.assign_repeats(share, wash_out_days), on_done, on_error, self.assigned)

    def withdraw(
        self, patient: str, reading_key: str, on_done: Callable[[Any], None], on_error: Refused
    ) -> None:
        """Take an assignment back."""
        work = self._cohort().worklist
        self._run(lambda: work.withdraw(patient, reading_key), on_done, on_error, self.assigned)

    def unblind(
        self, patient: str, reason: str, on_done: Callable[[Any], None], on_error: Refused
    ) -> None:
        """Lift the blinding of a case."""
        work = self._cohort().worklist
        self._run(lambda: work.unblind(patient, reason), on_done, on_error, self.assigned)

    def _run(
        self,
        change: Callable[[], Any],
        on_done: Callable[[Any], None],
        on_error: Refused,
        then: Any = None,
    ) -> None:
        def done(result: Any) -> None:
            on_done(result)
            if then is not None:
                then.emit()

        self._tasks.run(change, on_done=done, on_error=on_error, keep=True)


def _roster(cohort: Cohort) -> Roster:
    return Roster(
        cohort.accounts.people(Role.READER),
        cohort.worklist.assignments(),
        cohort.worklist.case_states(),
        cohort.worklist.unblinded(),
    )

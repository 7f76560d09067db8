"""Worklists: assignments of readings to readers, due readings, and the progress of every case."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading import allocation
from cxstage_core.cohort.double_reading.blinding import Blinding
from cxstage_core.cohort.double_reading.case_state import case_state, case_states
from cxstage_core.cohort.double_reading.due_reading import due_at, latest
from cxstage_core.cohort.files.accounts import read_accounts
from cxstage_core.cohort.files.assignments import (
    hash_of_assignment,
    read_assignments,
    write_assignments,
)
from cxstage_core.cohort.values.assignments import Assignment, Assignments
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.cohort.values.reading_key import ReadingKey
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.errors import CohortError
from cxstage_core.reading.workflow import CaseState, Move, require
from cxstage_core.storage.file_locks import locked

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One assigned reading and its progress.

    Args:
        reading_key: name under which it is stored.
        code: case number shown to the reader.
        state: None before the reading was begun.
        due: UTC, time from which it may begin; None for a repeat until the reading before is complete.
        return_reason: reason for which a reviewer sent it back, "" if not sent back.
    """

    patient: str
    reading_key: str
    code: str
    state: ReadingState | None
    due: datetime | None
    return_reason: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """Settings for assigning first readings.

    Args:
        readers: names of reader accounts.
        balanced: True for two randomly drawn readers per patient with a balanced workload; else all readers read all.
        seed: of the random draw.
    """

    readers: tuple[str, ...]
    balanced: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True)
class WorklistService:
    """Manages the assignments of an open cohort; available as `cohort.worklist`."""

    context: CohortContext

    # --- a reader's list

    def items(self, reader: str = "") -> tuple[WorkItem, ...]:
        """Return a reader's due readings, by case number; a due repeat replaces the first reading.

        Args:
            reader: "" for the signed-in user.

        Raises:
            CohortError: it is another reader's list, and the role does not permit it.
        """
        principal = self.context.principal
        name = reader or principal.name
        if name != principal.name:
            self.context.permit(Permission.SEE_PROGRESS)
        mine: dict[str, list[Assignment]] = {}
        for item in self.context.assignments.now.of_reader(name):
            mine.setdefault(item.patient, []).append(item)
        due = (latest(self.context, found) for found in mine.values())
        return tuple(sorted((self._item(i) for i in due if i is not None), key=lambda i: i.code))

    def completed_on(self, day: date, reader: str) -> int:
        """Return the number of patients whose readings a reader completed on a day (local time), by the audit log.

        Raises:
            CohortError: it is another reader's number, and the role does not permit it.
        """
        if not self.context.principal.is_everyone and reader != self.context.principal.name:
            self.context.permit(Permission.SEE_PROGRESS)
        return len(
            {
                entry.details.get("patient")
                for entry in self.context.log.entries()
                if entry.act == events.COMPLETE_READING
                and entry.actor == reader
                and datetime.fromisoformat(entry.at).astimezone().date() == day
            }
        )

    # --- the coordinator's view

    def assignments(self) -> tuple[WorkItem, ...]:
        """Return all assigned readings by patient and stored name, including repeats that are not due."""
        self.context.permit(Permission.SEE_PROGRESS)
        items = sorted(self.context.assignments.now.items, key=lambda i: (i.patient, i.reading_key))
        return tuple(self._item(item) for item in items)

    def case_state(self, patient: str) -> CaseState:
        """Return the state of a patient's double reading."""
        self.context.permit(Permission.SEE_PROGRESS)
        return case_state(self.context, patient)

    def case_states(self) -> dict[str, CaseState]:
        """Return the state of every patient's double reading, from the index."""
        self.context.permit(Permission.SEE_PROGRESS)
        return case_states(self.context)

    def unblinded(self) -> Mapping[str, str]:
        """Return by patient the reason for which the blinding was lifted."""
        self.context.permit(Permission.SEE_PROGRESS)
        return dict(self.context.assignments.now.unblinded)

    def influenced(self) -> frozenset[str]:
        """Return the patients with a reading that was drawn after seeing others, or was sent back.

        Their readings are not independent any more, so that agreement may be overestimated.
        """
        self.context.permit(Permission.SEE_PROGRESS)
        return Blinding(self.context).influenced()

    # --- assigning

    def assign(
        self, draw: Draw, patients: Sequence[str] = (), *, actor: str = "coordinator"
    ) -> tuple[Assignment, ...]:
        """Assign first readings; existing assignments are kept.

        Args:
            patients: pseudonyms; all unassigned patients with images if empty.

        Returns:
            The new assignments.

        Raises:
            CohortError: not permitted, no accounts, a name is not a reader, or there is nothing to assign.
            ReadingError: a case is in review already.
        """
        self.context.permit(Permission.ASSIGN)
        readers = self._require_readers(draw.readers)

        def drawn(before: Assignments) -> Pairs:
            assigned = {item.patient for item in before.items}
            wanted = tuple(patients) or tuple(
                p for p in self.context.patients() if p not in assigned and self.context.index.series(p)
            )
            for patient in wanted:
                require(case_state(self.context, patient), Move.ASSIGN)
                if self.context.stores.reviews.read(patient) is not None:
                    self._refuse_reviewed(patient)
            if draw.balanced:
                load = Counter(item.reader for item in before.items)
                return allocation.balanced(wanted, readers, seed=draw.seed, load=load)
            return allocation.all_readers(wanted, readers)

        return self._add(drawn, 1, 0, actor, {"how": "balanced" if draw.balanced else "everybody"})

    def assign_repeats(
        self, share: float, wash_out_days: int, *, seed: int = 1, actor: str = "coordinator"
    ) -> tuple[Assignment, ...]:
        """Assign a share of every reader's patients for a repeated reading under a new case number.

        Args:
            share: above 0, at most 1.
            wash_out_days: days between completing the first reading and the repeat.

        Raises:
            CohortError: not permitted, a number is out of range, or nothing is left to repeat.
        """
        self.context.permit(Permission.ASSIGN)
        if not 0 <= wash_out_days <= 3650:
            raise CohortError("The wash-out must be 0 to 3650 days.")

        def drawn(before: Assignments) -> Pairs:
            twice = {(i.patient, i.reader) for i in before.items if i.number > 1}
            once: dict[str, list[str]] = {}
            for item in before.items:
                if (item.patient, item.reader) not in twice:
                    once.setdefault(item.reader, []).append(item.patient)
            return allocation.repeats(once, share, seed=seed)

        details = {"how": "repeats", "share": share, "wash_out_days": wash_out_days}
        return self._add(drawn, 2, wash_out_days, actor, details)

    def withdraw(self, patient: str, reading_key: str, *, actor: str = "coordinator") -> None:
        """Withdraw an assignment that was not begun.

        Raises:
            CohortError: not permitted, there is none, or the reading was begun.
        """
        self.context.permit(Permission.ASSIGN)
        with locked(self.context.layout.lock("assignments")):
            before = read_assignments(self.context.layout)
            found = next((i for i in before.of_patient(patient) if i.reading_key == reading_key), None)
            if found is None:
                raise CohortError("This patient is not assigned to {reader}.", reader=reading_key)
            if self._state(found) is not None:
                raise CohortError(
                    "{reader} has begun to read this patient, so the assignment cannot be withdrawn.",
                    reader=reading_key,
                )
            details = {"patient": patient, "reader": reading_key}
            self.context.log.append(events.WITHDRAW, self.context.actor(actor), details)
            rest = tuple(item for item in before.items if item != found)
            write_assignments(self.context.layout, replace(before, items=rest))

    def unblind(self, patient: str, reason: str, *, actor: str = "coordinator") -> None:
        """Lift the blinding of a case permanently, before all its readings are complete; this is logged.

        Raises:
            CohortError: not permitted, or no reason is given.
        """
        self.context.permit(Permission.UNBLIND)
        self.context.require(patient)
        why = reason.strip()
        if not why:
            raise CohortError(
                "A reason is required to lift the blinding.",
                remedy="Enter the reason in one sentence.",
            )
        with locked(self.context.layout.lock("assignments")):
            before = read_assignments(self.context.layout)
            details = {"patient": patient, "reason": why}
            self.context.log.append(events.UNBLIND, self.context.actor(actor), details)
            after = replace(before, unblinded={**before.unblinded, patient: why})
            write_assignments(self.context.layout, after)

    # --- helpers

    def _state(self, item: Assignment) -> ReadingState | None:
        summary = self.context.stores.readings.summary_of(item.patient, item.reading_key)
        return None if summary is None else summary.state

    def _item(self, item: Assignment) -> WorkItem:
        review = self.context.stores.reviews.read(item.patient)
        return_reason = "" if review is None else review.returned.get(item.reading_key, "")
        due = due_at(self.context, item)
        return WorkItem(
            item.patient, item.reading_key, item.code, self._state(item), due, return_reason
        )

    def _add(
        self,
        drawn: Callable[[Assignments], Pairs],
        number: int,
        wash_out_days: int,
        actor: str,
        details: Mapping[str, object],
    ) -> tuple[Assignment, ...]:
        with locked(self.context.layout.lock("assignments")):
            before = read_assignments(self.context.layout)
            taken = {(item.patient, item.reading_key) for item in before.items}
            pairs = [
                (patient, reading_key)
                for patient, reader in drawn(before)
                if (patient, reading_key := str(ReadingKey(reader, number))) not in taken
            ]
            if not pairs:
                raise CohortError(
                    "There is nothing left to assign.",
                    remedy="`cxstage assign show` lists the assignments.",
                )
            at = datetime.now(UTC).isoformat(timespec="seconds")
            # Not from the seed of the draw, which must not reveal the case numbers.
            codes = allocation.codes(
                len(pairs), (item.code for item in before.items), seed=secrets.randbits(64)
            )
            new = tuple(
                Assignment(patient, reading_key, code, wash_out_days, at)
                for (patient, reading_key), code in zip(pairs, codes, strict=True)
            )
            line = {
                **details,
                "readings": [[item.patient, item.reading_key] for item in new],
                "records": [hash_of_assignment(item) for item in new],
            }
            self.context.log.append(events.ASSIGN, self.context.actor(actor), line)
            write_assignments(self.context.layout, replace(before, items=(*before.items, *new)))
        return new

    def _require_readers(self, names: Sequence[str]) -> tuple[str, ...]:
        accounts = read_accounts(self.context.layout)
        if accounts is None:
            raise CohortError(
                "Patients can only be assigned to accounts, and this cohort has none.",
                remedy="Create accounts for a coordinator and the readers first.",
            )
        for name in names:
            account = accounts.by_name.get(name)
            if account is None or not account.active or Role.READER not in account.roles:
                raise CohortError(
                    "{name} is not a reader in this cohort.",
                    remedy="`cxstage accounts list` shows the readers.",
                    name=name,
                )
        return tuple(names)

    def _refuse_reviewed(self, patient: str) -> None:
        raise CohortError(
            "Patient {patient} has been reviewed, so first readings cannot be added.",
            remedy="Assign a repeat, or leave the patient out.",
            patient=patient,
        )

"""Work: which patients are assigned to whom, what is due, and how far every case is."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

from cxstage_core.cohort import acts, assigning
from cxstage_core.cohort.accounts_file import read_accounts
from cxstage_core.cohort.assignments_file import (
    Assignment,
    Assignments,
    read_assignments,
    write_assignments,
)
from cxstage_core.cohort.case_state import case_state, case_states, finished
from cxstage_core.cohort.locks import locked
from cxstage_core.cohort.parts import Parts
from cxstage_core.cohort.readings_store import ReadingsStore
from cxstage_core.cohort.records import Reading, ReadingState
from cxstage_core.cohort.reviews_store import ReviewsStore
from cxstage_core.cohort.slots import Slot
from cxstage_core.cohort.turns import due_at, latest
from cxstage_core.cohort.who import Act, Role
from cxstage_core.errors import CohortError
from cxstage_core.reading.workflow import CaseState, Move, require

Pairs = Iterable[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One reading that a reader is to make or has made.

    Args:
        slot: the name under which it is stored.
        code: under which number the reader sees the case.
        state: None before it was begun.
        due: UTC; when it may begin, None for a repeat whose reading before is not complete.
        returned: why a reviewer sent it back, "" when not.
    """

    patient: str
    slot: str
    code: str
    state: ReadingState | None
    due: datetime | None
    returned: str = ""


@dataclass(frozen=True, slots=True)
class Draw:
    """How first readings are assigned.

    Args:
        readers: names of reader accounts.
        balanced: two of them per patient, drawn so that all read equally many; else each reads all.
        seed: the same seed draws the same.
    """

    readers: tuple[str, ...]
    balanced: bool = False
    seed: int = 1


@dataclass(frozen=True, slots=True)
class WorkDesk:
    """The assignments of an open cohort; reached as `cohort.work`."""

    parts: Parts

    # --- a reader's list

    def items(self, reader: str = "") -> tuple[WorkItem, ...]:
        """What a reader has to read now, by case number; a repeat takes its patient's place.

        Args:
            reader: "" for whoever is signed in.

        Raises:
            CohortError: it is another's list, and not permitted.
        """
        who = self.parts.who
        name = reader or who.name
        if name != who.name:
            self.parts.permit(Act.SEE_PROGRESS)
        mine: dict[str, list[Assignment]] = {}
        for item in self.parts.roster.now.of_reader(name):
            mine.setdefault(item.patient, []).append(item)
        due = (latest(self.parts, found) for found in mine.values())
        return tuple(sorted((self._item(i) for i in due if i is not None), key=lambda i: i.code))

    def completed_on(self, day: date, reader: str) -> int:
        """How many patients' readings a reader completed on a day, local time, by the audit log.

        Raises:
            CohortError: it is another's number, and not permitted.
        """
        if not self.parts.who.is_everyone and reader != self.parts.who.name:
            self.parts.permit(Act.SEE_PROGRESS)
        return len(
            {
                entry.details.get("patient")
                for entry in self.parts.log.entries()
                if entry.act == acts.COMPLETE_READING
                and entry.actor == reader
                and datetime.fromisoformat(entry.at).astimezone().date() == day
            }
        )

    # --- the coordinator's view

    def assignments(self) -> tuple[WorkItem, ...]:
        """All assigned readings, by patient and stored name, repeats that are not due included."""
        self.parts.permit(Act.SEE_PROGRESS)
        items = sorted(self.parts.roster.now.items, key=lambda i: (i.patient, i.slot))
        return tuple(self._item(item) for item in items)

    def case_state(self, patient: str) -> CaseState:
        """Where the double reading of a patient stands."""
        self.parts.permit(Act.SEE_PROGRESS)
        return case_state(self.parts, patient)

    def case_states(self) -> dict[str, CaseState]:
        """The same for every patient, from the index."""
        self.parts.permit(Act.SEE_PROGRESS)
        return case_states(self.parts)

    def unblinded(self) -> Mapping[str, str]:
        """By patient, why the blinding of a case was lifted."""
        self.parts.permit(Act.SEE_PROGRESS)
        return dict(self.parts.roster.now.unblinded)

    def influenced(self) -> frozenset[str]:
        """Patients with a reading that was changed after its reader had seen others', or was sent back.

        Their readings are no longer independent, so that agreement may look better than it was.
        """
        self.parts.permit(Act.SEE_PROGRESS)
        seen: set[tuple[str, str]] = set()
        found = set()
        for entry in self.parts.log.entries():
            patient = str(entry.details.get("patient", ""))
            if entry.act == acts.SEE_OUTLINES:
                seen.add((patient, Slot.parse(entry.actor).person))
            elif entry.act == acts.SEND_BACK:
                found.add(patient)
            elif entry.act == acts.REOPEN_READING:
                person = Slot.parse(str(entry.details.get("reader", entry.actor))).person
                if (patient, person) in seen:
                    found.add(patient)
        return frozenset(found)

    def finished_readings(self, patient: str) -> tuple[Reading, ...]:
        """The complete readings of a case that is complete, repeats among them; for comparing them.

        Raises:
            CohortError: not permitted, or the case is not complete.
        """
        self.parts.permit(Act.SEE_READINGS)
        state = case_state(self.parts, patient)
        if state not in {CaseState.COMPLETE, CaseState.IN_REVIEW, CaseState.FROZEN}:
            raise CohortError(
                "The readings of patient {patient} are compared when all of them are complete.",
                remedy="Wait for the readers; `cxstage assign show` lists what is open.",
                patient=patient,
            )
        return finished(self.parts, patient)

    # --- assigning

    def assign(
        self, draw: Draw, patients: Sequence[str] = (), *, actor: str = "coordinator"
    ) -> tuple[Assignment, ...]:
        """Assign first readings; what a reader has already stays as it is.

        Args:
            patients: pseudonyms; all who have images and nobody assigned, when empty.

        Returns:
            The new assignments.

        Raises:
            CohortError: not permitted, no accounts, somebody is no reader, or there is nothing to assign.
            ReadingError: a case is in review already.
        """
        self.parts.permit(Act.ASSIGN)
        readers = self._require_readers(draw.readers)

        def drawn(before: Assignments) -> Pairs:
            assigned = {item.patient for item in before.items}
            wanted = tuple(patients) or tuple(
                p for p in self.parts.patients() if p not in assigned and self.parts.index.series(p)
            )
            for patient in wanted:
                require(case_state(self.parts, patient), Move.ASSIGN)
                if ReviewsStore(self.parts.layout).read(patient) is not None:
                    self._refuse_reviewed(patient)
            if draw.balanced:
                load = Counter(item.reader for item in before.items)
                return assigning.balanced(wanted, readers, seed=draw.seed, load=load)
            return assigning.everybody(wanted, readers)

        return self._add(drawn, 1, 0, actor, {"how": "balanced" if draw.balanced else "everybody"})

    def assign_repeats(
        self, share: float, wash_out_days: int, *, seed: int = 1, actor: str = "coordinator"
    ) -> tuple[Assignment, ...]:
        """Have every reader read a share of their patients again, as if they were new.

        Args:
            share: above 0, at most 1.
            wash_out_days: between completing the first reading and the repeat.

        Raises:
            CohortError: not permitted, a number is out of range, or nothing is left to repeat.
        """
        self.parts.permit(Act.ASSIGN)
        if not 0 <= wash_out_days <= 3650:
            raise CohortError("The wash-out is a number of days, 0 to 3650.")

        def drawn(before: Assignments) -> Pairs:
            twice = {(i.patient, i.reader) for i in before.items if i.number > 1}
            once: dict[str, list[str]] = {}
            for item in before.items:
                if (item.patient, item.reader) not in twice:
                    once.setdefault(item.reader, []).append(item.patient)
            return assigning.repeats(once, share, seed=seed)

        details = {"how": "repeats", "share": share, "wash_out_days": wash_out_days}
        return self._add(drawn, 2, wash_out_days, actor, details)

    def withdraw(self, patient: str, slot: str, *, actor: str = "coordinator") -> None:
        """Take an assignment back that was not begun.

        Raises:
            CohortError: not permitted, there is none, or the reading was begun.
        """
        self.parts.permit(Act.ASSIGN)
        with locked(self.parts.layout.lock("assignments")):
            before = read_assignments(self.parts.layout)
            found = next((i for i in before.of_patient(patient) if i.slot == slot), None)
            if found is None:
                raise CohortError("{reader} was not assigned this patient.", reader=slot)
            if self._state(found) is not None:
                raise CohortError(
                    "{reader} has begun to read this patient, so the assignment stays.", reader=slot
                )
            details = {"patient": patient, "reader": slot}
            self.parts.log.append(acts.WITHDRAW, self.parts.actor(actor), details)
            rest = tuple(item for item in before.items if item != found)
            write_assignments(self.parts.layout, replace(before, items=rest))

    def unblind(self, patient: str, reason: str, *, actor: str = "coordinator") -> None:
        """Show the complete readings of a case before all are complete; for good, and logged.

        Raises:
            CohortError: not permitted, or no reason is given.
        """
        self.parts.permit(Act.UNBLIND)
        self.parts.require(patient)
        why = reason.strip()
        if not why:
            raise CohortError(
                "Blinding is lifted with a reason, and none was given.",
                remedy="Say in a sentence why.",
            )
        with locked(self.parts.layout.lock("assignments")):
            before = read_assignments(self.parts.layout)
            details = {"patient": patient, "reason": why}
            self.parts.log.append(acts.UNBLIND, self.parts.actor(actor), details)
            after = replace(before, unblinded={**before.unblinded, patient: why})
            write_assignments(self.parts.layout, after)

    # --- within

    def _state(self, item: Assignment) -> ReadingState | None:
        summary = ReadingsStore(self.parts.layout).summary_of(item.patient, item.slot)
        return None if summary is None else summary.state

    def _item(self, item: Assignment) -> WorkItem:
        review = ReviewsStore(self.parts.layout).read(item.patient)
        returned = "" if review is None else review.returned.get(item.slot, "")
        due = due_at(self.parts, item)
        return WorkItem(item.patient, item.slot, item.code, self._state(item), due, returned)

    def _add(
        self,
        drawn: Callable[[Assignments], Pairs],
        number: int,
        wash_out_days: int,
        actor: str,
        details: Mapping[str, object],
    ) -> tuple[Assignment, ...]:
        with locked(self.parts.layout.lock("assignments")):
            before = read_assignments(self.parts.layout)
            taken = {(item.patient, item.slot) for item in before.items}
            pairs = [
                (patient, slot)
                for patient, reader in drawn(before)
                if (patient, slot := str(Slot(reader, number))) not in taken
            ]
            if not pairs:
                raise CohortError(
                    "There is nothing left to assign.",
                    remedy="`cxstage assign show` lists what is assigned.",
                )
            at = datetime.now(UTC).isoformat(timespec="seconds")
            # Not from the seed of the draw: whoever knows that must not know whose number it is.
            codes = assigning.codes(
                len(pairs), (item.code for item in before.items), seed=secrets.randbits(64)
            )
            new = tuple(
                Assignment(patient, slot, code, wash_out_days, at)
                for (patient, slot), code in zip(pairs, codes, strict=True)
            )
            line = {**details, "readings": [[item.patient, item.slot] for item in new]}
            self.parts.log.append(acts.ASSIGN, self.parts.actor(actor), line)
            write_assignments(self.parts.layout, replace(before, items=(*before.items, *new)))
        return new

    def _require_readers(self, names: Sequence[str]) -> tuple[str, ...]:
        accounts = read_accounts(self.parts.layout)
        if accounts is None:
            raise CohortError(
                "Patients are assigned to accounts, and this cohort has none.",
                remedy="Make accounts for a coordinator and the readers first.",
            )
        for name in names:
            account = accounts.by_name.get(name)
            if account is None or not account.active or Role.READER not in account.roles:
                raise CohortError(
                    "{name} is no reader of this cohort.",
                    remedy="`cxstage accounts list` shows who is.",
                    name=name,
                )
        return tuple(names)

    def _refuse_reviewed(self, patient: str) -> None:
        raise CohortError(
            "Patient {patient} has been reviewed, so no first reading is added.",
            remedy="Assign a repeat, or leave the patient out.",
            patient=patient,
        )

"""Readings: who may open, draw and save which; the one place where reading is kept blind."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from cxstage_core.cohort.audit.events import SEE_OUTLINES
from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.case_state import case_state
from cxstage_core.cohort.double_reading.due_reading import assigned_patients, due_reading
from cxstage_core.cohort.files.readings import ReadingsStore
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.cohort.values.reading_key import ReadingKey, is_review, of_readers
from cxstage_core.cohort.values.records import Reading, ReadingState, Reference
from cxstage_core.cohort.values.visible_outlines import (
    Outline,
    case_finished,
    may_see_reference,
    visible_readings,
)
from cxstage_core.errors import CohortError, ReadingError
from cxstage_core.reading.workflow import Move, require
from cxstage_core.storage import hdf5_guard
from cxstage_core.storage.append_log import JournalFile

States = Mapping[str, ReadingState]


@dataclass(frozen=True, slots=True)
class ReadingService:
    """The readings of an open cohort, handed out as far as whoever is at work may see them."""

    context: CohortContext

    # --- seeing

    def patients(self) -> tuple[str, ...]:
        """Those whom one may see: a reader with assignments sees the assigned ones."""
        self.context.permit(Permission.SEE_IMAGES)
        if self.context.principal.blind and (wanted := assigned_patients(self.context)) is not None:
            return tuple(patient for patient in self.context.patients() if patient in wanted)
        return self.context.patients()

    def require_patient(self, patient: str) -> None:
        """Refuse a patient who is not there, or not this reader's.

        Raises:
            CohortError: which patient.
        """
        self.context.permit(Permission.SEE_IMAGES)
        self.context.require(patient)
        if self.context.principal.blind:
            wanted = assigned_patients(self.context)
            if wanted is not None and patient not in wanted:
                raise CohortError(
                    "{name} has not been assigned this patient.",
                    remedy="Ask a coordinator to assign it.",
                    name=self.context.principal.name,
                )

    def get(self, patient: str, reader: str) -> Reading | None:
        """Return a reader's reading as last saved, None before the first save.

        Raises:
            CohortError: whoever asks may not see it, or not yet.
        """
        name = reader_name(reader)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._require_visible(patient, name)
        return self._store.read(patient, name)

    def readers(self, patient: str) -> tuple[str, ...]:
        """Return the stored names of a patient's readings, as far as one may know of them; no drafts."""
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
        return self._may_know(patient, self._states(patient))

    def states(self) -> dict[str, dict[str, ReadingState]]:
        """Return patient to stored name to state, as far as one may know, without opening the readings."""
        known = self.context.index.reading_states()
        found = {}
        for patient in self.patients():
            states = known.get(patient, {})
            if names := self._may_know(patient, states):
                found[patient] = {name: states[name] for name in names}
        return found

    def shown_outlines(self, patient: str, reader: str) -> tuple[Outline, ...]:
        """Return what others drew of a patient, as far as this reader may see it; log that they saw it.

        Returns:
            Other readers by name, then the frozen reference; nothing while the reader is blind.
        """
        own = reader_name(reader)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._require_own(patient, own, Permission.SEE_READINGS)
        states = self._states(patient)
        reviewing = self._is_reviewers(own)
        names = self._of_all(patient, states) if reviewing else self._visible(patient, own, states)
        found = []
        for name in names:
            reading = None if name == own else self._store.read(patient, name)
            # Between the look at the states and this one it may have been opened again.
            if reading is not None and reading.state is ReadingState.COMPLETE:
                found.append(Outline(name, reading.masks))
        awaited = self._awaited(patient)
        if reviewing or may_see_reference(own, states, awaited):
            reference = self.context.stores.references.latest(patient)
            found += [] if reference is None else [Outline("", reference.masks)]
        if found:
            seen = ", ".join(outline.author or "reference" for outline in found)
            details = {"patient": patient, "outlines": seen}
            self.context.log.append(SEE_OUTLINES, self.context.actor(own), details)
        return tuple(found)

    def references(self, patient: str) -> tuple[Reference, ...]:
        """All frozen references of a patient, for those who may see them."""
        principal = self.context.principal
        if not principal.is_everyone:
            self.require_patient(patient)
        if principal.blind:
            own = due_reading(self.context, patient, principal.name)
            if not may_see_reference(own, self._states(patient), self._awaited(patient)):
                raise self._blind()
        else:
            self.context.permit(Permission.SEE_REFERENCES)
        return self.context.stores.references.versions(patient)

    # --- drawing

    def journal(self, patient: str, reader: str) -> JournalFile:
        """Open the journal of a reader's drawing for this process alone; to be closed.

        Raises:
            CohortError: the patient is unknown, another process has it open, a newer version wrote it,
                or the folder may not be written to.
        """
        self.context.require(patient)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._require_own(patient, reader_name(reader), Permission.DRAW)
        path = self.context.layout.journal(patient, reader)
        if not path.resolve().is_relative_to(self.context.layout.root.resolve()):
            raise hdf5_guard.outside(path)
        return JournalFile.open(path)

    def save(self, reading: Reading) -> Reading:
        """Save a reading, as `Cohort.save_reading` does; not for a reviewer's draft."""
        name = reader_name(reading.reader)
        self.context.require(reading.patient)
        before = self._store.summary_of(reading.patient, name)
        complete = before is not None and before.state is ReadingState.COMPLETE
        if not self.context.principal.is_everyone:
            self.require_patient(reading.patient)
            self._require_own(reading.patient, name, Permission.IMPORT_READINGS)
            if complete:
                return self._unchanged(reading, name)
        if complete and reading.state is ReadingState.IN_PROGRESS:
            raise ReadingError(
                "The reading of {reader} is complete.",
                remedy="Reopen it first, with a reason.",
                reader=name,
            )
        self._require_move(reading.patient, name, Move.DRAW)
        return transactions.save_reading(
            self.context, replace(reading, reader=name), actor=self.context.principal.name
        )

    def reopen(self, patient: str, reader: str, reason: str) -> Reading:
        """Take a complete reading up again; the audit log keeps the reason.

        Raises:
            CohortError: it is not permitted.
            ReadingError: no reason, the reading is not complete, the case is in review, or the reader
                has seen what others drew.
        """
        name, why = reader_name(reader), reason.strip()
        if not why:
            raise ReadingError(
                "A complete reading is reopened with a reason, and none was given.",
                remedy="Say in a sentence why.",
            )
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._require_own(patient, name, Permission.IMPORT_READINGS)
        reading = self._store.read(patient, name)
        if reading is None or reading.state is not ReadingState.COMPLETE:
            raise ReadingError("There is no complete reading of {reader} to reopen.", reader=name)
        if self.context.principal.blind and self._has_seen(patient):
            raise ReadingError(
                "{name} has seen the outlines of others in this case, and is blind no more.",
                remedy="Ask the reviewer to send the reading back, or a coordinator to reopen it.",
                name=self.context.principal.name,
            )
        self._require_move(patient, name, Move.REOPEN_READING)
        reopened = replace(reading, state=ReadingState.IN_PROGRESS)
        return transactions.save_reading(
            self.context, reopened, actor=self.context.principal.name, reason=why
        )

    # --- within

    @property
    def _store(self) -> ReadingsStore:
        return self.context.stores.readings

    def _states(self, patient: str) -> dict[str, ReadingState]:
        found = (self._store.summary(path) for path in self._store.files(patient))
        return {summary.reader: summary.state for summary in found}

    def _awaited(self, patient: str) -> tuple[str, ...]:
        return tuple(item.reading_key for item in self.context.assignments.now.of_patient(patient))

    def _is_reviewers(self, name: str) -> bool:
        return is_review(name) or not (
            self.context.principal.is_everyone or self.context.principal.blind
        )

    def _lifted(self, patient: str) -> bool:
        return patient in self.context.assignments.now.unblinded

    def _of_all(self, patient: str, states: States) -> tuple[str, ...]:
        """Complete readings as a reviewer sees them: once the case is complete."""
        if not (case_finished(states, self._awaited(patient)) or self._lifted(patient)):
            return ()
        return tuple(n for n in of_readers(states) if states[n] is ReadingState.COMPLETE)

    def _visible(self, patient: str, own: str, states: States) -> tuple[str, ...]:
        """Readings as a reader sees them."""
        if self._lifted(patient):
            others = (n for n in of_readers(states) if states[n] is ReadingState.COMPLETE)
            return tuple(dict.fromkeys((*((own,) if own in states else ()), *others)))
        return visible_readings(own, states, self._awaited(patient))

    def _may_know(self, patient: str, states: States) -> tuple[str, ...]:
        """Of whose readings one may know that they are there, and how far they are."""
        principal = self.context.principal
        if principal.blind:
            return self._visible(patient, due_reading(self.context, patient, principal.name), states)
        self.context.permit(Permission.SEE_PROGRESS)
        return of_readers(states)

    def _require_visible(self, patient: str, name: str) -> None:
        principal = self.context.principal
        if principal.blind:
            own = due_reading(self.context, patient, principal.name)
            if name != own and name not in self._visible(patient, own, self._states(patient)):
                raise self._blind()
            return
        self.context.permit(Permission.SEE_READINGS)
        if is_review(name) or name == principal.name or Role.COORDINATOR in principal.roles:
            return
        if name not in self._of_all(patient, self._states(patient)):
            raise ReadingError(
                "The readings of patient {patient} are shown when all of them are complete.",
                remedy="Wait for the readers, or ask a coordinator to lift the blinding of the case.",
                patient=patient,
            )

    def _require_own(self, patient: str, name: str, else_act: Permission) -> None:
        """Refuse a reader another's reading, and a reviewer another's draft; else ask for a right."""
        principal, reading_key = self.context.principal, ReadingKey.parse(name)
        if principal.blind:
            if name != due_reading(self.context, patient, principal.name):
                raise CohortError(
                    "{name} reads under the own name only, and each case once at a time.",
                    remedy="Sign in as the other reader.",
                    name=principal.name,
                )
            self.context.permit(Permission.DRAW)
        elif reading_key.is_review and reading_key.person == principal.name:
            self.context.permit(Permission.REVIEW)
        else:
            self.context.permit(else_act)

    def _require_move(self, patient: str, name: str, move: Move) -> None:
        if ReadingKey.parse(name).number == 1:  # repeats come after, and have a life of their own
            require(case_state(self.context, patient), move)

    def _unchanged(self, reading: Reading, name: str) -> Reading:
        """The complete reading as stored, if nothing of it was to be changed."""
        stored = self._store.read(reading.patient, name)
        if stored is None or _content(stored) != _content(reading):
            raise ReadingError(
                "The reading of {reader} is complete.",
                remedy="Reopen it first, with a reason.",
                reader=name,
            )
        return stored

    def _has_seen(self, patient: str) -> bool:
        return any(
            entry.act == SEE_OUTLINES
            and entry.actor == self.context.principal.name
            and entry.details.get("patient") == patient
            for entry in self.context.log.entries()
        )

    def _blind(self) -> CohortError:
        return CohortError(
            "This case is still blind for {name}.",
            remedy="What others drew and said is shown once all readings of the case are complete.",
            name=self.context.principal.name,
        )


def _content(reading: Reading) -> tuple[object, ...]:
    masks = {series: mask.array.tobytes() for series, mask in reading.masks.items() if mask.array.any()}
    return masks, reading.state, reading.confidence, reading.comment

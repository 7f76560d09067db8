"""Readings: opening, drawing, saving and reopening, as far as role and blinding permit."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace

from cxstage_core.cohort.context import transactions
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.blinding import Blinding
from cxstage_core.cohort.double_reading.due_reading import assigned_patients
from cxstage_core.cohort.double_reading.journals import (
    Loss,
    acknowledge_loss,
    open_journal,
    open_losses,
)
from cxstage_core.cohort.double_reading.reading_rights import ReadingRights, RightsService
from cxstage_core.cohort.files.readings import ReadingsStore
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.cohort.values.reading_key import person_of
from cxstage_core.cohort.values.records import Reading, ReadingState
from cxstage_core.cohort.values.visible_outlines import Outline, Source
from cxstage_core.errors import ReadingError
from cxstage_core.reading.workflow import CaseState, Move
from cxstage_core.storage.append_log import JournalFile


@dataclass(frozen=True, slots=True)
class ReadingService:
    """Reads and saves the readings of an open cohort, as far as the current user may see and edit them."""

    context: CohortContext

    # --- seeing

    def patients(self) -> tuple[str, ...]:
        """Return the patients that the user may see: for a reader with assignments the assigned ones."""
        self.context.permit(Permission.SEE_IMAGES)
        if self.context.principal.blind and (wanted := assigned_patients(self.context)) is not None:
            return tuple(patient for patient in self.context.patients() if patient in wanted)
        return self.context.patients()

    def require_patient(self, patient: str) -> None:
        """Refuse a patient who is unknown, or not assigned to this reader.

        Raises:
            CohortError: the patient is unknown or not assigned.
        """
        self._rights.require_patient(patient)

    def get(self, patient: str, reader: str, *, drawing_as: str = "") -> Reading | None:
        """Return a reader's reading as last saved, None before the first save; log access to another reader's.

        Args:
            drawing_as: in a cohort without accounts, the reader's name under which the user draws.

        Raises:
            CohortError: the user may not see it, or not yet.
        """
        name = reader_name(reader)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._blinding.require(patient, Source.READING, name)
        found = self._store.read(patient, name)
        if found is not None:
            self._blinding.log_seen(patient, [name], self._blinding.given_name(drawing_as))
        return found

    def readers(self, patient: str) -> tuple[str, ...]:
        """Return the stored names of a patient's readings, as far as the user may know of them; no drafts."""
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
        return self._blinding.known_readings(patient, self._states(patient))

    def states(self) -> dict[str, dict[str, ReadingState]]:
        """Return the known states by patient and stored name, without opening the readings."""
        known = self.context.index.reading_states()
        found = {}
        for patient in self.patients():
            states = known.get(patient, {})
            if names := self._blinding.known_readings(patient, states):
                found[patient] = {name: states[name] for name in names}
        return found

    def visible_outlines(self, patient: str) -> tuple[Outline, ...]:
        """Return the complete outlines that the user may see now, the own among them, and log those of others.

        Returns:
            Readings by name, then the frozen reference.

        Raises:
            CohortError: the patient is unknown or not assigned, or a file cannot be read.
        """
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
        names, with_reference = self._blinding.outlines_shown(patient, self._states(patient))
        found = self._complete(patient, names)
        if with_reference:
            found += self._reference(patient)
        principal = self.context.principal
        self._blinding.log_seen(
            patient,
            [one.author or Source.REFERENCE for one in found],
            "" if principal.blind else principal.name,
        )
        return tuple(found)

    def shown_outlines(self, patient: str, reader: str) -> tuple[Outline, ...]:
        """Return the outlines of others that this reader may see of a patient, and log that they were seen.

        Returns:
            Other readers by name, then the frozen reference; empty while the reader is blind.
        """
        own = reader_name(reader)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._blinding.require_own(patient, own, Permission.SEE_READINGS)
        states = self._states(patient)
        shown = self._blinding.readings_shown(patient, own, states)
        found = self._complete(patient, [name for name in shown if name != own])
        if self._blinding.reference_shown(patient, own, states):
            found += self._reference(patient)
        self._blinding.log_seen(patient, [one.author or Source.REFERENCE for one in found], own)
        return tuple(found)

    # --- drawing

    def rights(self, patient: str, reader: str) -> ReadingRights:
        """Return what the user may do with a reading or a draft now, and for the rest why not.

        Saving and reopening refuse for the same reasons; the cohort of other processes may change after.
        """
        return self._rights.of(patient, reader)

    def closed_cases(self, patients: Collection[str] | None = None) -> dict[str, CaseState]:
        """Return the cases in review or frozen: their first readings cannot be changed.

        Args:
            patients: those to look at, None for all that the user may see.
        """
        wanted = set(self.patients())
        if patients is not None:
            wanted &= set(patients)
        return self._rights.closed(wanted)

    def require_own(self, patient: str, reader: str) -> None:
        """Refuse a reading that the user may not edit.

        Raises:
            CohortError: it is another reader's, or the role does not permit it.
        """
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            name = reader_name(reader)
            self._blinding.require_own(patient, name, Permission.IMPORT_READINGS)

    def journal(self, patient: str, reader: str) -> JournalFile:
        """Open the journal of a reader's drawing for this process only; the caller closes it.

        Raises:
            CohortError: the patient is unknown, another process has it open, a newer version wrote it,
                or the folder is read-only.
        """
        self.context.require(patient)
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._blinding.require_own(patient, reader_name(reader), Permission.DRAW)
        return open_journal(self.context, patient, reader_name(reader))

    def losses(self, patient: str = "") -> tuple[Loss, ...]:
        """Return the damaged journals whose loss was not acknowledged; for a reader the own ones.

        Args:
            patient: only those of this patient, which is faster.
        """
        self.context.permit(Permission.SEE_IMAGES)
        log = self.context.log
        found = open_losses(reversed(tuple(log.naming(patient))) if patient else log.entries())
        principal = self.context.principal
        return tuple(
            loss for loss in found if not principal.blind or person_of(loss.reader) == principal.name
        )

    def acknowledge_loss(self, patient: str, reader: str) -> bool:
        """Log that the reader knows what a damaged journal has lost; False if there is nothing to acknowledge.

        Raises:
            CohortError: it is another reader's reading, or the role does not permit it.
        """
        self.require_own(patient, reader)
        return acknowledge_loss(self.context, patient, reader_name(reader))

    def save(self, reading: Reading) -> Reading:
        """Save a reading of a reader; see `Cohort.save_reading`."""
        name = reader_name(reading.reader)
        self.context.require(reading.patient)
        before = self._store.summary_of(reading.patient, name)
        complete = before is not None and before.state is ReadingState.COMPLETE
        if not self.context.principal.is_everyone:
            self.require_patient(reading.patient)
            self._blinding.require_own(reading.patient, name, Permission.IMPORT_READINGS)
            if complete:
                return self._unchanged(reading, name)
        if complete and reading.state is ReadingState.IN_PROGRESS:
            raise ReadingError(
                "The reading of {reader} is complete.",
                remedy="Reopen it first and give a reason.",
                reader=name,
            )
        self._rights.require_move(reading.patient, name, Move.DRAW)
        saved = transactions.save_reading(
            self.context, replace(reading, reader=name), actor=self.context.principal.name
        )
        if saved.state is ReadingState.COMPLETE:  # the reader vouches for the outline as it is
            acknowledge_loss(self.context, reading.patient, name)
        return saved

    def reopen(self, patient: str, reader: str, reason: str) -> Reading:
        """Reopen a complete reading; the reason is stored in the audit log.

        Raises:
            CohortError: the role does not permit it.
            ReadingError: no reason, the reading is not complete, the case is in review, or the reader
                has seen outlines of others.
        """
        name, why = reader_name(reader), reason.strip()
        if not why:
            raise ReadingError(
                "A reason is required to reopen a complete reading.",
                remedy="Enter the reason in one sentence.",
            )
        if not self.context.principal.is_everyone:
            self.require_patient(patient)
            self._blinding.require_own(patient, name, Permission.IMPORT_READINGS)
        reading = self._store.read(patient, name)
        if reading is None or reading.state is not ReadingState.COMPLETE:
            raise ReadingError("{reader} has no complete reading to reopen.", reader=name)
        self._rights.require_reopening(patient, name)
        reopened = replace(reading, state=ReadingState.IN_PROGRESS)
        return transactions.save_reading(
            self.context, reopened, actor=self.context.principal.name, reason=why
        )

    # --- helpers

    def _complete(self, patient: str, names: Collection[str]) -> list[Outline]:
        """Return those of these readings that are complete."""
        found = []
        for name in names:
            reading = self._store.read(patient, name)
            # It may have been reopened since the states were read.
            if reading is not None and reading.state is ReadingState.COMPLETE:
                found.append(Outline(Source.READING, name, reading.masks))
        return found

    def _reference(self, patient: str) -> list[Outline]:
        """Return the frozen reference, if there is one."""
        reference = self.context.stores.references.latest(patient)
        return [] if reference is None else [Outline(Source.REFERENCE, "", reference.masks)]

    @property
    def _rights(self) -> RightsService:
        return RightsService(self.context)

    @property
    def _blinding(self) -> Blinding:
        return Blinding(self.context)

    @property
    def _store(self) -> ReadingsStore:
        return self.context.stores.readings

    def _states(self, patient: str) -> dict[str, ReadingState]:
        found = (self._store.summary(path) for path in self._store.files(patient))
        return {summary.reader: summary.state for summary in found}

    def _unchanged(self, reading: Reading, name: str) -> Reading:
        """Return the complete reading as stored; refuse any change of it."""
        stored = self._store.read(reading.patient, name)
        if stored is None or _content(stored) != _content(reading):
            raise ReadingError(
                "The reading of {reader} is complete.",
                remedy="Reopen it first and give a reason.",
                reader=name,
            )
        return stored


def _content(reading: Reading) -> tuple[object, ...]:
    masks = {series: mask.array.tobytes() for series, mask in reading.masks.items() if mask.array.any()}
    return masks, reading.state, reading.confidence, reading.comment

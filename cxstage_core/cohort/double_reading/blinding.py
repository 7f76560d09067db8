"""The blinding of a double reading: permission to know of, see, compare and edit outlines.

This is the only module that decides it. Readings, references, reviews, comments, exports and the
agreement of readers use it, and every outline of others that a reader is given is logged here, so that a reading
changed afterwards is known to be influenced.

A *reading* of another reader, and the frozen *reference*, is shown to a reader once the reader's own
readings of the patient are complete: from then on the reader cannot change them alone. A *review*
(compared readings, decisions, comments) is shown only when, in addition, all first readings of the case
are complete: it is a conversation among all readers of the case, and would reach those who still read.

In a cohort without accounts everything is permitted, and only access under a reader's name is logged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.double_reading.case_state import case_state
from cxstage_core.cohort.double_reading.due_reading import due_reading
from cxstage_core.cohort.values.file_names import reader_name
from cxstage_core.cohort.values.permissions import Permission, Role
from cxstage_core.cohort.values.reading_key import ReadingKey, is_review, of_readers
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.cohort.values.visible_outlines import Source
from cxstage_core.errors import CohortError, ReadingError

States = Mapping[str, ReadingState]
"""Stored name of each reading of one patient, and its state."""


@dataclass(frozen=True, slots=True)
class Rule:
    """Conditions for seeing outlines of one source; they do not apply to coordinators.

    Args:
        permission: needed by users who are not blind.
        readers_wait_for_case: True if readers wait for all first readings of the case, not only for their own.
        reviewers_wait_for_case: True if reviewers wait for all first readings of the case.
        shown_when_unblinded: True if lifting the blinding of a case ends the waiting.
    """

    permission: Permission
    readers_wait_for_case: bool
    reviewers_wait_for_case: bool
    shown_when_unblinded: bool


RULES: Mapping[Source, Rule] = {
    Source.READING: Rule(
        Permission.SEE_READINGS,
        readers_wait_for_case=False,
        reviewers_wait_for_case=True,
        shown_when_unblinded=True,
    ),
    Source.REFERENCE: Rule(
        Permission.SEE_REFERENCES,
        readers_wait_for_case=False,
        reviewers_wait_for_case=False,
        shown_when_unblinded=False,
    ),
    Source.REVIEW: Rule(
        Permission.SEE_READINGS,
        readers_wait_for_case=True,
        reviewers_wait_for_case=True,
        shown_when_unblinded=True,
    ),
}
"""One row for each source of outlines."""


@dataclass(frozen=True, slots=True)
class Blinding:
    """Applies the rules to the user of an open cohort."""

    context: CohortContext

    # --- knowing

    def known_readings(self, patient: str, states: States) -> tuple[str, ...]:
        """Return the stored names of the readings that the user may know of; no drafts.

        Raises:
            CohortError: the role does not permit it.
        """
        principal = self.context.principal
        if principal.blind:
            return self._visible(patient, due_reading(self.context, patient, principal.name), states)
        self.context.permit(Permission.SEE_PROGRESS)
        return of_readers(states)

    # --- seeing

    def require(self, patient: str, source: Source, name: str = "") -> None:
        """Refuse outlines that the user may not see, or not yet.

        Args:
            name: stored name of the reading, for a reading.

        Raises:
            CohortError: the role does not permit it, or the case is still blind for the reader.
            ReadingError: a reviewer has to wait until all readings are complete.
        """
        principal, rule = self.context.principal, RULES[source]
        if principal.is_everyone:
            return
        if principal.blind:
            own = due_reading(self.context, patient, principal.name)
            states = self._states(patient)
            if name:
                permitted = name == own or name in self._visible(patient, own, states)
            else:
                permitted = self._shown_to_reader(patient, source, own, states)
            if not permitted:
                raise CohortError(
                    "This case is still blind for {name}.",
                    remedy="Outlines and comments of others are shown once all readings of the case are "
                    "complete.",
                    name=principal.name,
                )
            return
        self.context.permit(rule.permission)
        own_work = bool(name) and (is_review(name) or name == principal.name)
        if own_work or not rule.reviewers_wait_for_case or Role.COORDINATOR in principal.roles:
            return
        states = self._states(patient) if name else {}
        if not self._shown_to_reviewer(patient) or (
            name and states.get(name) is not ReadingState.COMPLETE
        ):
            raise ReadingError(
                "The readings of patient {patient} are shown when all of them are complete.",
                remedy="Wait for the readers, or ask a coordinator to lift the blinding of the case.",
                patient=patient,
            )

    def readings_shown(self, patient: str, drawing_as: str, states: States) -> tuple[str, ...]:
        """Return the readings shown to the user who draws, by stored name, including the user's own.

        Args:
            drawing_as: stored name of the reading or reviewer's draft being drawn.
        """
        if not self._is_reviewers(drawing_as):
            return self._visible(patient, drawing_as, states)
        return _complete(states) if self._shown_to_reviewer(patient) else ()

    def reference_shown(self, patient: str, drawing_as: str, states: States) -> bool:
        """Return True if the frozen reference is shown to the user who draws; see `readings_shown`."""
        return self._is_reviewers(drawing_as) or self._shown_to_reader(
            patient, Source.REFERENCE, drawing_as, states
        )

    def outlines_shown(self, patient: str, states: States) -> tuple[tuple[str, ...], bool]:
        """Return the complete readings that the user may see now, and whether the reference is shown."""
        principal = self.context.principal
        if principal.is_everyone:
            return _complete(states), True
        if principal.blind:
            own = due_reading(self.context, patient, principal.name)
            shown = self._visible(patient, own, states)
            names = tuple(name for name in _complete(states) if name in shown)
            return names, self._shown_to_reader(patient, Source.REFERENCE, own, states)
        reading = RULES[Source.READING]
        waits = reading.reviewers_wait_for_case and Role.COORDINATOR not in principal.roles
        permitted = principal.may(reading.permission) and not (
            waits and not self._shown_to_reviewer(patient)
        )
        return (
            _complete(states) if permitted else (),
            principal.may(RULES[Source.REFERENCE].permission),
        )

    # --- editing

    def require_own(self, patient: str, name: str, permission: Permission) -> None:
        """Refuse access to another reader's reading or another reviewer's draft.

        Args:
            permission: needed by users who are neither reader nor author of the draft.

        Raises:
            CohortError: the role does not permit it.
        """
        principal, reading_key = self.context.principal, ReadingKey.parse(name)
        if principal.blind:
            if name != due_reading(self.context, patient, principal.name):
                raise CohortError(
                    "{name} can edit only the current reading assigned to them.",
                    remedy="Sign in as the other reader.",
                    name=principal.name,
                )
            self.context.permit(Permission.DRAW)
        elif reading_key.is_review and reading_key.person == principal.name:
            self.context.permit(Permission.REVIEW)
        else:
            self.context.permit(permission)

    def require_unseen(self, patient: str) -> None:
        """Refuse to reopen a reading if its reader has seen outlines of others in the case.

        Raises:
            ReadingError: the reader has seen them.
        """
        principal = self.context.principal
        if not principal.blind:
            return
        has_seen = any(
            entry.act == events.SEE_OUTLINES
            and entry.actor == principal.name
            and entry.details.get("patient") == patient
            for entry in self.context.log.entries()
        )
        if has_seen:
            raise ReadingError(
                "{name} has seen the outlines of others in this case and is no longer blind.",
                remedy="Ask the reviewer to send the reading back, or a coordinator to reopen it.",
                name=principal.name,
            )

    # --- logging what was seen

    def log_seen(self, patient: str, outlines: Iterable[str], drawing_as: str = "") -> None:
        """Log the outlines of others that the user is about to see.

        Readers and all users who draw under a name are logged. The same outlines are not logged again for this
        user until a reading or reference of the patient changes.

        Args:
            outlines: stored names of readings; "reference" and "review" for those sources.
            drawing_as: stored name of the reading or draft being drawn; "" if unknown, or for a signed-in reader.

        Raises:
            CohortError: the log cannot be written; then nothing may be shown.
        """
        principal = self.context.principal
        if principal.blind:
            drawing_as = drawing_as or due_reading(self.context, patient, principal.name)
        if not drawing_as:
            return
        names = ", ".join(name for name in outlines if name != drawing_as)
        actor = self.context.actor(drawing_as)
        if names and not self._is_logged(patient, actor, names):
            self.context.log.append(events.SEE_OUTLINES, actor, {"patient": patient, "outlines": names})

    def given_name(self, name: str) -> str:
        """Return the name under which a user without an account draws, "" in a cohort with accounts."""
        return reader_name(name) if name and self.context.principal.is_everyone else ""

    def influenced(self) -> frozenset[str]:
        """Return the patients with a reading that is not independent any more.

        The reading was sent back by a reviewer, or its reader drew or changed it after seeing outlines of others.
        A repeat begun after that does not count, because of the wash-out.
        """
        seen: set[tuple[str, str]] = set()
        found = set()
        for entry in self.context.log.entries():
            patient = str(entry.details.get("patient", ""))
            if entry.act == events.SEE_OUTLINES:
                seen.add((patient, ReadingKey.parse(entry.actor).person))
            elif entry.act == events.SEND_BACK:
                found.add(patient)
            elif entry.act in events.READING_EVENTS:
                reading_key = ReadingKey.parse(str(entry.details.get("reader", entry.actor)))
                changed = entry.act in (events.REOPEN_READING, events.CHANGE_READING)
                if (patient, reading_key.person) in seen and (changed or reading_key.number == 1):
                    found.add(patient)
        return frozenset(found)

    # --- helpers

    def _states(self, patient: str) -> States:
        store = self.context.stores.readings
        found = (store.summary(path) for path in store.files(patient))
        return {summary.reader: summary.state for summary in found}

    def _assigned(self, patient: str) -> tuple[str, ...]:
        return tuple(item.reading_key for item in self.context.assignments.now.of_patient(patient))

    def _unblinded(self, patient: str) -> bool:
        return patient in self.context.assignments.now.unblinded

    def _is_reviewers(self, name: str) -> bool:
        principal = self.context.principal
        return is_review(name) or not (principal.is_everyone or principal.blind)

    def _visible(self, patient: str, own: str, states: States) -> tuple[str, ...]:
        shown = self._shown_to_reader(patient, Source.READING, own, states)
        others = _complete(states) if shown else ()
        return tuple(dict.fromkeys((*((own,) if own in states else ()), *others)))

    def _shown_to_reader(self, patient: str, source: Source, own: str, states: States) -> bool:
        rule = RULES[source]
        if rule.shown_when_unblinded and self._unblinded(patient):
            return True
        if not own_complete(own, states, self._assigned(patient)):
            return False
        return not rule.readers_wait_for_case or case_state(self.context, patient).all_complete

    def _shown_to_reviewer(self, patient: str) -> bool:
        return self._unblinded(patient) or case_state(self.context, patient).all_complete

    def _is_logged(self, patient: str, actor: str, names: str) -> bool:
        for entry in self.context.log.naming(patient):
            if entry.act in events.READING_EVENTS or entry.act == events.FREEZE_REFERENCE:
                return False
            if (entry.act, entry.actor, entry.details.get("outlines")) == (
                events.SEE_OUTLINES,
                actor,
                names,
            ):
                return True
        return False


def own_complete(own: str, states: States, assigned: Collection[str] = ()) -> bool:
    """Return True if all begun or assigned readings of a patient by one reader are complete.

    A reader who reopens a reading, or is assigned a repeat, is blind again, also to the own earlier reading.

    Args:
        own: stored name of the current reading, such as "A" or "A#2".
        assigned: stored names of the assigned readings of this patient.
    """
    person = ReadingKey.parse(own).person
    names = {own}
    for name in (*assigned, *states):
        reading_key = ReadingKey.parse(name)
        if reading_key.person == person and not reading_key.is_review:
            names.add(name)
    return all(states.get(name) is ReadingState.COMPLETE for name in names)


def _complete(states: States) -> tuple[str, ...]:
    return tuple(name for name in of_readers(states) if states[name] is ReadingState.COMPLETE)

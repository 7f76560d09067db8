"""Who is who: persons under one id, one person under two ids, and the answers of users to such questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.context.context import CohortContext
from cxstage_core.cohort.files.identities import PersonRecord
from cxstage_core.cohort.services.admission import Admission
from cxstage_core.cohort.services.person_ids import Directory, added, alias_key, with_reason
from cxstage_core.cohort.values.file_names import pseudonym_order
from cxstage_core.cohort.values.identity import Decisions, near_forms
from cxstage_core.cohort.values.permissions import Permission
from cxstage_core.errors import CohortError
from cxstage_core.storage.file_locks import locked


@dataclass(frozen=True, slots=True)
class PeopleService:
    """Reads and records who is who, as far as the role permits."""

    context: CohortContext

    def same_person(self) -> tuple[frozenset[str], ...]:
        """Return the groups of pseudonyms that users declared one person, each with at least two.

        They are read from the audit log, so that a lost file lets no one into both parts of a split.

        Raises:
            CohortError: the role does not permit it.
        """
        if not (
            self.context.principal.may(Permission.SPLIT)
            or self.context.principal.may(Permission.EXPERIMENTS)
        ):
            self.context.permit(Permission.IMPORT)
        pairs = events.logged(self.context.log.readable()).same_person
        groups: list[set[str]] = []
        for pair in (pair for pair, same in pairs.items() if same):
            touching = [group for group in groups if group & pair]
            groups = [g for g in groups if g not in touching] + [set(pair).union(*touching)]
        found = [frozenset(group) for group in groups]
        return tuple(sorted(found, key=lambda group: min(group, key=pseudonym_order)))

    def declare_same(self, first: str, second: str, *, reason: str, actor: str = "coordinator") -> None:
        """Record that two pseudonyms are one person; splits keep them in one part.

        Raises:
            CohortError: a pseudonym is unknown, both are the same, or no reason is given.
        """
        self._declare(first, second, events.SAME_PERSON, reason, actor)

    def declare_other(
        self, first: str, second: str, *, reason: str, actor: str = "coordinator"
    ) -> None:
        """Record that two pseudonyms are two persons, although their images look like one.

        Raises:
            CohortError: as `declare_same`.
        """
        self._declare(first, second, events.OTHER_PERSON, reason, actor)

    def use_despite(self, patient: str, *, reason: str, actor: str = "coordinator") -> None:
        """Record that a patient is used for training although the input gate objects.

        Raises:
            CohortError: the patient is unknown, or no reason is given.
        """
        self.context.permit(Permission.IMPORT)
        self.context.require(patient)
        written = with_reason(reason)
        with self.locked():
            self._update(patient, lambda record: replace(record, despite=written))
            details = {"patient": patient, "reason": written}
            self.context.log.append(events.USE_DESPITE, self.context.actor(actor), details)

    def used_despite(self, patient: str) -> str:
        """Return the reason why a patient is used although the input gate objects, "" without one."""
        self.context.permit(Permission.EXPERIMENTS)
        return self.context.stores.identities.read(patient).despite

    def admission(self, decisions: Decisions | None = None) -> Admission:
        """Return the door of one import, which decides whose each series is.

        Args:
            decisions: answers of the user to questions of an earlier import.
        """
        return Admission(self.context, decisions or Decisions())

    def directory(self) -> Directory:
        """Return what is known of the ids of all persons, read once."""
        self.context.permit(Permission.IMPORT)
        near: dict[str, set[str]] = {}
        aliases: dict[str, str] = {}
        sharing: dict[str, list[str]] = {}
        for name, record in self._records():
            for key in record.near:
                near.setdefault(key, set()).add(name)
            aliases |= dict.fromkeys(record.aliases, name)
            if record.shares_id_with:
                sharing.setdefault(record.shares_id_with, []).append(name)
        return Directory(self.context.identity, near, aliases, sharing)

    def match_row(
        self, hospital_id: str, patient: str, row: int, *, actor: str = "coordinator"
    ) -> None:
        """Record that clinical rows with this id belong to a patient.

        Args:
            row: number of the row in its file, for the audit log.
        """
        self.context.permit(Permission.IMPORT)
        self.context.require(patient)
        key = alias_key(self.context.identity, hospital_id)
        with self.locked():
            for name, record in self._records():
                if key in record.aliases and name != patient:
                    kept = tuple(alias for alias in record.aliases if alias != key)
                    self.context.stores.identities.write(name, replace(record, aliases=kept))
            self._update(patient, lambda r: replace(r, aliases=added(r.aliases, key)))
            details = {"patient": patient, "row": row}
            self.context.log.append(events.MATCH_ROW, self.context.actor(actor), details)

    def remember_id(self, hospital_id: str, patient: str) -> None:
        """Record the forms under which an id may be met again."""
        keyed = self.context.identity.keyed
        forms = tuple(keyed(f"near|{form}") for form in near_forms(hospital_id))
        with self.locked():
            record = self.context.stores.identities.read(patient)
            if not set(forms) <= set(record.near):
                near = added(record.near, *forms)
                self.context.stores.identities.write(patient, replace(record, near=near))

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Let one writer at a time change what is known of persons."""
        self.context.permit(Permission.IMPORT)
        with locked(self.context.layout.lock("identities")):
            yield

    def _update(self, patient: str, change: Callable[[PersonRecord], PersonRecord]) -> PersonRecord:
        """Change what is known of a patient; the caller holds the lock."""
        store = self.context.stores.identities
        before = store.read(patient)
        after = change(before)
        if after != before:
            store.write(patient, after)
        return after

    def _declare(self, first: str, second: str, event: str, reason: str, actor: str) -> None:
        self.context.permit(Permission.IMPORT)
        for patient in (first, second):
            self.context.require(patient)
        if first == second:
            raise CohortError(
                "{patient} is one patient; name two.",
                remedy="Give the pseudonyms of two patients.",
                patient=first,
            )
        written = with_reason(reason)
        with self.locked():
            for one, other in ((first, second), (second, first)):
                self._update(one, lambda r, other=other: _declared(r, other, event))  # type: ignore[misc]
            details = {"patient": first, "other": second, "reason": written}
            self.context.log.append(event, self.context.actor(actor), details)

    def _records(self) -> Iterator[tuple[str, PersonRecord]]:
        store = self.context.stores.identities
        return ((name, store.read(name)) for name in store.patients())


def _declared(record: PersonRecord, other: str, event: str) -> PersonRecord:
    same = tuple(name for name in record.same_as if name != other)
    distinct = tuple(name for name in record.distinct_from if name != other)
    if event == events.SAME_PERSON:
        return replace(record, same_as=(*same, other), distinct_from=distinct)
    return replace(record, same_as=same, distinct_from=(*distinct, other))

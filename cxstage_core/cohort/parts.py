"""What the operations of an open cohort share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort import acts
from cxstage_core.cohort.accounts_file import Door, Ticket
from cxstage_core.cohort.assignments_file import Roster
from cxstage_core.cohort.audit import AuditLog
from cxstage_core.cohort.founding import audit_log
from cxstage_core.cohort.identity import Identity
from cxstage_core.cohort.index import Index
from cxstage_core.cohort.index_file import Content
from cxstage_core.cohort.layout import Layout
from cxstage_core.cohort.locks import locked
from cxstage_core.cohort.names import is_pseudonym, pseudonym_order
from cxstage_core.cohort.settings import Settings
from cxstage_core.cohort.who import Act, Who
from cxstage_core.errors import CohortError


@dataclass(frozen=True, slots=True)
class Parts:
    """The folder, who is in it, what was done and what there is, and who is at work."""

    layout: Layout
    settings: Settings
    identity: Identity
    log: AuditLog
    index: Index
    door: Door
    roster: Roster

    @classmethod
    def of(
        cls, path: Path, settings: Settings, known: Content | None, ticket: Ticket | None = None
    ) -> Parts:
        """The parts of the cohort in a folder.

        Args:
            known: the content of its index file, if that was read already.
            ticket: of whoever signed in.
        """
        layout = Layout(path)
        log = audit_log(layout)
        index = Index(layout, settings, log, known)
        door = Door(layout, settings.id, ticket)
        return cls(
            layout, settings, Identity(layout, settings.secret_mark), log, index, door, Roster(layout)
        )

    @property
    def who(self) -> Who:
        """Who is at work."""
        return self.door.who

    def permit(self, act: Act) -> None:
        """Refuse what the role of whoever is at work does not permit.

        Raises:
            CohortError: it is not permitted.
        """
        self.who.require(act)

    def actor(self, given: str) -> str:
        """Under which name something is logged: who signed in, else the name that was given."""
        return self.who.name or given

    def patients(self) -> tuple[str, ...]:
        """All pseudonyms, in order."""
        return tuple(sorted(self._known(), key=pseudonym_order))

    def pseudonyms(self, hospital_ids: Sequence[str]) -> tuple[str, ...]:
        """Find or assign the pseudonyms of hospital ids."""
        found = [self.identity.find(name) for name in hospital_ids]
        if None in found:
            with locked(self.layout.lock("patients")):
                new = [name for name in hospital_ids if self.identity.find(name) is None]
                added = self.identity.assign(new, self.index.patients())
            lines = [{"patient": pseudonym, "key": key} for key, pseudonym in added.items()]
            self.log.append_all([(acts.ADD_PATIENT, "coordinator", line) for line in lines])
            found = [self.identity.find(name) for name in hospital_ids]
        return tuple(name for name in found if name is not None)

    def find(self, hospital_id_or_pseudonym: str) -> str | None:
        """The pseudonym of a patient named by either; the hospital's id goes first."""
        name = hospital_id_or_pseudonym.strip().upper()
        pseudonym = name if is_pseudonym(name) and name in self._known() else None
        try:
            return self.identity.find(hospital_id_or_pseudonym) or pseudonym
        except CohortError:
            if pseudonym is None:
                raise
            return pseudonym  # a cohort given away without its secret knows its patients by pseudonym

    def require(self, patient: str) -> None:
        """Refuse a pseudonym that the cohort does not have.

        Raises:
            CohortError: there is no such patient.
        """
        if not is_pseudonym(patient) or patient not in self._known():
            raise CohortError(
                "This cohort has no patient {patient}.",
                remedy="Use one of the pseudonyms that `cxstage cohort info` lists.",
                patient=patient,
            )

    def _known(self) -> set[str]:
        return {*self.identity.known(), *self.index.patients()}

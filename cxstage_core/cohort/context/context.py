"""Context shared by the services of an open cohort."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.audit import events
from cxstage_core.cohort.audit.log import AuditLog
from cxstage_core.cohort.context.creation import audit_log
from cxstage_core.cohort.context.index_cache import Index
from cxstage_core.cohort.context.stores import Stores
from cxstage_core.cohort.files.accounts import SignedInUser
from cxstage_core.cohort.files.assignments import CachedAssignments
from cxstage_core.cohort.files.cohort_info import Settings
from cxstage_core.cohort.files.index import Content
from cxstage_core.cohort.files.pseudonyms import Identity
from cxstage_core.cohort.values.file_names import is_pseudonym, pseudonym_order
from cxstage_core.cohort.values.folder_layout import Layout
from cxstage_core.cohort.values.people import SessionToken
from cxstage_core.cohort.values.permissions import Permission, Principal
from cxstage_core.errors import CohortError
from cxstage_core.storage.file_locks import locked


@dataclass(frozen=True, slots=True)
class CohortContext:
    """Folder, pseudonyms, audit log, stores, index, current user and assignments of an open cohort."""

    layout: Layout
    settings: Settings
    identity: Identity
    log: AuditLog
    stores: Stores
    index: Index
    signed_in: SignedInUser
    assignments: CachedAssignments

    @classmethod
    def of(
        cls, path: Path, settings: Settings, known: Content | None, token: SessionToken | None = None
    ) -> CohortContext:
        """Open the files of a cohort.

        Args:
            known: content of its index file, if it was read already.
            token: session token of the user.
        """
        layout = Layout(path)
        log, stores = audit_log(layout), Stores.of(layout)
        return cls(
            layout,
            settings,
            Identity(layout, settings.secret_mark),
            log,
            stores,
            Index(layout, settings, log, stores, known),
            SignedInUser(layout, settings.id, token),
            CachedAssignments(layout),
        )

    @property
    def principal(self) -> Principal:
        """The current user and its roles."""
        return self.signed_in.principal

    def permit(self, permission: Permission) -> None:
        """Refuse what the role of the current user does not permit.

        Raises:
            CohortError: the role does not permit it.
        """
        self.principal.require(permission)

    def actor(self, given: str) -> str:
        """Return the name to log: the signed-in user, else the given name."""
        return self.principal.name or given

    def patients(self) -> tuple[str, ...]:
        """Return all pseudonyms, in order."""
        return tuple(sorted(self._known(), key=pseudonym_order))

    def pseudonyms(self, hospital_ids: Sequence[str]) -> tuple[str, ...]:
        """Find or assign the pseudonyms of hospital ids, in their order."""
        found = [self.identity.find(name) for name in hospital_ids]
        if None in found:
            with locked(self.layout.lock("patients")):
                new = [name for name in hospital_ids if self.identity.find(name) is None]
                added = self.identity.assign(new, self.index.patients())
            lines = [{"patient": pseudonym, "key": key} for key, pseudonym in added.items()]
            self.log.append_all([(events.ADD_PATIENT, "coordinator", line) for line in lines])
            found = [self.identity.find(name) for name in hospital_ids]
        return tuple(name for name in found if name is not None)

    def find(self, hospital_id_or_pseudonym: str) -> str | None:
        """Return the pseudonym of a patient given by hospital id or pseudonym; hospital ids have priority."""
        name = hospital_id_or_pseudonym.strip().upper()
        pseudonym = name if is_pseudonym(name) and name in self._known() else None
        try:
            return self.identity.find(hospital_id_or_pseudonym) or pseudonym
        except CohortError:
            if pseudonym is None:
                raise
            return pseudonym  # a cohort without its secret finds its patients by pseudonym only

    def require(self, patient: str) -> None:
        """Refuse a pseudonym that the cohort does not have.

        Raises:
            CohortError: the patient is unknown.
        """
        if not is_pseudonym(patient) or patient not in self._known():
            raise CohortError(
                "This cohort has no patient {patient}.",
                remedy="Use one of the pseudonyms that `cxstage cohort info` lists.",
                patient=patient,
            )

    def _known(self) -> set[str]:
        return {*self.identity.known(), *self.index.patients()}

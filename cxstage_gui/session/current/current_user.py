"""The current user: name, permissions, and the reading key and number of each case."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import EVERYONE, NOBODY, Permission, Principal
from cxstage_gui.settings import Settings

if TYPE_CHECKING:
    from cxstage_gui.session.current.patient_table import PatientRow


class CurrentUser(QObject):
    """The current user of this window.

    In a cohort without accounts the name is the one that was typed, remembered between starts. In
    one with accounts it is the user who signed in, and a reader's cases have numbers instead of
    pseudonyms, so that a repeat looks like any other case.

    Args:
        rows: gives the rows of the patient table.

    Signals:
        changed: the name of the reader changed, or a draft was opened or left.
    """

    changed = Signal(str)

    def __init__(
        self,
        settings: Settings,
        rows: Callable[[], tuple[PatientRow, ...]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._rows = rows
        self._principal: Principal = EVERYONE
        self._draft = self._draft_patient = ""

    # -- permissions

    @property
    def principal(self) -> Principal:
        """The signed-in user; everyone in a cohort without accounts."""
        return self._principal

    def sign_in(self, principal: Principal | None) -> None:
        """Set the user; None when no cohort is open."""
        self._principal, self._draft, self._draft_patient = principal or EVERYONE, "", ""

    def may(self, permission: Permission) -> bool:
        """Return True if the current user has this permission."""
        return self._principal.may(permission)

    @property
    def signed_in(self) -> bool:
        """Return True if there are accounts and a user signed in."""
        return bool(self._principal.name)

    @property
    def locked(self) -> bool:
        """Return True if the cohort has accounts and no user signed in."""
        return self._principal == NOBODY

    @property
    def draws(self) -> bool:
        """Return True if this user draws readings."""
        return self.may(Permission.DRAW)

    def draws_in(self, patient: str) -> bool:
        """Return True if the user can draw in this case: a reading, or the open draft."""
        return self.draws or self.drafts_in(patient)

    def drafts_in(self, patient: str) -> bool:
        """Return True if the case is open as the draft of a reference."""
        return bool(self._draft) and patient == self._draft_patient

    def sees_others_in(self, patient: str) -> bool:
        """Return True if outlines of others may be shown before the user's reading is complete."""
        return not self._principal.blind and (self.drafts_in(patient) or not self.draws)

    # -- names

    @property
    def reader(self) -> str:
        """The name under which the user reads."""
        return self._principal.name or self._settings.reader

    @reader.setter
    def reader(self, name: str) -> None:
        name = name.strip()
        if name and not self._principal.name and name != self._settings.reader:
            self._settings.reader = name
            self.changed.emit(name)

    def edit_draft(self, reading_key: str, patient: str) -> None:
        """Read one case under the reading key of a reference draft."""
        if (reading_key, patient) != (self._draft, self._draft_patient):
            self._draft, self._draft_patient = reading_key, patient
            self.changed.emit(self.reader)

    def end_draft(self) -> None:
        """Read under the user's own name again."""
        self.edit_draft("", "")

    def reading_key(self, patient: str) -> str:
        """The key under which the user's reading of the patient is stored."""
        if self.drafts_in(patient):
            return self._draft
        row = self._row(patient)
        return (row.reading_key if row is not None else "") or self.reader

    def case(self, patient: str) -> str:
        """The name of a case on screen: its number for a reader with a worklist."""
        row = self._row(patient)
        return patient if row is None else row.case

    def returned(self, patient: str) -> str:
        """Why the user's reading was returned, "" when it was not."""
        row = self._row(patient)
        return "" if row is None else row.returned.get(self.reading_key(patient), "")

    def _row(self, patient: str) -> PatientRow | None:
        return next((row for row in self._rows() if row.patient == patient), None)

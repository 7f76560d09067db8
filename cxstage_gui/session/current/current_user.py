"""Who sits here: the name, what it may do, and under which name and number each case is read."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from cxstage_core.cohort.values.permissions import EVERYONE, NOBODY, Permission, Principal
from cxstage_gui.settings import Settings

if TYPE_CHECKING:
    from cxstage_gui.session.current.patient_table import PatientRow


class CurrentUser(QObject):
    """The seat at this window.

    In a cohort without accounts the name is the one that was typed, remembered between starts. In
    one with accounts it is whoever signed in, and a reader's cases have numbers instead of pseudonyms,
    so that a repeat looks like any other case.

    Args:
        rows: gives the rows of the patient table.

    Signals:
        changed: another name reads from now on.
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
        self._borrowed = self._of = ""

    # -- who

    @property
    def principal(self) -> Principal:
        """Who is at work; everyone in a cohort without accounts."""
        return self._principal

    def sit(self, principal: Principal | None) -> None:
        """Somebody sits down; None when no cohort is open."""
        self._principal, self._borrowed, self._of = principal or EVERYONE, "", ""

    def may(self, act: Permission) -> bool:
        """Whether whoever sits here may do this."""
        return self._principal.may(act)

    @property
    def signed_in(self) -> bool:
        """Whether there are accounts, and somebody signed in."""
        return bool(self._principal.name)

    @property
    def locked(self) -> bool:
        """Whether nobody signed in to a cohort that has accounts."""
        return self._principal == NOBODY

    @property
    def draws(self) -> bool:
        """Whether this person draws readings."""
        return self.may(Permission.DRAW)

    def draws_in(self, patient: str) -> bool:
        """Whether there is anything to draw in this case: a reading, or a draft in hand."""
        return self.draws or self.drafts_in(patient)

    def drafts_in(self, patient: str) -> bool:
        """Whether the case is open as the draft of a reference."""
        return bool(self._borrowed) and patient == self._of

    def sees_others_in(self, patient: str) -> bool:
        """Whether outlines of others may be shown before an own reading is complete."""
        return not self._principal.blind and (self.drafts_in(patient) or not self.draws)

    @property
    def borrowed(self) -> bool:
        """Whether a draft is in hand."""
        return bool(self._borrowed)

    # -- under which name

    @property
    def reader(self) -> str:
        """The name under which is read now."""
        return self._principal.name or self._settings.reader

    @reader.setter
    def reader(self, name: str) -> None:
        name = name.strip()
        if name and not self._principal.name and name != self._settings.reader:
            self._settings.reader = name
            self.changed.emit(name)

    def read_as(self, name: str, patient: str) -> None:
        """Open one case under another stored name, as a reviewer does with a draft; "" ends it."""
        if (name, patient) != (self._borrowed, self._of):
            self._borrowed, self._of = name, patient
            self.changed.emit(self.reader)

    def reading_key(self, patient: str) -> str:
        """Under which name the patient's reading is stored that is read now."""
        if self.drafts_in(patient):
            return self._borrowed
        row = self._row(patient)
        return (row.reading_key if row is not None else "") or self.reader

    def case(self, patient: str) -> str:
        """What a case is called on screen: its number for a reader with a work list."""
        row = self._row(patient)
        return patient if row is None else row.case

    def returned(self, patient: str) -> str:
        """Why the reading that is read now was sent back, "" when it was not."""
        row = self._row(patient)
        return "" if row is None else row.returned.get(self.reading_key(patient), "")

    def _row(self, patient: str) -> PatientRow | None:
        return next((row for row in self._rows() if row.patient == patient), None)

"""The question before a cohort is left, or the program, while something drawn is not saved."""

from __future__ import annotations

from PySide6.QtCore import QElapsedTimer, QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QMainWindow, QMessageBox

from cxstage_gui.session import Session

WAIT_MS, LOOK_MS = 5_000, 20


class Leaving(QObject):
    """Waits for the last saves, and asks if one of them failed."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._asking = False

    def may_leave(self) -> bool:
        """Return True if everything is saved, or the user leaves all the same."""
        if self._session.cohort is None or self._session.saves.all_saved:
            return True
        if self._asking:
            return False
        self._asking = True
        try:
            self._session.finish_input()
            self._wait()
            return self._session.saves.all_saved or self._ask()
        finally:
            self._asking = False

    def _wait(self) -> None:
        """Let the saves end that run; one that failed is not waited for."""
        loop, look, clock = QEventLoop(), QTimer(), QElapsedTimer()
        clock.start()

        def look_again() -> None:
            if not self._session.saves.writes or clock.elapsed() > WAIT_MS:
                loop.quit()

        look.timeout.connect(look_again)
        look.start(LOOK_MS)
        loop.exec()

    def _ask(self) -> bool:
        unsaved = self._session.saves.unsaved
        lines = [
            f"{self._session.user.case(patient)}: {reason or self.tr('still being saved')}"
            for (patient, _), reason in unsaved.items()
        ]
        kept = all(self._in_journal(*key) for key in unsaved)
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle("CxStage")
        box.setText(self.tr("%n reading(s) are not saved.", "", len(lines)))
        fate = (
            self.tr("What was drawn is kept with the cohort and comes back when it is opened again.")
            if kept
            else self.tr("What was drawn since the last save is lost if you leave now.")
        )
        box.setInformativeText("\n".join([*lines, "", fate]))
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        leave = box.addButton(self.tr("Leave"), QMessageBox.ButtonRole.DestructiveRole)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.exec()
        return box.clickedButton() is leave

    def _in_journal(self, patient: str, reader: str) -> bool:
        drawn = self._session.drawings.find(patient, reader)
        journal = None if drawn is None else drawn.editor.journal
        return journal is not None and journal.trouble is None

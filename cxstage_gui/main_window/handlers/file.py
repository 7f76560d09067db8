"""The File menu: open, create and close cohorts and kits, and leave the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMainWindow, QMessageBox

from cxstage_gui.main_window.handlers.folders import FolderOf, LastFolder
from cxstage_gui.session import Session
from cxstage_gui.session.level import Level

SUFFIX = ".cxcohort"
KIT_SUFFIX = ".cxkit"


class FileMenu(QObject):
    """Asks what an entry of the File menu needs to know, then calls the session."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        self._folder = LastFolder(session.settings)
        self._cohorts = LastFolder(session.settings, FolderOf.COHORTS)

    def handlers(self) -> Mapping[str, Callable[[], None]]:
        """Return the functions of the menu entries, by id of the action."""
        return {
            "demo.open": self.open_demo,
            "cohort.create": self.create_cohort,
            "cohort.open": self.open_cohort,
            "cohort.close": self._session.close_cohort,
            "kit.open": self.open_kit,
            "kit.pack": self.pack_kit,
            "quit": self.quit,
        }

    def open_demo(self) -> None:
        """Build the demo cohort, or find it, and open it."""
        self._session.setup.build_demo(self._session.open_cohort)

    def create_cohort(self) -> None:
        """Ask for a folder and create a cohort there."""
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("New cohort: name of its folder"),
            str(self._cohorts.path / self.tr("Cohort.cxcohort")),
            self.tr("Cohort folder (*.cxcohort)"),
        )
        if chosen:
            self._cohorts.remember(Path(chosen).parent)
            self._session.create_cohort(Path(chosen))

    def open_cohort(self) -> None:
        """Ask for a cohort and open it."""
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open cohort (a folder NAME.cxcohort)"), str(self._cohorts.path)
        )
        if chosen:
            self._cohorts.remember(Path(chosen).parent)
            self._session.open_cohort(Path(chosen))

    def open_kit(self) -> None:
        """Ask for a kit, unpack it, and open it."""
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Open a reading kit"),
            str(self._folder.path),
            self.tr("Reading kit (*.cxkit)"),
        )
        if chosen:
            self._unpack_kit(Path(chosen))

    def open_dropped(self, path: Path) -> None:
        """Open a dropped cohort or kit; data is refused, since it needs a cohort to go to."""
        if path.suffix.lower() == KIT_SUFFIX:
            self._unpack_kit(path)
        elif path.is_dir():
            self._session.open_cohort(path)
        else:
            self._session.notify(
                self.tr("Open or create a cohort first; then drop {name} again.").format(
                    name=path.name
                ),
                Level.ERROR,
            )

    def _unpack_kit(self, file: Path) -> None:
        self._folder.remember(file.parent)
        folder, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Where to unpack it"),
            str(self._cohorts.path / f"{file.stem}{SUFFIX}"),
            self.tr("Cohort folder (*.cxcohort)"),
        )
        if folder:
            self._session.kits.unpack(file, Path(folder), self._session.open_cohort)

    def pack_kit(self) -> None:
        """Ask for a file and pack the open kit into it."""
        path = self._session.path
        if path is None:
            return
        file, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Pack the kit to return it"),
            str(self._folder.path / f"{path.stem}.cxkit"),
            self.tr("Reading kit (*.cxkit)"),
        )
        if file:
            self._folder.remember(Path(file).parent)
            self._session.kits.pack(Path(file))

    def quit(self) -> None:
        """Close the window."""
        self._window.close()

    def may_close(self) -> bool:
        """Ask what to do with trainings that run or wait; return False to keep the window open."""
        training = self._session.training
        ends = training.task is not None and training.task.cancel_asked and not training.queue
        if not training.running or ends:
            return True
        box = QMessageBox(self._window)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle("CxStage")
        box.setText(self.tr("A training is running."))
        box.setInformativeText(
            self.tr(
                "It can continue at the next start, from the last finished epoch, as soon as this cohort "
                "is opened again."
            )
        )
        later = box.addButton(self.tr("Quit, continue next time"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Quit and discard it"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(later)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() not in (later, drop):
            return False
        training.leave(keep=box.clickedButton() is later)
        return True

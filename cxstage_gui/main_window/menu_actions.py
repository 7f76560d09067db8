"""Asks what an action needs to know, then calls the session: the handlers of the actions table."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QApplication, QFileDialog, QMainWindow, QMessageBox

import cxstage_core
from cxstage_gui import theme
from cxstage_gui.main_window.manual import Manual
from cxstage_gui.session import Session
from cxstage_gui.widgets.dialog import while_open
from cxstage_gui.widgets.passphrase import PassphraseDialog

if TYPE_CHECKING:
    from cxstage_core.cohort.kits import KitReport
    from cxstage_core.cohort.values.people import Account

SUFFIX = ".cxcohort"


class MenuActions(QObject):
    """Handlers by the names in the actions table."""

    def __init__(self, session: Session, window: QMainWindow) -> None:
        super().__init__(window)
        self._session = session
        self._window = window
        session.kits.made.connect(self._kit_made)
        session.kits.taken.connect(self._kit_taken)
        session.kits.refused.connect(session.failed)

    # -- cohorts

    def open_demo(self) -> None:
        self._session.open_demo()

    def create_cohort(self) -> None:
        chosen, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("New cohort"),
            str(self._last_folder() / self.tr("Cohort.cxcohort")),
            self.tr("Cohort folder (*.cxcohort)"),
        )
        if chosen:
            self._remember(Path(chosen).parent)
            self._session.create_cohort(Path(chosen))

    def open_cohort(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window, self.tr("Open cohort (a folder NAME.cxcohort)"), str(self._last_folder())
        )
        if chosen:
            self._remember(Path(chosen).parent)
            self._session.open_cohort(Path(chosen))

    def close_cohort(self) -> None:
        self._session.close_cohort()

    # -- bringing the cohort together

    def import_images(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self._window,
            self.tr("Import images: a folder of DICOM files or volumes"),
            str(self._last_folder()),
        )
        if chosen:
            self._remember(Path(chosen).parent)
            self.take_in([Path(chosen)])

    def take_in(self, paths: Sequence[Path]) -> None:
        """Import what was chosen or dropped: a lone CSV is the clinical table, the rest images."""
        self._session.show_page("cohort")
        tables = [path for path in paths if path.suffix.lower() == ".csv"]
        images = [path for path in paths if path not in tables]
        for table in tables:
            self._session.collecting.import_clinical(table)
        if images:
            self._session.collecting.import_images(images)

    def import_clinical(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window,
            self.tr("Import clinical table"),
            str(self._last_folder()),
            self.tr("Table (*.csv)"),
        )
        if chosen:
            self._remember(Path(chosen).parent)
            self.take_in([Path(chosen)])

    def import_outline(self) -> None:
        from cxstage_gui.pages.cohort.outline_dialog import OutlineDialog

        self._session.show_page("cohort")
        OutlineDialog(self._session, self._window).open()

    def freeze_reference(self) -> None:
        from cxstage_gui.pages.cohort.freeze_dialog import FreezeDialog

        self._session.show_page("cohort")
        FreezeDialog(self._session, self._window).open()

    def draw_split(self) -> None:
        from cxstage_gui.pages.cohort.split_dialog import SplitDialog

        self._session.show_page("cohort")
        SplitDialog(self._session, self._window).open()

    def verify(self) -> None:
        self._session.show_page("cohort")
        self._session.collecting.verify()

    # -- reading kits

    def export_kit(self) -> None:
        from cxstage_gui.pages.cohort.kit_dialogs import ExportKitDialog, kit_file

        def chosen(reader: str) -> None:
            file, _ = QFileDialog.getSaveFileName(
                self._window,
                self.tr("Reading kit of {reader}").format(reader=reader),
                str(kit_file(self._last_folder(), reader)),
                self.tr("Reading kit (*.cxkit)"),
            )
            if file:
                self._remember(Path(file).parent)
                self._session.kits.export(reader, Path(file))

        dialog = ExportKitDialog(self._session, self._window)
        dialog.chosen.connect(chosen)
        dialog.open()

    def import_kit(self) -> None:
        file = self._kit_file(self.tr("Import a reading kit that came back"))
        if file is not None:
            self._session.kits.take(file)

    def open_kit(self) -> None:
        file = self._kit_file(self.tr("Open a reading kit"))
        if file is None:
            return
        folder, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Where to unpack it"),
            str(file.with_suffix(SUFFIX)),
            self.tr("Cohort folder (*.cxcohort)"),
        )
        if folder:
            self._session.kits.unpack(file, Path(folder), self._session.open_cohort)

    def pack_kit(self) -> None:
        path = self._session.path
        if path is None:
            return
        file, _ = QFileDialog.getSaveFileName(
            self._window,
            self.tr("Pack the kit to send it back"),
            str(self._last_folder() / f"{path.stem}.cxkit"),
            self.tr("Reading kit (*.cxkit)"),
        )
        if file:
            self._remember(Path(file).parent)
            self._session.kits.pack(Path(file))

    def _kit_file(self, title: str) -> Path | None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._window, title, str(self._last_folder()), self.tr("Reading kit (*.cxkit)")
        )
        if not chosen:
            return None
        self._remember(Path(chosen).parent)
        return Path(chosen)

    def _kit_made(self, place: Path) -> None:
        self._session.said.emit(self.tr("Wrote {name}.").format(name=place.name))

    def _kit_taken(self, report: KitReport) -> None:
        from cxstage_gui.pages.cohort.kit_dialogs import KitReportDialog

        KitReportDialog(report, self._window).open()

    # -- people

    def show_accounts(self) -> None:
        from cxstage_gui.pages.cohort.accounts_dialog import AccountsDialog

        AccountsDialog(self._session, self._window).open()

    def show_assignments(self) -> None:
        from cxstage_gui.pages.cohort.assignments_dialog import AssignmentsDialog

        AssignmentsDialog(self._session, self._window).open()

    def change_passphrase(self) -> None:
        self._ask_passphrase(self.tr("The one you have now ends with the change."))

    def welcome(self) -> None:
        """Ask somebody whose passphrase was set by a coordinator to choose an own one."""

        def found(account: Account | None) -> None:
            if account is not None and account.provisional:
                self._ask_passphrase(
                    self.tr("A coordinator set your passphrase. Choose one that only you know.")
                )

        if self._session.user.signed_in:
            self._session.staff.load_own(found)

    def sign_out(self) -> None:
        self._session.sign_out()

    def _ask_passphrase(self, sentence: str) -> None:
        dialog = PassphraseDialog(self.tr("Your passphrase"), sentence, own=True, parent=self._window)

        def done(_: object) -> None:
            dialog.done_well()
            self._session.said.emit(self.tr("Your passphrase is changed."))

        dialog.given.connect(
            lambda old, new: self._session.staff.change_own(
                old, new, while_open(dialog, done), while_open(dialog, dialog.refuse)
            )
        )
        dialog.open()

    # -- pages

    def show_cohort(self) -> None:
        self._session.show_page("cohort")

    def show_read(self) -> None:
        self._session.show_page("read")

    def show_review(self) -> None:
        self._session.show_page("review")

    def show_train(self) -> None:
        self._session.show_page("train")

    def show_compare(self) -> None:
        self._session.show_page("compare")

    def show_predict(self) -> None:
        self._session.show_page("predict")

    # -- the window itself

    def dark(self) -> None:
        self._wear("dark")

    def light(self) -> None:
        self._wear("light")

    def language_system(self) -> None:
        self._speak("system")

    def language_english(self) -> None:
        self._speak("en")

    def language_chinese(self) -> None:
        self._speak("zh_CN")

    def show_log(self) -> None:
        self._session.settings.folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._session.settings.folder)))

    def about(self) -> None:
        box = QMessageBox(self._window)
        box.setWindowTitle(self.tr("About CxStage"))
        box.setText(f"CxStage {cxstage_core.__version__}")
        box.setInformativeText(
            self.tr(
                "Cervical-cancer MRI: cohorts, readings, staging networks.\n\n"
                "Research use only. Not a medical device: its output must not guide the care of a patient."
            )
        )
        box.open()

    def quit(self) -> None:
        self._window.close()

    def show_manual(self) -> None:
        self._manual = Manual(self._window)
        self._manual.show()

    def may_close(self) -> bool:
        """Ask what becomes of a training that runs, or of trainings that wait."""
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
                "It can go on at the next start, from the last finished epoch, as soon as this cohort "
                "is opened again."
            )
        )
        later = box.addButton(self.tr("Quit, go on next time"), QMessageBox.ButtonRole.AcceptRole)
        drop = box.addButton(self.tr("Quit and discard it"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("Stay"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(later)
        box.setEscapeButton(stay)
        box.exec()
        if box.clickedButton() not in (later, drop):
            return False
        training.leave(keep=box.clickedButton() is later)
        return True

    def _wear(self, name: str) -> None:
        self._session.settings.theme = name
        application = QApplication.instance()
        if isinstance(application, QApplication):
            theme.apply(application, name)

    def _speak(self, code: str) -> None:
        self._session.settings.language = code
        self._session.said.emit(self.tr("The language changes when CxStage is started again."))

    def _last_folder(self) -> Path:
        stored = self._session.settings.text("last folder")
        return Path(stored) if stored and Path(stored).is_dir() else Path.home()

    def _remember(self, folder: Path) -> None:
        self._session.settings.keep("last folder", str(folder))

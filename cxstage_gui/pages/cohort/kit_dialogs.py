"""Reading kits: for whom one is made, and what came back with one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QDialog, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from cxstage_core.cohort.kits import KitReport
from cxstage_gui.session import Session
from cxstage_gui.strings import localized
from cxstage_gui.widgets.dialog import FormDialog, while_open
from cxstage_gui.widgets.labels import label


class ExportKitDialog(FormDialog):
    """Asks for the reader; the file is asked for next.

    Signals:
        chosen: the reader's name.
    """

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(
            self.tr("Export a reading kit"),
            self.tr(
                "One file with the images that this reader is to read, and the reader's own begun "
                "readings. It holds no other reading, no stage and no outcome. On another computer it "
                "opens like a cohort; packed there again, it is imported here."
            ),
            self.tr("Choose the file…"),
            parent,
        )
        self.reader = QComboBox()
        self.reader.setEditable(not session.user.signed_in)
        self.add(self.tr("Reader"), self.reader)
        self.reader.currentTextChanged.connect(lambda _: self._check())
        if session.user.signed_in:
            session.accounts.load_readers(while_open(self, self._show))
        else:
            self._show(tuple(sorted({name for row in session.patients for name in row.readings})))
        self._check()

    def accept(self) -> None:
        """Hand the name on."""
        self.chosen.emit(self.reader.currentText().strip())
        super().accept()

    def _show(self, names: tuple[str, ...]) -> None:
        self.reader.addItems(names)
        self._check()

    def _check(self) -> None:
        self.decide.setEnabled(bool(self.reader.currentText().strip()))


class KitReportDialog(QDialog):
    """Report of a reading kit: readings taken over, and the others with their reasons."""

    def __init__(self, report: KitReport, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Reading kit of {reader}").format(reader=report.reader))
        self.setMinimumSize(560, 320)
        taken, refused = len(report.taken), len(report.refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 16)
        column.setSpacing(12)
        column.addWidget(label(self.windowTitle(), "heading"))
        column.addWidget(
            label(
                self.tr("%n reading(s) taken over, {refused} refused.", "", taken).format(
                    refused=refused
                ),
                "muted",
            )
        )
        self.lines = QPlainTextEdit()
        self.lines.setReadOnly(True)
        self.lines.setAccessibleName(self.tr("What became of each patient"))
        self.lines.setPlainText(
            "\n".join(
                f"{one.patient}: {self.tr('taken over') if one.why is None else localized(one.why)}"
                for one in report.patients
            )
        )
        column.addWidget(self.lines, 1)
        close = QPushButton(self.tr("Close"))
        close.clicked.connect(self.accept)
        column.addWidget(close)


def kit_file(folder: Path, reader: str) -> Path:
    """A name to propose for a kit."""
    safe = "".join(sign if sign.isalnum() else "-" for sign in reader).strip("-") or "reader"
    return folder / f"{safe}.cxkit"

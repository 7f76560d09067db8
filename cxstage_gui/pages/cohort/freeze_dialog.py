"""Asks whose readings become the reference."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from cxstage_gui.session import Session
from cxstage_gui.widgets.dialog import FormDialog


class FreezeDialog(FormDialog):
    """One reader; accepting freezes that reader's complete readings where no reference exists."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("FreezeDialog", "Freeze reference"),
            translate(
                "FreezeDialog",
                "The complete readings of one reader become the reference of patients that have none. "
                "Reference and audit log record that it was not reviewed. "
                "Frozen references are not changed.",
            ),
            translate("FreezeDialog", "Freeze"),
            parent,
        )
        self._session = session
        self.reader = QComboBox()
        counts: dict[str, int] = {}
        for row in session.patients:
            for reader, state in row.readings.items():
                usable = str(state) == "complete" and not row.reference
                counts[reader] = counts.get(reader, 0) + usable
        for reader, count in sorted(counts.items()):
            self.reader.addItem(
                self.tr("Reader {reader}: %n complete reading(s) to freeze", "", count).format(
                    reader=reader
                ),
                reader,
            )
        self.add(translate("FreezeDialog", "Readings of"), self.reader)
        self.decide.setEnabled(any(counts.values()))
        if not any(counts.values()):
            self.notice.show_message(
                translate(
                    "FreezeDialog",
                    "There is nothing to freeze: mark readings complete on the Read page.",
                ),
            )

    def accept(self) -> None:
        """Freeze."""
        self._session.imports.freeze_reference(self.reader.currentData())
        super().accept()

"""Asks what only the user can answer before a clinical table is imported: empty cells, entered stages, free text."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QFrame, QScrollArea, QVBoxLayout, QWidget

from cxstage_core.cohort.clinical.choices import ImportChoices
from cxstage_core.cohort.clinical.preview import ClinicalPreview
from cxstage_core.cohort.values.clinical_columns import COLUMNS
from cxstage_gui.session import Session
from cxstage_gui.strings import localized
from cxstage_gui.widgets.dialog import FormDialog
from cxstage_gui.widgets.labels import label

_HIGHEST_PX = 360


class ClinicalDialog(FormDialog):
    """Nothing is chosen beforehand; accepting imports the table with what was chosen."""

    def __init__(
        self, session: Session, file: Path, found: ClinicalPreview, parent: QWidget | None = None
    ) -> None:
        super().__init__(
            self.tr("Import clinical table"),
            self.tr(
                "{unstaged} of {rows} rows have no stage, because facts are not stated. An unknown fact is never "
                "taken as none, unless you choose it here; the choice is kept in the audit log, and such labels are "
                "counted apart."
            ).format(unstaged=found.unstaged, rows=found.rows)
            if found.unstaged
            else self.tr(
                "The table has columns of free text. They are stored only if you choose them."
            ),
            self.tr("Import"),
            parent,
        )
        self._session, self._file = session, file
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(6)
        self.facts = self._facts(found)
        self.by_stage = self._by_stage(found)
        self.texts = self._texts(found)
        self._column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidget(inside)
        area.setAccessibleName(self.tr("Choices"))
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setMinimumHeight(min(_HIGHEST_PX, inside.sizeHint().height()))
        self.form.addRow(area)
        self.setMinimumWidth(560)

    def _facts(self, found: ClinicalPreview) -> dict[str, QCheckBox]:
        if not found.missing:
            return {}
        self._heading(self.tr("In this table an empty or absent cell means none"))
        boxes = {}
        for name, rows in found.missing.items():
            title = localized(COLUMNS[name].title)
            count = self.tr("%n row(s)", "", rows)
            boxes[name] = self._box("", f"{title} ({name}) · {count}")
        return boxes

    def _by_stage(self, found: ClinicalPreview) -> QCheckBox | None:
        if not found.by_stage:
            return None
        self._heading(self.tr("Label by the entered stage"))
        return self._box(
            self.tr("%n row(s) with an entered stage of FIGO 2018", "", found.by_stage),
            self.tr("Where facts are missing, label by the entered stage (not computed)"),
        )

    def _texts(self, found: ClinicalPreview) -> dict[str, QCheckBox]:
        if not found.texts:
            return {}
        self._heading(self.tr("Store columns of free text (read them first)"))
        return {
            one.column: self._box(
                "; ".join(f"“{cell}”" for cell in one.examples), one.column.replace("&", "&&")
            )
            for one in found.texts
        }

    def _heading(self, words: str) -> None:
        title = label(words)
        font = title.font()
        font.setBold(True)
        title.setFont(font)
        self._column.addWidget(title)

    def _box(self, remark: str, words: str) -> QCheckBox:
        box = QCheckBox(words)
        self._column.addWidget(box)
        if not remark:
            return box
        box.setAccessibleDescription(remark)
        below = label(remark, "muted", wrap=True)
        below.setTextFormat(Qt.TextFormat.PlainText)
        below.setContentsMargins(24, 0, 0, 0)
        self._column.addWidget(below)
        return box

    @property
    def choices(self) -> ImportChoices:
        """What is ticked."""
        return ImportChoices(
            tuple(name for name, box in self.facts.items() if box.isChecked()),
            None if self.by_stage is None or not self.by_stage.isChecked() else True,
            tuple(name for name, box in self.texts.items() if box.isChecked()),
        )

    def accept(self) -> None:
        """Import the table."""
        self._session.imports.import_clinical(self._file, choices=self.choices)
        super().accept()

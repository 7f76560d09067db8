"""Which outline: of the cohort, of a file, or drawn here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.strings import localized
from cxstage_gui.widgets.labels import label, set_role

if TYPE_CHECKING:
    from cxstage_core.prediction.viewing import OutlineFacts

REFERENCE, READING, FILE, DRAWN = "reference", "reading", "file", "drawn"


class OutlineBox(QWidget):
    """Chooses the outline and shows what it is.

    Signals:
        reading_wanted: name of a reader, "" for the reference.
        file_wanted: the user wants to choose a file.
        drawing_wanted: the user wants to draw here.
        export_wanted: the outline shall be stored in a file.
    """

    reading_wanted = Signal(str)
    file_wanted = Signal()
    drawing_wanted = Signal()
    export_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.of_cohort = QComboBox()
        self.of_cohort.setAccessibleName(self.tr("Outline of the cohort"))
        self.of_cohort.setPlaceholderText(self.tr("Outline of the cohort"))
        self.of_cohort.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.of_cohort.setMinimumContentsLength(12)
        self.of_cohort.activated.connect(
            lambda _: self.reading_wanted.emit(str(self.of_cohort.currentData() or ""))
        )
        self.file = QPushButton(self.tr("From a file …"))
        self.file.setToolTip(
            self.tr("NIfTI, MHA, NRRD, a segmentation of 3D Slicer, DICOM SEG or RTSTRUCT; or drop it")
        )
        self.file.clicked.connect(self.file_wanted)
        self.draw = QPushButton(self.tr("Draw here"))
        self.draw.setCheckable(True)
        self.draw.setToolTip(
            self.tr("Draw on the images; an outline on screen is changed in a copy, nothing is stored")
        )
        self.draw.clicked.connect(self._draw)
        self.export = QPushButton(self.tr("Save the drawn outline …"))
        self.export.setProperty("role", "flat")
        self.export.clicked.connect(self.export_wanted)
        self.about = label("", "muted", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.file, 1)
        row.addWidget(self.draw, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(self.tr("Outline of the tumour"), "heading"))
        column.addWidget(self.of_cohort)
        column.addLayout(row)
        column.addWidget(self.about)
        column.addWidget(self.export)
        self.offer(None, possible=False)
        self.show_outline("", "")

    def offer(self, row: PatientRow | None, *, possible: bool) -> None:
        """Offer the outlines that the cohort has of a patient.

        Args:
            row: of the patient, None for a study from files.
            possible: there are images to outline.
        """
        self.of_cohort.clear()
        if row is not None:
            if row.reference:
                words = self.tr("Reference, version {number}").format(number=row.reference)
                self.of_cohort.addItem(words, "")
            for reader, state in sorted(row.readings.items()):
                if str(state) == "complete":
                    self.of_cohort.addItem(self.tr("Reading of {reader}").format(reader=reader), reader)
        self.of_cohort.setVisible(self.of_cohort.count() > 0)
        self.file.setEnabled(possible)
        self.draw.setEnabled(possible)

    def show_outline(
        self, kind: str, author: str, facts: OutlineFacts | None = None, more: str = ""
    ) -> None:
        """Show where the outline comes from.

        Args:
            kind: of `OutlineKind`, "" for no outline.
            more: a sentence about it, such as why there is none.
        """
        self.draw.setChecked(kind == DRAWN)
        at = -1
        if kind == REFERENCE:
            at = self.of_cohort.findData("")
        elif kind == READING:
            at = self.of_cohort.findData(author)
        self.of_cohort.setCurrentIndex(at)
        self.export.setVisible(kind == DRAWN and facts is not None and facts.slices > 0)
        lines = [more] if more else []
        if facts is not None and facts.slices:
            lines.append(self._figures(facts))
            lines += [localized(note) for note in facts.notes]
        elif kind == DRAWN:
            lines.append(self.tr("Nothing drawn yet: choose a tool above the images, such as 4 or 3."))
        self.about.setText("\n".join(lines))
        self.about.setVisible(bool(lines))
        set_role(self.about, role="warning" if more and facts is None else "muted")

    def _figures(self, facts: OutlineFacts) -> str:
        source = {
            REFERENCE: self.tr("Reference"),
            READING: self.tr("Reading of {reader}").format(reader=facts.author),
            FILE: self.tr("From a file"),
            DRAWN: self.tr("Drawn here, not stored"),
        }[str(facts.kind)]
        parts = [source, self.tr("%n slice(s)", "", facts.slices)]
        parts.append(self.tr("tumour {cm3:.1f} cm³").format(cm3=facts.tumour_cm3))
        if facts.infiltration_cm3 > 0:
            parts.append(
                self.tr("possible infiltration {cm3:.1f} cm³").format(cm3=facts.infiltration_cm3)
            )
        return " · ".join(parts)

    def _draw(self) -> None:
        self.draw.setChecked(True)
        self.drawing_wanted.emit()

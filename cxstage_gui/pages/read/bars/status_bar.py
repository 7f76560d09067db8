"""The status bar below the panes: measurements, saving and completion."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QWidget

from cxstage_core.staging.size_limits import NEAR_MM
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label, set_role


class StatusBar(QWidget):
    """Numbers at the left, saving and completion at the right."""

    completion_wanted = Signal()
    slice_wanted = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._longest_slice = -1
        self._done = False
        self.volume = QLabel()
        self.volume.setAccessibleName(self.tr("Volumes"))
        self.diameter = QPushButton()
        self.diameter.setProperty("role", "flat")
        self.diameter.setToolTip(self.tr("Longest diameter in a slice; click shows that slice"))
        self.diameter.clicked.connect(lambda: self.slice_wanted.emit(self._longest_slice))
        self.space = QLabel()
        self.space.setToolTip(
            self.tr("Longest straight line in the tumour, also across slices, between voxel centres")
        )
        self.near = label("", "warning")
        self.near.setToolTip(self.tr("The diameter lies close to a threshold of the FIGO stages"))
        self.saved = label("", "muted")
        self.saved.setAccessibleName(self.tr("Saved"))
        self.complete = QPushButton()
        self.complete.setMinimumHeight(28)
        self.complete.clicked.connect(self.completion_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 4)
        row.setSpacing(16)
        for part in (self.volume, self.diameter, self.space, self.near):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.saved)
        row.addWidget(self.complete)

    def show_measures(self, measures: Measures | None) -> None:
        """Show volumes and diameters of the outline."""
        for part in (self.volume, self.diameter, self.space, self.near):
            part.setVisible(measures is not None)
        if measures is None:
            return
        parts = [self.tr("Tumour {volume:.2f} cm³").format(volume=measures.tumour_cm3)]
        if measures.infiltration_cm3:
            parts.append(
                self.tr("Possible infiltration {volume:.2f} cm³").format(
                    volume=measures.infiltration_cm3
                )
            )
        self.volume.setText("    ".join(parts))
        longest, self._longest_slice = measures.longest
        self.diameter.setEnabled(longest > 0)
        words = (
            self.tr("{length:.1f} mm in slice {number}").format(
                length=longest, number=self._longest_slice + 1
            )
            if longest
            else self.tr("Diameter –")
        )
        self.diameter.setText(words)
        self.diameter.setAccessibleName(words)
        in_3d = measures.in_space_mm
        self.space.setText(
            self.tr("3-D {length:.1f} mm").format(length=in_3d) if longest and in_3d is not None else ""
        )
        near = measures.near_mm
        self.near.setText(
            ""
            if near is None
            else self.tr("Within {tolerance:.0f} mm of {limit:.0f} mm").format(
                tolerance=NEAR_MM, limit=near
            )
        )

    def show_saved(self, case: Case | None, *, pending: bool) -> None:
        """Show whether the reading is on disk."""
        set_role(self.saved, role="muted")
        if case is None:
            self.saved.clear()
        elif case.view_only:
            self.saved.setText(self.tr("View only"))
        elif pending:
            self.saved.setText(self.tr("Saving …"))
        elif case.version == 0:
            self.saved.setText(self.tr("Nothing drawn yet"))
        else:
            at = datetime.fromisoformat(case.saved_at).astimezone()
            self.saved.setText(
                self.tr("Saved {time} · v{version}").format(time=f"{at:%H:%M:%S}", version=case.version)
            )

    def show_unsaved(self, sentence: str) -> None:
        """Show that the last save failed."""
        set_role(self.saved, role="error")
        self.saved.setText(self.tr("Not saved"))
        self.saved.setToolTip(sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "complete"):
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        colour = "" if self._done else current().on_accent
        self.complete.setIcon(icon("pencil-line" if self._done else "check-circle", colour))

    def show_state(self, case: Case | None) -> None:
        """Show the state of the case."""
        self.complete.setVisible(case is not None and not (case.view_only or case.draft))
        done = case is not None and case.complete
        self.complete.setText(self.tr(" Reopen (F8)") if done else self.tr(" Mark complete (F8)"))
        self._done = done
        self._draw_icon()
        set_role(self.complete, role="" if done else "primary")

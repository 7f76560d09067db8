"""The status bar below the panes: measurements, saving and completion."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, QSize, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QPushButton, QWidget

from cxstage_core.staging.size_limits import NEAR_MM
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.live_measures import Measures
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label, set_role

GAP = 16


class StatusBar(QWidget):
    """Numbers at the left, saving and completion at the right."""

    completion_wanted = Signal()
    next_wanted = Signal()
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
        self.next = QPushButton()
        self.next.setMinimumHeight(28)
        self.next.clicked.connect(self.next_wanted)
        self.next.hide()
        self._measures = QHBoxLayout()
        for part in (self.volume, self.diameter, self.space):
            self._measures.addWidget(part)
        self._measures.addStretch(1)
        self._saving = QHBoxLayout()
        self._saving.addWidget(self.near)
        self._saving.addStretch(1)
        self._saving.addWidget(self.saved)
        self._saving.addWidget(self.complete)
        self._saving.addWidget(self.next)
        self._box = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._box.setContentsMargins(12, 4, 8, 4)
        self._box.addLayout(self._measures)
        self._box.addLayout(self._saving, 1)
        for layout in (self._box, self._measures, self._saving):
            layout.setSpacing(GAP)

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

    def show_saved(self, case: Case | None, *, pending: bool, failure: str = "") -> None:
        """Show whether what is drawn in this case is on disk.

        Args:
            pending: it is being saved, or waits for that.
            failure: why it could not be saved, "" if it could or is being saved for the first time.
        """
        set_role(self.saved, role="error" if failure else "muted")
        self.saved.setToolTip(failure)
        if case is None:
            self.saved.clear()
        elif failure:
            self.saved.setText(self.tr("Not saved"))
        elif pending:
            self.saved.setText(self.tr("Saving …"))
        elif case.version == 0:
            view_only = self.tr("View only")
            self.saved.setText(view_only if case.view_only else self.tr("Nothing drawn yet"))
        else:
            at = datetime.fromisoformat(case.saved_at).astimezone()
            self.saved.setText(
                self.tr("Saved {time} · v{version}").format(time=f"{at:%H:%M:%S}", version=case.version)
            )

    def minimumSizeHint(self) -> QSize:
        """Return the size with measurements above the rest, as in a narrow window."""
        parts = (self._measures.minimumSize(), self._saving.minimumSize())
        margins = self._box.contentsMargins()
        width = max(part.width() for part in parts) + margins.left() + margins.right()
        return QSize(width, self._box.minimumSize().height())

    def resizeEvent(self, _event: QResizeEvent) -> None:
        """Break the line where it does not fit."""
        self._fit()

    def _fit(self) -> None:
        """Put the measurements above saving and completion where one line has no room for both."""
        one, two = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        margins = self._box.contentsMargins()
        for layout in (self._measures, self._saving):
            layout.invalidate()  # a button in another role has another width
        needed = self._measures.sizeHint().width() + self._saving.sizeHint().width()
        needed += 3 * GAP + margins.left() + margins.right()  # also about the stretches
        wanted = one if needed <= self.width() else two
        if self._box.direction() != wanted:
            self._box.setDirection(wanted)
            self._box.setSpacing(GAP if wanted == one else 4)

    def event(self, event: QEvent) -> bool:
        """Fit the line again when a text changes."""
        if event.type() == QEvent.Type.LayoutRequest and hasattr(self, "_box"):
            self._fit()
        return super().event(event)

    def changeEvent(self, event: QEvent) -> None:
        """Draw the icon again in the colours of a new theme."""
        if event.type() == QEvent.Type.PaletteChange and hasattr(self, "complete"):
            self._draw_icon()
        super().changeEvent(event)

    def _draw_icon(self) -> None:
        colour = "" if self._done else current().on_accent
        self.complete.setIcon(icon("pencil-line" if self._done else "check-circle", colour))

    def show_state(self, case: Case | None) -> None:
        """Offer to complete or to reopen the case, as far as the user may."""
        self.complete.setVisible(case is not None and (case.completes or case.reopens))
        done = case is not None and case.complete
        self.complete.setText(self.tr(" Reopen (F8)") if done else self.tr(" Mark complete (F8)"))
        self._done = done
        self._draw_icon()
        set_role(self.complete, role="" if done else "primary")

    def show_next(self, name: str, key: str) -> None:
        """Offer the next patient, or with "" none.

        Args:
            name: of the case on screen.
            key: that opens it, "" for none.
        """
        self.next.setVisible(bool(name))
        self.next.setText(self.tr("Next patient ({case})").format(case=name))
        title = self.tr("Next patient that is not complete")
        self.next.setToolTip(f"{title}  ({key})" if key else title)
        set_role(self.next, role="primary")

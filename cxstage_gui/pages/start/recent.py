"""The recent cohorts, each with a picture, the date of its last change and its progress."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from cxstage_gui.pages.start.summary import CohortSummary, summarise
from cxstage_gui.session import Session
from cxstage_gui.widgets.labels import label

SHOWN = 5
PICTURE_PX = 64


class RecentCohort(QPushButton):
    """One recent cohort; a click opens it."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.path = path
        self.setProperty("role", "row")
        self.setAccessibleName(self.tr("Open {name}").format(name=path.stem))
        self.setToolTip(str(path))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._picture = QLabel()
        self._picture.setFixedSize(PICTURE_PX, PICTURE_PX)
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._picture.setProperty("role", "picture")
        self.progress = label("", "muted")
        place = label(_shortened(path.parent), "muted")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addStretch(1)
        words.addWidget(label(path.stem, "heading"))
        words.addWidget(self.progress)
        words.addWidget(place)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 8, 8, 8)
        row.setSpacing(12)
        row.addWidget(self._picture)
        row.addLayout(words, 1)
        for inside in self.findChildren(QLabel):
            inside.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def show_summary(self, summary: CohortSummary) -> None:
        """Show what was read of the cohort."""
        parts = []
        if not summary.readable:
            parts.append(self.tr("cannot be read: open it to see why"))
        elif summary.patients is None:
            parts.append(self.tr("sign in to see it"))
        else:
            parts.append(self.tr("%n patient(s)", "", summary.patients))
            parts.append(self.tr("%n reference(s)", "", summary.references or 0))
        if summary.changed is not None:
            parts.append(self.tr("changed {date}").format(date=summary.changed.date().isoformat()))
        self.progress.setText("  ·  ".join(parts))
        self.setAccessibleDescription(self.progress.text())
        if summary.picture is not None:
            rows, columns = summary.picture.shape
            data = summary.picture.tobytes()
            image = QImage(data, columns, rows, columns, QImage.Format.Format_Grayscale8)
            self._picture.setPixmap(QPixmap.fromImage(image))


class RecentCohorts(QWidget):
    """The list; summaries are read when it is shown, one after the other, away from the interface.

    Signals:
        chosen: the folder of a cohort.
    """

    chosen = Signal(object)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)

    def refresh(self) -> None:
        """List the cohorts that the settings remember."""
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        paths = self._session.settings.recent[:SHOWN]
        if paths:
            self._column.addWidget(label(self.tr("Recent cohorts"), "heading"))
        for path in paths:
            row = RecentCohort(path)
            row.clicked.connect(lambda _=False, one=path: self.chosen.emit(one))
            self._column.addWidget(row)
            self._read(row)
        self.setVisible(bool(paths))

    def _read(self, row: RecentCohort) -> None:
        def show(summary: CohortSummary) -> None:
            if row in self.findChildren(RecentCohort):  # the list may have been made again
                row.show_summary(summary)

        self._session.run_in_background(
            summarise, row.path, PICTURE_PX, on_done=show, on_error=lambda _: None
        )


def _shortened(folder: Path) -> str:
    """Return a folder with the user's home as "~"."""
    try:
        return str(Path("~") / folder.relative_to(Path.home()))
    except ValueError:
        return str(folder)

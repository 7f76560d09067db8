"""The way of a cohort in five cards: what is there, and the button for the next step."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QWidget

from cxstage_core.cohort.clinical.stage_reason import perhaps_sentence
from cxstage_gui.actions import Actions
from cxstage_gui.session.current.patient_table import PatientRow
from cxstage_gui.strings import localized
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label


class Step(QFrame):
    """One card: a mark, a title, what is there, and an action."""

    def __init__(self, title: str, actions: Actions, action: str, button_text: str) -> None:
        super().__init__()
        self.setProperty("role", "card")
        self._done = False
        self._mark = QLabel()
        self._mark.setFixedSize(20, 20)
        self._value = label("", "muted")
        self._value.setMinimumWidth(0)
        self._value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = actions.button(action, text=button_text)
        self.button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 10, 12, 12)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(4)
        heading = label(title)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        grid.addWidget(self._mark, 0, 0)
        grid.addWidget(heading, 0, 1)
        grid.addWidget(self._value, 1, 0, 1, 2)
        grid.setRowMinimumHeight(2, 4)
        grid.addWidget(self.button, 3, 0, 1, 2)
        grid.setColumnStretch(1, 1)

    def show_state(self, value: str, *, done: bool) -> None:
        """Show what is there, and whether the step is done."""
        self._value.setText(value)
        self._value.setToolTip(value)
        self._done = done
        self._redraw()

    def explain(self, sentence: str) -> None:
        """Explain the value in a tooltip."""
        self._value.setToolTip(sentence)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of theme."""
        if event.type() == QEvent.Type.PaletteChange:
            self._redraw()
        super().changeEvent(event)

    def _redraw(self) -> None:
        palette = current()
        picture = icon("check-circle", palette.good) if self._done else icon("circle", palette.faint)
        self._mark.setPixmap(picture.pixmap(20, 20))


class Steps(QWidget):
    """Images, clinical table, readings, reference, split."""

    def __init__(self, actions: Actions) -> None:
        super().__init__()
        translate = QCoreApplication.translate
        self.images = Step(
            translate("Steps", "Images"), actions, "cohort.import", translate("Steps", "Import…")
        )
        self.clinical = Step(
            translate("Steps", "Clinical table"),
            actions,
            "cohort.clinical",
            translate("Steps", "Import…"),
        )
        self.readings = Step(
            translate("Steps", "Readings"), actions, "page.read", translate("Steps", "Read")
        )
        self.reference = Step(
            translate("Steps", "Reference"), actions, "cohort.freeze", translate("Steps", "Freeze…")
        )
        self.split = Step(
            translate("Steps", "Split"), actions, "cohort.split", translate("Steps", "Draw…")
        )
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for step in (self.images, self.clinical, self.readings, self.reference, self.split):
            row.addWidget(step, 1)
        row.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_rows(())

    def show_rows(self, rows: Sequence[PatientRow]) -> None:
        """Count what the rows hold."""
        total = len(rows)
        staged = sum(bool(row.stage) for row in rows)
        frozen = sum(bool(row.reference) for row in rows)
        train = sum(row.part == "train" for row in rows)
        test = sum(row.part == "test" for row in rows)
        complete: dict[str, int] = {}
        for row in rows:
            for reader, state in row.readings.items():
                complete[reader] = complete.get(reader, 0) + (str(state) == "complete")
        of, none = self.tr("{count} of {total}"), self.tr("none yet")
        self.images.show_state(
            self.tr("{count} patients").format(count=total) if total else none,
            done=total > 0,
        )
        words = self.tr("{count} of {total} staged").format(count=staged, total=total)
        if perhaps := sum(row.perhaps for row in rows):
            words += " · " + self.tr("%n uncertain", "", perhaps)
        self.clinical.show_state(words if total else none, done=0 < total == staged and not perhaps)
        if perhaps:
            self.clinical.explain(localized(perhaps_sentence(perhaps)))
        self.readings.show_state(
            " · ".join(
                f"{reader} " + of.format(count=count, total=total)
                for reader, count in sorted(complete.items())
            )
            or none,
            done=total > 0 and max(complete.values(), default=0) == total,
        )
        self.reference.show_state(
            self.tr("{count} of {total} frozen").format(count=frozen, total=total) if total else none,
            done=0 < total == frozen,
        )
        if train or test:
            self.split.show_state(
                self.tr("{train} training, {test} test · locked").format(train=train, test=test),
                done=True,
            )
        else:
            self.split.show_state(self.tr("not drawn yet"), done=False)

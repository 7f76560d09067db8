"""The checks of the input gate: what was found, what fits, and the training patients nearest to the study."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from cxstage_gui.pages.predict.panels.plain_table import plain_table, show_rows, wrapped
from cxstage_gui.strings import figures, localized
from cxstage_gui.theme import current, icon
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column

if TYPE_CHECKING:
    from cxstage_core.prediction.check import Check, Picture
    from cxstage_gui.session.workers.prediction_values import LateChecks

ICONS = {"fits": "check-circle", "warning": "warning", "stop": "x-circle", "unknown": "info"}
PICTURE_PX = 220
TABLE_PX = 340
GRAVEST_FIRST = ("stop", "warning", "unknown", "fits")


class ChecksPanel(QWidget):
    """Shows `Check`s; a selected one shows its sentence and its picture."""

    def __init__(self) -> None:
        super().__init__()
        self._early: tuple[Check, ...] = ()
        self.state = label("", "muted", wrap=True)
        self.table, self.model = plain_table(
            self.tr("Checks of the input"),
            [
                Column(self.tr("Check"), _found, tip=self._tip, picture=_mark),
                Column(self.tr("Verdict"), self._verdict, colour=_colour, tip=self._tip),
            ],
            (80,),
        )
        wrapped(self.table, TABLE_PX)
        self.about = label("", "", wrap=True)
        self.picture = QLabel()
        self.picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nearest_heading = label(self.tr("Nearest training patients"), "heading")
        self.nearest, self.nearest_model = plain_table(
            self.tr("Nearest training patients"),
            [
                Column(self.tr("Patient"), lambda n: n.patient),
                Column(self.tr("Stage"), lambda n: n.stage or self.tr("unknown")),
                Column(self.tr("Distance"), lambda n: f"{n.distance:.2f}", number=True),
            ],
            (96, 88),
        )
        self.late = label("", "muted", wrap=True)
        self.table.selectionModel().currentRowChanged.connect(self._row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 0)
        column.setSpacing(8)
        for part in (self.state, self.table, self.about, self.picture):
            column.addWidget(part)
        for part in (self.nearest_heading, self.nearest, self.late):
            column.addWidget(part)
        column.addStretch(1)

    def show_checks(self, checks: Sequence[Check], waiting: str = "") -> None:
        """Show the checks made before the number.

        Args:
            waiting: what is still to come, "" for nothing.
        """
        self._early = tuple(checks)
        self._show(self._early)
        self.nearest_heading.hide()
        self.nearest.hide()
        self.late.setText(waiting)

    def show_late(self, found: LateChecks) -> None:
        """Add the checks made with the network."""
        self._show((*self._early, found.features))
        show_rows(self.nearest, self.nearest_model, found.nearest)
        self.nearest.setVisible(bool(found.nearest))
        self.nearest_heading.setVisible(bool(found.nearest))
        self.late.setText("" if found.nearest_note is None else localized(found.nearest_note))

    def show_late_failed(self, sentence: str) -> None:
        """Show the reason why the checks with the network are missing."""
        self.late.setText(sentence)

    def _show(self, checks: Sequence[Check]) -> None:
        checks = sorted(checks, key=lambda check: GRAVEST_FIRST.index(check.verdict))
        self.model.show(checks)
        self.table.clearSelection()
        self.table.setVisible(bool(checks))
        bad = sum(check.verdict in ("warning", "stop") for check in checks)
        unknown = sum(check.verdict == "unknown" for check in checks)
        self.state.setText(
            self.tr("{n} checks: {bad} with an objection, {unknown} unknown.").format(
                n=len(checks), bad=bad, unknown=unknown
            )
            if checks
            else self.tr("The model file holds nothing to compare the study with.")
        )
        self.about.setText(self.tr("A row shows what was compared.") if checks else "")
        self.picture.clear()

    def _row(self, index: QModelIndex, *_: object) -> None:
        if not index.isValid():
            return
        check: Check = self.model.rows[index.row()]
        self.about.setText(self._tip(check))
        self.picture.clear()
        if check.picture is not None:
            self.picture.setPixmap(pixmap_of(check.picture))
            self.picture.setAccessibleName(localized(check.title))

    def _tip(self, check: Any) -> str:
        words = self.tr("{title}: {value}; what fits: {range}.").format(
            title=localized(check.title),
            value=figures(localized(check.value)),
            range=figures(localized(check.range)),
        )
        return words if check.sentence is None else f"{words}\n{localized(check.sentence)}"

    def _verdict(self, check: Any) -> str:
        return {
            "fits": self.tr("fits"),
            "warning": self.tr("warning"),
            "stop": self.tr("stop"),
            "unknown": self.tr("unknown"),
        }[check.verdict]


def pixmap_of(picture: Picture) -> QPixmap:
    """Make a picture of (row, column) grey or (row, column, 3) colours, with its own pixels."""
    colours = picture if picture.ndim == 3 else np.repeat(picture[..., None], 3, axis=2)
    pixels = np.ascontiguousarray(colours)
    rows, columns = pixels.shape[:2]
    image = QImage(pixels.data, columns, rows, columns * 3, QImage.Format.Format_RGB888)
    return QPixmap.fromImage(image.copy()).scaled(
        PICTURE_PX, PICTURE_PX, Qt.AspectRatioMode.KeepAspectRatio
    )


def _found(check: Any) -> str:
    return f"{localized(check.title)}\n{figures(localized(check.value))}"


def _colour(check: Any) -> str:
    palette = current()
    colours = {"fits": palette.good, "warning": palette.warning, "stop": palette.error}
    return colours.get(check.verdict, palette.muted)


def _mark(check: Any) -> QPixmap:
    return icon(ICONS[check.verdict], _colour(check)).pixmap(16, 16)

"""Asks how to draw the training and the test part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QComboBox, QWidget

from cxstage_core.staging import SCHEMES
from cxstage_gui.session import Session
from cxstage_gui.strings import localized
from cxstage_gui.widgets.dialog import FormDialog, while_open
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.numbers import whole_field

if TYPE_CHECKING:
    from cxstage_core.dataset import LabelTable


class SplitDialog(FormDialog):
    """Test share, seed and label scheme; accepting draws and locks the split."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        translate = QCoreApplication.translate
        super().__init__(
            translate("SplitDialog", "Draw split"),
            translate(
                "SplitDialog",
                "Whole patients go into the training or the test part, both groups in the same "
                "proportion. The split is drawn once and then locked, so that no later choice can be "
                "fitted to the test part.",
            ),
            translate("SplitDialog", "Draw and lock"),
            parent,
        )
        self._session = session
        self.test = whole_field(5, 90, 30, " %")
        self.seed = whole_field(0, 2**31 - 1, 1)
        self.scheme = QComboBox()
        for scheme in SCHEMES.values():
            self.scheme.addItem(localized(scheme.title), scheme.name)
        self._explained = label("", "muted", wrap=True)
        self._explained.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.scheme.currentIndexChanged.connect(self._explain)
        self.add(translate("SplitDialog", "Test part"), self.test)
        self.add(translate("SplitDialog", "Seed"), self.seed)
        self.add(translate("SplitDialog", "Label scheme"), self.scheme)
        self.form.addRow("", self._explained)
        self.counts = label("", "muted", wrap=True)
        self.counts.setMinimumHeight(self.fontMetrics().lineSpacing() * 3)
        self.form.addRow(translate("SplitDialog", "Labels"), self.counts)
        session.imports.labels_counted.connect(while_open(self, self._count))
        self._explain()

    def _explain(self) -> None:
        self._explained.setText(localized(SCHEMES[self.scheme.currentData()].description))
        self.counts.setText("…")
        self._session.imports.count_labels(self.scheme.currentData())

    def _count(self, scheme: str, found: LabelTable) -> None:
        """Show the groups, and what the labels rest on, before anything is locked."""
        if scheme != self.scheme.currentData():
            return
        translate = QCoreApplication.translate
        other = sum(found.labels.values())
        groups = translate(
            "SplitDialog",
            "{surgery} surgery, {other} chemoradiotherapy or systemic, {excluded} without a label.",
        ).format(surgery=len(found.labels) - other, other=other, excluded=len(found.excluded))
        origins = "; ".join(f"{n} {localized(origin)}" for origin, n in found.origin_counts().items())
        self.counts.setText(f"{groups}\n{origins}")

    def accept(self) -> None:
        """Draw and lock."""
        self._session.imports.draw_split(
            self.test.value() / 100, self.seed.value(), self.scheme.currentData()
        )
        super().accept()

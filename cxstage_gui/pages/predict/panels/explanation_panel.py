"""What a prediction rests on: a map over the images, what changes without parts of them, and trust in maps."""

from __future__ import annotations

from statistics import median
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QFormLayout, QSlider, QVBoxLayout, QWidget

from cxstage_gui.pages.predict.panels.colour_bar import ColourBar
from cxstage_gui.pages.predict.panels.plain_table import plain_table, show_rows
from cxstage_gui.strings import figures, localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column

if TYPE_CHECKING:
    from cxstage_core.prediction.explanation import Explanation, HeatMap, TrustRow

OPACITY = 60


class ExplanationPanel(QWidget):
    """Shows an `Explanation`.

    Signals:
        map_wanted: the `HeatMap` to paint, or None.
        opacity_changed: 0 to 1.
    """

    map_wanted = Signal(object)
    opacity_changed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self.explanation: Explanation | None = None
        self.state = label("", "muted", wrap=True)
        self.map = QComboBox()
        self.map.setAccessibleName(self.tr("Map over the images"))
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setValue(OPACITY)
        self.opacity.setAccessibleName(self.tr("Opacity of the map"))
        self.bar = ColourBar()
        self.method = label("", "muted", wrap=True)
        self.empty = label("", "warning", wrap=True)
        self.cell = label("", "", wrap=True)
        self.share = label("", "", wrap=True)
        self.warning = label("", "warning", wrap=True)
        self.notes = label("", "muted", wrap=True)
        self.without, self._without = plain_table(
            self.tr("Prediction without a part of the input"),
            [
                Column(
                    self.tr("Without"), lambda o: localized(o.title), tip=lambda o: localized(o.title)
                ),
                Column(self.tr("Probability"), lambda o: f"{o.probability:.3f}", number=True),
                Column(self.tr("Change"), lambda o: figures(f"{o.change:+.3f}"), number=True),
            ],
            (88, 72),
        )
        self.tests = label("", "", wrap=True)
        self._body = QWidget()
        self._lay_out()
        self.map.activated.connect(lambda _: self._choose())
        self.opacity.valueChanged.connect(lambda value: self.opacity_changed.emit(value / 100))
        self.wait()

    def wait(self, sentence: str = "") -> None:
        """Show what is waited for; nothing of an earlier answer stays."""
        self.explanation = None
        self._body.hide()
        self.state.setText(sentence or self.tr("The explanation is being computed …"))
        self.state.show()
        self.map_wanted.emit(None)

    def show_explanation(self, found: Explanation) -> None:
        """Show an explanation; the map is painted when the user asks for it."""
        self.explanation = found
        self.state.hide()
        self.map.clear()
        self.map.addItem(self.tr("No map"), None)
        for heat in (found.additive, found.layer):
            if heat is not None:
                self.map.addItem(localized(heat.title), heat.key)
        notes = [found.additive_note, found.layer_note, *found.notes]
        self.notes.setText("\n\n".join(localized(note) for note in notes if note is not None))
        show_rows(self.without, self._without, found.occlusion)
        rows = () if found.trust is None else found.trust.rows
        self.tests.setText("\n\n".join(self._test(row) for row in rows) or self._not_tested())
        self._choose()
        self._body.show()

    def shown_map(self) -> HeatMap | None:
        """The chosen map, None for none."""
        found, key = self.explanation, self.map.currentData()
        if found is None or key is None:
            return None
        return found.additive if key == "additive" else found.layer

    def show_elsewhere(self) -> None:
        """Show that the series on screen is not that of the map."""
        self.cell.setText(self.tr("The map belongs to another series than the one on screen."))

    def show_cell(self, value: float | None) -> None:
        """Show the value of the map where the user clicked; None outside of what the network saw."""
        heat = self.shown_map()
        if heat is None:
            self.cell.setText("")
        elif value is None:
            self.cell.setText(self.tr("The network saw nothing here."))
        elif heat.key == "additive":
            logit = self.explanation.logit if self.explanation is not None else 0.0
            self.cell.setText(
                figures(
                    self.tr("This cell: {value:+.3g} of the logit {logit:+.3g}.").format(
                        value=value, logit=logit
                    )
                )
            )
        else:
            self.cell.setText(
                self.tr("Here: {value:.3g}, a relative value without a unit.").format(value=value)
            )

    def _choose(self) -> None:
        heat = self.shown_map()
        self.method.setText("" if heat is None else localized(heat.method))
        empty = None if heat is None else heat.empty
        self.empty.setText("" if empty is None else localized(empty))
        self.share.setText("" if heat is None else self._share(heat))
        self.warning.setText("" if heat is None or heat.warning is None else localized(heat.warning))
        self.cell.setText("" if heat is None else self.tr("A click on the image reads the map."))
        self.map_wanted.emit(heat)

    def _share(self, heat: HeatMap) -> str:
        if heat.inside_share is None or heat.rim_share is None:
            return ""
        words = self.tr(
            "{inside:.0%} of the heat in the outline, {rim:.0%} within 5 mm around it."
        ).format(inside=heat.inside_share, rim=heat.rim_share)
        tested = sorted(heat.test_shares)
        if not tested:
            return words + " " + self.tr("Not known for the model's test patients.")
        return (
            words
            + " "
            + self.tr(
                "In the outline of {n} test patients: {low:.0%} to {high:.0%}, median {middle:.0%}."
            ).format(n=len(tested), low=tested[0], high=tested[-1], middle=median(tested))
        )

    def _test(self, row: TrustRow) -> str:
        outcome: dict[Any, str] = {
            True: self.tr("✓ passed"),
            False: self.tr("✗ not passed"),
            None: self.tr("? unknown"),
        }
        return f"{localized(row.title)}: {outcome[row.passed]}\n{figures(localized(row.sentence))}"

    def _not_tested(self) -> str:
        return self.tr(
            "Not run for this model: how far its maps can be trusted is unknown. The command cxstage test-maps "
            "runs them on its test patients."
        )

    def _lay_out(self) -> None:
        form = QFormLayout()
        form.setContentsMargins(0, 0, 0, 0)
        form.addRow(self.tr("Map"), self.map)
        form.addRow(self.tr("Opacity"), self.opacity)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addLayout(form)
        for part in (self.bar, self.empty, self.warning, self.cell, self.share, self.method):
            body.addWidget(part)
        body.addWidget(label(self.tr("Without a part of the input"), "heading"))
        body.addWidget(self.without)
        body.addWidget(label(self.tr("Trust tests of the maps"), "heading"))
        body.addWidget(self.tests)
        body.addWidget(self.notes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 8, 0)
        column.addWidget(self.state)
        column.addWidget(self._body)
        column.addStretch(1)

"""Agreement of two readings of one case, with definitions."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_core.reading.comparison.definitions import DEFINITIONS, MEASURES, REGIONS, Measure, Region
from cxstage_gui.session.actions.review import OpenCase
from cxstage_gui.strings import figures, localized
from cxstage_gui.widgets.labels import label
from cxstage_gui.widgets.table import Column, RowsModel, table_view

Figure = tuple[Measure, tuple[str, ...]]
SHOWN = (
    Measure.DICE,
    Measure.HD95,
    Measure.ASSD,
    Measure.EDGE,
    Measure.VOLUME,
    Measure.DIAMETER,
)


class CaseFigures(QWidget):
    """One line per measure, one column per region; a tip gives its definition."""

    def __init__(self) -> None:
        super().__init__()
        self.model: RowsModel[Figure] = RowsModel(
            (
                Column(
                    "", lambda f: localized(MEASURES[f[0]]), tip=lambda f: localized(DEFINITIONS[f[0]])
                ),
                *(self._column(number, region) for number, region in enumerate(Region)),
            )
        )
        self.view = table_view(self.tr("Agreement of this case"))
        self.view.setModel(self.model)
        self.view.setColumnWidth(0, 150)
        for number in range(len(Region)):
            self.view.setColumnWidth(number + 1, 62)
        self.note = label("", "muted", wrap=True)
        self.definition = label("", "muted", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(8)
        column.addWidget(self.view, 1)
        column.addWidget(self.definition)
        column.addWidget(self.note)
        self.view.selectionModel().currentRowChanged.connect(lambda *_: self._define())

    def show_case(self, case: OpenCase | None) -> None:
        """Show the figures of the series on screen."""
        found = {} if case is None else case.agreement
        rows: list[Figure] = []
        if found:
            for measure in SHOWN:
                rows.append((measure, tuple(_figure(found[r], measure) for r in Region)))
        self.model.show(rows)
        notes = [localized(note) for one in found.values() if (note := one.note) is not None]
        alone = self.tr(
            "One case has no interval: it is one number per measure. The cohort's are on the second tab."
        )
        self.note.setText("\n".join(dict.fromkeys([alone, *notes])) if found else "")
        self._define()

    def _column(self, number: int, region: Region) -> Column[Figure]:
        return Column(
            localized(REGIONS[region]),
            lambda f: f[1][number],
            number=True,
            header_tip=localized(REGIONS[region]),
        )

    def _define(self) -> None:
        row = self.view.currentIndex().row()
        known = 0 <= row < len(self.model.rows)
        self.definition.setText(localized(DEFINITIONS[self.model.rows[row][0]]) if known else "")


def _figure(found: object, measure: Measure) -> str:
    names = {
        Measure.DICE: ("dice", 3),
        Measure.HD95: ("hd95_mm", 1),
        Measure.ASSD: ("assd_mm", 2),
        Measure.EDGE: ("edge_offset_mm", 2),
        Measure.VOLUME: ("volume_difference_cm3", 2),
        Measure.DIAMETER: ("diameter_difference_mm", 1),
    }
    name, decimals = names[measure]
    value = getattr(found, name)
    return "—" if value is None else figures(f"{value:.{decimals}f}")

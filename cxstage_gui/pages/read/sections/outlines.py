"""The section "Outlines": every outline over the images, each with its own look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_core.cohort.values.records import Reading
from cxstage_core.cohort.values.visible_outlines import Outline
from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.outline_row import OutlineRow
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.prepared_case import label_colours
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels, Overlay
from cxstage_gui.viewer.models.looks import Look, Mode, colours_of, other_layers
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.tool_strip import ToolStrip
from cxstage_gui.widgets.labels import label

OTHERS = Look(mode=Mode.OUTLINE)
Key = Label | str
"""A label of the own reading, a reader's name, or "" for the reference."""
Shown = tuple[PaneModel, str]


class OutlinesSection(QObject):
    """Shows outlines of others where blinding allows it, and gives every outline its look."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        panes: Panes,
        strip: ToolStrip,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._panes = panes
        self._strip = strip
        self._looks: dict[Key, Look] = {}
        self._others: dict[str, list[tuple[PaneModel, Tinted]]] = {}
        self._others_shown = True
        self.rows: dict[Key, OutlineRow] = {}
        self._box = QWidget()
        self._column = QVBoxLayout(self._box)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self.blind = label(
            self.tr(
                "Reading is blind: outlines of other readers and the reference appear here when your "
                "reading and theirs are complete."
            ),
            "muted",
            wrap=True,
        )
        self._column.addWidget(self.blind)
        self._column.addStretch(1)
        side.add("outlines", self.tr("Outlines"), "intersect", self._box)
        commands.add(
            Command(
                "overlays",
                self.tr("Outlines of others on or off"),
                self.tr("View"),
                self._toggle_others,
            )
        )
        context.case_shown.connect(self._case_shown)
        context.case_closed.connect(self._case_closed)
        context.state_changed.connect(self._state_changed)
        context.saved.connect(self._saved)
        strip.opacity.valueChanged.connect(self._all_opacities)

    # -- what there is

    def _case_shown(self, case: Case) -> None:
        if not case.shows_others:
            self._drop_others()
        self._list()
        self._dress_own()
        self._load()

    def _case_closed(self) -> None:
        self._drop_others()
        self._list()

    def _state_changed(self) -> None:
        """Hide the outlines of others at once when the reading is reopened."""
        case = self._context.case
        if case is not None and not case.shows_others:
            self._drop_others()
            self._list()

    def _saved(self, saved: Reading) -> None:
        case = self._context.case
        if case is not None and (saved.patient, saved.reader) == (case.patient, case.reader):
            self._load()

    def _load(self) -> None:
        case = self._context.case
        if case is None or not case.shows_others:
            return
        places = ((case.first, 0), *((one.series, one.plane) for one in case.contents))
        shown = [
            (view.model, series)
            for view, (series, _) in zip(self._panes.all, places, strict=True)
            if view.model is not None
        ]

        def prepare(
            outlines: tuple[Outline, ...],
        ) -> dict[str, list[tuple[PaneModel, Tinted]]]:
            return {one.author: _tinted(one, shown, case.first) for one in outlines}

        def done(made: dict[str, list[tuple[PaneModel, Tinted]]]) -> None:
            now = self._context.case
            if now is not None and now.shows_others and now.shows_same(case):
                self._others = made
                self._list()
                self._show_others()

        self._context.load_outlines(prepare, done)

    def _drop_others(self) -> None:
        self._others = {}
        self._show_others()

    # -- looks

    def look(self, key: Key) -> Look:
        """Current look of an outline."""
        usual = Look() if isinstance(key, Label) else OTHERS
        return self._looks.get(key, replace(usual, opacity=self._strip.opacity.value() / 100))

    def _changed(self, key: Key, look: Look) -> None:
        self._looks[key] = look
        if isinstance(key, Label):
            self._dress_own()
        else:
            self._show_others()

    def _all_opacities(self, percent: int) -> None:
        """Apply the opacity of the toolbar to all outlines."""
        for key, look in list(self._looks.items()):
            self._looks[key] = replace(look, opacity=percent / 100)
        for key, row in self.rows.items():
            row.show_look(self.look(key))
        self._dress_own()
        self._show_others()

    def _dress_own(self) -> None:
        case = self._context.case
        if case is not None:
            colours = label_colours(case.reader)
            layers = [self.look(one).layer(colour) for one, colour in colours.items()]
            self._panes.link.dress(layers)

    def _toggle_others(self) -> None:
        self._others_shown = not self._others_shown
        self._show_others()

    def _show_others(self) -> None:
        colours = self._colours()
        for view in self._panes.all:
            if view.model is None:
                continue
            tinted = []
            for author, places in self._others.items():
                look = self.look(author)
                for model, one in places if look.shown and self._others_shown else ():
                    if model is view.model:
                        one.dress(other_layers(look, colours[author]))
                        tinted.append(one)
            view.model.show_others(tinted)
            view.update()

    def _colours(self) -> dict[str, str]:
        case = self._context.case
        own = label_colours("" if case is None else case.reader)[Label.TUMOUR]
        return colours_of(self._others, own)

    # -- the list

    def _list(self) -> None:
        """Add a row for every outline."""
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        case = self._context.case
        if case is None:
            return
        own, others = label_colours(case.reader), self._colours()
        names = {
            Label.TUMOUR: self.tr("Tumour (yours)"),
            Label.INFILTRATION: self.tr("Possible infiltration (yours)"),
        }
        for what, colour in own.items():
            self._row(what, names[what], colour)
        for author, colour in others.items():
            name = self.tr("Reader {name}").format(name=author) if author else self.tr("Reference")
            self._row(author, name, colour)
        self.blind.setVisible(not others)

    def _row(self, key: Key, name: str, colour: str) -> None:
        row = OutlineRow(name, colour, self.look(key))
        changed: Callable[[Look], None] = partial(self._changed, key)
        row.changed.connect(changed, Qt.ConnectionType.DirectConnection)
        self._column.insertWidget(len(self.rows), row)
        self.rows[key] = row


def _tinted(outline: Outline, shown: list[Shown], first: str) -> list[tuple[PaneModel, Tinted]]:
    """An outline for every pane: as drawn on that series, else by its place in the patient."""
    found = []
    for model, series in shown:
        drawn_on = series if series in outline.masks else first
        if drawn_on not in outline.masks:
            drawn_on = next(iter(outline.masks), "")
        mask = outline.masks.get(drawn_on)
        if mask is None:
            continue
        overlay: Overlay
        if drawn_on == series:
            overlay = DrawnLabels(model.reslice.array(mask.array))
        else:
            overlay = LinkedLabels(mask, model.grid)
        found.append((model, Tinted(overlay, ())))
    return found

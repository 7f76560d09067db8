"""The section "Outlines": everything that is drawn over the images, each with its own look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from cxstage_core.cohort.values.records import Reading
from cxstage_core.cohort.values.visible_outlines import Outline
from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.read.bars.outline_row import OutlineRow
from cxstage_gui.pages.read.case.case import Case
from cxstage_gui.pages.read.panes.prepared_case import label_colours
from cxstage_gui.viewer.models.layers import DrawnLabels, LinkedLabels, Overlay
from cxstage_gui.viewer.models.looks import Look, Mode, colours_of, other_layers
from cxstage_gui.viewer.models.others import Tinted
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.widgets.labels import label

if TYPE_CHECKING:
    from cxstage_gui.pages.read.page import ReadPage

OTHERS = Look(mode=Mode.OUTLINE)
Key = Label | str
"""One of one's own labels, a reader's name, or "" for the reference."""
Shown = tuple[PaneModel, str]


class OutlinesPart(QObject):
    """Shows what others drew where the cohort allows it, and gives every outline its look."""

    def __init__(self, page: ReadPage) -> None:
        super().__init__(page)
        self._page = page
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
        page.side.add("outlines", self.tr("Outlines"), "intersect", self._box)
        page.commands.add(
            Command(
                "overlays",
                self.tr("Outlines of others on or off"),
                self.tr("View"),
                self._toggle_others,
            )
        )
        page.case_shown.connect(self._case_shown)
        page.case_closed.connect(self._case_closed)
        page.state_changed.connect(self._state_changed)
        page.session.reading_saved.connect(self._saved)
        page.strip.opacity.valueChanged.connect(self._all_opacities)

    # -- what there is

    def _case_shown(self, case: Case) -> None:
        if not (case.complete or case.sighted):
            self._drop_others()
        self._list()
        self._dress_own()
        self._load()

    def _case_closed(self) -> None:
        self._drop_others()
        self._list()

    def _state_changed(self) -> None:
        """Whoever opens their reading again sees nothing of others, at once."""
        case = self._page.case
        if case is not None and not (case.complete or case.sighted):
            self._drop_others()
            self._list()

    def _saved(self, saved: Reading) -> None:
        case = self._page.case
        if case is not None and (saved.patient, saved.reader) == (case.patient, case.reader):
            self._load()

    def _load(self) -> None:
        page, case = self._page, self._page.case
        if case is None or not (case.complete or case.sighted):
            return
        places = ((case.first, 0), *((one.series, one.plane) for one in case.contents))
        shown = [
            (view.model, series)
            for view, (series, _) in zip(page.panes.all, places, strict=True)
            if view.model is not None
        ]

        def prepare(
            outlines: tuple[Outline, ...],
        ) -> dict[str, list[tuple[PaneModel, Tinted]]]:
            return {one.author: _tinted(one, shown, case.first) for one in outlines}

        def done(made: dict[str, list[tuple[PaneModel, Tinted]]]) -> None:
            if page.case is case and (case.complete or case.sighted):
                self._others = made
                self._list()
                self._show_others()

        page.session.load_outlines(case.patient, prepare, done)

    def _drop_others(self) -> None:
        self._others = {}
        self._show_others()

    # -- looks

    def look(self, key: Key) -> Look:
        """How an outline is shown now."""
        usual = Look() if isinstance(key, Label) else OTHERS
        return self._looks.get(key, replace(usual, opacity=self._page.strip.opacity.value() / 100))

    def _changed(self, key: Key, look: Look) -> None:
        self._looks[key] = look
        if isinstance(key, Label):
            self._dress_own()
        else:
            self._show_others()

    def _all_opacities(self, percent: int) -> None:
        """The control in the strip counts for all."""
        for key, look in list(self._looks.items()):
            self._looks[key] = replace(look, opacity=percent / 100)
        for key, row in self.rows.items():
            row.show_look(self.look(key))
        self._dress_own()
        self._show_others()

    def _dress_own(self) -> None:
        case = self._page.case
        if case is not None:
            colours = label_colours(case.reader)
            layers = [self.look(one).layer(colour) for one, colour in colours.items()]
            self._page.panes.link.dress(layers)

    def _toggle_others(self) -> None:
        self._others_shown = not self._others_shown
        self._show_others()

    def _show_others(self) -> None:
        colours = self._colours()
        for view in self._page.panes.all:
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
        case = self._page.case
        own = label_colours("" if case is None else case.reader)[Label.TUMOUR]
        return colours_of(self._others, own)

    # -- the list

    def _list(self) -> None:
        """A row for everything there is."""
        for row in self.rows.values():
            row.hide()
            row.deleteLater()
        self.rows = {}
        case = self._page.case
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
    """An outline for every pane: as it was drawn on that series, else by its place in the patient."""
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
            overlay = DrawnLabels(model.turn.array(mask.array))
        else:
            overlay = LinkedLabels(mask, model.grid)
        found.append((model, Tinted(overlay, ())))
    return found

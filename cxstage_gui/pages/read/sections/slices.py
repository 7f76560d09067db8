"""The section "Slices": thumbnails of the stack, and playing through it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from cxstage_core.imaging import Label
from cxstage_gui.keys.commands import Command, Commands
from cxstage_gui.pages.read.bars.section_panel import SectionPanel
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.pages.read.case.prepared_case import label_colours
from cxstage_gui.pages.read.panes.panes import Panes
from cxstage_gui.theme import icon
from cxstage_gui.viewer.cine import Cine
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.models.thumbnails import drawn_slices, thumbnails
from cxstage_gui.viewer.models.window_level import Greys
from cxstage_gui.viewer.thumbnail_list import SIDE, ThumbnailList
from cxstage_gui.widgets.labels import label

FPS_KEY = "read/fps"
FASTEST = 60
INPUTS = (
    QEvent.Type.MouseButtonPress,
    QEvent.Type.Wheel,
    QEvent.Type.KeyPress,
    QEvent.Type.ShortcutOverride,
    QEvent.Type.TabletPress,
)


class SlicesSection(QObject):
    """Thumbnails of the series to draw on; a click goes to the slice."""

    def __init__(
        self,
        context: ReadContext,
        commands: Commands,
        drawing: Drawing,
        panes: Panes,
        side: SectionPanel,
    ) -> None:
        super().__init__(context)
        self._context = context
        self._commands = commands
        self._drawing = drawing
        self._panes = panes
        self._side = side
        self._model: PaneModel | None = None
        self._touched: set[int] = set()
        self.cine = Cine(self)
        self.pictures = ThumbnailList()
        self.pictures.setAccessibleName(self.tr("Slices of the series that is drawn on"))
        self.play = QPushButton(self.tr("Play"))
        self.fps = QSpinBox()
        self.fps.setRange(1, FASTEST)
        self.fps.setSuffix(self.tr(" / s"))
        self.fps.setAccessibleName(self.tr("Slices per second"))
        stored = context.settings.text(FPS_KEY)
        self.fps.setValue(int(stored) if stored.isdecimal() else self.cine.fps)
        self.cine.fps = self.fps.value()
        side.add("slices", self.tr("Slices"), "film-strip", self._widget())
        commands.add(Command("cine", self.tr("Play through the slices"), self.tr("View"), self.toggle))
        self.play.clicked.connect(self.toggle)
        self.fps.valueChanged.connect(self._paced)
        self.cine.toggled.connect(self._toggled)
        self.pictures.wanted.connect(panes.first.show_slice)
        panes.first.index_changed.connect(self._turned)
        drawing.painted.connect(self._painted)
        context.stepped.connect(self._mark_touched)
        context.case_shown.connect(lambda _: self._shown())
        context.case_closed.connect(self._closed)
        side.toggled.connect(lambda _: self._make())
        self._toggled(False)

    # -- cine

    def toggle(self) -> None:
        """Play the pane in use, or stop."""
        if self.cine.playing:
            self.cine.stop()
        elif not self._drawing.busy:
            self.cine.play(self._panes.active)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stop at any input; the own key and button toggle by themselves."""
        if event.type() in INPUTS and watched is not self.play and not self._own_key(event):
            self.cine.stop()
        return super().eventFilter(watched, event)

    def _own_key(self, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent):
            return False
        pressed = QKeySequence(event.keyCombination())
        return any(pressed == QKeySequence(keys) for keys in self._commands.keys("cine"))

    def _toggled(self, playing: bool) -> None:
        self.play.setText(self.tr("Stop") if playing else self.tr("Play"))
        self.play.setIcon(icon("pause" if playing else "play"))
        application = QApplication.instance()
        if application is not None:
            if playing:
                application.installEventFilter(self)
            else:
                application.removeEventFilter(self)
                self.pictures.show_slice(self._panes.first.index)

    def _paced(self, fps: int) -> None:
        self.cine.stop()
        self.cine.fps = fps
        self._context.settings.keep(FPS_KEY, str(fps))

    # -- pictures

    def _shown(self) -> None:
        self.cine.stop()
        model = self._panes.first.model
        if model is None or (self._model is not None and self._model.volume is model.volume):
            self._model = model
            self._touched.update(range(self.pictures.count()))
            self._mark_touched()
            return
        self._model = None
        self.pictures.show_pictures(None)
        self._make()

    def _closed(self) -> None:
        self.cine.stop()
        self._model = None
        self.pictures.show_pictures(None)

    def _make(self) -> None:
        """Make the thumbnails in the background while the section is open."""
        model = self._panes.first.model
        if self._side.open != "slices" or model is None or self._model is not None:
            return
        self._model = model

        def done(made: Greys) -> None:
            if self._model is not None and self._model.volume is model.volume:
                self.pictures.show_pictures(made)
                self._touched.update(range(len(made)))
                self._mark_touched()
                self.pictures.show_slice(self._panes.first.index)

        self._context.run_in_background(thumbnails, model.volume, model.auto_window, SIDE, on_done=done)

    def _turned(self, index: int) -> None:
        if self._side.open == "slices" and not self.cine.playing:
            self.pictures.show_slice(index)

    def _painted(self, series: str, index: int, _box: object) -> None:
        if self._context.case is not None and series == self._context.case.first:
            self._touched.add(index)

    def _mark_touched(self) -> None:
        case = self._context.case
        if case is None or self._model is None or not self.pictures.count():
            return
        labels, colours = case.editor.labels(case.first), label_colours(case.reader)
        for index in self._touched:
            plane = labels[index]
            found = [colours[what] for what in Label if what and (plane == what).any()]
            self.pictures.mark(index, found if drawn_slices(plane[None])[0] else ())
        self._touched.clear()

    def _widget(self) -> QWidget:
        widget = QWidget()
        column = QVBoxLayout(widget)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.play)
        row.addWidget(self.fps, 1)
        column.addLayout(row)
        column.addWidget(
            label(self.tr("A coloured bar marks slices that are drawn on."), "muted", wrap=True)
        )
        column.addWidget(self.pictures, 1)
        self.fps.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.fps.setAlignment(Qt.AlignmentFlag.AlignRight)
        return widget

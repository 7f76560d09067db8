"""The pictures of the study: one pane to look at and draw on, another series next to it on demand."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from cxstage_core.imaging import Label
from cxstage_gui.pages.predict.pane_models import Pictures
from cxstage_gui.strings import series_words
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.link import Link
from cxstage_gui.viewer.models.pane import PaneModel
from cxstage_gui.viewer.slice_view import SliceView

CROP = QColor("#F0E442")
OPACITY = 0.3


class StudyPanes(QWidget):
    """The panes with their link; the first one is drawn on.

    Signals:
        slice_shown: the first pane shows another slice.
    """

    slice_shown = Signal(int)

    def __init__(self, drawing: Drawing) -> None:
        super().__init__()
        self._drawing = drawing
        self.first = SliceView(self.tr("Image of the study"), drawing)
        self.beside = SliceView(self.tr("Another series of the study"))
        self.all = (self.first, self.beside)
        self.link = Link(self.all, self)
        self.pictures: Pictures | None = None
        self._crop: tuple[tuple[float, float], ...] = ()
        self._style = (True, OPACITY)
        self._hidden = self._alone = False
        self._wanted = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        for view in self.all:
            view.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
            self._row.addWidget(view, 1)
        self.first.add_marks(self._paint_crop)
        self.first.index_changed.connect(self.slice_shown)
        drawing.painted.connect(self._painted)
        drawing.previewed.connect(lambda: self.link.show_preview(drawing.preview))
        drawing.equipped.connect(self.colour_marks)
        drawing.pointed.connect(self.first.pointed)
        drawing.stepped.connect(self.link.refresh_others)
        drawing.undone.connect(lambda _, index: self.first.show_slice(index))
        self._arrange()

    # -- what is shown

    def show_pictures(self, pictures: Pictures | None) -> None:
        """Show another study, or nothing; the same series stays at the same place."""
        before, self.pictures = self.pictures, pictures
        self.show_crop(())
        if pictures is None:
            self._drawing.close()
            for pane in self.all:
                pane.show_model(None)
            self._arrange()
            return
        view = pictures.view
        kept = before is not None and _same(before, pictures)
        index, transform = self.first.index, self.first.transform
        self._drawing.open(pictures.editor, view.shown, pictures.first.grid, pictures.first.volume)
        self.link.hold(pictures.mask, pictures.layers)
        self.first.show_model(pictures.first, (view.ref.patient, self._name(view.shown)))
        self.show_beside(self._name(view.second[0]) if view.second else "", pictures.second)
        self.style_outlines(shown=self._style[0], opacity=self._style[1])
        if kept:
            self.first.show_slice(index)
            self.first.look_at(*transform.centre, transform.scale)
        self.link.follow()
        self.colour_marks()
        self.slice_shown.emit(self.first.index)

    def show_beside(self, name: str, model: PaneModel | None, *, smooth: bool = True) -> None:
        """Show something else in the second pane.

        Args:
            smooth: False shows its pixels with their edges.
        """
        self.beside.smooth = smooth
        self.beside.show_model(model, ("", name))
        self._arrange()
        self.link.follow()

    def want_beside(self, wanted: bool) -> None:
        """Show the second pane, or not."""
        self._wanted = wanted
        self._arrange()
        self.link.follow()

    def show_crop(self, corners: Sequence[tuple[float, float]]) -> None:
        """Show the square that the network sees; empty for none."""
        self._crop = tuple(corners)
        self.first.update()

    def _name(self, series: str) -> str:
        view = None if self.pictures is None else self.pictures.view
        found = next((s for s in view.series if s.id == series), None) if view is not None else None
        return "" if found is None else series_words(found.used_as, found.plane, found.b_value)

    # -- what `ViewerCommands` asks for

    @property
    def views(self) -> tuple[SliceView, ...]:
        """The panes of the layout."""
        return self.link.shown

    @property
    def active(self) -> SliceView:
        """The pane under the mouse or with the focus, else the first."""
        for view in self.views:
            if view.underMouse() and view.isVisible():
                return view
        return next((view for view in self.views if view.hasFocus()), self.first)

    def fit(self) -> None:
        """Show whole slices in all panes."""
        for view in sorted(self.views, key=lambda view: view is self.active):
            view.fit()

    def centre(self) -> None:
        """Bring the linked cursor to the middle of the active pane."""
        self.active.centre()

    def toggle_maximised(self) -> None:
        """Show the first pane alone, or both again."""
        self._alone = not self._alone
        self._arrange()

    def hide_outlines(self, hidden: bool) -> None:
        """Hide all outlines while a key is held."""
        self._hidden = hidden
        self.style_outlines(shown=self._style[0], opacity=self._style[1])

    def style_outlines(self, *, shown: bool, opacity: float) -> None:
        """Show outlines or not, and how strongly (0 to 1)."""
        self._style = (shown, opacity)
        self.link.style(shown=shown and not self._hidden, opacity=opacity)

    def colour_marks(self) -> None:
        """Give tool marks the colour of the active label."""
        layers = self.link.layers
        if layers:
            layer = layers[0 if self._drawing.label == Label.TUMOUR else 1]
            self.first.colour = QColor(*layer.colour)
            self.first.update()

    # -- parts

    def _arrange(self) -> None:
        both = self._wanted and not self._alone and self.beside.model is not None
        self.beside.setVisible(both)
        self.link.shown = self.all if both else (self.first,)

    def _painted(self, series: str, index: int, box: object) -> None:
        if self.pictures is not None and series == self.pictures.view.shown:
            self.link.labels_changed(index, box)  # type: ignore[arg-type]

    def _paint_crop(self, painter: QPainter, view: SliceView) -> None:
        if not self._crop:
            return
        points = [QPointF(*view.transform.to_pane(row, column)) for row, column in self._crop]
        pen = QPen(CROP, 1.5, Qt.PenStyle.DashLine)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, True)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolygon(QPolygonF(points))


def _same(one: Pictures, other: Pictures) -> bool:
    a, b = one.view, other.view
    return a.shown == b.shown and (a.ref.patient, a.ref.sources) == (b.ref.patient, b.ref.sources)

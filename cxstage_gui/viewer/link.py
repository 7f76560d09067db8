"""Two panes that show the same place in the patient."""

from __future__ import annotations

from PySide6.QtCore import QObject

from cxstage_core.imaging import Mask
from cxstage_gui.viewer.models.layers import LinkedLabels
from cxstage_gui.viewer.models.linking import nearest_index, world_of
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.slice_view import SliceView


class Link(QObject):
    """Keeps cursor, slice and outlines of two panes together, through world millimetres.

    Args:
        first: the pane that is drawn on.
        second: the pane beside it.
    """

    def __init__(self, first: SliceView, second: SliceView, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = first, second
        self._following = False
        self.mask: Mask | None = None
        self.layers: tuple[Layer, ...] = ()
        for here, there in ((first, second), (second, first)):
            here.resized.connect(lambda: self._transform(first, second))
            here.transformed.connect(lambda h=here, t=there: self._transform(h, t))
            here.index_changed.connect(lambda index, h=here, t=there: self._slice(h, t, index))
            here.pointed.connect(
                lambda index, row, column, h=here, t=there: self._point(h, t, index, row, column)
            )

    def hold(self, mask: Mask, layers: tuple[Layer, ...]) -> None:
        """Remember the mask that is drawn in the first pane; both models show it already."""
        self.mask, self.layers = mask, layers

    def follow(self) -> None:
        """Bring the second pane to the place and the scale of the first."""
        self._slice(self.first, self.second, self.first.index)
        self._transform(self.first, self.second)

    def refresh_second(self) -> None:
        """Show in the second pane what is drawn now."""
        model = self.second.model
        if model is not None:
            overlay = None if self.mask is None else LinkedLabels(self.mask, model.grid)
            model.show_overlay(overlay, self.layers)
            self.second.update()

    def style(self, *, shown: bool, opacity: float) -> None:
        """Show or hide masks in both panes, and how strongly."""
        for view in (self.first, self.second):
            if view.model is not None:
                view.model.style(shown=shown, opacity=opacity)
                view.update()

    def _transform(self, here: SliceView, there: SliceView) -> None:
        """A millimetre is equally long in both panes, and their middles are the same place."""
        if self._following or here.model is None or there.model is None:
            return
        if here.model.grid.plane != there.model.grid.plane:
            return
        at = (float(here.index), *here.transform.centre)
        _, row, column = there.model.grid.world_to_index(world_of(here.model.grid, at))
        self._following = True
        there.look_at(float(row), float(column), here.transform.scale)
        self._following = False

    def _slice(self, here: SliceView, there: SliceView, index: int) -> None:
        if self._following or here.model is None or there.model is None:
            return
        if here.cursor_at is not None:
            self._point(here, there, index, *here.cursor_at[1:])
            return
        rows, columns = here.model.shape
        world = world_of(here.model.grid, (float(index), (rows - 1) / 2, (columns - 1) / 2))
        self._following = True
        there.show_slice(nearest_index(there.model.grid, world)[0])
        self._following = False

    def _point(self, here: SliceView, there: SliceView, index: int, row: float, column: float) -> None:
        if here.model is None:
            return
        self._following = True
        here.point_at(index, row, column)
        if there.model is not None:
            world = world_of(here.model.grid, (float(index), row, column))
            _, r, c = there.model.grid.world_to_index(world)
            nearest = nearest_index(there.model.grid, world)[0]
            there.point_at(nearest, float(r), float(c))
        self._following = False

"""Panes that show the same place in the patient."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QObject

from cxstage_core.imaging import Mask
from cxstage_core.reading import Box
from cxstage_gui.viewer.models.layers import LinkedLabels
from cxstage_gui.viewer.models.linking import nearest_index, world_of
from cxstage_gui.viewer.models.overlay import Layer
from cxstage_gui.viewer.slice_view import SliceView


class Link(QObject):
    """Keeps cursor, slice and outlines of the panes together, through world millimetres.

    Panes that are not in the layout are left as they are until they are shown.

    Args:
        views: the first is the one that is drawn on.
    """

    def __init__(self, views: Sequence[SliceView], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(views)
        self._following = False
        self.shown: tuple[SliceView, ...] = self._views
        self.mask: Mask | None = None
        self.layers: tuple[Layer, ...] = ()
        self._masks_shown, self._opacity = True, -1.0
        first = self._views[0]
        for view in self._views:
            view.resized.connect(lambda: self._transform(first))
            view.transformed.connect(lambda here=view: self._transform(here))
            view.index_changed.connect(lambda index, here=view: self._slice(here, index))
            view.pointed.connect(
                lambda index, row, column, here=view: self._point(here, index, row, column)
            )

    def hold(self, mask: Mask, layers: tuple[Layer, ...]) -> None:
        """Remember the mask that is drawn in the first pane; all models show it already."""
        self.mask, self.layers = mask, layers
        self._opacity = -1.0

    def follow(self) -> None:
        """Bring the other panes to the place and the scale of the first."""
        first = self._views[0]
        self._slice(first, first.index)
        self._transform(first)

    def refresh_others(self) -> None:
        """Show in panes of other series what is drawn now; those of the drawn series show it already."""
        for view in self._views[1:]:
            model = view.model
            if model is None or model.drawn:
                continue
            overlay = None if self.mask is None else LinkedLabels(self.mask, model.grid)
            model.show_overlay(overlay, self.layers)
            view.update()

    def labels_changed(self, index: int, box: Box) -> None:
        """Labels of the drawn series changed in a rectangle of one of its slices."""
        if self.mask is None:
            return
        for view in self.shown:
            model = view.model
            if model is None or not model.drawn:
                continue
            low, high, part = model.reslice.part(self.mask.grid.size, index, box)
            if low <= model.index <= high:
                view.labels_changed(model.index, part)

    def show_preview(self, mask: npt.NDArray[np.bool_] | None) -> None:
        """Show in all panes of the drawn series what would be drawn, bool (slice, row, column)."""
        for view in self._views:
            if view.model is not None:
                view.model.show_preview(mask)
                view.update()

    def style(self, *, shown: bool, opacity: float) -> None:
        """Show or hide masks in all panes; another strength than before counts for every label."""
        self._masks_shown = shown
        layers = self.layers
        if opacity != self._opacity:
            self._opacity = opacity
            layers = tuple(replace(layer, opacity=opacity) for layer in layers)
        self.dress(layers)

    def dress(self, layers: Sequence[Layer]) -> None:
        """Give the labels that are drawn other looks, in all panes."""
        self.layers = tuple(layers)
        for view in self._views:
            if view.model is not None:
                view.model.style(shown=self._masks_shown, layers=self.layers)
                view.update()

    def _others(self, here: SliceView) -> list[SliceView]:
        return [view for view in self.shown if view is not here and view.model is not None]

    def _transform(self, here: SliceView) -> None:
        """A millimetre is equally long in panes of one plane, and their middles are the same place."""
        if self._following or here.model is None:
            return
        self._following = True
        at = (float(here.index), *here.transform.centre)
        world = world_of(here.model.grid, at)
        for there in self._others(here):
            if there.model is not None and there.model.grid.plane == here.model.grid.plane:
                _, row, column = there.model.grid.world_to_index(world)
                there.look_at(float(row), float(column), here.transform.scale)
        self._following = False

    def _slice(self, here: SliceView, index: int) -> None:
        if self._following or here.model is None:
            return
        if here.cursor_at is not None:
            self._point(here, index, *here.cursor_at[1:])
            return
        rows, columns = here.model.shape
        world = world_of(here.model.grid, (float(index), (rows - 1) / 2, (columns - 1) / 2))
        self._following = True
        for there in self._others(here):
            if there.model is not None and there.model.grid.plane == here.model.grid.plane:
                there.show_slice(nearest_index(there.model.grid, world)[0])
        self._following = False

    def _point(self, here: SliceView, index: int, row: float, column: float) -> None:
        if self._following or here.model is None:
            return
        self._following = True
        here.point_at(index, row, column)
        world = world_of(here.model.grid, (float(index), row, column))
        for there in self._others(here):
            if there.model is not None:
                _, r, c = there.model.grid.world_to_index(world)
                nearest = nearest_index(there.model.grid, world)[0]
                there.point_at(nearest, float(r), float(c))
        self._following = False

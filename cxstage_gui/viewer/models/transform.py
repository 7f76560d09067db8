"""Placement of a slice in its pane: zoom, pan, fit."""

from __future__ import annotations

from dataclasses import dataclass, replace

Point = tuple[float, float]
MIN_SCALE, MAX_SCALE = 0.1, 120.0
MARGIN_PX = 8


@dataclass(frozen=True, slots=True)
class PaneTransform:
    """Maps pixels of a slice (row, column; centres at whole numbers) to points of a pane (x, y).

    Args:
        spacing: mm between rows and between columns; a millimetre is as long both ways on screen.
        scale: pane pixels per mm.
        centre: row and column in the middle of the pane.
        pane: width and height of the pane.
    """

    spacing: Point
    scale: float
    centre: Point
    pane: Point

    @classmethod
    def fit(cls, shape: tuple[int, int], spacing: Point, pane: Point) -> PaneTransform:
        """The whole slice, as large as the pane allows."""
        tall, wide = shape[0] * spacing[0], shape[1] * spacing[1]
        room = (max(pane[0] - 2 * MARGIN_PX, 16), max(pane[1] - 2 * MARGIN_PX, 16))
        scale = min(room[0] / wide, room[1] / tall)
        return cls(spacing, scale, ((shape[0] - 1) / 2, (shape[1] - 1) / 2), pane)

    @property
    def steps(self) -> Point:
        """Pane pixels per column and per row."""
        return self.scale * self.spacing[1], self.scale * self.spacing[0]

    def to_pane(self, row: float, column: float) -> Point:
        """Return where a point of the slice is shown."""
        across, down = self.steps
        return (
            self.pane[0] / 2 + (column - self.centre[1]) * across,
            self.pane[1] / 2 + (row - self.centre[0]) * down,
        )

    def to_image(self, x: float, y: float) -> Point:
        """The row and column shown at a point of the pane."""
        across, down = self.steps
        return (
            self.centre[0] + (y - self.pane[1] / 2) / down,
            self.centre[1] + (x - self.pane[0] / 2) / across,
        )

    def zoomed(self, factor: float, about: Point) -> PaneTransform:
        """Zoomed by a factor; what is shown at `about` (x, y) stays there."""
        scale = min(max(self.scale * factor, MIN_SCALE), MAX_SCALE)
        row, column = self.to_image(*about)
        moved = replace(self, scale=scale)
        x, y = moved.to_pane(row, column)
        return moved.panned(about[0] - x, about[1] - y)

    def panned(self, right: float, down: float) -> PaneTransform:
        """Moved by pane pixels."""
        across, tall = self.steps
        return replace(self, centre=(self.centre[0] - down / tall, self.centre[1] - right / across))

    def centred(self, row: float, column: float) -> PaneTransform:
        """With a point of the slice in the middle."""
        return replace(self, centre=(row, column))

    def resized(self, pane: Point) -> PaneTransform:
        """In a pane of another size; the middle stays in the middle."""
        return replace(self, pane=pane)

"""The base of all tools, the events they receive and the outcomes they return."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label, Volume
from cxstage_core.reading import Delta
from cxstage_core.text import Text
from cxstage_gui.viewer.models.tools.options import Option
from cxstage_gui.viewer.models.tools.shapes import Point, Shape
from cxstage_gui.viewer.models.tools.shared_tip import SharedTip


class Button(StrEnum):
    """The button that was pressed or is held."""

    NONE = "none"
    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


class Key(StrEnum):
    """The keys that tools understand."""

    RETURN = "return"
    CTRL_RETURN = "ctrl+return"
    BACKSPACE = "backspace"
    DELETE = "delete"
    CLOSE = "close"
    ESCAPE = "escape"
    PASTE = "paste"


@dataclass(frozen=True, slots=True)
class Pointer:
    """The mouse on a slice.

    Args:
        index: the slice.
        row, column: place in the slice, pixel centres at whole numbers.
        button: pressed, held or released.
        reach_mm: how near counts as "on it", from a fixed distance on screen.
        twice: the press is the second one of a double click.
    """

    index: int
    row: float
    column: float
    button: Button = Button.NONE
    reach_mm: float = 2.0
    twice: bool = False

    @property
    def point(self) -> Point:
        """Row and column."""
        return self.row, self.column


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """The slice a tool draws on, with its settings.

    Args:
        labels: uint8 (row, column) of the slice as it is now; tools do not write to it.
        spacing: mm between rows and between columns.
        label: what to draw.
        protect: other labels keep their pixels.
        image: (row, column) of the slice, in the type it is stored in.
        volume: the series that is drawn on.
        all_labels: uint8 (slice, row, column); `labels` is a slice of it.
        cursor: slice, row and column of the linked cursor.
    """

    labels: npt.NDArray[np.uint8]
    spacing: Point
    label: Label
    protect: bool = False
    image: npt.NDArray[Any] | None = None
    volume: Volume | None = None
    all_labels: npt.NDArray[np.uint8] | None = None
    cursor: tuple[int, float, float] | None = None

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.labels.shape[0], self.labels.shape[1]


@dataclass(frozen=True, slots=True, eq=False)
class Proposal:
    """A change that a tool or an operation proposes, shown until it is accepted or dropped.

    Args:
        mask: bool (slice, row, column) of the series.
        name: of the step that accepting it becomes.
        replaces: the label then covers exactly the mask; else the mask is added to it.
    """

    mask: npt.NDArray[np.bool_]
    name: Text
    replaces: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """The effect of an event on a tool.

    Args:
        delta: pixels to change, in one slice or several.
        begins: the change begins a new step.
        ends: name of the step that ends now.
        cursor: where the linked cursor goes, row and column.
        redraw: the tool's own marks look different.
        proposal: a preview to show instead of the one before.
        background: computes the preview away from the interface thread, since it may take longer than a
            frame; None from it leaves the one before.
        drops: the preview is dropped.
        equips: the tool's options changed.
    """

    delta: Delta = Delta()  # noqa: RUF009 - frozen and empty
    begins: bool = False
    ends: Text | None = None
    cursor: Point | None = None
    redraw: bool = False
    proposal: Proposal | None = None
    background: Callable[[], Proposal | None] | None = None
    drops: bool = False
    equips: bool = False


NOTHING = Outcome()


class Tool:
    """A state machine of one tool; an event that a tool does not define does nothing.

    Attributes:
        name: stable and never shown; commands, stored keys and the registry use it.
        shape: pointer of the mouse: "arrow", "hand", "cross", or "none" when the tool's own outline is
            the pointer.
        options: what the options panel offers; each names an attribute of the tool.
        has_tip: the tool paints with the tip that all brushes share.
    """

    name: str
    shape = "arrow"
    options: ClassVar[tuple[Option, ...]] = ()
    has_tip = False

    @classmethod
    def create(cls, tip: SharedTip) -> Self:
        """Make the tool of a drawing; brushes take the tip that all of them share."""
        del tip
        return cls()

    @property
    def busy(self) -> bool:
        """True while something is under way that ends when a button is released."""
        return False

    def shapes(self, _index: int, _at: Point | None, _surface: Surface) -> tuple[Shape, ...]:
        """Return what the tool shows on a slice; `_at` is the mouse, None when it is elsewhere."""
        return ()

    def moving_shapes(self, _index: int, _at: Point, _surface: Surface) -> tuple[Shape, ...]:
        """Return the shapes that move with the mouse before anything is drawn."""
        return ()

    def press(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Handle a pressed button."""
        return NOTHING

    def move(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Handle a move of the mouse; `at.button` is held."""
        return NOTHING

    def release(self, _at: Pointer, _surface: Surface) -> Outcome:
        """Handle a released button."""
        return NOTHING

    def key(self, _key: Key, _index: int, _surface: Surface) -> Outcome:
        """Handle a key while a slice is shown."""
        return NOTHING

    def adjust(self, _surface: Surface) -> Outcome:
        """Show the effect of a changed label, protection or option."""
        return NOTHING

    def forget(self) -> None:
        """Forget the preview that the tool made: it is gone."""

    def stop(self) -> Outcome:
        """End what is under way, wherever the mouse is; what was painted stays."""
        return NOTHING

    @property
    def drafts(self) -> tuple[int, ...]:
        """Slices with an outline that is not accepted yet."""
        return ()

    def exchange(self, drafts: dict[int, Any]) -> dict[int, Any]:
        """Restore the drafts of another series, by slice, and return those of the present one."""
        del drafts
        return {}

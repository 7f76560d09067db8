"""What every tool is fed with and answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from cxstage_core.imaging import Label
from cxstage_core.reading import Delta
from cxstage_core.text import Text

Point = tuple[float, float]


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
    ESCAPE = "escape"
    PASTE = "paste"


@dataclass(frozen=True, slots=True)
class Pointer:
    """Where the mouse is on a slice.

    Args:
        index: the slice.
        row, column: place in the slice, pixel centres at whole numbers.
        button: pressed, held or released.
        reach_mm: how near counts as "on it", from a fixed distance on screen.
    """

    index: int
    row: float
    column: float
    button: Button = Button.NONE
    reach_mm: float = 2.0

    @property
    def point(self) -> Point:
        """Row and column."""
        return self.row, self.column


@dataclass(frozen=True, slots=True)
class Surface:
    """What is drawn on.

    Args:
        labels: uint8 (row, column) of the slice as it is now; tools do not write to it.
        spacing: mm between rows and between columns.
        label: what to draw.
        protect: other labels keep their pixels.
    """

    labels: npt.NDArray[np.uint8]
    spacing: Point
    label: Label
    protect: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool did with an event.

    Args:
        delta: pixels to change.
        begins: the change begins a new step.
        ends: name of the step that ends now.
        cursor: where the linked cursor goes, row and column.
        redraw: the tool's own marks look different.
    """

    delta: Delta = Delta()  # noqa: RUF009 - frozen and empty
    begins: bool = False
    ends: Text | None = None
    cursor: Point | None = None
    redraw: bool = False


NOTHING = Outcome()


class Tool(Protocol):
    """A state machine of one tool."""

    name: str

    def press(self, at: Pointer, surface: Surface) -> Outcome:
        """A button went down."""

    def move(self, at: Pointer, surface: Surface) -> Outcome:
        """The mouse moved; `at.button` is held."""

    def release(self, at: Pointer, surface: Surface) -> Outcome:
        """The button went up."""

    def key(self, key: Key, index: int, surface: Surface) -> Outcome:
        """A key was pressed while a slice is shown."""

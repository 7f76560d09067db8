"""The row of a tool in the registry."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cxstage_core.text import Text, text
from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools.options import Option
from cxstage_gui.viewer.models.tools.tool import Tool


class Drag(StrEnum):
    """A drag of the pane itself."""

    WINDOW = "window"
    ZOOM = "zoom"
    PAN = "pan"
    CURSOR = "cursor"
    REGION = "region"


class RightButton(StrEnum):
    """Use of the right button with a tool."""

    ZOOM = "zoom"
    ERASE = "erase"
    CLOSE = "close"


RIGHT_BUTTON: Mapping[tuple[Preset, RightButton], Text] = {
    (Preset.ITK_SNAP, RightButton.ERASE): text("The right button erases."),
    (Preset.SLICER, RightButton.CLOSE): text("The right button closes the outline."),
}
"""In which preset the right button belongs to the tool, and the hint; elsewhere it zooms."""


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """One tool.

    Args:
        tool: the class that does the work and describes the options and the shapes it shows.
        icon: name of a Phosphor icon.
        hint: how the left button and the keys are used.
        keys: the key that chooses the tool, by preset.
        draws: the tool changes outlines, so a locked reading refuses it.
        right_button: what the right button does, where the preset leaves it to the tool.
        left_drag: what a left drag does to the pane itself, by preset; nothing where it is the tool's.
    """

    tool: type[Tool]
    icon: str
    title: Text
    hint: Text
    keys: Mapping[Preset, str]
    draws: bool = True
    right_button: RightButton = RightButton.ZOOM
    left_drag: Mapping[Preset, Drag] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The tool's name in commands and stored keys; never shown."""
        return self.tool.name

    @property
    def command(self) -> str:
        """The name of the command that chooses the tool."""
        return f"tool {self.name}"

    @property
    def options(self) -> tuple[Option, ...]:
        """The options the panel offers."""
        return self.tool.options

    def hints(self, preset: Preset) -> tuple[Text, ...]:
        """Sentences that explain the tool in a preset."""
        right = RIGHT_BUTTON.get((preset, self.right_button))
        return (self.hint,) if right is None else (self.hint, right)

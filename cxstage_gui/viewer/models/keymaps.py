"""Which keys call which command, by preset.

The presets follow ITK-SNAP 4.4 and the user guide of 3D Slicer where those tools have the command, and
take free keys where they have not.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

Keys = Mapping[str, tuple[str, ...]]


class Preset(StrEnum):
    """Whose habits keys and mouse follow."""

    ITK_SNAP = "itk-snap"
    SLICER = "slicer"


COMMON: Keys = {
    "slice up": ("PgUp",),
    "slice down": ("PgDown",),
    "fast up": ("Shift+PgUp",),
    "fast down": ("Shift+PgDown",),
    "save": ("Ctrl+S",),
    "next patient": ("N",),
    "previous patient": ("Shift+N",),
    "next unfinished": ("Ctrl+N",),
    "complete": ("F8",),
    "case": ("F7",),
    "shortcuts": ("?",),
    "layout 1": ("Alt+1",),
    "layout 2": ("Alt+2",),
    "layout 2x2": ("Alt+3",),
    "layout 1+3": ("Alt+4",),
    "larger brush": ("+", "="),
    "smaller brush": ("-",),
    "paste polygon": ("Ctrl+V",),
    "clear slice": ("Ctrl+Backspace",),
    "interpolate": ("I",),
    "fill holes": ("Ctrl+Alt+F",),
    "largest component": ("Ctrl+Alt+L",),
    "smooth mask": ("Ctrl+Alt+S",),
    "grow": ("Ctrl++", "Ctrl+="),
    "shrink": ("Ctrl+-",),
    "copy from previous slice": ("Ctrl+PgDown",),
    "copy from next slice": ("Ctrl+PgUp",),
    "accept preview": ("Alt+Return",),
    "discard preview": ("Alt+Backspace",),
    "transfer": ("Ctrl+T",),
    "history": ("H",),
    "tool options": ("O",),
    "export outline": ("Ctrl+E",),
    "import outline": ("Ctrl+Shift+E",),
    "cine": ("K",),
    "screenshot": ("F12",),
    "surface": ("F3",),
    "interpolation": ("J",),
    "region window": ("Ctrl+Alt+J",),
}

ITK_SNAP: Keys = {
    **COMMON,
    "tool cursor": ("1",),
    "tool pan": ("2",),
    "tool polygon": ("3",),
    "tool brush": ("4",),
    "tool snake": ("5",),
    "tool ruler": ("6",),
    "tool lasso": ("7",),
    "tool eraser": ("8",),
    "tool live wire": ("9",),
    "tool region growing": ("0",),
    "tool adaptive brush": ("Alt+5",),
    "tool threshold brush": ("Alt+6",),
    "tool angle": ("Alt+7",),
    "zoom in": ("Ctrl+Up",),
    "zoom out": ("Ctrl+Down",),
    "fit": ("Ctrl+F",),
    "centre": ("C",),
    "auto window": ("Ctrl+J",),
    "reset window": ("Ctrl+Shift+J",),
    "masks": ("S",),
    "hide masks": ("V",),
    "less opacity": ("A",),
    "more opacity": ("D",),
    "overlays": ("W",),
    "annotations": ("X",),
    "crosshair": ("Shift+X",),
    "label previous": (",",),
    "label next": (".",),
    "undo": ("Ctrl+Z",),
    "redo": ("Ctrl+Shift+Z", "Ctrl+Y"),
    "brush at cursor": ("Space",),
    "maximise": ("\\",),
}

SLICER: Keys = {
    **COMMON,
    "tool brush": ("1",),
    "tool polygon": ("2",),
    "tool eraser": ("3",),
    "tool live wire": ("4",),
    "tool region growing": ("5",),
    "interpolate": ("6", "I"),
    "tool threshold brush": ("7",),
    "tool adaptive brush": ("8",),
    "tool snake": ("9",),
    "tool lasso": ("0",),
    "tool cursor": ("`",),
    "tool pan": ("P",),
    "tool ruler": ("M",),
    "tool angle": ("Shift+M",),
    "slice up": ("Right", "F", "PgUp"),
    "slice down": ("Left", "B", "PgDown"),
    "zoom in": ("Ctrl+Up",),
    "zoom out": ("Ctrl+Down",),
    "fit": ("R",),
    "centre": ("C",),
    "auto window": ("Ctrl+J",),
    "reset window": ("Ctrl+Shift+J",),
    "masks": ("G",),
    "hide masks": ("V",),
    "less opacity": ("Ctrl+A",),
    "more opacity": ("Ctrl+D",),
    "overlays": ("T",),
    "annotations": ("Ctrl+X",),
    "crosshair": ("Shift+X",),
    "close outline": ("A",),
    "take back point": ("X",),
    "label previous": ("Q",),
    "label next": ("W",),
    "undo": ("Z", "Ctrl+Z"),
    "redo": ("Y", "Ctrl+Y", "Ctrl+Shift+Z"),
    "brush at cursor": ("Space",),
    "maximise": ("\\",),
}

PRESETS: Mapping[Preset, Keys] = {Preset.ITK_SNAP: ITK_SNAP, Preset.SLICER: SLICER}


def keys_of(command: str, preset: Preset, own: Keys) -> tuple[str, ...]:
    """The keys of a command: its own if it was given any (or none on purpose), else the preset's."""
    return own[command] if command in own else PRESETS[preset].get(command, ())

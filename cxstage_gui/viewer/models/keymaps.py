"""Keys of the commands, by preset; the keys of tools are in their registry.

The presets follow ITK-SNAP 4.4 and the user guide of 3D Slicer where those have the command, and take
free keys where they do not.
"""

from __future__ import annotations

from collections.abc import Mapping

from cxstage_gui.viewer.models.presets import Preset
from cxstage_gui.viewer.models.tools.registry import spec_of_command

__all__ = ["Keys", "Preset", "keys_of"]

Keys = Mapping[str, tuple[str, ...]]


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
    "export outline": ("Ctrl+E",),
    "import outline": ("Ctrl+Shift+E",),
    "cine": ("K",),
    "screenshot": ("F12",),
    "surface": ("F3",),
    "interpolation": ("J",),
    "region window": ("Ctrl+Alt+J",),
    "predict": ("F9",),
    "open study": ("Ctrl+Shift+O",),
    "draw here": ("Shift+D",),
}

ITK_SNAP: Keys = {
    **COMMON,
    "tool snake": ("5",),
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
    "interpolate": ("6", "I"),
    "tool snake": ("9",),
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
    """Return the keys of a command: the user's own, even if they are none, else the preset's."""
    if command in own:
        return own[command]
    spec = spec_of_command(command)
    return PRESETS[preset].get(command, ()) if spec is None else (spec.keys[preset],)

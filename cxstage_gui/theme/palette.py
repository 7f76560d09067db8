"""The colours. Chrome is neutral grey; overlay and plot colours are Okabe and Ito's."""

from __future__ import annotations

from dataclasses import dataclass

READER_A = "#E69F00"
READER_B = "#56B4E9"
REFERENCE = "#009E73"
INFILTRATION = "#CC79A7"


@dataclass(frozen=True, slots=True)
class Palette:
    """Colours by their job, as #rrggbb.

    Args:
        window, panel, raised, line: surfaces from the back to the front, and borders.
        well: fields to type in and tables.
        text, muted, faint: writing; `faint` is for what is disabled.
        accent: lines, focus and selected things; `accent_fill` with `on_accent` for buttons.
        selected: the ground of selected rows.
        plot: the ground of plots; image panes are black in every theme.
    """

    name: str
    window: str
    panel: str
    raised: str
    hover: str
    line: str
    well: str
    text: str
    muted: str
    faint: str
    accent: str
    accent_fill: str
    accent_hover: str
    on_accent: str
    selected: str
    warning: str
    error: str
    good: str
    plot: str


DARK = Palette(
    name="dark",
    window="#1b1b1b",
    panel="#232323",
    raised="#303030",
    hover="#3a3a3a",
    line="#3d3d3d",
    well="#181818",
    text="#e8e8e8",
    muted="#a8a8a8",
    faint="#757575",
    accent="#4aa8e0",
    accent_fill="#0072b2",
    accent_hover="#1a86c4",
    on_accent="#ffffff",
    selected="#27455a",
    warning="#e69f00",
    error="#f0846a",
    good="#2bbf95",
    plot="#181818",
)

LIGHT = Palette(
    name="light",
    window="#ececec",
    panel="#f7f7f7",
    raised="#ffffff",
    hover="#e2e2e2",
    line="#c8c8c8",
    well="#ffffff",
    text="#1a1a1a",
    muted="#585858",
    faint="#929292",
    accent="#0072b2",
    accent_fill="#0072b2",
    accent_hover="#005f95",
    on_accent="#ffffff",
    selected="#cfe4f1",
    warning="#8f6000",
    error="#b3370f",
    good="#00704f",
    plot="#ffffff",
)

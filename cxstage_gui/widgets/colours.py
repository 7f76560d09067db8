"""The colour and the mark of each network, the same wherever it is drawn."""

from __future__ import annotations

from cxstage_core.models.looks import PLAIN, look_of
from cxstage_gui.theme import LIGHT, current

SYMBOLS = {
    "o": "o",
    "s": "s",
    "^": "t1",
    "D": "d",
    "v": "t",
    "P": "+",
    "X": "x",
    "*": "star",
    "p": "p",
    "h": "h",
}
"""Matplotlib's markers as pyqtgraph names them."""


def colour_of(title: str) -> str:
    """A network's colour on the ground of the theme; grey for a baseline."""
    look = look_of(title)
    if look is PLAIN:
        return current().muted
    return look.on_white if current() is LIGHT else look.on_black


def symbol_of(title: str) -> str:
    """A network's mark in a plot."""
    return SYMBOLS[look_of(title).marker]


def sign_of(title: str) -> str:
    """A network's mark in a table."""
    return look_of(title).sign

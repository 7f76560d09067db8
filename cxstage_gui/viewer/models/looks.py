"""Appearance and colours of outlines."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from cxstage_core.imaging import Label
from cxstage_gui.theme.palette import READER_A, READER_B, REFERENCE
from cxstage_gui.viewer.models.overlay import Layer

DRAWN = (Label.TUMOUR, Label.INFILTRATION)
SPARE = ("#F0E442", "#0072B2", "#D55E00")
"""The remaining colours of Okabe and Ito, repeated for further readers."""


class Mode(StrEnum):
    """The coloured part of an outline."""

    BOTH = "both"
    OUTLINE = "outline"
    FILL = "fill"


@dataclass(frozen=True, slots=True)
class Look:
    """Appearance of one outline.

    Args:
        opacity: of its area, 0 to 1.
    """

    shown: bool = True
    mode: Mode = Mode.BOTH
    opacity: float = 0.3

    def layer(self, colour: str, *, pale: float = 0.0) -> Layer:
        """This look in a colour, mixed with so much white."""
        rgb = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
        red, green, blue = (round(part + (255 - part) * pale) for part in rgb)
        opacity = self.opacity if self.shown else 0.0
        outline, fill = self.mode != Mode.FILL, self.mode != Mode.OUTLINE
        return Layer((red, green, blue), opacity, outline, fill)


def other_layers(look: Look, colour: str) -> tuple[Layer, ...]:
    """Return the colours of another reader: tumour, and possible infiltration in a paler shade."""
    pale = 0.55
    return tuple(look.layer(colour, pale=pale if one == Label.INFILTRATION else 0.0) for one in DRAWN)


def colours_of(authors: Iterable[str], taken: str) -> dict[str, str]:
    """Return a colour for each name; readers A and B and the reference ("") have fixed ones.

    Args:
        taken: the colour of the current user.
    """
    usual = {"A": READER_A, "B": READER_B, "": REFERENCE}
    found: dict[str, str] = {}
    strangers = 0
    for author in authors:
        colour = usual.get(author, taken)
        if colour == taken:
            colour = SPARE[strangers % len(SPARE)]
            strangers += 1
        found[author] = colour
    return found

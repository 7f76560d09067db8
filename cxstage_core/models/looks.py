"""The colour and the mark of each network, the same in the window and in every exported figure.

Any two colours of one ground differ by 20 or more in CIEDE2000, and by 10 or more as a person without the
middle cones sees them; the marks differ, too.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxstage_core.models.families import FAMILIES


@dataclass(frozen=True, slots=True)
class Look:
    """How a network is drawn.

    Args:
        on_white, on_black: its colour as #RRGGBB on a light and on a dark ground.
        marker: its mark as Matplotlib names it.
        sign: a letter of about the same shape, for tables.
    """

    on_white: str
    on_black: str
    marker: str
    sign: str


LOOKS = (
    Look("#A5781C", "#FEC156", "o", "●"),
    Look("#AB2F37", "#FEB4AF", "s", "■"),
    Look("#2E4C02", "#829761", "^", "▲"),
    Look("#389380", "#B7DFD4", "D", "◆"),
    Look("#8584B7", "#727BD9", "v", "▼"),
    Look("#1F357A", "#DBDBFE", "P", "✚"),
    Look("#127293", "#34B7E8", "X", "✖"),
    Look("#1C1C1C", "#77747A", "*", "★"),
)
PLAIN = Look("#777777", "#A8A8A8", "o", "●")
"""The look of a baseline."""


def look_of(title: str) -> Look:
    """Return the look of a network by its place among the families, `PLAIN` for any other title."""
    titles = [family.title for family in FAMILIES.values()]
    return look_at(titles.index(title)) if title in titles else PLAIN


def look_at(place: int) -> Look:
    """Return a look by its number; behind the last one colours return with other marks."""
    round_, number = divmod(place, len(LOOKS))
    mark = LOOKS[(number + round_) % len(LOOKS)]
    return Look(LOOKS[number].on_white, LOOKS[number].on_black, mark.marker, mark.sign)

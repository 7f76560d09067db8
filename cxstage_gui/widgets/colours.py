"""The colour of each network, the same wherever it is drawn."""

from __future__ import annotations

from cxstage_core.models import FAMILIES
from cxstage_gui.theme import current


def colour_of(title: str) -> str:
    """A network's colour, by its place among the seven; grey for a baseline."""
    titles = [family.title for family in FAMILIES.values()]
    series = current().series
    return series[titles.index(title) % len(series)] if title in titles else current().muted

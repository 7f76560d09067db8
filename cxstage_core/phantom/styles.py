"""Styles of a phantom cohort, one row each: which scanners, which readers, and what it is for.

Every style has its own patients: no seed of one gives a patient of another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from cxstage_core.errors import CxStageError
from cxstage_core.phantom.readers import HELD_OUT_READERS, READERS, Habit
from cxstage_core.phantom.scanner import ONE_POINT_FIVE_TESLA, THREE_TESLA, WIDE_BORE, Scanner
from cxstage_core.text import Text, text

STANDARD = "standard"
HELD_OUT = "held-out"


@dataclass(frozen=True, slots=True)
class Style:
    """One row.

    Args:
        description: what it shows and what it is for, an English template.
        scanners: with the share of patients that each examines; the shares add up to 1.
        readers: habits by the name of the mask file.
        first_seed: added to the seed asked for.
    """

    name: str
    description: Text
    scanners: tuple[tuple[float, Scanner], ...]
    readers: Mapping[str, Habit]
    first_seed: int = 0

    def scanner(self, share: float) -> Scanner:
        """The scanner in whose part of the unit interval a number from 0 to 1 falls."""
        total = 0.0
        for part, scanner in self.scanners:
            total += part
            if share < total:
                return scanner
        return self.scanners[-1][1]


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        style.name: style
        for style in (
            Style(
                STANDARD,
                text(
                    "Two scanners, 3 T and 1.5 T, and readers A and B: to learn and to try things on."
                ),
                ((0.55, THREE_TESLA), (0.45, ONE_POINT_FIVE_TESLA)),
                READERS,
            ),
            Style(
                HELD_OUT,
                text(
                    "A third scanner with its own contrast and texture, other patients and readers C and D: "
                    "for one last check of what was chosen on the standard style, never to choose by."
                ),
                ((1.0, WIDE_BORE),),
                HELD_OUT_READERS,
                first_seed=2**40,
            ),
        )
    }
)


def style_of(name: str) -> Style:
    """The style of this name.

    Raises:
        CxStageError: there is none.
    """
    if name not in STYLES:
        raise CxStageError(
            "“{name}” is not a style of the phantom.",
            remedy="Choose one of {names}.",
            name=name,
            names=", ".join(STYLES),
        )
    return STYLES[name]

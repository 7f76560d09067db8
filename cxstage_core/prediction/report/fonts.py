"""Fonts of a prediction's report, asked one after the other for each character.

DejaVu Sans comes with matplotlib; a font with Chinese characters is searched for on this computer.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import matplotlib as mpl
from reportlab.pdfbase import pdfmetrics

from cxstage_core.evaluation.report.document.font_files import (
    MORE_CHARACTERS,
    chinese_font,
    existing,
    glyphs,
    registered,
)
from cxstage_core.evaluation.report.language import CHINESE
from cxstage_core.text import text

NO_CHINESE_FONT = text(
    "This computer has no font with Chinese characters, so this report is written in English; the package "
    "paperang-p2-fonts-cjk or the Debian package fonts-wqy-microhei has one."
)


@dataclass(frozen=True, slots=True)
class Fonts:
    """Registered fonts, in the order in which they are asked for a character.

    Args:
        regular, bold: names of fonts; the same where a script has no bold font here.
    """

    regular: tuple[str, ...]
    bold: tuple[str, ...]

    def runs(self, words: str, *, bold: bool = False) -> tuple[tuple[str, str], ...]:
        """Split words into (font, words); a character that no font has becomes 〔U+XXXXX〕."""
        chain = self.bold if bold else self.regular
        found: list[tuple[str, str]] = []
        for sign in words:
            for font, part in _of_sign(chain, sign):
                if found and found[-1][0] == font:
                    found[-1] = (font, found[-1][1] + part)
                else:
                    found.append((font, part))
        return tuple(found)

    def width(self, words: str, size: float, *, bold: bool = False) -> float:
        """Return the width of words in points."""
        chain = self.bold if bold else self.regular
        return size * sum(_unit_width(chain, sign) for sign in words)


def fonts_for(language: str) -> Fonts | None:
    """Return the fonts of a report; None for Chinese on a computer without a Chinese font."""
    own = Path(mpl.get_data_path()) / "fonts" / "ttf"
    latin = registered(own / "DejaVuSans.ttf")
    latin_bold = registered(own / "DejaVuSans-Bold.ttf")
    chinese = chinese_font()
    more = tuple(name for name in map(registered, existing(MORE_CHARACTERS)) if name)[:1]
    first = () if chinese is None else (chinese,)
    if language == CHINESE:
        if chinese is None:
            return None
        every = (*first, *more, latin)
        return Fonts(every, every)
    return Fonts((latin, *first, *more), (latin_bold, latin, *first, *more))


@cache
def _unit_width(chain: tuple[str, ...], sign: str) -> float:
    """Width of a character at a size of 1 point; these fonts are set without kerning."""
    return sum(
        float(pdfmetrics.stringWidth(part, font, 1000)) / 1000 for font, part in _of_sign(chain, sign)
    )


@cache
def _of_sign(chain: tuple[str, ...], sign: str) -> tuple[tuple[str, str], ...]:
    for font in chain:
        if ord(sign) in glyphs(font):
            return ((font, sign),)
    left, right = ("〔", "〕") if any(ord("〔") in glyphs(font) for font in chain) else ("[", "]")
    code = f"{left}U+{ord(sign):04X}{right}"
    return tuple(pair for one in code for pair in _of_sign(chain, one))

"""Fonts of a flowing PDF: Latin from the drawing library's own files, Chinese from this computer."""

from __future__ import annotations

from functools import cache
from html import escape
from itertools import groupby
from pathlib import Path

_FIRST_CHINESE = "\u2e80"
LATIN, BOLD, CHINESE = "CxLatin", "CxLatin-Bold", "CxChinese"


@cache
def register_fonts() -> bool:
    """Register the fonts; return True if Chinese can be written.

    A font whose outlines are not TrueType cannot be put into the file; the next one is taken.
    """
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFError, TTFont

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont(LATIN, str(folder / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(LATIN, LATIN, BOLD, LATIN, BOLD)
    for file in _chinese_files():
        try:
            pdfmetrics.registerFont(TTFont(CHINESE, file, subfontIndex=0))
        except TTFError:
            # Outlines that are not TrueType; whether any font is left is the answer.
            found = False
        else:
            found = True
        if found:
            return True
    return False


def _chinese_files() -> list[str]:
    """Files of this computer's fonts with Chinese characters, the likeliest first."""
    from matplotlib.font_manager import fontManager

    from cxstage_core.evaluation.report.figures import chinese_fonts

    wanted = (*chinese_fonts(), "Droid Sans Fallback")
    return [
        entry.fname
        for name in wanted
        for entry in fontManager.ttflist
        if entry.name == name and entry.style == "normal"
    ]


def marked(words: str, *, bold: bool = False) -> str:
    """Return words as markup, each run of Chinese characters in the font that has them."""
    parts = []
    for chinese, signs in groupby(words, lambda sign: sign >= _FIRST_CHINESE):
        part = escape("".join(signs), quote=False).replace("\n", "<br/>")
        parts.append(f'<font name="{CHINESE}">{part}</font>' if chinese else part)
    joined = "".join(parts)
    return f"<b>{joined}</b>" if bold and not any(s >= _FIRST_CHINESE for s in words) else joined


def needs_chinese(words: str) -> bool:
    """Return True if the words hold a Chinese character."""
    return any(sign >= _FIRST_CHINESE for sign in words)

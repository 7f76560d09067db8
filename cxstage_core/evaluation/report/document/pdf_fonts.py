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
    """Register the fonts; return True if Chinese can be written."""
    import matplotlib as mpl
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    from cxstage_core.evaluation.report.document.font_files import chinese_font_file

    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    pdfmetrics.registerFont(TTFont(LATIN, str(folder / "DejaVuSans.ttf")))
    pdfmetrics.registerFont(TTFont(BOLD, str(folder / "DejaVuSans-Bold.ttf")))
    pdfmetrics.registerFontFamily(LATIN, LATIN, BOLD, LATIN, BOLD)
    file = chinese_font_file()
    if file is None:
        return False
    pdfmetrics.registerFont(TTFont(CHINESE, file, subfontIndex=0))
    return True


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

"""Fonts of a PDF report: embedded, with Chinese characters where this computer has a font for them.

DejaVu Sans comes with matplotlib. A font with Chinese characters is searched for in the program's own folder of
fonts, in the package `paperang-p2-fonts-cjk` (WenQuanYi Micro Hei), and where the systems keep theirs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import matplotlib as mpl
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

from cxstage_core.prediction.report.language import CHINESE
from cxstage_core.text import text

NO_CHINESE_FONT = text(
    "This computer has no font with Chinese characters, so this report is written in English; the package "
    "paperang-p2-fonts-cjk or the Debian package fonts-wqy-microhei has one."
)
_PACKAGE = "paperang_p2_fonts_cjk"
_PROBE = "患者肿瘤概率区间外科放化疗≤±"
_CHINESE = (
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "msyh.ttc", "simhei.ttf", "simsun.ttc", "STHeiti Light.ttc", "Songti.ttc",
    "Arial Unicode.ttf",
)  # fmt: skip
"""Files with TrueType outlines; those with PostScript outlines, such as Noto Sans CJK, cannot be embedded."""
_MORE_CHARACTERS = ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "simsunb.ttf")
"""For rarer characters, which the fonts above lack."""


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
    latin = _registered(own / "DejaVuSans.ttf")
    latin_bold = _registered(own / "DejaVuSans-Bold.ttf")
    chinese = chinese_font()
    more = tuple(name for name in map(_registered, _existing(_MORE_CHARACTERS)) if name)[:1]
    first = () if chinese is None else (chinese,)
    if language == CHINESE:
        if chinese is None:
            return None
        every = (*first, *more, latin)
        return Fonts(every, every)
    return Fonts((latin, *first, *more), (latin_bold, latin, *first, *more))


@cache
def chinese_font() -> str | None:
    """Return the name of a registered font with Chinese characters, None without one."""
    found = chinese_font_file()
    return None if found is None else _registered(Path(found))


def chinese_font_file() -> str | None:
    """Return the file of a font with Chinese characters, None without one."""
    for path in _existing(_CHINESE):
        name = _registered(path)
        if name and all(ord(sign) in _glyphs(name) for sign in _PROBE):
            return str(path)
    return None


def font_folders() -> tuple[Path, ...]:
    """Return the folders where fonts are searched for, in this order."""
    spec = find_spec(_PACKAGE)
    package = [Path(spec.origin).parent / "fonts"] if spec and spec.origin else []
    own = Path(find_spec("assets").origin).parent / "fonts"  # type: ignore[union-attr, arg-type]
    home = Path.home()
    if sys.platform == "win32":
        system = [Path("C:/Windows/Fonts"), home / "AppData/Local/Microsoft/Windows/Fonts"]
    elif sys.platform == "darwin":
        system = [
            Path("/System/Library/Fonts"), Path("/System/Library/Fonts/Supplemental"), Path("/Library/Fonts"),
            home / "Library/Fonts",
        ]  # fmt: skip
    else:
        system = [
            Path("/usr/share/fonts/truetype/wqy"), Path("/usr/share/fonts/truetype/droid"),
            Path("/usr/share/fonts/wqy-microhei"), Path("/usr/share/fonts/wqy-microhei-fonts"),
            Path("/usr/share/fonts/google-droid-sans-fonts"), Path("/usr/share/fonts/truetype"),
            Path("/usr/local/share/fonts"), home / ".local/share/fonts", home / ".fonts",
        ]  # fmt: skip
    return (own, *package, *system)


def _existing(names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        for folder in font_folders():
            if (folder / name).is_file():
                yield folder / name


@cache
def _unit_width(chain: tuple[str, ...], sign: str) -> float:
    """Width of a character at a size of 1 point; these fonts are set without kerning."""
    return sum(
        float(pdfmetrics.stringWidth(part, font, 1000)) / 1000 for font, part in _of_sign(chain, sign)
    )


@cache
def _of_sign(chain: tuple[str, ...], sign: str) -> tuple[tuple[str, str], ...]:
    for font in chain:
        if ord(sign) in _glyphs(font):
            return ((font, sign),)
    left, right = ("〔", "〕") if any(ord("〔") in _glyphs(font) for font in chain) else ("[", "]")
    code = f"{left}U+{ord(sign):04X}{right}"
    return tuple(pair for one in code for pair in _of_sign(chain, one))


@cache
def _registered(path: Path) -> str:
    """Register a font by the name of its file; "" for one that cannot be embedded."""
    name = f"cxstage-{path.stem.replace(' ', '-')}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))
    except (TTFError, OSError):  # damaged, or with PostScript outlines: the next font is asked
        return ""
    return name


@cache
def _glyphs(font: str) -> Any:
    return pdfmetrics.getFont(font).face.charToGlyph

"""Fonts of this computer that can be embedded in a PDF, with Chinese characters where there is one.

A font with Chinese characters is searched for in the program's own folder of fonts, in the package
`paperang-p2-fonts-cjk` (WenQuanYi Micro Hei), and where the systems keep theirs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFError, TTFont

_PACKAGE = "paperang_p2_fonts_cjk"
_PROBE = "患者肿瘤概率区间外科放化疗≤±"
_CHINESE = (
    "wqy-microhei.ttc", "wqy-zenhei.ttc", "msyh.ttc", "simhei.ttf", "simsun.ttc", "STHeiti Light.ttc", "Songti.ttc",
    "Arial Unicode.ttf",
)  # fmt: skip
"""Files with TrueType outlines; those with PostScript outlines, such as Noto Sans CJK, cannot be embedded."""
MORE_CHARACTERS = ("DroidSansFallbackFull.ttf", "DroidSansFallback.ttf", "simsunb.ttf")
"""For rarer characters, which the fonts above lack."""


@cache
def chinese_font() -> str | None:
    """Return the name of a registered font with Chinese characters, None without one."""
    found = chinese_font_file()
    return None if found is None else registered(Path(found))


def chinese_font_file() -> str | None:
    """Return the file of a font with Chinese characters, None without one."""
    for path in existing(_CHINESE):
        name = registered(path)
        if name and all(ord(sign) in glyphs(name) for sign in _PROBE):
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


def existing(names: Sequence[str]) -> Iterator[Path]:
    """Find the files of these names in the folders of fonts."""
    for name in names:
        for folder in font_folders():
            if (folder / name).is_file():
                yield folder / name


@cache
def registered(path: Path) -> str:
    """Register a font by the name of its file; "" for one that cannot be embedded."""
    name = f"cxstage-{path.stem.replace(' ', '-')}"
    try:
        pdfmetrics.registerFont(TTFont(name, str(path), subfontIndex=0))
    except (TTFError, OSError):  # damaged, or with PostScript outlines: the next font is asked
        return ""
    return name


@cache
def glyphs(font: str) -> Any:
    """Return the characters of a registered font, by their number."""
    return pdfmetrics.getFont(font).face.charToGlyph

"""Puts a palette on the application."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from string import Template

from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication

from cxstage_gui.theme.palette import DARK, LIGHT, Palette

ASSETS = Path(__file__).resolve().parents[2] / "assets"
PROPERTY = "cxstageTheme"
# Named, because Qt left to itself may take a bold or a Japanese face for Chinese.
CHINESE = (
    "Microsoft YaHei UI",
    "PingFang SC",
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "WenQuanYi Micro Hei",
)


def current() -> Palette:
    """The palette that is on now."""
    application = QApplication.instance()
    name = application.property(PROPERTY) if application is not None else None
    return LIGHT if name == "light" else DARK


def apply(application: QApplication, name: str) -> Palette:
    """Put "dark" or "light" on; returns the palette."""
    palette = LIGHT if name == "light" else DARK
    first = application.property(PROPERTY) is None
    application.setProperty(PROPERTY, palette.name)
    with _nothing_goes():
        if first:
            application.setStyle("fusion")
        _name_chinese_fonts(application)
        application.setPalette(_qt_palette(palette))
        application.setStyleSheet(style_sheet(palette))
    return palette


@contextmanager
def _nothing_goes() -> Iterator[None]:
    """Keep Python from collecting widgets while Qt walks over all of them, which crashes Qt.

    Unreferenced widgets are collected before.
    """
    gc.collect()
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _name_chinese_fonts(application: QApplication) -> None:
    """Let Chinese take a face of its own after the system's."""
    font = application.font()
    there = [name for name in CHINESE if QFontDatabase.hasFamily(name)]
    if there and there[0] not in font.families():
        # The face itself instead of a word such as "Sans Serif", which a named face would overrule.
        font.setFamilies([QFontInfo(font).family(), *there])
        application.setFont(font)


def style_sheet(palette: Palette) -> str:
    """The style sheet with the palette's colours filled in."""
    colours = {field: getattr(palette, field) for field in Palette.__slots__}
    template = (ASSETS / "styles" / "cxstage.qss").read_text(encoding="utf-8")
    icons = (ASSETS / "icons").as_posix()
    return Template(template).substitute(colours, icons=icons)


def _qt_palette(p: Palette) -> QPalette:
    roles = QPalette.ColorRole
    palette = QPalette()
    for role, colour in {
        roles.Window: p.window,
        roles.WindowText: p.text,
        roles.Base: p.well,
        roles.AlternateBase: p.panel,
        roles.ToolTipBase: p.raised,
        roles.ToolTipText: p.text,
        roles.PlaceholderText: p.faint,
        roles.Text: p.text,
        roles.Button: p.raised,
        roles.ButtonText: p.text,
        roles.BrightText: p.on_accent,
        roles.Link: p.accent,
        roles.Highlight: p.accent_fill,
        roles.HighlightedText: p.on_accent,
        roles.Light: p.hover,
        roles.Mid: p.line,
        roles.Dark: p.line,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(p.faint))
    return palette

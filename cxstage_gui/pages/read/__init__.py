"""The Read page: one reader draws, blind to every other."""

from cxstage_gui.pages.read.page import ReadPage

__all__ = ["ReadPage"]

"""The first page, while no cohort is open: three doors."""

from cxstage_gui.pages.start.page import StartPage

__all__ = ["StartPage"]

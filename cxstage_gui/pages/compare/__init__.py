"""The Compare page: finished experiments, their numbers and curves."""

from cxstage_gui.pages.compare.page import ComparePage

__all__ = ["ComparePage"]

"""What is open, and everything that can be done with it."""

from cxstage_gui.session.session import Session
from cxstage_gui.session.study import Study

__all__ = ["Session", "Study"]

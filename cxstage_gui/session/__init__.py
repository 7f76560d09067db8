"""What is open, and everything that can be done with it."""

from cxstage_gui.session.current.study import Study
from cxstage_gui.session.session import Session

__all__ = ["Session", "Study"]

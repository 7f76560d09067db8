"""The open cohort and the operations on it."""

from cxstage_gui.session.current.study import Study
from cxstage_gui.session.level import Level
from cxstage_gui.session.session import Session
from cxstage_gui.tasks import Executor, TaskHandle

__all__ = ["Executor", "Level", "Session", "Study", "TaskHandle"]

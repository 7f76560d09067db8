"""Work away from the interface: the only package that knows threads and processes.

Three executors, each doing one thing at a time:

    store    a thread; short reads and writes of the open cohort
    study    a worker process; import, outline files, one prediction
    compute  a worker process; training, the demo cohort

Importing torch in a thread was measured to hold Python's lock for 800 ms at a stretch, SimpleITK for
230 ms; the interface may not stand still for more than 50 ms, so heavy work has its own process.
"""

from cxstage_gui.tasks.handle import Executor, TaskHandle
from cxstage_gui.tasks.runner import Tasks

__all__ = ["Executor", "TaskHandle", "Tasks"]

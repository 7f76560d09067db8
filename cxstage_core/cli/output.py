"""The output of a command, and its exit code.

With `--json` there is exactly one JSON object on stdout and everything else goes to stderr; exit
code 0 means done, 1 refused (`{"error": …}`), 2 wrong usage.
"""

from __future__ import annotations

import json
import shlex
import signal
import sys
import traceback
from collections.abc import Callable, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import Cancelled, ClusterError, CxStageError
from cxstage_core.jobs import Event, Job, Message, Progress, start_job
from cxstage_core.text import plain

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

REFUSED = 1


@dataclass(frozen=True, slots=True)
class Outcome:
    """Result of a command.

    Args:
        data: the JSON object.
        show: prints the same as text; None prints nothing.
        refused: True if the command ran and its result is negative (exit code 1), as in `verify`.
    """

    data: Mapping[str, Any]
    show: Callable[[Console], None] | None = None
    refused: bool = False


@dataclass(slots=True)
class _Watcher:
    """Shows progress on stderr: a bar at a terminal, a line per stage elsewhere."""

    console: Console
    job: Job | None = None
    _bar: Any = None
    _task: Any = None
    _stage: str = field(default="")

    def __call__(self, news: Progress | Event) -> None:
        if isinstance(news, Progress):
            self._progress(news)
        elif isinstance(news, Message):
            style = "yellow" if news.level == "warning" else ""
            self.console.print(str(news.text), style=style, soft_wrap=True)
        else:
            line = getattr(news, "line", None)
            if line is not None:
                self.console.print(str(line), style="dim", highlight=False, soft_wrap=True)

    def _progress(self, now: Progress) -> None:
        if self._bar is None:
            if now.what != self._stage:
                self._stage = now.what
                self.console.print(f"{now.what} …", highlight=False)
            return
        if now.what != self._stage:
            if self._task is not None:
                self._bar.update(self._task, visible=False)
            self._stage = now.what
            self._task = self._bar.add_task(now.what, total=now.total or None)
        self._bar.update(self._task, completed=now.done, total=now.total or None, description=now.what)

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Show the progress bar while the command runs."""
        if not self.console.is_terminal:
            yield
            return
        from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
        from rich.progress import Progress as Bar

        columns = (TextColumn("{task.description}"), BarColumn(), TimeRemainingColumn())
        with Bar(*columns, console=self.console, transient=True) as self._bar:
            yield


def finish(run: Callable[[Job], Outcome], *, as_json: bool) -> int:
    """Run a command, print its outcome and return the exit code."""
    from rich.console import Console

    errors = Console(stderr=True)
    watcher = _Watcher(errors)
    job, stop = start_job(watcher)
    before = signal.signal(signal.SIGINT, lambda *_: stop.ask())
    try:
        with watcher.shown():
            outcome = run(job)
    except ClusterError as error:
        again = shlex.join([Path(sys.argv[0]).name, *sys.argv[1:]])
        return _refuse(f"{error}\n{again}", as_json=as_json, console=errors)
    except CxStageError as error:
        return _refuse(str(error), as_json=as_json, console=errors)
    except Cancelled:
        return _refuse("Stopped; nothing half-done was kept.", as_json=as_json, console=errors)
    except Exception as error:  # noqa: BLE001 - the last door: reported, never swallowed
        traceback.print_exc(file=sys.stderr)
        message = f"Unexpected error ({type(error).__name__}); the traceback is above."
        return _refuse(message, as_json=as_json, console=errors)
    finally:
        signal.signal(signal.SIGINT, before)
    if as_json:
        sys.stdout.write(json.dumps(plain(outcome.data), ensure_ascii=False) + "\n")
    elif outcome.show is not None:
        outcome.show(_page())
    return REFUSED if outcome.refused else 0


def _refuse(message: str, *, as_json: bool, console: Console) -> int:
    if as_json:
        sys.stdout.write(json.dumps({"error": message}, ensure_ascii=False) + "\n")
    console.print(message, style="red", highlight=False, markup=False)
    return REFUSED


def _page() -> Console:
    """Return a console on stdout, 150 columns wide where stdout is not a terminal."""
    from rich.console import Console

    console = Console()
    return console if console.is_terminal else Console(width=150)

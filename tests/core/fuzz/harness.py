"""Runs mutants in a process of their own, one after another, each within its limits.

A kind of file makes its originals once and then judges mutants: `EQUAL` to what an independent reader sees,
`NOTED` where it differs, `REFUSED` by one sentence. Everything else is a fault.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

EQUAL, NOTED, REFUSED = "accepted, equal", "accepted, with a note", "refused"
SECONDS, MEMORY = 5.0, 1 << 30
_KILL_S = 60.0
_ROOT = Path(__file__).resolve().parents[3]


class FaultError(Exception):
    """What must never happen with a mutant.

    Args:
        sort: "silent", "neighbour", "outside", "traceback", "crash", "slow" or "memory".
    """

    def __init__(self, sort: str, detail: str) -> None:
        super().__init__(f"{sort}: {detail}")
        self.sort, self.detail = sort, detail


class Kind(Protocol):
    """A kind of file with its originals in a folder."""

    def judge(self, draw: random.Random) -> str:
        """Make one mutant, give it to the program, and return what became of it.

        Raises:
            FaultError: something happened that must not.
            Exception: the program made a mistake.
        """


Maker = Callable[[Path], Kind]


@dataclass
class Tally:
    """Counts of one kind, and its faults as number, sort and detail."""

    counts: Counter[str] = field(default_factory=Counter)
    faults: list[tuple[int, str, str]] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def mutants(self) -> int:
        """How many were tried."""
        return sum(self.counts.values()) + len(self.faults)


def run(kind: str, count: int, seed: int, first: int = 0) -> Tally:
    """Try the mutants `first` to `first + count - 1` of a kind in a process; begin again after one that ends it."""
    tally, began, last = Tally(), time.monotonic(), first + count
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        while first < last:
            done = _process(kind, first, last, seed, Path(folder))
            for number, outcome, detail in done:
                if detail:
                    tally.faults.append((number, outcome, detail))
                else:
                    tally.counts[outcome] += 1
                first = number + 1
            if first < last and not (done and done[-1][1] == "slow"):
                tally.faults.append((first, "crash", "the process ended"))
                first += 1
    tally.seconds = time.monotonic() - began
    return tally


def _process(kind: str, first: int, last: int, seed: int, folder: Path) -> list[tuple[int, str, str]]:
    report = folder / f"report-{first}"
    report.touch()
    command = [
        sys.executable,
        "-m",
        "tests.core.fuzz",
        kind,
        str(first),
        str(last),
        str(seed),
        str(report),
    ]
    place = {**os.environ, "PYTHONPATH": str(_ROOT), "OMP_NUM_THREADS": "1", "TMPDIR": str(folder)}
    with (folder / "errors").open("wb") as errors:
        process = subprocess.Popen(command, cwd=_ROOT, env=place, stdout=errors, stderr=errors)
        size, since = 0, time.monotonic()
        while process.poll() is None:
            time.sleep(0.1)
            if report.stat().st_size != size:
                size, since = report.stat().st_size, time.monotonic()
            if time.monotonic() - since > _KILL_S + (60 if size == 0 else 0):
                process.kill()
                process.wait()
    found = [json.loads(line) for line in report.read_text().splitlines()]
    if process.returncode and not found:
        words = (folder / "errors").read_text(errors="replace")[-2000:]
        raise RuntimeError(f"the originals of {kind} cannot be made: {words}")
    if process.returncode and process.returncode != -9:
        words = (folder / "errors").read_text(errors="replace")[-1500:]
        found.append([found[-1][0] + 1, "crash", words or f"exit {process.returncode}"])
    elif process.returncode:
        found.append([found[-1][0] + 1, "slow", f"no answer for {_KILL_S:g} s"])
    return [(int(n), str(outcome), str(detail)) for n, outcome, detail in found]


def seen(folders: Iterable[Path]) -> dict[str, tuple[int, int]]:
    """Every file below some folders, with size and time of its last change."""
    found = {}
    for folder in folders:
        for path, below, names in os.walk(os.fsencode(folder)):
            for name in [*names, *below]:
                whole = os.path.join(path, name)  # noqa: PTH118 - names may be any bytes
                state = os.lstat(whole)
                directory = name in below
                found[repr(whole)] = (0, 0) if directory else (state.st_size, state.st_mtime_ns)
    return found


def child(kind: str, first: int, last: int, seed: int, report: Path) -> None:
    """Try mutants and write a line for each."""
    from cxstage_core.errors import CxStageError
    from tests.core.fuzz.kinds import KINDS

    with tempfile.TemporaryDirectory(prefix="fuzz-") as name, report.open("a") as lines:
        folder = Path(name)
        outside = folder / "outside"
        outside.mkdir()
        (outside / "secret.raw").write_bytes(bytes(range(256)) * 64)
        (outside / "secret.txt").write_text("nobody reads this\n")
        made = KINDS[kind](folder / "inside")
        before = seen([outside])
        _limit_memory()
        for number in range(first, last):
            began, detail = time.monotonic(), ""
            try:
                outcome = made.judge(random.Random(f"{kind}|{seed}|{number}"))
            except FaultError as fault:
                outcome, detail = fault.sort, fault.detail
            except CxStageError as error:
                outcome, detail = "harness", f"refused where nothing may be: {error}"
            except MemoryError:
                outcome, detail = "memory", _short(traceback.format_exc())
            except Exception:
                outcome, detail = "traceback", _short(traceback.format_exc())
            taken = time.monotonic() - began
            if not detail and taken > SECONDS:
                again = time.monotonic()  # another process may have had the processor
                made.judge(random.Random(f"{kind}|{seed}|{number}"))
                if (taken := time.monotonic() - again) > SECONDS:
                    outcome, detail = "slow", f"{taken:.1f} s"
            if not detail and seen([outside]) != before:
                outcome, detail = "outside", "something outside was changed"
            if not detail and (more := {f.name for f in folder.iterdir()} - {"inside", "outside"}):
                outcome, detail = "outside", f"there is more outside: {sorted(more)[:3]}"
            lines.write(json.dumps([number, outcome, detail]) + "\n")
            lines.flush()


def _limit_memory() -> None:
    """Let this process take no more than so much beyond what it has now."""
    status = Path("/proc/self/status")
    if status.exists():
        held = (
            int(next(line for line in status.read_text().splitlines() if "VmData" in line).split()[1])
            * 1024
        )
        resource.setrlimit(
            resource.RLIMIT_DATA, (held + MEMORY, resource.getrlimit(resource.RLIMIT_DATA)[1])
        )


@contextlib.contextmanager
def unlimited() -> Iterator[None]:
    """Without the limit of memory, for another reader of a mutant, which need not keep it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (hard, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))


def _short(trace: str) -> str:
    lines = trace.strip().splitlines()
    return "\n".join(lines if len(lines) < 16 else [*lines[:2], "…", *lines[-13:]])


def fresh(folder: Path) -> Path:
    """An empty folder."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    return folder


def digest(value: Any) -> str:
    """One number for a value of plain content."""
    return hashlib.sha256(repr(value).encode("utf-8", "surrogatepass")).hexdigest()

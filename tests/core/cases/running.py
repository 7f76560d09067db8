"""What a check of a case gets: the case's folder, an empty folder, and the command line."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

CXSTAGE = str(Path(sys.executable).with_name("cxstage"))


@dataclass(frozen=True)
class Case:
    """One case: the folder it came in and an empty folder to work in.

    A copy of the case's files lies in `work`, so that a check may write beside them.
    """

    given: Path
    work: Path

    @property
    def cohort(self) -> Path:
        """The cohort that the commands of `expected.json` name."""
        return self.work / "c.cxcohort"

    def file(self, name: str) -> Path:
        """A file or folder of the case."""
        return self.work / name

    def run(
        self, *arguments: object, expect: int | None = 0, seconds: float | None = None
    ) -> dict[str, Any]:
        """Run `cxstage ARGUMENTS --json` in the working folder and return its one object.

        `expect` is the exit code (None: any); a traceback fails in any case.
        """
        done = subprocess.run(
            [CXSTAGE, *map(str, arguments), "--json"],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.work,
            timeout=seconds,
        )
        assert "Traceback" not in done.stdout + done.stderr, done.stderr
        if expect is not None:
            assert done.returncode == expect, done.stdout + done.stderr
        (line,) = done.stdout.splitlines()
        found = json.loads(line)
        assert isinstance(found, dict)
        return found

    def imported(self, expect: int | None = 0) -> dict[str, Any]:
        """Make a cohort, import `in`, and return what the import says."""
        self.run("cohort", "create", self.cohort)
        return self.run("import", self.cohort, self.file("in"), expect=expect)


Check = Callable[[Case], None]
"""Raises AssertionError where the program's answer is not the one that the case expects."""


def opened(given: Path, work: Path) -> Case:
    """Copy a case's files into an empty folder."""
    shutil.copytree(given, work, dirs_exist_ok=True)
    return Case(given, work)

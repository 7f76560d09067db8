"""A table that is on disk after every figure, as lines of JSON and as Markdown.

A measurement that is stopped loses the figure in work; the same command goes on with those that are missing.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class Figure:
    """One line.

    Args:
        what: measured quantity, with its unit.
        of: network, or number of networks at once.
        value: None where it was not measured; `note` then says why.
        n: measurements behind it; `low` and `high` are their range.
    """

    what: str
    of: str
    value: float | None
    n: int = 0
    low: float | None = None
    high: float | None = None
    note: str = ""


@dataclass
class Clock:
    """The time a part may take.

    Args:
        limit_s: no figure is begun after so many seconds.
    """

    limit_s: float
    began: float = field(default_factory=time.monotonic)

    @property
    def over(self) -> bool:
        """Return True when the time is up."""
        return time.monotonic() - self.began >= self.limit_s


class Table:
    """The figures of one part.

    Args:
        folder: for the two files, made when missing.
        part: name of the part, and of its files.
        about: hardware, libraries and settings; figures of others are never mixed with these.

    Raises:
        SystemExit: the folder holds figures of another machine or of other settings.
    """

    def __init__(self, folder: Path, part: str, about: Mapping[str, Any]) -> None:
        self.lines, self.page = folder / f"{part}.jsonl", folder / f"{part}.md"
        self.part, self.about = part, dict(about)
        self.figures: list[Figure] = []
        folder.mkdir(parents=True, exist_ok=True)
        found = read_table(self.lines)
        if found is None:
            self._line({"about": self.about})
        elif found[0] != json.loads(json.dumps(self.about)):
            raise SystemExit(f"{self.lines} holds figures of another machine or of other settings.")
        else:
            self.figures = found[1]

    def has(self, what: str, of: str) -> bool:
        """Return True if this figure was measured already."""
        return any((f.what, f.of) == (what, of) and f.value is not None for f in self.figures)

    def add(self, figure: Figure) -> None:
        """Write a figure; it takes the place of an earlier one of the same name."""
        same = (figure.what, figure.of)
        self.figures = [f for f in self.figures if (f.what, f.of) != same] + [figure]
        self._line(asdict(figure))
        fresh = self.page.with_suffix(".new")
        fresh.write_text(self.markdown(), encoding="utf-8")
        os.replace(fresh, self.page)
        print(_row(figure), flush=True)

    def value(self, what: str, of: str) -> float | None:
        """A measured value, None where there is none."""
        return next((f.value for f in self.figures if (f.what, f.of) == (what, of)), None)

    def markdown(self) -> str:
        """The table with what it was measured on."""
        about = "\n".join(f"- {key}: {value}" for key, value in self.about.items())
        head = "| figure | of | median | n | range | note |\n|---|---|---|---|---|---|"
        rows = "\n".join(map(_row, self.figures))
        return f"# GPU, part {self.part}\n\n{about}\n\n{head}\n{rows}\n"

    def _line(self, content: Mapping[str, Any]) -> None:
        with self.lines.open("a", encoding="utf-8") as file:
            file.write(json.dumps(content) + "\n")
            file.flush()
            os.fsync(file.fileno())


def read_table(file: Path) -> tuple[dict[str, Any], list[Figure]] | None:
    """What a table is about, and the last figure of every name; None where there is no table."""
    if not file.is_file():
        return None
    about: dict[str, Any] = {}
    figures: dict[tuple[str, str], Figure] = {}
    for line in file.read_text(encoding="utf-8").splitlines():
        try:
            content = json.loads(line)
        except ValueError:  # the line in work when the process was ended
            continue
        if "about" in content:
            about = content["about"]
        else:
            figure = Figure(**content)
            figures.pop((figure.what, figure.of), None)
            figures[figure.what, figure.of] = figure
    return about, list(figures.values())


def _row(f: Figure) -> str:
    value = "not measured" if f.value is None else f"{f.value:.4g}"
    span = "" if f.low is None or f.high is None else f"{f.low:.4g} to {f.high:.4g}"
    return f"| {f.what} | {f.of} | {value} | {f.n or ''} | {span} | {f.note} |"

"""What a stroke costs: 10,000 of them in memory, on disk, and taken up again."""

from __future__ import annotations

import json
import os
import random
import tempfile
import time
from pathlib import Path

import numpy as np

from cxstage_core.imaging import Grid, Label
from cxstage_core.reading import Delta, MaskEditor, painted, recover
from cxstage_core.storage.append_log import JournalFile
from cxstage_core.text import text
from cxstage_gui.pages.read.sections.history import StepsModel
from cxstage_gui.session.current.open_drawings import CAP_BYTES
from tests.core.reading.strokes import stroke

GRID = Grid.axial((25, 512, 512), (4.0, 0.5, 0.5))
STROKES = 10_000
RADIUS_MM = 10.0
NAME = text("brush stroke")


def rss_mb() -> float:
    """Resident memory of this process, MB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def draw_one(draw: random.Random, editor: MaskEditor) -> float:
    """One stroke with a brush of 40 pixels; how long its end took, ms."""
    index, label = draw.randrange(25), draw.choice((Label.TUMOUR, Label.INFILTRATION))
    start = (draw.uniform(100, 400), draw.uniform(100, 400))
    end = (start[0] + draw.uniform(-60, 60), start[1] + draw.uniform(-60, 60))
    mask = editor.labels("t2-axial")
    where = stroke([start, end], RADIUS_MM, (0.5, 0.5), (512, 512))
    editor.begin("t2-axial", index)
    editor.draw(Delta.of_slice(index, mask[index], painted(mask[index], where, label)))
    began = time.perf_counter()
    editor.commit(NAME)
    return (time.perf_counter() - began) * 1000


def timed_log(log: JournalFile) -> list[float]:
    """Let the journal note how long each entry takes, ms."""
    taken, plain = [], log.append

    def append(entry: bytes, *, hold: bool = False) -> int:
        began = time.perf_counter()
        number = plain(entry, hold=hold)
        taken.append((time.perf_counter() - began) * 1000)
        return number

    log.append = append  # type: ignore[method-assign]
    return taken


def main() -> None:
    """Print the figures as one line of JSON."""
    draw = random.Random(1)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a" / "P0001.journal"
        log = JournalFile.open(path)
        editor = recover(log, {}, 0, {"t2-axial": GRID}, cap_bytes=CAP_BYTES).editor
        editor.open_series("t2-axial", GRID)
        model = StepsModel()
        model.show_editor(editor)
        for _ in range(50):
            draw_one(draw, editor)
        model.refresh()
        before = rss_mb()
        appends, commits, rows = timed_log(log), [], []
        while editor.history.total < STROKES:  # a stroke over its own label is no step
            commits.append(draw_one(draw, editor))
            began = time.perf_counter()
            model.refresh()
            rows.append((time.perf_counter() - began) * 1000)
        memory = rss_mb() - before
        labels, names = editor.labels("t2-axial").copy(), len(editor.history)
        log.close()
        size = path.stat().st_size
        began = time.perf_counter()
        again = recover(JournalFile.open(path), {}, 0, {"t2-axial": GRID}, cap_bytes=CAP_BYTES)
        taken_up = time.perf_counter() - began
        same = np.array_equal(again.editor.labels("t2-axial"), labels)
        began = time.perf_counter()
        while again.editor.undo() is not None:
            pass
        undone = time.perf_counter() - began
        same = same and not again.editor.labels("t2-axial").any()
    if not same or again.editor.history.total != names or names != STROKES:
        raise RuntimeError("the drawing did not come back as it was")
    figures = {
        "memory_mb": memory,
        "append_p50_ms": np.percentile(appends, 50),
        "append_p99_ms": np.percentile(appends, 99),
        "commit_p50_ms": np.percentile(commits, 50),
        "commit_p99_ms": np.percentile(commits, 99),
        "history_row_p99_ms": np.percentile(rows, 99),
        "journal_mb": size / 1e6,
        "taken_up_s": taken_up,
        "undo_all_s": undone,
    }
    print(json.dumps({name: round(float(value), 4) for name, value in figures.items()}))


if __name__ == "__main__":
    main()

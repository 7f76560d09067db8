"""The context of the Read page by itself: a case is opened, drawn, answered and completed without a page."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import FrozenInstanceError
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

import cxstage_gui.pages.read as read_page
from cxstage_core.cohort import Cohort
from cxstage_core.cohort.values.records import ReadingState
from cxstage_core.imaging import Label
from cxstage_core.reading import Delta
from cxstage_gui.main_window import MainWindow
from cxstage_gui.pages.read.case.context import ReadContext
from cxstage_gui.session.level import Level
from cxstage_gui.viewer.drawing import Drawing
from cxstage_gui.viewer.models.tools import BrushTool
from tests.gui.reading_room import WAIT_MS


@pytest.fixture
def context(
    opened: Callable[[Path], MainWindow], bare_cohort: Path, qtbot: QtBot
) -> tuple[ReadContext, Drawing, MainWindow]:
    window = opened(bare_cohort)
    drawing = Drawing()
    made = ReadContext(window.session, drawing, window)
    made.prepared.connect(
        lambda found: drawing.open(
            found.case.editor, found.case.first, found.first.volume.grid, found.first.volume
        )
    )
    made.start()
    made.appear()
    qtbot.waitUntil(lambda: made.case is not None, timeout=WAIT_MS)
    return made, drawing, window


def draw(drawing: Drawing, column: int = 100) -> None:
    """Draw a square as one step."""
    before = drawing.editor.labels(drawing.series)
    after = before.copy()
    after[8, 100:120, column : column + 20] = Label.TUMOUR
    assert drawing.apply(BrushTool.step, Delta.of_volume(before, after))


def test_the_case_is_built_complete_and_cannot_be_changed(
    context: tuple[ReadContext, Drawing, MainWindow],
) -> None:
    case = context[0].case
    assert case is not None
    assert (case.name, case.view_only, case.draft, case.shows_others) == ("P0001", False, False, False)
    with pytest.raises(FrozenInstanceError):
        case.comment = "changed"  # type: ignore[misc]


def test_a_step_is_handed_over_for_saving_before_anybody_hears_of_it(
    context: tuple[ReadContext, Drawing, MainWindow], qtbot: QtBot
) -> None:
    made, drawing, window = context
    pending: list[bool] = []
    made.stepped.connect(lambda: pending.append(made.pending))
    assert not made.pending
    draw(drawing)
    assert pending == [True]
    qtbot.waitUntil(lambda: not made.pending, timeout=WAIT_MS)
    assert made.case is not None
    assert made.case.version == 1
    assert window.session.path is not None
    saved = Cohort.open(window.session.path).readings.get("P0001", "A")
    assert saved is not None
    assert np.array_equal(saved.masks[made.case.first].array, drawing.editor.labels(drawing.series))


def test_an_answer_is_saved_with_its_case_when_another_one_is_opened(
    context: tuple[ReadContext, Drawing, MainWindow], qtbot: QtBot
) -> None:
    made, drawing, window = context
    draw(drawing)
    made.set_confidence(4)
    made.set_comment("small")
    made.open("P0002")
    qtbot.waitUntil(
        lambda: (
            made.case is not None and made.case.patient == "P0002" and window.session.saves.all_saved
        ),
        timeout=WAIT_MS,
    )
    assert made.case is not None
    assert (made.case.confidence, made.case.comment) == (None, "")
    assert window.session.path is not None
    saved = Cohort.open(window.session.path).readings.get("P0001", "A")
    assert saved is not None
    assert (saved.confidence, saved.comment) == (4, "small")


def test_an_answer_given_while_the_case_is_read_again_is_kept(
    context: tuple[ReadContext, Drawing, MainWindow], qtbot: QtBot
) -> None:
    made, drawing, _ = context
    draw(drawing)
    assert made.case is not None
    contents = made.case.contents
    made.open(made.case.patient, made.case.first, (contents[1], contents[0], *contents[2:]))
    made.set_comment("typed meanwhile")
    qtbot.waitUntil(
        lambda: made.case is not None and made.case.contents != contents and not made.pending,
        timeout=WAIT_MS,
    )
    assert made.case.comment == "typed meanwhile"


def test_completing_asks_first_and_locks_the_drawing(
    context: tuple[ReadContext, Drawing, MainWindow], qtbot: QtBot
) -> None:
    made, drawing, _ = context
    asked: list[str] = []
    notices: list[tuple[str, Level]] = []
    made.completion_wanted.connect(lambda: asked.append("complete"))
    made.reopening_wanted.connect(lambda: asked.append("reopen"))
    made.notified.connect(lambda sentence, level: notices.append((sentence, level)))
    draw(drawing)
    made.toggle_complete()
    assert asked == ["complete"]
    made.set_confidence(5)
    made.complete()
    assert made.case is not None
    assert made.case.state is ReadingState.COMPLETE
    drawing.undo()
    assert drawing.locked
    assert notices[-1][1] is Level.INFO
    assert "complete" in notices[-1][0]
    made.toggle_complete()
    assert asked == ["complete", "reopen"]
    made.reopen("a slice was left out")
    qtbot.waitUntil(lambda: made.case is not None and not made.case.complete, timeout=WAIT_MS)
    assert not drawing.locked


def test_no_part_knows_the_page_and_only_the_context_starts_work() -> None:
    root = Path(read_page.__file__).parent
    for path in sorted(root.rglob("*.py")):
        text = path.read_text("utf-8")
        imported = {
            node.module for node in ast.walk(ast.parse(text)) if isinstance(node, ast.ImportFrom)
        }
        if path.name not in ("page.py", "__init__.py"):
            assert "cxstage_gui.pages.read.page" not in imported, path
        if path.name not in ("page.py", "context.py"):
            assert "cxstage_gui.session.session" not in imported, path
            assert "session.tasks" not in text, path

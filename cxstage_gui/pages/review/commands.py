"""The commands of the Review page and their keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication

from cxstage_core.reading.comparison.disagreement import Take
from cxstage_gui.keys.commands import Command
from cxstage_gui.pages.review.disagreements import KEYS, Disagreements
from cxstage_gui.pages.review.panes import ReviewPanes


def review_commands(
    rows: Disagreements,
    panes: ReviewPanes,
    *,
    undo: Callable[[], None],
    write_comment: Callable[[], None],
    hide_outlines: Callable[[bool], None],
) -> tuple[Command, ...]:
    """Return the commands of the page."""
    translate = QCoreApplication.translate
    group = translate("ReviewCommands", "Review")
    titles = {
        Take.FIRST: translate("ReviewCommands", "Take the first reading"),
        Take.SECOND: translate("ReviewCommands", "Take the second reading"),
        Take.UNION: translate("ReviewCommands", "Take the union"),
        Take.INTERSECTION: translate("ReviewCommands", "Take the intersection"),
        Take.REDRAWN: translate("ReviewCommands", "Redraw on the Read page"),
    }
    return (
        *(
            Command(f"review {take.value}", title, group, partial(rows.take, take), keys=(KEYS[take],))
            for take, title in titles.items()
        ),
        Command(
            "review next",
            translate("ReviewCommands", "Next disagreement"),
            group,
            partial(rows.step, 1),
            keys=("N", "Return", "Enter"),
        ),
        Command(
            "review previous",
            translate("ReviewCommands", "Previous disagreement"),
            group,
            partial(rows.step, -1),
            keys=("P",),
        ),
        Command(
            "review undo",
            translate("ReviewCommands", "Undo the last decision"),
            group,
            undo,
            keys=("Ctrl+Z",),
        ),
        Command(
            "review comment",
            translate("ReviewCommands", "Write a comment"),
            group,
            write_comment,
            keys=("C",),
        ),
        Command(
            "review blink",
            translate("ReviewCommands", "Blink between the readings while held"),
            group,
            partial(panes.blink, True),
            partial(panes.blink, False),
            keys=("B",),
        ),
        Command(
            "review hide",
            translate("ReviewCommands", "Hide outlines while held"),
            group,
            partial(hide_outlines, True),
            partial(hide_outlines, False),
            keys=("V",),
        ),
    )

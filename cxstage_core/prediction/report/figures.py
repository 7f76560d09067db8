"""Drawings of a report: the probability on its scale, contributions of slices, and repeats, as vector graphics."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from cxstage_core.prediction.report.sheet import (
    ACCENT,
    ALERT,
    BLACK,
    COLUMN,
    GREY,
    LIGHT,
    MARGIN,
    Sheet,
)

_LABELS = 200.0
"""Points kept for the words at the left."""
_VALUES = 80.0
_ROW = 15.0


@dataclass(frozen=True, slots=True)
class Mark:
    """One row of a drawing.

    Args:
        words: at the left.
        value: on the scale; None draws nothing.
        spread: a line from low to high.
        shown: at the right.
        strong: drawn in the colour of a warning.
    """

    words: str
    value: float | None
    shown: str
    spread: tuple[float, float] | None = None
    strong: bool = False


def draw_scale(
    sheet: Sheet,
    value: float,
    threshold: float,
    interval: tuple[float, float] | None,
    ends: tuple[str, str],
) -> None:
    """Draw a probability from 0 to 1 with its threshold and interval.

    Args:
        ends: words of the groups at both ends.
    """
    sheet.room(56)
    canvas = sheet.canvas
    y = sheet.y - 26
    canvas.setStrokeColor(LIGHT)
    canvas.setLineWidth(5)
    canvas.line(MARGIN, y, MARGIN + COLUMN, y)
    if interval is not None:
        canvas.setStrokeColor(ACCENT)
        canvas.setLineWidth(5)
        canvas.line(MARGIN + interval[0] * COLUMN, y, MARGIN + interval[1] * COLUMN, y)
    canvas.setStrokeColor(BLACK)
    canvas.setLineWidth(1.2)
    canvas.line(MARGIN + threshold * COLUMN, y - 9, MARGIN + threshold * COLUMN, y + 9)
    canvas.setFillColor(ACCENT)
    canvas.circle(MARGIN + value * COLUMN, y, 5.5, stroke=0, fill=1)
    left, right = f"0 · {ends[0]}", f"{ends[1]} · 1"
    sheet.line(MARGIN, y - 20, left, 7.5, colour=GREY)
    sheet.line(MARGIN + COLUMN - sheet.fonts.width(right, 7.5), y - 20, right, 7.5, colour=GREY)
    number = f"{threshold:.3f}"
    wide = sheet.fonts.width(number, 7.5)
    sheet.line(MARGIN + threshold * COLUMN - wide / 2, y + 11, number, 7.5, colour=GREY)
    sheet.y = y - 30


def draw_bars(sheet: Sheet, marks: Sequence[Mark]) -> None:
    """Draw values of both signs as bars from a common zero."""
    largest = max((abs(m.value) for m in marks if m.value is not None), default=0.0) or 1.0
    middle = MARGIN + _LABELS + (COLUMN - _LABELS - _VALUES) / 2
    half = (COLUMN - _LABELS - _VALUES) / 2
    for mark in marks:
        _begin(sheet, mark)
        y = sheet.y + 4
        sheet.canvas.setStrokeColor(LIGHT)
        sheet.canvas.setLineWidth(0.6)
        sheet.canvas.line(middle, y - 7, middle, y + 8)
        if mark.value is not None:
            length = half * mark.value / largest
            sheet.canvas.setFillColor("#E07000" if length > 0 else "#1A59F0")
            sheet.canvas.rect(min(middle, middle + length), y - 4, abs(length), 8, stroke=0, fill=1)
    sheet.y -= 6


def draw_repeats(sheet: Sheet, marks: Sequence[Mark], value: float, threshold: float) -> None:
    """Draw probabilities on a scale from 0 to 1, with that of the prediction and the threshold."""
    left, width = MARGIN + _LABELS, COLUMN - _LABELS - _VALUES
    for mark in marks:
        _begin(sheet, mark)
        y = sheet.y + 4
        canvas = sheet.canvas
        canvas.setLineWidth(0.6)
        canvas.setStrokeColor(LIGHT)
        canvas.line(left, y, left + width, y)
        canvas.setStrokeColor(ACCENT)
        canvas.line(left + value * width, y - 8, left + value * width, y + 7)
        canvas.setStrokeColor(BLACK)
        canvas.setDash(2, 2)
        canvas.line(left + threshold * width, y - 8, left + threshold * width, y + 7)
        canvas.setDash()
        colour = ALERT if mark.strong else ACCENT
        if mark.spread is not None:
            canvas.setStrokeColor(colour)
            canvas.setLineWidth(2.5)
            canvas.line(left + mark.spread[0] * width, y, left + mark.spread[1] * width, y)
        if mark.value is not None:
            canvas.setFillColor(colour)
            canvas.circle(left + mark.value * width, y, 3.4, stroke=0, fill=1)
    sheet.line(left, sheet.y - 6, "0", 7.0, colour=GREY)
    sheet.line(left + width - 4, sheet.y - 6, "1", 7.0, colour=GREY)
    sheet.y -= 14


def _begin(sheet: Sheet, mark: Mark) -> None:
    """Write the words of a row, over as many lines as they need, and leave y at its last line."""
    lines = sheet.wrapped(mark.words, _LABELS - 8, 8.0)
    sheet.room(_ROW + 10.0 * (len(lines) - 1))
    for number, one in enumerate(lines):
        sheet.y -= _ROW if number == 0 else 10.0
        sheet.line(MARGIN, sheet.y + 1, one, 8.0)
    shown = MARGIN + COLUMN - sheet.fonts.width(mark.shown, 8.0)
    sheet.line(shown, sheet.y + 1, mark.shown, 8.0, colour=ALERT if mark.strong else BLACK)

"""A comparison as one PDF file: its tables with intervals and n, and its figures.

It holds no patient: neither pseudonyms nor single predictions.
"""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.evaluation.report.figures import (
    FIGURES,
    NEED_PROBABILITIES,
    check_written,
    chinese_fonts,
    draw_figure,
    figure_style,
    figure_words,
)
from cxstage_core.evaluation.report.learning import (
    NO_CURVES,
    WORDS,
    draw_learning,
    has_curves,
    networks_sheet,
    trained_networks,
)
from cxstage_core.evaluation.report.table_cells import (
    Localizer,
    Sheet,
    comparison_sheet,
    paired_sheet,
)
from cxstage_core.storage import atomic_write
from cxstage_core.text import text

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from cxstage_core.evaluation.comparison.dashboard import Dashboard

RESEARCH_ONLY = text("Research use only. This report must not guide the care of a patient.")
ENGLISH_ONLY = (
    "This computer has no font with Chinese characters, so this report is written in English."
)
A4_LANDSCAPE = (11.69, 8.27)
ROWS_PER_PAGE = 18
WIDEST_CELL = 26
_POINTS = 770.0
_POINTS_PER_CHARACTER = 0.56
_FIRST_CHINESE, _LAST_CHINESE = "\u3000", "\u9fff"


@dataclass(frozen=True, slots=True)
class Wording:
    """The texts of the report in one language.

    Args:
        words: on the figures, as `figure_words` gives them.
        learning: on the learning curves.
        no_curves: instead of learning curves.
        names: of the rows.
        warnings: one paragraph each.
    """

    sheets: tuple[Sheet, ...]
    words: Mapping[str, str]
    names: tuple[str, ...]
    warnings: tuple[str, ...]
    research_only: str
    learning: Mapping[str, str]
    no_curves: str

    @property
    def chinese(self) -> bool:
        """Return True if a font with Chinese characters is needed."""
        cells = (cell for sheet in self.sheets for row in (sheet.head, *sheet.rows) for cell in row)
        words = (*self.words.values(), *self.learning.values(), self.no_curves)
        texts = (self.research_only, *words, *self.names, *self.warnings, *cells)
        return any(_FIRST_CHINESE <= sign <= _LAST_CHINESE for part in texts for sign in part)


@dataclass(frozen=True, slots=True)
class PdfReport:
    """A comparison in the reader's language, and in English for a computer without Chinese fonts."""

    board: Dashboard
    localized: Wording
    english: Wording


def compose_pdf(board: Dashboard, localized: Localizer = str) -> PdfReport:
    """Gather what the report states."""
    return PdfReport(board, _wording(board, localized), _wording(board, str))


def _wording(board: Dashboard, localized: Localizer) -> Wording:
    sheets = [comparison_sheet(board, localized)]
    if board.pairs:
        sheets.append(paired_sheet(board, localized))
    sheets.append(networks_sheet(board, localized))
    warnings = tuple(
        f"{localized(row.name)}: {localized(warning)}" for row in board.rows for warning in row.warnings
    )
    names = tuple(localized(row.name) for row in board.rows)
    words = figure_words(localized)
    learning = {key: localized(word) for key, word in WORDS.items()}
    only, none = localized(RESEARCH_ONLY), localized(NO_CURVES)
    return Wording(tuple(sheets), words, names, warnings, only, learning, none)


def choose_wording(report: PdfReport, fonts: Sequence[str]) -> tuple[Wording, str]:
    """The wording that the fonts of this computer can show, and a comment on it.

    Args:
        fonts: fonts with Chinese characters.
    """
    if report.localized.chinese and not fonts:
        return report.english, ENGLISH_ONLY
    return report.localized, ""


def write_pdf(report: PdfReport, file: Path) -> None:
    """Write the report.

    Raises:
        CohortError: a full disk, or the file was not read back as written.
    """
    import matplotlib as mpl

    wording, comment = choose_wording(report, chinese_fonts())
    with mpl.rc_context(figure_style()):
        pages = tuple(_pages(report.board, wording, comment))
        atomic_write.replace_file(
            file, lambda path: _save(path, pages), lambda path: check_written(path, "pdf", file)
        )


def _save(path: Path, pages: Sequence[Figure]) -> None:
    from matplotlib.backends.backend_pdf import PdfPages

    about = {"Creator": "CxStage", "Producer": None, "CreationDate": None}
    with PdfPages(path, metadata=about) as book:
        for page in pages:
            book.savefig(page)


def _pages(board: Dashboard, wording: Wording, comment: str) -> Iterator[Figure]:
    """Table pages, then one page per figure; every page carries the experiment and the notice."""
    footer = f"CxStage · {board.experiment.id} · {wording.research_only}"
    for sheet in wording.sheets:
        notes = (*sheet.notes, *wording.warnings) if sheet is wording.sheets[0] else sheet.notes
        yield from _table_pages(sheet, (comment, *notes) if comment else notes, footer)
    for kind in _drawable(board):
        yield _figure_page(board, kind, wording, footer)
    yield _learning_page(board, wording, footer)


def _drawable(board: Dashboard) -> tuple[str, ...]:
    """The figures that show something; scores that only rank have no calibration and no net benefit."""
    if any(row.calibrated and not row.baseline for row in board.rows):
        return FIGURES
    return tuple(kind for kind in FIGURES if kind not in NEED_PROBABILITIES)


def _figure_page(board: Dashboard, kind: str, wording: Wording, footer: str) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(6.0, 5.0), layout="constrained")
    draw_figure(figure, board, kind, wording.words, wording.names)
    figure.supxlabel(footer, fontsize=6)
    return figure


def _learning_page(board: Dashboard, wording: Wording, footer: str) -> Figure:
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9.0, 4.5), layout="constrained")
    if has_curves(board.experiment):
        draw_learning(figure, trained_networks(board.experiment), wording.learning)
    else:
        figure.text(0.05, 0.5, wording.no_curves, fontsize=8)
    figure.supxlabel(footer, fontsize=6)
    return figure


def _table_pages(sheet: Sheet, notes: Sequence[str], footer: str) -> Iterator[Figure]:
    from matplotlib.figure import Figure

    parts = range(0, max(1, len(sheet.rows)), ROWS_PER_PAGE)
    for start in parts:
        figure = Figure(figsize=A4_LANDSCAPE)
        figure.text(0.04, 0.95, sheet.title, fontsize=11, weight="bold", va="top")
        bottom = _draw_table(figure, sheet, sheet.rows[start : start + ROWS_PER_PAGE])
        if start == parts[-1]:
            lines = [line for note in notes for line in textwrap.wrap(note, 190)]
            figure.text(0.04, bottom - 0.02, "\n".join(lines), fontsize=6, va="top")
        figure.text(0.04, 0.02, footer, fontsize=6)
        yield figure


def _draw_table(figure: Figure, sheet: Sheet, rows: Sequence[Sequence[str]]) -> float:
    """Draw the table below the title; returns the height on the page at which it ends."""
    cells = [[textwrap.fill(cell, WIDEST_CELL) for cell in row] for row in (sheet.head, *rows)]
    widths = [
        max(len(line) for row in cells for line in (row[column].splitlines() or [""])) + 2
        for column in range(len(sheet.head))
    ]
    size = max(4.0, min(9.0, _POINTS / sum(widths) / _POINTS_PER_CHARACTER))
    line = 1.5 * size / 72 / A4_LANDSCAPE[1]
    y, gap = 0.89, 0.92 / sum(widths)
    for place, row in enumerate(cells):
        x = 0.04
        for cell, width, number in zip(row, widths, sheet.numbers, strict=True):
            room = 0.92 * width / sum(widths)
            figure.text(
                x + room - gap if number else x,
                y,
                cell,
                fontsize=size,
                ha="right" if number else "left",
                va="top",
                weight="bold" if place == 0 else "normal",
            )
            x += room
        y -= line * max(1, *(cell.count("\n") + 1 for cell in row))
    return y

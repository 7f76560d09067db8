"""Figures 3 to 5 of the paper, calibration and decision curves, as files of a study's folder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.evaluation.comparison.dashboard import Dashboard
from cxstage_core.evaluation.comparison.row import ComparisonRow
from cxstage_core.evaluation.report.figures import figure_words, write_figure
from cxstage_core.evaluation.report.study.evidence import Study
from cxstage_core.evaluation.report.table_cells import Localizer
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from collections.abc import Callable

FOLDER = "figures"


@dataclass(frozen=True, slots=True)
class StudyFigure:
    """One figure of a study.

    Args:
        name: of its files, without suffix.
        kind: of `figures.FIGURES`.
        rows: of the comparison that it shows.
        width_mm: in a document.
    """

    name: str
    kind: str
    rows: tuple[ComparisonRow, ...]
    caption: Text
    width_mm: float = 100.0

    @property
    def file(self) -> str:
        """The picture for documents, within the study's folder."""
        return f"{FOLDER}/{self.name}.png"


def figures_of(study: Study) -> tuple[StudyFigure, ...]:
    """Return the figures that the study's numbers allow; one that would be empty is left out."""
    return tuple(_figures(study))


def _figures(study: Study) -> Iterator[StudyFigure]:
    chosen, n = study.chosen, study.board.rows[0].evaluation.n
    others = tuple(row for row in study.networks if row is not chosen)
    probable = tuple(row for row in study.networks if row.calibrated)
    drawn = _has_curves(study)
    if drawn(chosen):
        yield StudyFigure(
            "figure-3a-roc",
            "roc",
            (chosen,),
            text(
                "Figure 3a. ROC curve of {network} with its 95 % band; AUC with 95 % interval; n = {n}.",
                network=chosen.name,
                n=n,
            ),
        )
    yield StudyFigure(
        "figure-3b-confusion",
        "confusion",
        (chosen,),
        text(
            "Figure 3b. Confusion matrix of {network}; n = {n}.",
            network=chosen.name,
            n=n,
        ),
        70.0,
    )
    if any(drawn(row) for row in others):
        yield StudyFigure(
            "figure-4-roc",
            "roc",
            tuple(row for row in study.board.rows if row is not chosen),
            text(
                "Figure 4. ROC curves of the other networks and of what needs no network; AUC with 95 % interval; "
                "n = {n}.",
                n=n,
            ),
        )
    if others:
        yield StudyFigure(
            "figure-5-confusion",
            "confusion",
            others,
            text("Figure 5. Confusion matrices of the other networks; n = {n}.", n=n),
            min(165.0, 45.0 * len(others) + 10),
        )
    if any(drawn(row) for row in probable):
        yield StudyFigure(
            "calibration",
            "calibration",
            probable,
            text(
                "Calibration on the test patients: share with its 95 % interval by predicted probability; n = {n}.",
                n=n,
            ),
        )
        yield StudyFigure(
            "decision-curves",
            "decision",
            probable,
            text("Decision curves on the test patients; n = {n}.", n=n),
        )


def write_figures(
    study: Study, figures: tuple[StudyFigure, ...], folder: Path, localized: Localizer = str
) -> tuple[Path, ...]:
    """Write each figure as PNG with 600 dpi and as PDF; returns the files.

    Raises:
        CohortError: a full disk, or a file was not read back as written.
    """
    words = figure_words(localized)
    files = []
    for figure in figures:
        board = _only(study.board, figure.rows)
        names = tuple(localized(row.name) for row in board.rows)
        for suffix in (".png", ".pdf"):
            file = folder / FOLDER / f"{figure.name}{suffix}"
            write_figure(board, figure.kind, file, words, names)
            files.append(file)
    return tuple(files)


def _only(board: Dashboard, rows: tuple[ComparisonRow, ...]) -> Dashboard:
    """The comparison with some of its rows; each keeps its curves."""
    kept = [
        pair
        for pair in zip(board.rows, board.curves, strict=True)
        if any(pair[0] is row for row in rows)
    ]
    return replace(
        board, rows=tuple(row for row, _ in kept), curves=tuple(curves for _, curves in kept)
    )


def _has_curves(study: Study) -> Callable[[ComparisonRow], bool]:
    known = dict(zip((id(row) for row in study.board.rows), study.board.curves, strict=True))
    return lambda row: known[id(row)] is not None

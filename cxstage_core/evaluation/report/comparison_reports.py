"""The reports of a comparison, one row each."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.evaluation.report.figures import FIGURES, figure_words, write_figure
from cxstage_core.evaluation.report.formats import (
    CSV_FORMATS,
    FIGURE_FORMATS,
    PDF_FORMATS,
    TABLE_FORMATS,
    ReportSpec,
)
from cxstage_core.evaluation.report.learning import epochs_sheet, networks_sheet
from cxstage_core.evaluation.report.mlflow_files import write_mlflow
from cxstage_core.evaluation.report.pdf import compose_pdf, write_pdf
from cxstage_core.evaluation.report.run_logs import compose_log
from cxstage_core.evaluation.report.table_cells import (
    Localizer,
    comparison_sheet,
    paired_sheet,
    patients_sheet,
)
from cxstage_core.evaluation.report.table_files import write_sheet
from cxstage_core.evaluation.report.tensorboard_files import write_tensorboard
from cxstage_core.text import text

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard


@dataclass(frozen=True, slots=True)
class ComparisonFigure:
    """A figure of a comparison with its words and the names of the rows in the reader's language."""

    board: Dashboard
    kind: str
    words: dict[str, str]
    names: tuple[str, ...]


def _figure(kind: str, board: Dashboard, localized: Localizer) -> ComparisonFigure:
    names = tuple(localized(row.name) for row in board.rows)
    return ComparisonFigure(board, kind, figure_words(localized), names)


def write_comparison_figure(figure: ComparisonFigure, file: Path) -> None:
    """Draw and write a figure of a comparison.

    Raises:
        CohortError: as for `write_figure`.
    """
    write_figure(figure.board, figure.kind, file, figure.words, figure.names)


_ALL = (
    ReportSpec("table-2", text("Table 2…"), TABLE_FORMATS, comparison_sheet, write_sheet),
    ReportSpec("paired-tests", text("Paired tests…"), TABLE_FORMATS, paired_sheet, write_sheet),
    ReportSpec("patients", text("Patients…"), TABLE_FORMATS, patients_sheet, write_sheet),
    ReportSpec(
        "networks",
        text("Training of the networks…"),
        TABLE_FORMATS,
        networks_sheet,
        write_sheet,
        with_previous=False,
    ),
    ReportSpec("epochs", text("Every epoch…"), CSV_FORMATS, epochs_sheet, write_sheet),
    *(
        ReportSpec(
            kind,
            title,
            FIGURE_FORMATS,
            partial(_figure, kind),
            write_comparison_figure,
            with_previous=kind != FIGURES[0],
        )
        for kind, title in zip(
            FIGURES,
            (
                text("ROC curves…"),
                text("Calibration…"),
                text("Decision curves…"),
                text("Confusion matrices…"),
            ),
            strict=True,
        )
    ),
    ReportSpec(
        "report",
        text("Report with tables and figures…"),
        PDF_FORMATS,
        compose_pdf,
        write_pdf,
        with_previous=False,
    ),
)

COMPARISON_REPORTS: dict[str, ReportSpec] = {report.key: report for report in _ALL}
"""The reports of a `Dashboard` by key, in the order of the menu."""

_FOLDERS = (
    ReportSpec(
        "tensorboard",
        text("Files for TensorBoard…"),
        (),
        compose_log,
        write_tensorboard,
        with_previous=False,
    ),
    ReportSpec("mlflow", text("Files for MLflow…"), (), compose_log, write_mlflow),
)
COMPARISON_FOLDERS: dict[str, ReportSpec] = {report.key: report for report in _FOLDERS}
"""Exports of a `Dashboard` into a folder of another tool, by key; each needs a library of its own."""

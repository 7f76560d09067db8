"""What the Compare page shows of a finished experiment, and what it writes: in worker processes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_gui.session.current.cohort_handle import Opening

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard
    from cxstage_core.evaluation.report.table_cells import Sheet


def compare_experiment(cohort: Opening, experiment_id: str) -> Dashboard:
    """Compute everything the page shows of a stored experiment."""
    from cxstage_core.evaluation.comparison.comparison import diameters_of, radiologist_of
    from cxstage_core.evaluation.comparison.dashboard import dashboard

    store = cohort.open()
    return dashboard(store.experiments.get(experiment_id), diameters_of(store), radiologist_of(store))


def export_sheet(sheet: Sheet, file: Path) -> Path:
    """Write a table; returns the file."""
    from cxstage_core.evaluation.report.table_files import write_sheet

    write_sheet(sheet, file)
    return file


def export_figure(
    board: Dashboard, kind: str, file: Path, words: Mapping[str, str], names: Sequence[str]
) -> Path:
    """Draw and write a figure; returns the file."""
    from cxstage_core.evaluation.report.figures import write_figure

    write_figure(board, kind, file, words, names)
    return file

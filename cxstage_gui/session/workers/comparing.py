"""The Compare page's figures and exports of a finished experiment, made in worker processes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.jobs import Job
from cxstage_gui.session.current.cohort_handle import Opening

if TYPE_CHECKING:
    from cxstage_core.evaluation.comparison.dashboard import Dashboard


def compare_experiment(cohort: Opening, experiment_id: str) -> Dashboard:
    """Compute everything the page shows of a stored experiment."""
    from cxstage_core.evaluation.comparison.comparison import (
        diameters_of,
        local_extents_of,
        radiologist_of,
    )
    from cxstage_core.evaluation.comparison.dashboard import dashboard
    from cxstage_core.evaluation.comparison.radiomics.baseline import read_radiomics

    store = cohort.open()
    experiment = store.experiments.get(experiment_id)
    return dashboard(
        experiment,
        diameters_of(store),
        radiologist_of(store),
        store.experiments.tested_before(experiment_id),
        local_extents_of(store),
        read_radiomics(store, experiment),
    )


def measure_radiomics_of(cohort: Opening, experiment_id: str, *, job: Job) -> None:
    """Measure and fit the radiomics baseline of a stored experiment; `compare_experiment` then lists it."""
    from cxstage_core.evaluation.comparison.radiomics.baseline import measure_radiomics

    store = cohort.open()
    measure_radiomics(store, store.experiments.get(experiment_id), job)


def export_report(write: Callable[[Any, Path], None], content: Any, file: Path) -> Path:
    """Write a composed report; returns the file."""
    write(content, file)
    return file


def write_study_report(
    cohort: Opening, experiment_id: str, parent: Path, language: str, job: Job
) -> Path:
    """Write the study report into a new folder; returns it."""
    from cxstage_core.evaluation.report.study.folder import free_folder, report_study

    folder = free_folder(parent, experiment_id)
    report_study(cohort.open(), experiment_id, folder, language, job)
    return folder

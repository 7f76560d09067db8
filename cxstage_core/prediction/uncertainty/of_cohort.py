"""What a cohort knows of a patient's other outlines and of a model's test patients."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from cxstage_core.dataset import choose_series
from cxstage_core.errors import DatasetError
from cxstage_core.imaging import Mask
from cxstage_core.prediction.uncertainty.repeats import REFERENCE

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort, PatientPrediction
    from cxstage_core.prediction.case import LoadedModel


def outlines_of(cohort: Cohort, patient: str, series: str = "") -> Mapping[str, Mask]:
    """Return the complete readings by their names, and the frozen reference as `REFERENCE`.

    Only outlines that the user may see now; those of others are logged as seen, and a reader whose own reading is
    shown those of others cannot reopen it.

    Args:
        series: id of the axial T2 series (`Case.series`); "" for the one on which each outline is drawn.

    Raises:
        CohortError: the patient is unknown or not assigned, or a file cannot be read.
    """
    found = {}
    for one in cohort.readings.visible_outlines(patient):
        mask = one.masks.get(series) or _on_t2(cohort, patient, one.masks)
        if mask is not None:
            author = f"{one.author} (reader)" if one.author == REFERENCE else one.author
            found[author or REFERENCE] = mask
    return found


def tested_patients(cohort: Cohort, loaded: LoadedModel) -> tuple[PatientPrediction, ...]:
    """Return what the experiment of a model predicted for its test patients; empty where it is not known here.

    Raises:
        CohortError: the user may not see experiments, or a file cannot be read.
    """
    return tuple(
        stored
        for experiment in cohort.experiments.all()
        if experiment.id == loaded.card.experiment
        for run in experiment.runs
        if run.model_id == loaded.id
        for stored in run.of_part("test")
    )


def _on_t2(cohort: Cohort, patient: str, masks: Mapping[str, Mask]) -> Mask | None:
    try:
        t2, _ = choose_series(cohort.series(patient), masks)
    except DatasetError:
        return None  # drawn on another series alone: no outline for a network
    return masks.get(t2.id)

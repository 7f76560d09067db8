"""The models of a cohort, as the Predict page lists them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from cxstage_core.models.families import FAMILIES, RECOMMENDED
from cxstage_gui.session.workers.prediction_values import ModelRef

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def list_models(cohort: Cohort) -> tuple[ModelRef, ...]:
    """List the models of a cohort: the one in use first, then the newest experiment's."""
    made = {
        run.model_id: ModelRef(run.model_id, None, run.name, experiment.id)
        for experiment in cohort.experiments.all()
        for run in experiment.runs
    }
    best = FAMILIES[RECOMMENDED].title
    promotion = cohort.models.in_use()
    chosen = "" if promotion is None else promotion.model
    models = [
        replace(made.get(name, ModelRef(name)), in_use=name == chosen) for name in cohort.models.ids()
    ]
    return tuple(
        sorted(models, key=lambda m: (m.in_use, _number(m.experiment), m.name == best), reverse=True)
    )


def _number(experiment: str) -> int:
    return int(experiment[1:]) if experiment[1:].isdigit() else -1

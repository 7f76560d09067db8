"""The settings with which a stored experiment can be trained again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cxstage_core.dataset import Preprocessing
from cxstage_core.dataset.protocols import Protocol
from cxstage_core.errors import TrainingError
from cxstage_core.settings import write_settings
from cxstage_core.training.settings.origin import read_origins
from cxstage_core.training.settings.recipe import Recipe
from cxstage_core.training.settings.recipe_file import TrainingSettings

if TYPE_CHECKING:
    from cxstage_core.cohort import Cohort


def settings_of_experiment(cohort: Cohort, experiment_id: str) -> TrainingSettings:
    """Return the settings of a stored experiment.

    Raises:
        TrainingError: it was not trained here, or started from a local weights file, whose path is not stored.
        CohortError: it does not exist.
    """
    config = cohort.experiments.get(experiment_id).config
    stored = config.protocol.stored
    if not config.recipe or config.protocol.kind == "external":
        raise TrainingError(
            "Experiment {experiment} was not trained in this cohort.",
            remedy="Choose an experiment that was.",
            experiment=experiment_id,
        )
    if config.recipe.get("weights") == "local":
        raise TrainingError(
            "Experiment {experiment} started from a local weights file, whose path is not stored.",
            remedy="Write the settings with --set weights=FILE instead.",
            experiment=experiment_id,
        )
    defaults = write_settings(Protocol())
    protocol = {name: stored.get(name, default) for name, default in defaults.items()}
    return TrainingSettings(
        config.scheme,
        Protocol.from_dict(protocol),
        Preprocessing.from_dict(config.preprocessing),
        Recipe.from_dict(config.recipe),
        read_origins(config.origins),
    )

"""Training networks and comparing them on one locked split.

Importing this package loads no network library; training does.
"""

from cxstage_core.training.experiment.experiment import run_experiment, store_experiment
from cxstage_core.training.experiment.recompute import Recomputed, recompute_experiment
from cxstage_core.training.search.compare_networks import TrainedModel, compare
from cxstage_core.training.settings.events import EpochFinished, ModelFinished, ModelStarted
from cxstage_core.training.settings.recipe import Recipe, threads_beside_window

__all__ = [
    "EpochFinished",
    "ModelFinished",
    "ModelStarted",
    "Recipe",
    "Recomputed",
    "TrainedModel",
    "compare",
    "recompute_experiment",
    "run_experiment",
    "store_experiment",
    "threads_beside_window",
]

"""Training networks and comparing them on one locked split.

Importing this package loads no network library; training does.
"""

from cxstage_core.training.comparison import TrainedModel, compare
from cxstage_core.training.events import EpochFinished, ModelFinished, ModelStarted
from cxstage_core.training.experiment import run_experiment, store_experiment
from cxstage_core.training.recipe import Recipe, threads_beside_window
from cxstage_core.training.repeat import Repeated, evaluate_again

__all__ = [
    "EpochFinished",
    "ModelFinished",
    "ModelStarted",
    "Recipe",
    "Repeated",
    "TrainedModel",
    "compare",
    "evaluate_again",
    "run_experiment",
    "store_experiment",
    "threads_beside_window",
]

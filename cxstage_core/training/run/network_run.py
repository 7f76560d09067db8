"""One network of one fold: what is to be trained, and what came of it.

A run depends on nothing but its own values and the prepared patients, so that it can be trained in this
process or on another machine, with the same result.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from cxstage_core.cohort.values.folds import Fold
from cxstage_core.cohort.values.records import OUT_OF_FOLD, ModelRun
from cxstage_core.models import ModelCard
from cxstage_core.training.settings.origin import Origins
from cxstage_core.training.settings.recipe import Recipe


@dataclass(frozen=True, slots=True)
class NetworkRun:
    """A network to train.

    Args:
        family: key of the family.
        title: of the family.
        fold: the patients who learn, validate and are tested; without validation patients the last epoch,
            a threshold of 0.5 and a temperature of 1 stand, fixed before the training.
        recipe: how it is trained.
        name: shown to people; the title, with the fold where there are several.
        key: of its files, unique within the comparison.
        experiment: id that the model file names, "" outside a cohort.
        data: `PreparedSet.key` of the prepared set it learns from.
        origins: the searches that chose settings.
        member: 1-based number within an ensemble, 0 for a network by itself. What is `test` of a member's fold is
            held out: it gives out-of-fold scores, and threshold and temperature are the ensemble's.
        form: numbers and memory layout of its steps on a CPU, as `StepForm` writes them; "" takes the
            standard one.
    """

    family: str
    title: str
    fold: Fold
    recipe: Recipe
    name: str
    key: str
    experiment: str = ""
    data: str = ""
    origins: Origins = ()
    member: int = 0
    form: str = ""

    @property
    def last_part(self) -> str:
        """Name of the part that is predicted after the training, as in `PatientPrediction`."""
        return OUT_OF_FOLD if self.member else "test"

    @property
    def model_id(self) -> str:
        """Name of the model file in a cohort."""
        return f"{self.experiment}-{self.key}" if self.experiment else self.key

    @property
    def checkpoint_name(self) -> str:
        """Name of the file in the work folder that keeps an interrupted training."""
        return f"{self.key}.checkpoint"


@dataclass(frozen=True, slots=True)
class SavedNetwork:
    """A trained network in a verified file, before the test patients are predicted.

    Args:
        history: column name to one value per epoch.
        best_epoch: 1-based epoch whose weights were kept.
    """

    run: NetworkRun
    card: ModelCard
    file: Path
    history: dict[str, list[float]]
    best_epoch: int


@dataclass(frozen=True, slots=True)
class TrainedModel:
    """One trained and evaluated network of a comparison.

    Args:
        run: its history and its predictions.
        card: the description in its file.
        file: the model file in the work folder, written and verified.
    """

    run: ModelRun
    card: ModelCard
    file: Path

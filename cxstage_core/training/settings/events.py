"""Events that a training emits."""

from __future__ import annotations

import math
from dataclasses import dataclass

from cxstage_core.jobs import Event
from cxstage_core.models.weights_history import origin_text
from cxstage_core.text import Text, text


def member_name(title: str, number: int, members: int) -> str:
    """Name a member of an ensemble: the network, its number and how many there are, such as "HRNet 2/5"."""
    return f"{title} {number}/{members}"


def names_in_training(title: str, members: int) -> tuple[str, ...]:
    """Name everything that is trained of a network: it, or each member of its ensemble.

    Args:
        members: 0 for one network.
    """
    if not members:
        return (title,)
    return tuple(member_name(title, number, members) for number in range(1, members + 1))


@dataclass(frozen=True, slots=True)
class ModelStarted(Event):
    """A network begins to train.

    Args:
        name: title of the family.
        index, total: 0-based place among the networks of this comparison.
        epochs: epochs it will train.
        first_epoch: 1-based epoch it begins with; above 1 when an interrupted training goes on.
        parameters: true number of trainable parameters.
        weights: where the first weights came from.
        device: "cpu" or the name of the GPU.
        precision: "float32", or "bfloat16" where the steps are computed in it.
        validation_patients: pseudonyms of the inner validation part; `ValidationPredicted` counts them in this order.
        validation_labels: 0 or 1, one each.
    """

    name: str
    index: int
    total: int
    epochs: int
    first_epoch: int
    parameters: int
    weights: str
    device: str
    precision: str = "float32"
    validation_patients: tuple[str, ...] = ()
    validation_labels: tuple[int, ...] = ()

    @property
    def line(self) -> Text:
        """For a log."""
        return text(
            "{name}: {parameters:,} parameters, {weights}, on {device} in {precision}",
            name=self.name,
            parameters=self.parameters,
            weights=origin_text(self.weights),
            device=self.device,
            precision=self.precision,
        )


@dataclass(frozen=True, slots=True)
class EpochFinished(Event):
    """An epoch of a network is over.

    Args:
        epoch: 1-based.
        train_loss: mean over the drawn, augmented slices.
        validation_loss: over the patients of the inner validation part; NaN where there is none.
        validation_auc: of those patients; NaN when they are all of one group.
        learning_rate: at the end of the epoch.
        images_per_s: slices trained per second, validation not counted.
        seconds: of the whole epoch.
        memory_gb: highest so far, of the GPU or of this process; NaN where it is not known.
    """

    name: str
    epoch: int
    epochs: int
    train_loss: float
    validation_loss: float
    validation_auc: float
    learning_rate: float
    images_per_s: float
    seconds: float
    memory_gb: float = math.nan

    @property
    def line(self) -> Text:
        """For a log."""
        if math.isnan(self.validation_loss):
            return text(
                "{name}: epoch {epoch} of {epochs}, loss {train_loss:.3f}, no validation part, "
                "{images_per_s:.0f} images/s",
                name=self.name,
                epoch=self.epoch,
                epochs=self.epochs,
                train_loss=self.train_loss,
                images_per_s=self.images_per_s,
            )
        return text(
            "{name}: epoch {epoch} of {epochs}, loss {train_loss:.3f}, validation loss "
            "{validation_loss:.3f}, validation AUC {validation_auc:.3f}, {images_per_s:.0f} images/s",
            name=self.name,
            epoch=self.epoch,
            epochs=self.epochs,
            train_loss=self.train_loss,
            validation_loss=self.validation_loss,
            validation_auc=self.validation_auc,
            images_per_s=self.images_per_s,
        )


@dataclass(frozen=True, slots=True)
class ValidationPredicted(Event):
    """The validation patients as the network predicted them after an epoch; it cost no further computing.

    Args:
        epoch: 1-based.
        logits: one per validation patient, in the order of `ModelStarted.validation_patients`.
    """

    name: str
    epoch: int
    logits: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class ModelFinished(Event):
    """A network is trained; the epoch named `best_epoch` (1-based) was kept."""

    name: str
    index: int
    total: int
    best_epoch: int
    validation_auc: float
    seconds: float

    @property
    def line(self) -> Text:
        """For a log."""
        return text(
            "{name}: done in {seconds:.0f} s, epoch {best_epoch} kept",
            name=self.name,
            seconds=self.seconds,
            best_epoch=self.best_epoch,
        )

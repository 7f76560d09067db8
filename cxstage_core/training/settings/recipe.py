"""How a network is trained: one frozen dataclass, the paper's values by default."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from cxstage_core.dataset import Augmentation
from cxstage_core.errors import TrainingError
from cxstage_core.models.aggregation import MEAN_LOGIT, RULES

SCHEDULES = ("cosine", "constant")
PRECISIONS = ("auto", "float32", "bfloat16")
DEVICES = ("auto", "cpu", "cuda", "mps")


@dataclass(frozen=True, slots=True)
class Recipe:
    """Settings of a training.

    The defaults are those of Dai et al. 2025, but for the first weights: the paper started from
    ImageNet, which needs a network or a file and is therefore asked for, never assumed.

    Args:
        epochs: passes over as many slices as the training part holds.
        batch: slices per step.
        accumulate: into how many parts a batch is cut to save memory; the step stays that of the whole
            batch, but for batch normalisation, which sees the parts.
        lr: learning rate at the start.
        momentum, weight_decay: of stochastic gradient descent.
        schedule: "cosine" (falls to 0 over all steps) or "constant".
        balance: draw both groups equally often, inside the training part only.
        aggregation: how a patient's slices are joined: "mean logit", or "max logit", the slice that speaks
            most for group 1, or "attention", weights learned from the slices' features.
        validation: share of the training patients held out to pick epoch, threshold, temperature.
        seed: of first weights, inner validation, drawing and augmentation.
        augmentation: what is varied, and how far.
        weights: "scratch", "hub" (ImageNet), or the path of a local file or folder.
        recalibrate: while a network is young, compute the statistics of batch normalisation anew
            over the training slices before it is judged; the running ones lag behind.
        device: "auto" takes a GPU if there is one: of NVIDIA or AMD ("cuda"), else of Apple ("mps").
        precision: numbers of the training steps: "auto" takes bfloat16 where that is known to gain, which
            depends on the device and the network. A network is judged, stored and used in float32.
        threads: CPU threads while training; 0 leaves them as they are.
        deterministic: PyTorch may use only operations that give the same bits each time, and stops at
            one that cannot. A training on the CPU repeats bit for bit without it, with the same number
            of threads; on a GPU it does so only with it, and more slowly. Another device, library
            version or number of threads gives other bits in any case.
        compile: let PyTorch compile the training step, which costs minutes at the start and needs a
            C++ compiler, or Triton on a GPU; without them the training goes on uncompiled and says so.
            The last digits of the weights differ from those of an uncompiled training.

    Raises:
        TrainingError: a value outside its range.
    """

    epochs: int = 100
    batch: int = 16
    accumulate: int = 1
    lr: float = 0.01
    momentum: float = 0.9
    weight_decay: float = 1e-4
    schedule: str = "cosine"
    balance: bool = True
    aggregation: str = MEAN_LOGIT
    validation: float = 0.2
    seed: int = 1
    augmentation: Augmentation = field(default_factory=Augmentation)
    weights: str = "scratch"
    recalibrate: bool = True
    device: str = "auto"
    precision: str = "auto"
    threads: int = 0
    deterministic: bool = False
    compile: bool = False

    def __post_init__(self) -> None:
        _within("epochs", self.epochs, 1, 100_000)
        _within("batch", self.batch, 2, 4096)
        _within("accumulate", self.accumulate, 1, max(1, self.batch // 2))
        _within("lr", self.lr, 1e-8, 10.0)
        _within("momentum", self.momentum, 0.0, 0.9999)
        _within("weight_decay", self.weight_decay, 0.0, 1.0)
        _within("validation", self.validation, 0.05, 0.5)
        _within("seed", self.seed, 0, 2**31 - 1)
        _within("threads", self.threads, 0, 1024)
        _one_of("schedule", self.schedule, SCHEDULES)
        _one_of("aggregation", self.aggregation, RULES)
        _one_of("device", self.device, DEVICES)
        _one_of("precision", self.precision, PRECISIONS)
        for name in ("balance", "recalibrate", "deterministic", "compile"):
            _one_of(name, getattr(self, name), (True, False))

    def learning_rate(self, done: float) -> float:
        """The learning rate when a share `done` (0 to 1) of all steps was made."""
        if self.schedule == "constant":
            return self.lr
        return self.lr * 0.5 * (1.0 + math.cos(math.pi * min(1.0, done)))

    def to_dict(self) -> dict[str, Any]:
        """Plain JSON values."""
        return {**asdict(self), "augmentation": self.augmentation.to_dict()}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Recipe:
        """The inverse of `to_dict`; settings that are missing take their defaults.

        Raises:
            TrainingError: a setting is unknown or has the wrong type.
        """
        values = dict(data)
        unknown = sorted(values.keys() - {f.name for f in fields(cls)})
        if unknown:
            raise TrainingError(
                "The recipe holds settings that this version does not know: {names}.",
                names=", ".join(unknown),
            )
        try:
            if isinstance(values.get("augmentation"), Mapping):
                values["augmentation"] = Augmentation.from_dict(values["augmentation"])
            return cls(**values)
        except TypeError as error:
            raise TrainingError("The recipe holds a value of the wrong type.") from error


def threads_beside_window() -> int:
    """How many CPU threads a training may take so that the window stays quick: all cores but one."""
    return max(1, (os.cpu_count() or 2) - 1)


def _within(name: str, value: float, low: float, high: float) -> None:
    whole = isinstance(low, int)
    fits = isinstance(value, int if whole else (int, float)) and not isinstance(value, bool)
    if not fits or not low <= value <= high:
        raise TrainingError(
            "The recipe's {name} = {value} is outside {low:g} to {high:g}.",
            name=name,
            value=value,
            low=low,
            high=high,
        )


def _one_of(name: str, value: object, allowed: tuple[object, ...]) -> None:
    if not isinstance(value, type(allowed[0])) or value not in allowed:
        raise TrainingError(
            "The recipe's {name} = {value} is not one of {allowed}.",
            name=name,
            value=value,
            allowed=", ".join(str(one) for one in allowed),
        )

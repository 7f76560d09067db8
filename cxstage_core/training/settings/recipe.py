"""How a network is trained: one frozen dataclass, the paper's values by default."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Self

from cxstage_core.dataset.augmentation import PRESETS, Augmentation
from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.models.aggregation import ATTENTION, MAX_LOGIT, MEAN_LOGIT
from cxstage_core.settings import (
    Choice,
    Searched,
    SettingsGroup,
    check_limits,
    check_settings,
    read_settings,
    setting,
)
from cxstage_core.text import Text, text

WARMUP_FROM = 0.01
"""Share of the learning rate that a warm-up begins with."""


@dataclass(frozen=True, slots=True)
class Recipe(SettingsGroup):
    """SettingsGroup of a training.

    The defaults are those of Dai et al. 2025, but for the first weights: the paper started from
    ImageNet, which needs a network or a file and is therefore asked for, never assumed.

    Raises:
        TrainingError: a value outside its limits.
    """

    TITLE: ClassVar[Text] = text("recipe")
    ERROR: ClassVar[type[CxStageError]] = TrainingError

    base: str = setting(
        "paper",
        "Recipe",
        "Named recipe that the values began with; it records where they come from and changes nothing.",
        section="",
        named=False,
        alone=False,
        safe_default="paper",
    )
    epochs: int = setting(
        100, "Epochs", "Passes over as many slices as the training part holds.", low=1, high=100_000
    )
    batch: int = setting(
        16, "Batch", "Slices per training step.", low=2, high=4096, search=Searched(2, (8, 16, 32))
    )
    accumulate: int = setting(
        1,
        "Gradient accumulation",
        "Number of parts into which a batch is cut to save memory, at most half of its slices. The step stays "
        "that of the whole batch, except for batch normalisation, which sees the parts.",
        low=1,
        high=2048,
        safe_default=1,
    )
    lr: float = setting(
        0.01,
        "Learning rate",
        "Learning rate at the start.",
        low=1e-8,
        high=10.0,
        decimals=5,
        step=0.001,
        search=Searched(1, (0.001, 0.003, 0.01, 0.03), 1e-4, 0.1),
    )
    warmup: float = setting(
        0.0,
        "Warm-up",
        "Share of all steps over which the learning rate rises, evenly from a hundredth, before the "
        "schedule begins.",
        high=0.5,
        percent=True,
        safe_default=0.0,
    )
    schedule: str = setting(
        "cosine",
        "Schedule",
        "Learning rate over the training: falling to 0 along a cosine, or constant.",
        choices=(Choice("cosine", "Cosine to 0"), Choice("constant", "Constant")),
    )
    optimiser: str = setting(
        "sgd",
        "Optimiser",
        "How a gradient becomes a step: stochastic gradient descent with momentum, or AdamW, which wants a "
        "learning rate about ten times smaller.",
        choices=(Choice("sgd", "SGD with momentum"), Choice("adamw", "AdamW")),
        safe_default="sgd",
    )
    momentum: float = setting(
        0.9,
        "Momentum",
        "Momentum of stochastic gradient descent; of AdamW the decay of the mean gradient.",
        low=0.0,
        high=0.9999,
        decimals=3,
        step=0.05,
    )
    weight_decay: float = setting(
        1e-4,
        "Weight decay",
        "Weight decay of the optimiser; AdamW leaves biases and normalisation out.",
        low=0.0,
        high=1.0,
        decimals=5,
        step=0.0001,
        search=Searched(3, (1e-5, 1e-4, 1e-3), 1e-6, 1e-2),
    )
    averaging: str = setting(
        "none",
        "Weight averaging",
        "Evaluate and keep an average of the weights instead of the last ones: one that fades exponentially "
        "(EMA), or the plain mean over the last part of the training (SWA). Statistics of batch "
        "normalisation are computed again for it over the training slices.",
        choices=(
            Choice("none", "Off"),
            Choice("ema", "Fading (EMA)"),
            Choice("swa", "Over the last part (SWA)"),
        ),
        safe_default="none",
    )
    averaged: float = setting(
        0.1,
        "Averaged part",
        "Share of all steps that the average covers: the time constant of EMA, the last part of SWA.",
        low=0.01,
        high=0.9,
        percent=True,
        safe_default=0.1,
    )
    label_smoothing: float = setting(
        0.0,
        "Label smoothing",
        "Share of a training label that is spread evenly over both groups.",
        high=0.5,
        percent=True,
        safe_default=0.0,
    )
    mixup: float = setting(
        0.0,
        "Mixup",
        "Blend each training image with another of its batch, of either group, and their labels in the same "
        "proportion, drawn from a Beta distribution with this parameter twice; 0 is off.",
        high=5.0,
        step=0.1,
        safe_default=0.0,
    )
    validation: float = setting(
        0.2,
        "Validation share",
        "Share of the training patients held out to choose epoch, threshold and temperature.",
        low=0.05,
        high=0.5,
        percent=True,
    )
    patience: int = setting(
        0,
        "Early stopping",
        "Stop after so many epochs in a row without a lower validation loss; 0 trains all epochs. The epoch "
        "with the lowest validation loss is kept either way.",
        high=100_000,
        safe_default=0,
    )
    aggregation: str = setting(
        MEAN_LOGIT,
        "Patient from slices",
        "How the slices of a patient are combined: the mean logit, the largest logit, or attention weights "
        "learned from the features of the slices.",
        choices=(
            Choice(MEAN_LOGIT, "Mean logit"),
            Choice(MAX_LOGIT, "Largest logit"),
            Choice(ATTENTION, "Learned attention"),
        ),
        safe_default=MEAN_LOGIT,
    )
    seed: int = setting(
        1,
        "Seed",
        "Seed of first weights, inner validation, drawing of slices and augmentation.",
        low=0,
        high=2**31 - 1,
        named=False,
    )
    balance: bool = setting(
        True,
        "Draw both groups equally often",
        "Balance the classes by drawing, inside the training part only.",
    )
    recalibrate: bool = setting(
        True,
        "Recompute early batch statistics",
        "While a network is young, compute the statistics of batch normalisation again over the training "
        "slices before each validation; the running ones lag behind.",
    )
    augmentation: Augmentation = setting(  # noqa: RUF009 - it declares a field
        PRESETS["paper"],
        "Augmentation",
        "Random changes of the training images.",
        section="",
        search=Searched(4, tuple(PRESETS), presets=PRESETS),
    )
    weights: str = setting(
        "scratch",
        "Initial weights",
        "scratch, package (ImageNet, from an installed package), hub (ImageNet, from the public hub), or the path "
        "of a local file or folder, such as `cxstage pretrain` writes.",
        section="",
        paper="hub",
        named=False,
    )
    device: str = setting(
        "auto",
        "Device",
        "Where the network is trained. With auto a GPU if there is one: of NVIDIA or AMD (cuda), else of "
        "Apple (mps).",
        choices=(
            Choice("auto", "GPU if there is one"),
            Choice("cpu", "CPU"),
            Choice("cuda", "GPU (CUDA)"),
            Choice("mps", "Apple GPU (MPS)"),
        ),
        named=False,
    )
    precision: str = setting(
        "auto",
        "Precision",
        "Numbers of the training steps. With auto bfloat16 on a GPU, and on a CPU what some timed steps show to "
        "be faster there, which is remembered. Validation, storage and prediction use float32.",
        choices=(
            Choice("auto", "bfloat16 where faster"),
            Choice("float32", "Full (float32)"),
            Choice("bfloat16", "bfloat16"),
        ),
        safe_default="float32",
        named=False,
    )
    threads: int = setting(
        0,
        "CPU threads",
        "CPU threads while training; 0 leaves them as they are.",
        low=0,
        high=1024,
        section="",
        named=False,
    )
    deterministic: bool = setting(
        False,
        "Same bits each time",
        "Use only operations that give the same bits each time, and stop at one that cannot. A training on the "
        "CPU repeats bit for bit without it, with the same number of threads; on a GPU it does so only with "
        "it, and more slowly. Another device, library version or number of threads gives other bits in any "
        "case.",
        safe_default=False,
        named=False,
    )
    compile: bool = setting(
        False,
        "Compile the training step",
        "Let PyTorch compile the training step, which takes minutes at the start and needs a C++ compiler, or "
        "Triton on a GPU; without them the training goes on uncompiled and reports it. The last digits of the "
        "weights differ from those of an uncompiled training.",
        safe_default=False,
        named=False,
    )

    def __post_init__(self) -> None:
        check_settings(self)
        check_limits(self, "accumulate", self.accumulate, 1, max(1, self.batch // 2), whole=True)

    def learning_rate(self, done: float) -> float:
        """The learning rate when a share `done` (0 to 1) of all steps was made."""
        if done < self.warmup:
            return self.lr * (WARMUP_FROM + (1.0 - WARMUP_FROM) * done / self.warmup)
        if self.schedule == "constant":
            return self.lr
        fallen = (done - self.warmup) / (1.0 - self.warmup)
        return self.lr * 0.5 * (1.0 + math.cos(math.pi * min(1.0, fallen)))

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Self:
        """Read what `to_dict` wrote, also of an older version.

        Raises:
            TrainingError: a setting is unknown, unusable, or missing without a safe default.
            DatasetError: the same of its augmentation.
        """
        return read_settings(cls, data)


def threads_beside_window() -> int:
    """How many CPU threads a training may take so that the window stays quick: all cores but one."""
    return max(1, (os.cpu_count() or 2) - 1)

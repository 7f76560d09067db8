"""How first weights are made: one frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from cxstage_core.errors import CxStageError, TrainingError
from cxstage_core.settings import Choice, SettingsGroup, check_settings, setting
from cxstage_core.text import Text, text

PHANTOMS, COHORT, BOTH = "phantoms", "cohort", "both"


@dataclass(frozen=True, slots=True)
class Pretraining(SettingsGroup):
    """Settings of a pre-training.

    Raises:
        TrainingError: a value outside its limits.
    """

    TITLE: ClassVar[Text] = text("pre-training")
    ERROR: ClassVar[type[CxStageError]] = TrainingError

    source: str = setting(
        PHANTOMS,
        "Images",
        "Images to learn from: phantoms made for this purpose, unlabelled slices of the training patients of the "
        "locked split, or both. Weights that saw patients cannot be tested on them in folds.",
        choices=(
            Choice(PHANTOMS, "Phantoms"),
            Choice(COHORT, "Training patients"),
            Choice(BOTH, "Phantoms and training patients"),
        ),
    )
    phantoms: int = setting(400, "Phantoms", "Phantoms that are made.", low=1, high=100_000)
    epochs: int = setting(20, "Epochs", "Passes over all slices.", low=1, high=100_000)
    batch: int = setting(32, "Batch", "Slices per training step.", low=2, high=4096)
    lr: float = setting(
        0.002,
        "Learning rate",
        "Learning rate of AdamW after its warm-up.",
        low=1e-8,
        high=1.0,
        decimals=5,
    )
    weight_decay: float = setting(
        0.02, "Weight decay", "Weight decay of AdamW.", low=0.0, high=1.0, decimals=5
    )
    seed: int = setting(
        1, "Seed", "Seed of phantoms, first weights, order and augmentation.", high=2**31 - 1
    )
    weights: str = setting(
        "scratch",
        "Initial weights",
        "Weights to begin with: scratch, package, hub, or the path of a file.",
        section="",
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
        section="",
    )
    threads: int = setting(
        0,
        "CPU threads",
        "CPU threads while training; 0 leaves them as they are.",
        high=1024,
        section="",
    )

    def __post_init__(self) -> None:
        check_settings(self)

    @property
    def on_phantoms(self) -> bool:
        """Return True if phantoms are among the images."""
        return self.source in (PHANTOMS, BOTH)

    @property
    def on_patients(self) -> bool:
        """Return True if slices of the training patients are among the images."""
        return self.source in (COHORT, BOTH)

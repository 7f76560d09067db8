"""What a network is asked while it is pre-trained, and how its answers are rated.

On phantoms the facts are known for nothing: what the tumour invades, how long it is, how large its section.
On slices of patients nothing but the image is used: by how many quarter turns was it rotated (Gidaris et al.,
"Unsupervised representation learning by predicting image rotations", ICLR 2018).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from cxstage_core.staging import Facts, Mucosa, Parametrium, Vagina

if TYPE_CHECKING:
    import torch

Answers = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Task:
    """One question.

    Args:
        classes: number of answers; 0 for a number.
        weight: of its loss in the sum.
    """

    name: str
    classes: int
    weight: float = 1.0

    @property
    def outputs(self) -> int:
        """Numbers that the network gives for it."""
        return self.classes or 1


TASKS = (
    Task("parametrium", len(Parametrium)),
    Task("vagina", len(Vagina)),
    Task("mucosa", 2),
    Task("diameter", 0),
    Task("area", 0),
    Task("turns", 4),
)
OUTPUTS = sum(task.outputs for task in TASKS)
_TURNS = [task.name for task in TASKS].index("turns")
_PARAMETRIUM, _VAGINA = tuple(Parametrium), tuple(Vagina)
_MM = (40.0, 20.0)
"""Mean and spread of a length in mm: numbers are asked for in units near 1."""


def phantom_answers(facts: Facts, areas_mm2: npt.NDArray[np.float64]) -> Answers:
    """Return what is known of each slice of a phantom: (slice, task), NaN where a task is not asked.

    Args:
        areas_mm2: (slice,) of the outlined area.
    """
    mucosa = Mucosa.BIOPSY_PROVEN in (facts.bladder_mucosa, facts.rectal_mucosa)
    widths = 2.0 * np.sqrt(areas_mm2 / np.pi)
    found = np.full((len(areas_mm2), len(TASKS)), np.nan, dtype=np.float32)
    found[:, 0] = np.nan if facts.parametrium is None else _PARAMETRIUM.index(facts.parametrium)
    found[:, 1] = np.nan if facts.vagina is None else _VAGINA.index(facts.vagina)
    found[:, 2] = float(mucosa)
    found[:, 3] = np.nan if facts.diameter_mm is None else (facts.diameter_mm - _MM[0]) / _MM[1]
    found[:, 4] = (widths - _MM[0]) / _MM[1]
    return found


def patient_answers(slices: int) -> Answers:
    """Return the same for unlabelled slices: how often they were turned is the only question."""
    found = np.full((slices, len(TASKS)), np.nan, dtype=np.float32)
    found[:, _TURNS] = 0.0
    return found


def turned(
    images: torch.Tensor, answers: torch.Tensor, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Turn the images that are asked for their turns, by 0 to 3 quarters drawn at random.

    Args:
        images: (n, channel, row, column), rows as many as columns.
        answers: (n, task).
        generator: on the CPU.
    """
    import torch

    asked = ~torch.isnan(answers[:, _TURNS])
    if not bool(asked.any()):
        return images, answers
    turns = torch.randint(4, (len(images),), generator=generator).to(images.device)
    turned_images, found = images.clone(), answers.clone()
    for quarter in (1, 2, 3):
        chosen = asked & (turns == quarter)
        turned_images[chosen] = torch.rot90(images[chosen], quarter, dims=(2, 3))
    found[asked, _TURNS] = turns[asked].float()
    return turned_images, found


def loss_of(outputs: torch.Tensor, answers: torch.Tensor) -> torch.Tensor:
    """Return the sum over tasks of the mean loss over the images that are asked.

    Cross-entropy for classes, the smooth absolute error for numbers.

    Args:
        outputs: (n, `OUTPUTS`).
        answers: (n, task), NaN where a task is not asked.
    """
    import torch
    from torch.nn.functional import cross_entropy, smooth_l1_loss

    total = torch.zeros((), device=outputs.device)
    begin = 0
    for number, task in enumerate(TASKS):
        given, wanted = outputs[:, begin : begin + task.outputs], answers[:, number]
        begin += task.outputs
        asked = ~torch.isnan(wanted)
        if not bool(asked.any()):
            continue
        if task.classes:
            one = cross_entropy(given[asked], wanted[asked].long())
        else:
            one = smooth_l1_loss(given[asked, 0], wanted[asked])
        total = total + task.weight * one
    return total

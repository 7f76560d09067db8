"""An average of the weights over steps, and a network that has it in place for a while.

The average depends on the weights and the number of the step alone, so that a checkpoint needs its tensors
and nothing more.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import torch
from torch import nn

from cxstage_core.training.loop.batch_norm import refresh_statistics
from cxstage_core.training.loop.pool import SlicePool


@dataclass(slots=True)
class WeightAverage:
    """The average of a network's weights.

    Args:
        kind: "none"; "ema", fading exponentially (Polyak and Juditsky 1992); or "swa", the mean over the
            last part (Izmailov et al. 2018).
        share: of all steps that it covers.
        steps: of the whole training.
        tensors: the average by the weights' names; empty before it begins.
    """

    kind: str
    share: float
    steps: int
    tensors: dict[str, torch.Tensor]

    def update(self, model: nn.Module, step: int) -> None:
        """Take the weights after a step into the average.

        Args:
            step: 0-based, of the whole training.
        """
        taken = self._taken(step)
        if taken is None:
            return
        with torch.no_grad():
            if not self.tensors:
                self.tensors |= {n: p.detach().clone() for n, p in model.named_parameters()}
                return
            averages = [self.tensors[name] for name, _ in model.named_parameters()]
            torch._foreach_lerp_(averages, [p.detach() for p in model.parameters()], taken)

    def _taken(self, step: int) -> float | None:
        """Return the part of the present weights in the new average; None while there is none."""
        if self.kind == "none":
            return None
        if self.kind == "ema":
            # A young average follows quickly, or it would remember the first weights for long.
            return max(1.0 / max(1.0, self.share * self.steps), 9.0 / (10.0 + step))
        first = int((1.0 - self.share) * self.steps)
        return None if step < first else 1.0 / (1.0 + step - first)

    @contextmanager
    def in_place(self, model: nn.Module, pool: SlicePool) -> Iterator[bool]:
        """Put the average into the network, with statistics of its own; afterwards it is as it was.

        Args:
            pool: slices of the training part, for the statistics of batch normalisation.

        Yields:
            Whether there is an average yet; without one the network stays as it is.
        """
        if not self.tensors:
            yield False
            return
        before = {name: value.clone() for name, value in model.state_dict().items()}
        with torch.no_grad():
            for name, value in model.named_parameters():
                value.copy_(self.tensors[name])
        try:
            refresh_statistics(model, pool)
            yield True
        finally:
            with torch.no_grad():
                for name, value in model.state_dict().items():
                    value.copy_(before[name])

"""Undoing a failed training step: buffers and random state."""

from __future__ import annotations

from collections import defaultdict

import torch
from torch import nn

from cxstage_core.training.loop.devices import random_state, set_random_state


class Rollback:
    """Buffers (batch normalisation's statistics) and random state, as they were at `keep`.

    The buffers of one kind are kept side by side in one tensor: hundreds of small copies would cost a GPU
    more time than the numbers do.
    """

    def __init__(self, model: nn.Module, device: torch.device) -> None:
        self._device = device
        kinds: dict[tuple[torch.dtype, torch.device], list[torch.Tensor]] = defaultdict(list)
        for buffer in model.buffers():
            kinds[buffer.dtype, buffer.device].append(buffer)
        self._buffers = [
            (buffers, [buffer.detach().reshape(-1) for buffer in buffers]) for buffers in kinds.values()
        ]
        self.keep()

    def keep(self) -> None:
        """Save everything as it is now."""
        self._random = random_state(self._device)
        self._kept = [(buffers, torch.cat(flat)) for buffers, flat in self._buffers]

    def restore(self) -> None:
        """Restore everything as it was at `keep`."""
        set_random_state(self._device, self._random)
        with torch.no_grad():
            for buffers, kept in self._kept:
                parts = torch.split(kept, [buffer.numel() for buffer in buffers])
                for buffer, part in zip(buffers, parts, strict=True):
                    buffer.copy_(part.reshape(buffer.shape))

"""An ensemble as one network: it is built, stored, verified and moved as a whole.

The rule by which its members become one answer stands in `aggregation.joined`.
"""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torch import nn


class Ensemble(nn.Module):
    """Networks of one architecture; gives the mean of their logits for every image."""

    def __init__(self, members: Sequence[nn.Module]) -> None:
        super().__init__()
        self.members = nn.ModuleList(members)

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        """Return the mean logit of each image, (image, 1).

        Args:
            images: (image, channel, row, column).
        """
        return torch.stack([member(images) for member in self.members]).mean(dim=0)

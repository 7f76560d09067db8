"""The layer map lies on what a network must look at, and not so with random weights."""

from __future__ import annotations

import torch

from cxstage_core.models.build import build
from tests.benchmarks.heat_location import ENOUGH_AUC, share_on_patch, train

FAMILY, SIZE_PX = "shufflenet_v2_x1_0", 64


def test_more_of_the_heat_lies_on_the_painted_place_than_by_chance() -> None:
    torch.manual_seed(0)
    network, found, _ = train(FAMILY, SIZE_PX)
    assert found >= ENOUGH_AUC
    share, area, empty = share_on_patch(FAMILY, network, SIZE_PX)
    assert empty <= 2
    random, _, _ = share_on_patch(
        FAMILY, build(FAMILY, channels=1, size_px=SIZE_PX, seed=2).eval(), SIZE_PX
    )
    assert share > area + 0.1
    assert share > random + 0.1

"""The layer map lies on what a network must look at, and not so with random weights."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from cxstage_core.models.build import build
from cxstage_core.prediction.explanation.layer_map import above_mean
from tests.benchmarks.heat_location import ENOUGH_AUC, share_on_patch, train

FAMILY, SIZE_PX = "shufflenet_v2_x1_0", 128


def test_half_of_the_heat_or_more_lies_on_the_painted_place() -> None:
    torch.manual_seed(0)
    network, found, _ = train(FAMILY, SIZE_PX)
    if found < ENOUGH_AUC:
        pytest.fail(f"the network did not learn the place: AUC {found:.2f}")
    share, area, empty = share_on_patch(FAMILY, network, SIZE_PX)
    assert share >= 0.5
    assert empty <= 2
    random, _, _ = share_on_patch(
        FAMILY, build(FAMILY, channels=1, size_px=SIZE_PX, seed=2).eval(), SIZE_PX
    )
    assert random < 0.5
    assert share > area + 0.1


def test_only_what_exceeds_the_mean_of_its_slice_is_heat() -> None:
    cells = np.array(
        [[[1.0, 1.0], [1.0, 5.0]], [[-4.0, -4.0], [-4.0, 1.0]], [[-1.0, -1.0], [-1.0, -1.0]]]
    )
    found = above_mean(cells)
    assert found[0].tolist() == [[0.0, 0.0], [0.0, 3.0]]
    assert found[1].tolist() == [[0.0, 0.0], [0.0, 1.0]]
    assert not found[2].any()

"""Cases and models in memory: a small study on any grid, prepared as any other."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import torch

from cxstage_core.dataset import Preprocessing, prepare_patient
from cxstage_core.imaging import Grid, Label, Mask, Volume
from cxstage_core.models import ModelCard
from cxstage_core.models.build import build
from cxstage_core.models.calibration import Calibration
from cxstage_core.models.ensemble import Ensemble
from cxstage_core.models.member import Member
from cxstage_core.prediction.case import (
    Case,
    LoadedModel,
    OutlineKind,
    OutlineSource,
    StudyImages,
    mask_sha256,
)
from tests.core.models.cards import card_of

SMALL = Preprocessing(size_px=64, channels=("T2", "mask"))
AXIAL = Grid.axial((7, 96, 90), (4.0, 1.5, 1.6), (-60.0, -70.0, 10.0))


def study(
    grid: Grid = AXIAL, *, seed: int = 0, middle_mm: tuple[float, float] = (0.0, 0.0)
) -> StudyImages:
    """A textured body with an outlined ball of 24 mm.

    Args:
        middle_mm: of the ball from the middle of the grid, along its rows and its columns.
    """
    rng = np.random.default_rng(seed)
    centre = (np.asarray(grid.size) - 1) / 2
    offsets = [
        (np.arange(size) - middle) * mm
        for size, middle, mm in zip(grid.size, centre, grid.spacing, strict=True)
    ]
    z, y, x = np.meshgrid(*offsets, indexing="ij")
    body = np.hypot(y, x) < 68
    image = rng.normal(300, 60, grid.size) * body + rng.normal(5, 2, grid.size)
    inside = np.sqrt(z**2 + (y - middle_mm[0]) ** 2 + (x - middle_mm[1]) ** 2) <= 12
    image[inside] += 200
    mask = np.where(inside, np.uint8(Label.TUMOUR), np.uint8(0)).astype(np.uint8)
    return StudyImages(Volume(image.astype(np.float32), grid), {}, Mask(mask, grid))


def case_of(images: StudyImages, config: Preprocessing = SMALL, **changes: Any) -> Case:
    """The case of a study."""
    prepared = prepare_patient(images.t2, images.further, images.outline, config)
    source = OutlineSource(OutlineKind.DRAWN, "", mask_sha256(images.outline))
    values: dict[str, Any] = {
        "patient": "study",
        "series": "t2-axial",
        "config": config,
        "prepared": prepared,
        "outline": source,
        "objections": (),
        "despite": "",
        "notes": (),
        "load": lambda: images,
    }
    return Case(**{**values, **changes})


def model_of(
    family: str, config: Preprocessing = SMALL, *, seed: int = 0, members: int = 0, **changes: Any
) -> LoadedModel:
    """A model with random weights, whose last layer is lively enough to give logits of both signs.

    Args:
        members: of an ensemble; 0 for one network.
    """
    channels = len(config.inputs)
    networks = [
        lively(
            build(family, channels=channels, size_px=config.size_px, seed=seed + number),
            channels,
            config.size_px,
            seed + number,
        )
        for number in range(members or 1)
    ]
    card = card_of(
        family,
        channels=config.inputs,
        size_px=config.size_px,
        preprocessing=config.to_dict(),
        tensors_sha256="0" * 64,
        **changes,
    )
    if members:
        return LoadedModel("model", Ensemble(networks), _of_members(card, members))
    return LoadedModel("model", networks[0], card)


def lively(network: torch.nn.Module, channels: int, size_px: int, seed: int = 0) -> torch.nn.Module:
    """The same network with a bias, a wider last layer, and the batch statistics of noise, so that nothing grows."""
    norms = [one for one in network.modules() if isinstance(one, torch.nn.BatchNorm2d)]
    network.train()
    with torch.no_grad(), torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        for norm in norms:
            norm.momentum = None  # the mean of all batches, not a moving one
        for _ in range(2):
            network(torch.randn(4, channels, size_px, size_px))
        *_, last = (one for one in network.modules() if isinstance(one, torch.nn.Linear))
        last.weight.mul_(30)
        last.bias.fill_(0.3)
    return network.eval()


def _of_members(card: ModelCard, members: int) -> ModelCard:
    own = tuple(
        Member(number, 1, 10, "0" * 64, 2, "0" * 64, card.attention) for number in range(members)
    )
    calibration = Calibration(
        tuple(float(one) for one in np.linspace(-1, 1, 2 * members)),
        tuple(one % 2 for one in range(2 * members)),
        tuple(1 + one // 2 for one in range(2 * members)),
    )
    return replace(card, members=own, calibration=calibration, attention=())

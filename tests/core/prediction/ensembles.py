"""An ensemble with weights of its own kind: not trained, but answering as trained networks do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch

from cxstage_core.cohort.values.gate_rules import Objection
from cxstage_core.dataset import Preprocessing, prepare_patient
from cxstage_core.dataset.prepare import Further
from cxstage_core.imaging import Grid, Mask
from cxstage_core.models import Calibration, logits_of
from cxstage_core.models.build import build
from cxstage_core.models.ensemble import Ensemble
from cxstage_core.models.families import find_family
from cxstage_core.models.member import Member
from cxstage_core.prediction.case import (
    Case,
    LoadedModel,
    OutlineKind,
    OutlineSource,
    StudyImages,
    mask_sha256,
)
from tests.core.dataset.synthetic import AXIAL, study
from tests.core.models.cards import card_of

SIZE = 32
CONFIG = Preprocessing(size_px=SIZE)
RECIPE = {"augmentation": {"rotation_deg": 15.0, "translation": 0.05, "crop": 0.1, "flip": True}}
NO_OBJECTIONS: tuple[Objection, ...] = ()


def answering(
    network: torch.nn.Module, family: str, config: Preprocessing = CONFIG, spread: float = 1.0
) -> torch.nn.Module:
    """Let a network with first weights answer studies and noise with logits about 0 of this standard deviation."""
    arrays = [
        prepare_patient(
            *(study(seed=seed)[0] for seed in (2 * n, 2 * n + 1)), study(radius_mm=r)[1], config
        ).array
        for n, r in enumerate((9.0, 12.0, 16.0, 20.0))
    ]
    noise = np.random.default_rng(1).normal(size=(12, 3, config.size_px, config.size_px))
    images = np.concatenate([np.concatenate(arrays) + 0.3 * noise, noise]).astype(np.float32)
    for layer in network.modules():
        if isinstance(layer, torch.nn.BatchNorm2d):
            layer.momentum = 1.0
    with torch.no_grad():
        network.train()(torch.from_numpy(images))
        network.eval()
        logits = logits_of(network, images)
        factor = spread / max(float(logits.std()), 1e-12)
        layers = [network.get_submodule(layer) for layer in find_family(family).last_layers]
        for layer in layers:
            layer.weight.mul_(factor)  # type: ignore[operator]
        layers[0].bias.fill_(-float(logits_of(network, images).mean()))  # type: ignore[operator]
    return network


def calibration_of(n: int, members: int, *, apart: float = 2.0, seed: int = 0) -> Calibration:
    """Out-of-fold scores of n patients, half of each group."""
    labels = np.arange(n) % 2
    logits = np.random.default_rng(seed).normal((labels - 0.5) * apart, 1.0)
    return Calibration.of(
        (float(z), int(label), number % members + 1)
        for number, (z, label) in enumerate(zip(logits, labels, strict=True))
    )


def ensemble(
    family: str = "shufflenet_v2_x1_0",
    members: int = 3,
    calibrated: int = 60,
    config: Preprocessing = CONFIG,
    spread: float = 1.0,
    **changes: Any,
) -> LoadedModel:
    """An ensemble with a calibration set; the changes are of its card."""
    networks = [
        answering(build(family, channels=3, size_px=config.size_px, seed=seed), family, config, spread)
        for seed in range(1, members + 1)
    ]
    calibration = calibration_of(calibrated, members)
    described = tuple(
        Member(seed, 1, 1, "", calibration.folds.count(seed), "") for seed in range(1, members + 1)
    )
    values = {
        "size_px": config.size_px,
        "preprocessing": config.to_dict(),
        "threshold": 0.5,
        "members": described,
        "calibration": calibration,
        "lineage": {"recipe": RECIPE},
        "tensors_sha256": f"{family} {members}",
    }
    return LoadedModel(
        "E0001-ensemble", Ensemble(networks).eval(), card_of(family, **{**values, **changes})
    )


def single(**changes: Any) -> LoadedModel:
    """One network without a calibration set."""
    family = "shufflenet_v2_x1_0"
    network = answering(build(family, channels=3, size_px=SIZE, seed=1), family)
    values = {
        "size_px": SIZE,
        "preprocessing": CONFIG.to_dict(),
        "threshold": 0.5,
        "lineage": {"recipe": RECIPE},
        "tensors_sha256": "single",
    }
    return LoadedModel("E0001-single", network, card_of(family, **{**values, **changes}))


def case(
    mask: Mask | None = None,
    *,
    grid: Grid = AXIAL,
    config: Preprocessing = CONFIG,
    load: Callable[[], StudyImages] | None = None,
) -> Case:
    """A synthetic study as a case."""
    t2, outline = study(grid)
    t1, _ = study(seed=1)
    drawn = outline if mask is None else mask
    further: Mapping[str, Further] = {"T1": Further(t1)}
    return Case(
        patient="P0001",
        series="t2-axial",
        config=config,
        prepared=prepare_patient(t2, further, drawn, config),
        outline=OutlineSource(OutlineKind.REFERENCE, "v1", mask_sha256(drawn)),
        objections=NO_OBJECTIONS,
        despite="",
        notes=(),
        load=load or (lambda: StudyImages(t2, further, drawn)),
    )


def empty_cache(monkeypatch: Any, folder: Path) -> None:
    """Use an empty folder of caches; ONNX Runtime counts as faster however fast it is."""
    from cxstage_core.models.runtime import choice
    from cxstage_core.storage.cache_folder import CACHE_VARIABLE

    monkeypatch.setenv(CACHE_VARIABLE, str(folder))
    monkeypatch.setattr(choice, "CLEARLY_FASTER", float("inf"))

"""Averaging, AdamW, blending, early stopping: what they do, after a stop as without one; the paper's path as ever."""

from __future__ import annotations

import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torch import nn
from torch.nn.functional import binary_cross_entropy_with_logits

from cxstage_core.dataset import Augmentation
from cxstage_core.errors import Cancelled
from cxstage_core.jobs import Event, Message, Progress, start_job
from cxstage_core.training import EpochFinished, Recipe
from cxstage_core.training.loop.averaging import WeightAverage
from cxstage_core.training.loop.batch_norm import refresh_statistics
from cxstage_core.training.loop.checkpoint import Checkpoint, Progressed
from cxstage_core.training.loop.devices import training_ground
from cxstage_core.training.loop.pool import SlicePool, blend, epoch_batches, make_pool
from cxstage_core.training.loop.trainer import Place, ValidationPatients, train

SIDE, PATIENTS = 16, 10
SCANNER = Augmentation(translation_mm=5.0, bending_mm=4.0, bias_field=0.3, blur_mm=2.0, noise=0.2)


class Tiny(nn.Module):
    """Batch normalisation, units dropped at random, and memory for so many images in training."""

    def __init__(self, most: int = 1000) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.inner = nn.Sequential(
            nn.Conv2d(3, 4, 3, stride=2),
            nn.BatchNorm2d(4),
            nn.GELU(),
            nn.Dropout(0.3),
            nn.Flatten(),
            nn.Linear(196, 1),
        )
        self.most = most

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training and torch.is_grad_enabled() and len(images) > self.most:
            raise torch.OutOfMemoryError
        logits: torch.Tensor = self.inner(images)
        return logits


def arrays() -> list[np.ndarray]:
    """Patients of group 1 are brighter."""
    rng = np.random.default_rng(2)
    return [
        (rng.normal(size=(2, 3, SIDE, SIDE)) + 0.5 * (n % 2)).astype(np.float32)
        for n in range(PATIENTS)
    ]


def pool_of() -> SlicePool:
    labels = [n % 2 for n in range(PATIENTS)]
    return make_pool(arrays(), labels, ("T2", "T1", "mask"), torch.device("cpu"), 100.0)


def trained(
    recipe: Recipe,
    file: Path | None = None,
    *,
    stop_after: int = 0,
    most: int = 1000,
    judged_against_truth: bool = False,
    told: list[str] | None = None,
) -> tuple[dict[str, torch.Tensor], Progressed]:
    """Train; a stop is asked for after so many epochs."""

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == stop_after:
            stop.ask()
        if isinstance(news, Message) and told is not None:
            told.append(str(news.text))

    job, stop = start_job(watch)
    model, judges = Tiny(most), np.array([0, 1, 0, 1])
    with training_ground(torch.device("cpu"), 1):
        done = train(
            model,
            pool_of(),
            ValidationPatients(arrays()[:4], 1 - judges if judged_against_truth else judges),
            recipe,
            checkpoint=Checkpoint(file, "key"),
            place=Place("net", 0, 1),
            started=lambda _: None,
            job=job,
        )
    return {name: value.clone() for name, value in model.state_dict().items()}, done


def recipe_of(**changes: Any) -> Recipe:
    return Recipe(**{"epochs": 4, "batch": 8, "device": "cpu", "precision": "float32", **changes})


def test_the_papers_recipe_is_a_plain_loop_of_sgd_bit_for_bit() -> None:
    recipe = recipe_of(epochs=3, recalibrate=False)
    with training_ground(torch.device("cpu"), 1):
        expected = plain_loop(Tiny(), pool_of(), recipe.seed, epochs=3)
    found, _ = trained(recipe)
    for name, value in expected.items():
        assert torch.equal(value, found[name]), name


def plain_loop(model: nn.Module, pool: SlicePool, seed: int, epochs: int) -> dict[str, torch.Tensor]:
    """Train as the paper did, written out once more; the weights of the lowest validation loss."""
    optimiser = torch.optim.SGD(model.parameters(), lr=0.01, momentum=0.9, weight_decay=1e-4)
    truth, kept, best = np.array([0, 1, 0, 1]), {}, math.inf
    for epoch in range(epochs):
        torch.manual_seed((seed << 20) + epoch)
        model.train()
        drawn = {"size": 8, "balance": True, "augmentation": Augmentation(), "seed": seed}
        batches = list(epoch_batches(pool, epoch=epoch, **drawn))
        for step, (images, labels) in enumerate(batches):
            done = (epoch * len(batches) + step) / (epochs * len(batches))
            for group in optimiser.param_groups:
                group["lr"] = 0.01 * 0.5 * (1.0 + math.cos(math.pi * done))
            optimiser.zero_grad()
            binary_cross_entropy_with_logits(model(images).reshape(-1), labels).backward()
            optimiser.step()
        model.eval()
        with torch.no_grad():
            slices = [model(torch.from_numpy(a)).reshape(-1).double().numpy() for a in arrays()[:4]]
        logits = np.array([np.mean(of_patient) for of_patient in slices])
        loss = float(np.mean(np.logaddexp(0.0, logits) - truth * logits))
        if loss < best:
            kept, best = {n: v.clone() for n, v in model.state_dict().items()}, loss
    return kept


EVERYTHING: Mapping[str, Mapping[str, Any]] = {
    "AdamW, EMA": {
        "optimiser": "adamw",
        "lr": 0.003,
        "warmup": 0.2,
        "averaging": "ema",
        "mixup": 0.4,
        "label_smoothing": 0.1,
        "augmentation": SCANNER,
        "deterministic": True,
    },
    "SWA": {"averaging": "swa", "averaged": 0.6, "augmentation": SCANNER},
    "early stopping": {"patience": 2, "mixup": 1.0, "averaging": "ema"},
}


@pytest.mark.parametrize("name", list(EVERYTHING))
def test_a_training_that_was_stopped_ends_with_the_same_bits(name: str, tmp_path: Path) -> None:
    recipe = recipe_of(**EVERYTHING[name])
    whole, done = trained(recipe, most=4)
    assert done.parts == 2, "memory ran out once, and it went on in parts"
    file = tmp_path / "broken.checkpoint"
    with pytest.raises(Cancelled):
        trained(recipe, file, stop_after=2, most=4)
    found, again = trained(recipe, file, most=4)
    assert (again.epoch, again.best_epoch) == (done.epoch, done.best_epoch)
    for key, value in whole.items():
        assert torch.equal(value, found[key]), key
    for column in ("train_loss", "validation_loss", "learning_rate"):
        assert again.history[column] == done.history[column]


@pytest.mark.parametrize(
    "changes",
    [
        {"optimiser": "adamw"},
        {"averaging": "ema", "averaged": 0.9},
        {"averaging": "swa", "averaged": 0.9},
        {"mixup": 0.4},
        {"label_smoothing": 0.2},
        {"warmup": 0.3},
        {"augmentation": SCANNER},
    ],
)
def test_each_setting_changes_the_weights(changes: Mapping[str, Any]) -> None:
    usual, _ = trained(recipe_of(epochs=2))
    found, _ = trained(recipe_of(epochs=2, **changes))
    assert not torch.equal(usual["inner.5.weight"], found["inner.5.weight"])


def test_early_stopping_keeps_the_best_epoch_and_says_so(tmp_path: Path) -> None:
    recipe = recipe_of(epochs=50, patience=3, lr=0.03)
    told: list[str] = []
    file = tmp_path / "stopped.checkpoint"
    found, done = trained(recipe, file, judged_against_truth=True, told=told)
    assert done.epoch == done.best_epoch + 3 < 50
    assert done.best_loss == min(done.history["validation_loss"])
    assert any(f"stopped after epoch {done.epoch}" in sentence for sentence in told)
    again, later = trained(recipe, file, judged_against_truth=True)
    assert later.epoch == done.epoch
    assert all(torch.equal(value, again[name]) for name, value in found.items())


def moved(model: nn.Module, by: float) -> None:
    with torch.no_grad():
        for p in model.parameters():
            p.add_(by)


def test_an_average_over_the_last_part_is_their_mean() -> None:
    model = Tiny()
    average, seen = WeightAverage("swa", 0.4, 10, {}), []
    for step in range(10):
        moved(model, 0.1 * step)
        average.update(model, step)
        seen.append(model.inner[5].weight.detach().clone())
        assert bool(average.tensors) == (step >= 6)
    torch.testing.assert_close(average.tensors["inner.5.weight"], torch.stack(seen[6:]).mean(dim=0))


def test_a_fading_average_forgets_the_first_weights() -> None:
    model = Tiny()
    average = WeightAverage("ema", 0.1, 100, {})
    expected = model.inner[5].weight.detach().clone()
    for step in range(60):
        moved(model, 0.1)
        average.update(model, step)
        now = model.inner[5].weight.detach()
        expected = now.clone() if step == 0 else expected + max(0.1, 9 / (10 + step)) * (now - expected)
    torch.testing.assert_close(average.tensors["inner.5.weight"], expected)
    assert 0.5 < float((model.inner[5].weight.detach() - expected).mean()) < 2.0


def test_an_average_has_statistics_of_its_own_and_leaves_the_network_as_it_was() -> None:
    model, pool = Tiny(), pool_of()
    average = WeightAverage("ema", 0.5, 10, {})
    average.update(model, 0)
    moved(model, 0.5)
    before = {name: value.clone() for name, value in model.state_dict().items()}
    with average.in_place(model, pool) as there:
        assert there
        inside = {name: value.clone() for name, value in model.state_dict().items()}
    assert all(torch.equal(value, before[name]) for name, value in model.state_dict().items())
    twin = Tiny()
    refresh_statistics(twin, pool)
    assert all(torch.equal(value, inside[name]) for name, value in twin.state_dict().items())
    assert not torch.equal(inside["inner.1.running_mean"], before["inner.1.running_mean"])


def test_blended_images_have_labels_blended_alike() -> None:
    labels = torch.tensor([0.0, 1.0, 1.0, 0.0, 1.0, 0.0, 0.0, 1.0] * 20)
    images = labels[:, None, None, None].expand(-1, 2, 4, 4).contiguous()
    mixed, blended = blend(images, labels, 0.4, np.random.default_rng(1))
    torch.testing.assert_close(mixed.mean(dim=(1, 2, 3)), blended)
    assert float((blended - labels).abs().max()) <= 0.5, "each keeps at least half of itself"
    assert 20 < int((blended != labels).sum()) < len(labels)


def test_smoothed_labels_keep_their_side() -> None:
    batches = epoch_batches(
        pool_of(),
        size=8,
        balance=True,
        augmentation=Augmentation.off(),
        seed=1,
        epoch=0,
        smoothing=0.2,
    )
    found = torch.cat([labels for _, labels in batches])
    assert sorted({round(float(value), 6) for value in found}) == [0.1, 0.9]


def test_blending_changes_neither_the_drawn_slices_nor_their_changes() -> None:
    def first(**changes: Any) -> torch.Tensor:
        wanted = {"size": 20, "balance": True, "augmentation": SCANNER, "seed": 3, "epoch": 1}
        return next(iter(epoch_batches(pool_of(), **wanted, **changes)))[0]

    plain = first()
    mixed, _ = blend(plain, torch.zeros(20), 0.4, np.random.default_rng([3, 1, 1]))
    assert torch.equal(first(mixup=0.4), mixed)

"""A batch in parts, memory that runs out, a loss that is no number."""

from __future__ import annotations

import copy
import shutil
from pathlib import Path

import numpy as np
import pytest
import torch
from torch import nn

from cxstage_core.errors import Cancelled, TrainingError
from cxstage_core.jobs import Event, Progress, no_progress, start_job
from cxstage_core.models.build import build
from cxstage_core.text import Text
from cxstage_core.training import EpochFinished, Recipe
from cxstage_core.training.loop.checkpoint import Checkpoint
from cxstage_core.training.loop.devices import training_ground
from cxstage_core.training.loop.forward import training_forward
from cxstage_core.training.loop.pool import make_pool
from cxstage_core.training.loop.steps import Cutting, check_finite, learn
from cxstage_core.training.loop.trainer import Place, ValidationPatients, train

IMAGES = torch.randn(12, 3, 8, 8, generator=torch.Generator().manual_seed(1))
LABELS = (torch.arange(12) % 2).float()


def network() -> nn.Module:
    """Small, and without batch normalisation."""
    torch.manual_seed(3)
    return nn.Sequential(nn.Conv2d(3, 4, 3), nn.GELU(), nn.Flatten(), nn.Linear(4 * 36, 1))


class Small(nn.Module):
    """Holds only so many images at once."""

    def __init__(self, inner: nn.Module, most: int, error: Exception | None = None) -> None:
        super().__init__()
        self.inner, self.most, self.seen = inner, most, []
        self.error = error or torch.OutOfMemoryError()

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if len(images) > self.most:
            raise self.error
        self.seen.append(len(images))
        return self.inner(images)


def weights_after(model: nn.Module, cutting: Cutting, steps: int = 3) -> list[torch.Tensor]:
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1, momentum=0.9)
    for _ in range(steps):
        learn(model, optimiser, IMAGES, LABELS, cutting)
    return [value.detach().clone() for value in model.parameters()]


@pytest.mark.parametrize("parts", [2, 3, 5, 6])
def test_a_batch_in_parts_is_the_same_step(parts: int) -> None:
    whole = weights_after(network(), Cutting("net"))
    cut = weights_after(network(), Cutting("net", parts))
    for a, b in zip(whole, cut, strict=True):
        assert torch.allclose(a, b, atol=1e-6)


def cpu_out_of_memory() -> Exception:
    """What the CPU's allocator really says here."""
    try:
        torch.empty(1 << 50, dtype=torch.uint8)
    except RuntimeError as error:
        return error
    raise AssertionError("a petabyte was to be had")


@pytest.mark.parametrize("error", [torch.OutOfMemoryError(), cpu_out_of_memory()])
def test_memory_that_runs_out_cuts_finer_says_so_and_goes_on(error: Exception) -> None:
    said: list[Text] = []
    cutting = Cutting("HRNet", warn=said.append)
    small = Small(network(), most=4, error=error)
    found = weights_after(small, cutting)
    assert cutting.parts == 4
    assert max(small.seen) <= 4
    assert ["HRNet" in str(sentence) for sentence in said] == [True, True]
    assert "3 images at once; the batch stays 12" in str(said[-1])
    for a, b in zip(weights_after(network(), Cutting("net")), found, strict=True):
        assert torch.allclose(a, b, atol=1e-6)


def test_what_does_not_fit_at_all_is_refused_and_nothing_is_learned() -> None:
    small = Small(network(), most=1)
    before = copy.deepcopy(small.state_dict())
    optimiser = torch.optim.SGD(small.parameters(), lr=0.1)
    with pytest.raises(TrainingError, match="HRNet"):
        learn(small, optimiser, IMAGES, LABELS, Cutting("HRNet"))
    assert all(torch.equal(before[name], value) for name, value in small.state_dict().items())


def test_another_error_is_not_taken_for_memory() -> None:
    class Broken(nn.Module):
        def forward(self, _images: torch.Tensor) -> torch.Tensor:
            raise RuntimeError("shapes cannot be multiplied")

    optimiser = torch.optim.SGD([nn.Parameter(torch.zeros(1))], lr=0.1)
    with pytest.raises(RuntimeError, match="multiplied"):
        learn(Broken(), optimiser, IMAGES, LABELS, Cutting("net"))


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_loss_that_is_no_number_names_epoch_and_batch(value: float) -> None:
    check_finite(torch.tensor(0.7), "ViT", 3, 4)
    with pytest.raises(TrainingError, match="ViT is no longer a finite number in epoch 3, batch 4"):
        check_finite(torch.tensor(value), "ViT", 3, 4)


def test_a_training_that_explodes_says_where_and_keeps_its_last_good_state(tmp_path: Path) -> None:
    pool = make_pool(
        [np.random.default_rng(n).normal(size=(3, 3, 32, 32)).astype(np.float32) for n in range(8)],
        [n % 2 for n in range(8)],
        ("T2", "T1", "mask"),
        torch.device("cpu"),
    )
    model = build("shufflenet_v2_x1_0", channels=3, size_px=32)
    recipe = Recipe(
        epochs=60, batch=8, lr=10.0, momentum=0.99, schedule="constant", recalibrate=False, device="cpu"
    )
    file = tmp_path / "x.checkpoint"
    judged = ValidationPatients(
        (np.ones((3, 3, 32, 32), np.float32), np.zeros((3, 3, 32, 32), np.float32)), np.array([0, 1])
    )
    with pytest.raises(TrainingError, match="finite number in epoch"):
        train(
            model,
            pool,
            judged,
            recipe,
            checkpoint=Checkpoint(file, "key"),
            place=Place("ShuffleNet", 0, 1),
            started=lambda _: None,
            job=no_progress(),
        )
    fresh = build("shufflenet_v2_x1_0", channels=3, size_px=32)
    Checkpoint(file, "key").load(fresh, torch.optim.SGD(fresh.parameters(), lr=0.1, momentum=0.9))
    assert all(bool(torch.isfinite(value).all()) for value in fresh.parameters())


def with_statistics() -> nn.Module:
    """Small, with batch normalisation and units dropped at random."""
    torch.manual_seed(3)
    return nn.Sequential(
        nn.Conv2d(3, 4, 3),
        nn.BatchNorm2d(4),
        nn.GELU(),
        nn.Dropout(0.3),
        nn.Flatten(),
        nn.Linear(144, 1),
    )


class FullAfterwards(nn.Module):
    """Goes through the whole network before memory runs out, as it does while gradients are computed."""

    def __init__(self, inner: nn.Module, most: int) -> None:
        super().__init__()
        self.inner, self.most = inner, most

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        logits = self.inner(images)
        if len(images) > self.most:
            raise torch.OutOfMemoryError
        return logits


def test_an_attempt_that_memory_ended_leaves_no_trace() -> None:
    calm = FullAfterwards(with_statistics(), most=12)
    torch.manual_seed(5)
    weights_after(calm, Cutting("net", parts=4))
    tight = FullAfterwards(with_statistics(), most=4)
    torch.manual_seed(5)
    cutting = Cutting("net")
    weights_after(tight, cutting)
    assert cutting.parts == 4
    for name, value in calm.state_dict().items():
        assert torch.equal(value, tight.state_dict()[name]), name


class Tight(nn.Module):
    """A network on a device whose memory holds `most` images in training."""

    def __init__(self, most: int) -> None:
        super().__init__()
        torch.manual_seed(3)
        self.inner = nn.Sequential(
            nn.Conv2d(3, 4, 3, stride=4),
            nn.BatchNorm2d(4),
            nn.GELU(),
            nn.Dropout(0.3),
            nn.Flatten(),
            nn.Linear(256, 1),
        )
        self.most = most

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        if self.training and torch.is_grad_enabled() and len(images) > self.most:
            self.inner[:2](images)
            raise torch.OutOfMemoryError
        return self.inner(images)


def tight_run(file: Path, *, stop_after: int = 0, most: int = 4) -> dict[str, torch.Tensor]:
    """Train on a tight device; a stop is asked for after so many epochs."""

    def watch(news: Progress | Event) -> None:
        if isinstance(news, EpochFinished) and news.epoch == stop_after:
            stop.ask()

    job, stop = start_job(watch)
    rng = np.random.default_rng(2)
    arrays = [rng.normal(size=(3, 3, 32, 32)).astype(np.float32) for _ in range(8)]
    pool = make_pool(arrays, [n % 2 for n in range(8)], ("T2", "T1", "mask"), torch.device("cpu"))
    model = Tight(most)
    with training_ground(torch.device("cpu"), 1):
        train(
            model,
            pool,
            ValidationPatients(tuple(arrays[:2]), np.array([0, 1])),
            Recipe(epochs=4, batch=8, lr=0.05, recalibrate=False, device="cpu"),
            checkpoint=Checkpoint(file, "key"),
            place=Place("net", 0, 1),
            started=lambda _: None,
            job=job,
        )
    return {name: value.clone() for name, value in model.state_dict().items()}


@pytest.mark.parametrize("more_memory_later", [False, True])
def test_a_training_that_was_cut_finer_goes_on_as_it_was(
    tmp_path: Path, more_memory_later: bool
) -> None:
    whole = tight_run(tmp_path / "whole.checkpoint")
    file = tmp_path / "broken.checkpoint"
    with pytest.raises(Cancelled):
        tight_run(file, stop_after=2)
    found = tight_run(file, most=8 if more_memory_later else 4)
    for name, value in whole.items():
        assert torch.equal(value, found[name]), name


def compiled_weights(warn: list[Text]) -> list[torch.Tensor]:
    model = with_statistics()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    torch.manual_seed(5)
    with training_forward(model, compiled=True, name="net", warn=warn.append) as forward:
        for count in (12, 12, 7):
            learn(model, optimiser, IMAGES[:count], LABELS[:count], Cutting("net"), forward)
        assert (forward.compiled is None) == bool(warn)
    return [*model.state_dict().values()]


def plain_weights() -> list[torch.Tensor]:
    model = with_statistics()
    optimiser = torch.optim.SGD(model.parameters(), lr=0.05, momentum=0.9)
    torch.manual_seed(5)
    for count in (12, 12, 7):
        learn(model, optimiser, IMAGES[:count], LABELS[:count], Cutting("net"))
    return [*model.state_dict().values()]


@pytest.mark.skipif(shutil.which("g++") is None, reason="no C++ compiler")
def test_a_compiled_training_learns_what_an_uncompiled_one_learns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    said: list[Text] = []
    found = compiled_weights(said)
    assert said == []
    for a, b in zip(plain_weights(), found, strict=True):
        assert torch.allclose(a, b, atol=1e-5)


def test_without_a_compiler_the_training_goes_on_and_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch._inductor.config as inductor

    monkeypatch.setenv("TORCHINDUCTOR_CACHE_DIR", str(tmp_path))
    monkeypatch.setattr(inductor.cpp, "cxx", (None, str(tmp_path / "no-compiler")))
    monkeypatch.setattr(inductor, "force_disable_caches", True)
    said: list[Text] = []
    found = compiled_weights(said)
    assert ["net cannot be compiled here" in str(sentence) for sentence in said] == [True]
    for a, b in zip(plain_weights(), found, strict=True):
        assert torch.equal(a, b)

"""Devices by name, and a training that may use only operations which give the same bits each time."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from cxstage_core.errors import TrainingError
from cxstage_core.jobs import Event, Progress, start_job
from cxstage_core.training import compare
from cxstage_core.training.loop.devices import choose_device, training_ground
from cxstage_core.training.loop.steps import Cutting, learn
from tests.core.training.toy import quick_recipe, toy_set, toy_split


def weights(work: Path) -> dict[str, torch.Tensor]:
    seen = []

    def watch(_: Progress | Event) -> None:
        seen.append(torch.are_deterministic_algorithms_enabled())

    job, _ = start_job(watch)
    data = toy_set()
    recipe = quick_recipe(epochs=2, deterministic=True)
    (model,) = compare(data, toy_split(data), ["ShuffleNet"], recipe, work=work, job=job)
    assert sum(seen) > 4
    return load_file(model.file)


def test_twice_the_same_bits_and_everything_as_before_afterwards(tmp_path: Path) -> None:
    before = torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.deterministic
    first, second = weights(tmp_path / "first"), weights(tmp_path / "second")
    assert all(torch.equal(value, second[name]) for name, value in first.items())
    assert before == (False, False)
    assert (torch.are_deterministic_algorithms_enabled(), torch.backends.cudnn.deterministic) == before


class PutsAtRandom(torch.nn.Module):
    """Uses an operation that has no repeatable form."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = torch.nn.Parameter(torch.ones(1))

    def forward(self, images: torch.Tensor) -> torch.Tensor:
        flat = images.flatten(1)
        return (
            torch.zeros_like(flat).put_(torch.zeros(flat.numel(), dtype=torch.long), flat)[:, :1]
            * self.weight
        )


def test_an_operation_that_cannot_repeat_is_refused_in_words() -> None:
    model, cpu = PutsAtRandom(), torch.device("cpu")
    optimiser = torch.optim.SGD(model.parameters(), lr=0.1)
    images, labels = torch.ones(4, 1, 2, 2), torch.zeros(4)
    learn(model, optimiser, images, labels, Cutting("net"))
    with (
        training_ground(cpu, 0, deterministic=True),
        pytest.raises(TrainingError, match="net needs an operation") as caught,
    ):
        learn(model, optimiser, images, labels, Cutting("net"))
    assert "put_" in str(caught.value)


@pytest.mark.parametrize("name", ["cuda", "mps"])
def test_a_gpu_that_is_not_there_is_refused(name: str) -> None:
    there = {"cuda": torch.cuda.is_available(), "mps": torch.backends.mps.is_available()}[name]
    if there:
        assert choose_device(name).type == name
        return
    with pytest.raises(TrainingError, match=f"no GPU that PyTorch can use \\({name}\\)"):
        choose_device(name)
    if not torch.cuda.is_available() and not torch.backends.mps.is_available():
        assert choose_device("auto").type == "cpu"

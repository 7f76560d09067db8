"""The state of an interrupted training, as one file that replaces the one before as a whole.

An epoch depends on the seed, its number, the form of its steps and the state before it alone. So weights, their
average, the optimiser's state, the best weights so far, that form and into how many parts a batch is cut are all
there is to keep, and a training that goes on from here ends with the very weights of one that was never interrupted.
Tensors and JSON only: nothing in it can run.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import torch
from torch import nn

from cxstage_core.errors import NewerVersionError
from cxstage_core.migrations.kinds import KINDS
from cxstage_core.migrations.upgrade import version_of, versioned
from cxstage_core.storage.atomic_write import replace_file

_KEY = "cxstage_checkpoint"
_KIND = "checkpoint"
SHARE_OF_TIME = 0.05


@dataclass(slots=True)
class Progressed:
    """Progress of a network's training.

    Args:
        epoch: epochs done.
        best_epoch: 1-based epoch kept so far, 0 before the first.
        best_loss: its validation loss.
        history: column name to one value per epoch.
        best: tensors of the kept epoch, by name.
        parts: into how many parts a batch is cut, for memory may have run out.
        average: the averaged weights, by name; empty without any.
    """

    epoch: int = 0
    best_epoch: int = 0
    best_loss: float = 0.0
    history: dict[str, list[float]] = field(default_factory=dict)
    best: dict[str, torch.Tensor] = field(default_factory=dict)
    parts: int = 1
    average: dict[str, torch.Tensor] = field(default_factory=dict)


@dataclass(slots=True)
class Checkpoint:
    """The file that keeps a training's state.

    Args:
        file: its place; None keeps nothing.
        key: names family, data, split and recipe; a file with another key is never used.
        form: numbers and memory layout of the steps, as `StepForm` writes them.
    """

    file: Path | None
    key: str
    form: str = ""
    _cost_s: float = 0.0
    _written_at: float = 0.0

    def save(
        self, model: nn.Module, optimiser: torch.optim.Optimizer, done: Progressed, *, last: bool
    ) -> None:
        """Keep the state, unless writing would take more than a small share of the time.

        Args:
            last: the training is complete; the state is kept in any case.
        """
        if self.file is None:
            return
        began = time.monotonic()
        if not last and began - self._written_at < self._cost_s / SHARE_OF_TIME:
            return
        tensors = {f"model/{name}": value for name, value in model.state_dict().items()}
        tensors |= {f"best/{name}": value for name, value in done.best.items()}
        tensors |= {f"average/{name}": value for name, value in done.average.items()}
        tensors |= {
            f"optimiser/{index}/{name}": value
            for index, p in enumerate(model.parameters())
            if p in optimiser.state
            for name, value in optimiser.state[p].items()
            if isinstance(value, torch.Tensor)
        }
        _write(
            self.file, tensors, versioned(_KIND, {"key": self.key, "form": self.form, **_plain(done)})
        )
        self._written_at = time.monotonic()
        self._cost_s = self._written_at - began

    def load(self, model: nn.Module, optimiser: torch.optim.Optimizer) -> Progressed:
        """Restore the state if there is one of this very training; else start from the first epoch."""
        found = _read(self.file, self.key)
        if found is None:
            return Progressed()
        tensors, state = found
        device = next(model.parameters()).device
        with torch.no_grad():
            for name, value in model.state_dict().items():
                value.copy_(tensors[f"model/{name}"])
            weights = list(model.parameters())
            for key, kept in _under("optimiser", tensors).items():
                index, _, name = key.partition("/")
                p = weights[int(index)]
                # A number of steps stays where the optimiser made it: on the CPU.
                optimiser.state[p][name] = kept if name == "step" else torch.empty_like(p).copy_(kept)
        return Progressed(
            epoch=state["epoch"],
            best_epoch=state["best_epoch"],
            best_loss=state["best_loss"],
            history=state["history"],
            parts=state["parts"],
            best={name: value.to(device) for name, value in _under("best", tensors).items()},
            average={name: value.to(device) for name, value in _under("average", tensors).items()},
        )

    def form_begun_with(self) -> str:
        """Return the form of the steps so far; "" if there is nothing to go on from."""
        found = _read(self.file, self.key)
        return "" if found is None else str(found[1].get("form", ""))

    def discard(self) -> None:
        """Remove the file; the training is safely elsewhere."""
        if self.file is not None:
            self.file.unlink(missing_ok=True)


def is_outdated(file: Path) -> bool:
    """Return True for a checkpoint of an earlier version, from which no training goes on."""
    from safetensors import SafetensorError, safe_open

    try:
        with safe_open(file, framework="pt") as opened:
            state = json.loads((opened.metadata() or {}).get(_KEY, "{}"))
        return version_of(_KIND, state, file) < KINDS[_KIND].version
    except (
        SafetensorError,
        OSError,
        ValueError,
        TypeError,
        AttributeError,
        OverflowError,
        NewerVersionError,
    ):
        return False  # damaged, or of a newer version that may still want it


def _under(folder: str, tensors: Mapping[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    """Return the tensors whose names begin so, by the rest of their names."""
    head = f"{folder}/"
    return {name[len(head) :]: value for name, value in tensors.items() if name.startswith(head)}


def _plain(done: Progressed) -> dict[str, Any]:
    return {
        "epoch": done.epoch,
        "best_epoch": done.best_epoch,
        "best_loss": done.best_loss,
        "history": done.history,
        "parts": done.parts,
    }


def _write(file: Path, tensors: Mapping[str, torch.Tensor], state: Mapping[str, Any]) -> None:
    from safetensors.torch import save_file

    plain = {name: value.detach().cpu().contiguous() for name, value in tensors.items()}
    file.parent.mkdir(parents=True, exist_ok=True)
    replace_file(
        file,
        write=lambda temporary: save_file(plain, temporary, metadata={_KEY: json.dumps(state)}),
        check=_check,
    )


def _check(file: Path) -> None:
    from safetensors import safe_open

    with safe_open(file, framework="pt") as opened:
        json.loads(opened.metadata()[_KEY])


def _read(file: Path | None, key: str) -> tuple[dict[str, torch.Tensor], dict[str, Any]] | None:
    from safetensors import SafetensorError, safe_open

    if file is None or not file.is_file():
        return None
    try:
        with safe_open(file, framework="pt") as opened:
            state = json.loads((opened.metadata() or {}).get(_KEY, "{}"))
            if state.get("key") != key or version_of(_KIND, state, file) != KINDS[_KIND].version:
                return None
            return {name: opened.get_tensor(name) for name in opened.keys()}, state  # noqa: SIM118
    except (SafetensorError, ValueError, TypeError, AttributeError, OverflowError, NewerVersionError):
        return None  # a damaged checkpoint costs time, never a result: the training starts again

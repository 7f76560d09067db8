"""The library that computed an earlier prediction, to compute it again."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING

from cxstage_core.models.card import ModelCard
from cxstage_core.models.runtime.choice import (
    Runtime,
    choose_runtime,
    open_session,
    run_session,
    torch_runtime,
)
from cxstage_core.models.runtime.onnx_cache import export

if TYPE_CHECKING:
    from torch import nn

_ONNX = "onnxruntime"


def runtime_named(title: str, model: nn.Module, card: ModelCard) -> Runtime:
    """Return the runtime of that title if this computer has it, else the one it would choose.

    Args:
        title: as `Runtime.title`, such as "onnxruntime 1.31.0 CPU".
        model: the verified network that belongs to `card`.
    """
    ours = torch_runtime(model)
    if title.partition(" ")[0] == ours.title.partition(" ")[0]:
        return ours
    chosen = choose_runtime(model, card)
    if chosen.title == title or card.members or not title.startswith(_ONNX):
        return chosen
    try:
        wanted = f"{_ONNX} {version(_ONNX)} CPU"
        version("onnx")
    except PackageNotFoundError:
        return chosen
    session = open_session(export(model, len(card.channels), card.size_px))
    return Runtime(wanted, lambda array: run_session(session, array))

"""Reading a file of network weights: data, never code.

Safetensors, or a checkpoint read with `weights_only=True`. A training of timm leaves its options
(`argparse.Namespace`, plain values) in its checkpoints; they are let through and dropped.
"""

from __future__ import annotations

import argparse
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError

if TYPE_CHECKING:
    import torch

SUFFIXES = (".safetensors", ".pth", ".pt", ".bin", ".ckpt", ".tar")
_WRAPPERS = (
    "state_dict_ema",
    "model_ema",
    "ema_state_dict",
    "ema",
    "state_dict",
    "model_state_dict",
    "model",
    "net",
    "network",
    "params",
    "weights",
)
"""Entries of a checkpoint that hold the weights; the averaged ones come first, as in timm."""


def read_tensors(file: Path) -> dict[str, torch.Tensor]:
    """Read the tensors of a file, by their names in it.

    Raises:
        ModelError: the file cannot be read, or holds no weights.
    """
    import torch

    try:
        if file.suffix == ".safetensors":
            from safetensors.torch import load_file

            read: Any = load_file(file)
        else:
            with torch.serialization.safe_globals([argparse.Namespace]):
                read = torch.load(file, map_location="cpu", weights_only=True)
    except Exception as error:  # torch and safetensors raise a dozen kinds for a foreign file
        raise ModelError(
            "The file {file} cannot be read as network weights.",
            remedy="Choose a .safetensors file, or a .pth file that holds tensors only.",
            file=file,
        ) from error
    tensors = {str(key): value for key, value in _unwrapped(read).items() if torch.is_tensor(value)}
    if not tensors:
        raise ModelError(
            "The file {file} holds no network weights.",
            remedy="Choose a file that holds a state dictionary.",
            file=file,
        )
    return tensors


def sha256_of(file: Path) -> str:
    """Return the sha256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _unwrapped(read: Any) -> dict[Any, Any]:
    """Return the innermost dictionary of weights."""
    while isinstance(read, dict):
        inner = next((read[name] for name in _WRAPPERS if isinstance(read.get(name), dict)), None)
        if not inner:
            return read
        read = inner
    return {}

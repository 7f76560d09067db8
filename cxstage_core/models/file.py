"""The model file: one safetensors whose header holds the card; data only, never code.

An ensemble is one such file: the tensors of all its members, and one card. A member cannot be lost or changed
without the others.

Every byte is covered by a checksum: the tensors by the one in the card, length and header by the seal
(`header.py`). Files of version 1 have no seal: their card has a note, which every use of it shows.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from cxstage_core.errors import ModelError
from cxstage_core.models.calibration import Calibration
from cxstage_core.models.card import ModelCard
from cxstage_core.models.card_file import CARD_KEY, card_of, read_card
from cxstage_core.models.header import (
    SEAL_KEY,
    UNSEALED,
    Entry,
    Header,
    read_header,
    unreadable,
    write_seal,
)
from cxstage_core.storage.atomic_write import replace_file

if TYPE_CHECKING:
    from torch import nn

_CHUNK = 1 << 20


def save_model(path: Path, module: nn.Module, card: ModelCard) -> str:
    """Write a network and its card as one file, read it back, and only then put it in its place.

    Args:
        path: ends with .safetensors; an older file there is replaced as a whole.

    Returns:
        sha256 of the file.

    Raises:
        ModelError: what was read back is not what was to be written.
    """
    from safetensors.torch import save_file

    tensors = {name: value.detach().cpu().contiguous() for name, value in module.state_dict().items()}
    card = replace(
        card,
        tensors_sha256=_digest(
            (name, _SHORT[str(value.dtype)], list(value.shape), [value.numpy().tobytes()])
            for name, value in sorted(tensors.items())
        ),
    )
    metadata = {"format": "pt", CARD_KEY: card.to_json(), SEAL_KEY: UNSEALED}

    def write(temporary: Path) -> None:
        save_file(tensors, temporary, metadata=metadata)
        write_seal(temporary)

    replace_file(
        path,
        write=write,
        check=lambda temporary: _check(temporary, card),
    )
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def load_model(path: Path) -> tuple[nn.Module, ModelCard]:
    """Open a model: card and bytes are checked before a network is built.

    Returns:
        The network on the CPU in evaluation mode, channels-last, and its card.

    Raises:
        ModelError: foreign, truncated or altered file, or tensors that do not fit the architecture.
    """
    from safetensors import SafetensorError
    from safetensors.torch import load_file

    card = read_card(path)
    verify_model(path)
    try:
        tensors = load_file(path)
    except (SafetensorError, OSError) as error:
        raise unreadable(path) from error
    import torch

    module = _built(card)
    own = module.state_dict()
    if own.keys() != tensors.keys() or any(
        own[name].shape != tensors[name].shape or own[name].dtype != tensors[name].dtype for name in own
    ):
        raise ModelError(
            "The tensors of {file} are not those of {title}.",
            remedy="Use an unaltered model file, or train the model again.",
            file=path,
            title=card.name,
        )
    with torch.no_grad():
        for name, value in tensors.items():
            own[name].copy_(value)
    return module.eval(), card


def read_calibration(path: Path) -> Calibration | None:
    """Read the calibration set of a model, None where it has none; needs no network library.

    Raises:
        ModelError: as `read_card`.
    """
    return read_card(path).calibration


def _built(card: ModelCard) -> nn.Module:
    """Build the network that a card describes, or the networks of an ensemble, with other weights."""
    from copy import deepcopy

    from cxstage_core.models.build import build
    from cxstage_core.models.ensemble import Ensemble

    module = build(card.family, channels=len(card.channels), size_px=card.size_px)
    if not card.members:
        return module
    return Ensemble([module, *(deepcopy(module) for _ in card.members[1:])])


def verify_model(path: Path) -> None:
    """Check that card and tensors are, byte for byte, those that were saved.

    Raises:
        ModelError: they are not, or the file cannot be read.
    """
    header = read_header(path)
    if _digest_of_file(path, header) != card_of(header, path).tensors_sha256:
        raise ModelError(
            "The weights in {file} are not those that were saved.",
            remedy="Restore the file from a backup, or train the model again.",
            file=path,
        )


def _check(path: Path, card: ModelCard) -> None:
    verify_model(path)
    if read_card(path) != ModelCard.from_json(card.to_json()):
        raise unreadable(path)


def _digest_of_file(path: Path, header: Header) -> str:
    with path.open("rb") as stream:

        def pieces(entry: Entry) -> Iterable[bytes]:
            stream.seek(entry.begin)
            left = entry.end - entry.begin
            while left > 0:
                piece = stream.read(min(_CHUNK, left))
                if not piece:
                    raise unreadable(path)
                left -= len(piece)
                yield piece

        return _digest(
            (name, entry.dtype, list(entry.shape), pieces(entry))
            for name, entry in sorted(header.tensors.items())
        )


def _digest(tensors: Iterable[tuple[str, str, list[int], Iterable[bytes]]]) -> str:
    digest = hashlib.sha256()
    for name, dtype, shape, pieces in tensors:
        digest.update(json.dumps([name, dtype, shape]).encode())
        for piece in pieces:
            digest.update(piece)
    return digest.hexdigest()


_SHORT = {
    "torch.float32": "F32",
    "torch.float64": "F64",
    "torch.int64": "I64",
    "torch.int32": "I32",
}

"""The model file: one safetensors whose header holds the card; data only, never code.

Layout of safetensors: eight bytes with the header's length (little endian), the header as JSON
(tensor name to type, shape and place; `__metadata__` for texts), then the tensors' bytes.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.errors import ModelError
from cxstage_core.models.card import ModelCard
from cxstage_core.storage.atomic_write import replace_file

if TYPE_CHECKING:
    from torch import nn

CARD_KEY = "cxstage_card"
_LARGEST_HEADER = 16 << 20
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
    metadata = {"format": "pt", CARD_KEY: card.to_json()}
    replace_file(
        path,
        write=lambda temporary: save_file(tensors, temporary, metadata=metadata),
        check=lambda temporary: _check(temporary, card),
    )
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def read_card(path: Path) -> ModelCard:
    """Read only the card; needs no network library and no weights.

    Raises:
        ModelError: no model file of CxStage, or a truncated one.
    """
    return _card_of(_read_header(path), path)


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
        raise _unreadable(path) from error
    import torch

    from cxstage_core.models.build import build

    module = build(card.family, channels=len(card.channels), size_px=card.size_px)
    own = module.state_dict()
    if own.keys() != tensors.keys() or any(own[k].shape != tensors[k].shape for k in own):
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


def verify_model(path: Path) -> None:
    """Check that the tensors' bytes are those that the card was written with.

    Raises:
        ModelError: they are not, or the file cannot be read.
    """
    header = _read_header(path)
    if _digest_of_file(path, header) != _card_of(header, path).tensors_sha256:
        raise ModelError(
            "The weights in {file} are not those that were saved.",
            remedy="Restore the file from a backup, or train the model again.",
            file=path,
        )


def _check(path: Path, card: ModelCard) -> None:
    verify_model(path)
    if read_card(path) != ModelCard.from_json(card.to_json()):
        raise _unreadable(path)


def _unreadable(path: Path) -> ModelError:
    return ModelError(
        "{file} is not a model file of CxStage, or it is damaged.",
        remedy="Choose a .safetensors file that CxStage wrote.",
        file=path,
    )


def _read_header(path: Path) -> dict[str, Any]:
    if not path.is_file():
        raise ModelError("Found no model file {file}.", remedy="Choose a file that exists.", file=path)
    size = path.stat().st_size
    with path.open("rb") as stream:
        length = int.from_bytes(stream.read(8), "little")
        if not 0 < length <= min(_LARGEST_HEADER, size - 8):
            raise _unreadable(path)
        written = stream.read(length)
    try:
        header = json.loads(written)
        ends = [
            int(entry["data_offsets"][1]) for name, entry in header.items() if name != "__metadata__"
        ]
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        raise _unreadable(path) from error
    if not ends or 8 + length + max(ends) != size:
        raise _unreadable(path)
    return {**header, "__begin__": 8 + length}


def _card_of(header: dict[str, Any], path: Path) -> ModelCard:
    metadata = header.get("__metadata__")
    written = metadata.get(CARD_KEY) if isinstance(metadata, dict) else None
    if not isinstance(written, str):
        raise _unreadable(path)
    return ModelCard.from_json(written)


def _digest_of_file(path: Path, header: dict[str, Any]) -> str:
    begin = header["__begin__"]
    names = sorted(name for name in header if not name.startswith("__"))
    with path.open("rb") as stream:

        def pieces(low: int, high: int) -> Iterable[bytes]:
            stream.seek(begin + low)
            left = high - low
            while left > 0:
                piece = stream.read(min(_CHUNK, left))
                if not piece:
                    raise _unreadable(path)
                left -= len(piece)
                yield piece

        try:
            return _digest(
                (name, entry["dtype"], entry["shape"], pieces(*map(int, entry["data_offsets"])))
                for name, entry in ((name, header[name]) for name in names)
            )
        except (KeyError, TypeError, ValueError) as error:
            raise _unreadable(path) from error


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

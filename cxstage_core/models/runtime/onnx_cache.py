"""Networks exported for ONNX Runtime, kept in the folder of caches.

An export is made here from weights that were verified, and is used only with its record next to it: the
record names those weights by their checksum, the processor and libraries, and the checksum of the export.
Anything else that lies in the folder is never opened.
"""

from __future__ import annotations

import copy
import hashlib
import json
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from cxstage_core.models.card import ModelCard
from cxstage_core.storage.atomic_write import write_bytes
from cxstage_core.storage.cache_folder import cache_folder

if TYPE_CHECKING:
    from torch import nn

_FOLDER = "onnx"
MOST_KEPT = 8
"""Models whose exports are kept on this computer; those of a model are as large together as its file."""
_MEMBER = "member"
INPUT, OUTPUT = "images", "logits"


@dataclass(frozen=True, slots=True)
class Record:
    """What was found out about an export when it was made.

    Args:
        key: weights, processor and libraries that it belongs to.
        sha256: of the export.
        difference: `runtime.difference` of the logits of both libraries on the fixed images.
        torch_s, onnx_s: seconds for the fixed images, the best of some rounds.
    """

    key: Mapping[str, Any]
    sha256: str
    difference: float
    torch_s: float
    onnx_s: float


def key_of(
    card: ModelCard, computer: Mapping[str, str], threads: int, member: int | None = None
) -> dict[str, Any]:
    """Return what an export of this model on this computer is known by.

    Args:
        member: number of the member of an ensemble from 0 on; None for one network.
    """
    return {
        "weights": card.tensors_sha256,
        "family": card.family,
        "channels": len(card.channels),
        "size_px": card.size_px,
        "threads": threads,
        **({} if member is None else {_MEMBER: member}),
        **computer,
    }


def read_record(key: Mapping[str, Any]) -> Record | None:
    """Return the record of an export; None where there is none that can be used."""
    try:
        written = json.loads(_file(key, ".json").read_bytes())
        found = Record(
            key=written["key"],
            sha256=str(written["sha256"]),
            difference=float(written["difference"]),
            torch_s=float(written["torch_s"]),
            onnx_s=float(written["onnx_s"]),
        )
    except (OSError, ValueError, KeyError, TypeError):  # none, or damaged: the export is made again
        return None
    return found if found.key == key else None


def read_export(record: Record) -> bytes | None:
    """Return an export, byte for byte as it was made; None where it is missing or another one."""
    try:
        content = _file(record.key, ".onnx").read_bytes()
    except OSError:  # none: the export is made again
        return None
    return content if hashlib.sha256(content).hexdigest() == record.sha256 else None


def keep(record: Record, content: bytes | None) -> None:
    """Write a record, and the export where it is worth using; the models exported longest ago make room.

    Raises:
        CohortError, OSError: the folder cannot be written.
    """
    file = _file(record.key, ".onnx")
    file.parent.mkdir(parents=True, exist_ok=True)
    if content is not None:
        write_bytes(file, content, may_lag=True)
    written = json.dumps(asdict(record), indent=1, sort_keys=True).encode()
    write_bytes(_file(record.key, ".json"), written, may_lag=True)
    exports: dict[str, list[Path]] = {}
    for one in sorted(file.parent.glob("*.onnx"), key=lambda one: -one.stat().st_mtime):
        exports.setdefault(one.stem.partition("-")[0], []).append(one)
    for old in list(exports.values())[MOST_KEPT:]:
        for one in old:
            with suppress(OSError):  # another process uses it, or was first
                one.unlink()


def export(model: nn.Module, channels: int, size_px: int) -> bytes:
    """Return a network in ONNX form, for any number of images.

    By the exporter that follows one pass of the network: the newer one took 16 times as long for the same
    graph and needs another library.

    Raises:
        Exception: of PyTorch's exporter, for a network that it cannot express.
    """
    import torch

    own = copy.deepcopy(model).to("cpu").to(memory_format=torch.contiguous_format).eval()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # that the exporter is the older one
        target = Path(folder) / "network.onnx"
        torch.onnx.export(
            own,
            (torch.zeros(2, channels, size_px, size_px),),
            str(target),
            dynamo=False,
            input_names=[INPUT],
            output_names=[OUTPUT],
            dynamic_axes={INPUT: {0: "images"}, OUTPUT: {0: "images"}},
        )
        return target.read_bytes()


def _file(key: Mapping[str, Any], suffix: str) -> Path:
    """Return the place of an export or its record; those of the members of one ensemble begin alike."""
    shared = {name: value for name, value in key.items() if name != _MEMBER}
    digest = hashlib.sha256(json.dumps(shared, sort_keys=True).encode()).hexdigest()[:32]
    number = f"-{key[_MEMBER]}" if _MEMBER in key else ""
    return cache_folder(_FOLDER) / f"{digest}{number}{suffix}"

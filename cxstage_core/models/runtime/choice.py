"""The library that computes a prediction: ONNX Runtime where it is faster and gives the same, else PyTorch.

A network is exported once for each computer, and compared and timed with PyTorch on fixed images. Its logits
must agree to `TOLERANCE`; PyTorch computes it where they do not, where ONNX Runtime is not clearly faster, and
where what follows needs more than the logits. Of an ensemble this is done for every member, and ONNX Runtime
computes all of them or none. Training and evaluation always use PyTorch.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from cxstage_core.errors import CohortError, ModelError
from cxstage_core.models.aggregation import ATTENTION
from cxstage_core.models.card import ModelCard
from cxstage_core.models.computer import computer
from cxstage_core.models.inference import SLICES_AT_ONCE, logits_of
from cxstage_core.models.runtime.onnx_cache import (
    INPUT,
    OUTPUT,
    Record,
    export,
    keep,
    key_of,
    read_export,
    read_record,
)
from cxstage_core.text import Text, text

if TYPE_CHECKING:
    from torch import nn

Images = npt.NDArray[np.float32]
Logits = npt.NDArray[np.float64]
TOLERANCE = 1e-4
"""Largest accepted difference between the logits of both libraries; as a share of a logit above 1."""
CLEARLY_FASTER = 0.97
"""ONNX Runtime is taken if it needs at most this share of PyTorch's time."""
_FIXED_IMAGES = 5
_ROUNDS = 3
_NEEDED = ("onnxruntime", "onnx")


@dataclass(frozen=True, slots=True)
class Runtime:
    """A library that computes the logits of one network here.

    Args:
        title: library, version and device, such as "onnxruntime 1.31.0 CPU".
        logits: as `logits_of` for this network: (slice, channel, row, column) to (slice,).
        why: the reason why it is not ONNX Runtime, None where it is or was not asked for.
        members: the same for each member of an ensemble; empty for one network, and where PyTorch computes them.
        approximate: its logits agree with PyTorch's to `TOLERANCE` only.
    """

    title: str
    logits: Callable[[Images], Logits]
    why: Text | None = None
    members: tuple[Callable[[Images], Logits], ...] = ()
    approximate: bool = False


def torch_runtime(model: nn.Module, why: Text | None = None) -> Runtime:
    """PyTorch, which gave the numbers that are stored with an experiment."""
    device = next(model.parameters()).device
    place = "CPU" if device.type == "cpu" else device.type
    return Runtime(f"torch {version('torch')} {place}", lambda array: logits_of(model, array), why)


_chosen: WeakKeyDictionary[nn.Module, Runtime] = WeakKeyDictionary()


def choose_runtime(model: nn.Module, card: ModelCard) -> Runtime:
    """Return the faster library for a network; the first time on a computer it is exported and measured.

    Args:
        model: the verified network that belongs to `card`, in memory.
    """
    found = _chosen.get(model)
    if found is None:
        found = _chosen[model] = _choose(model, card)
    return found


def _choose(model: nn.Module, card: ModelCard) -> Runtime:
    if next(model.parameters()).device.type != "cpu":
        return torch_runtime(model)
    versions = _versions()
    if versions is None or card.aggregation == ATTENTION:
        return torch_runtime(model, _why_torch(card))
    import torch

    images, here = _fixed_images(card), {**computer(), **versions}
    ways: list[Callable[[Images], Logits]] = []
    for number, network in _networks(model, card):
        key = key_of(card, here, torch.get_num_threads(), number)
        try:
            record, session = _session(network, key, images)
        except Exception as error:  # noqa: BLE001 - the exporter raises a dozen kinds; PyTorch computes it
            return torch_runtime(
                model,
                text(
                    "the network cannot be exported for onnxruntime: {kind}", kind=type(error).__name__
                ),
            )
        if session is None:
            return torch_runtime(model, _why_not(record))
        ways.append(partial(run_session, session))
    title = f"onnxruntime {versions['onnxruntime']} CPU"
    if not card.members:
        return Runtime(title, ways[0], approximate=True)
    return Runtime(title, partial(_mean_of, ways), members=tuple(ways), approximate=True)


def _networks(model: nn.Module, card: ModelCard) -> tuple[tuple[int | None, nn.Module], ...]:
    """Return the networks to export: the members with their numbers from 0 on, or the one network without."""
    if not card.members:
        return ((None, model),)
    return tuple(enumerate(model.get_submodule("members").children()))


def _mean_of(ways: Sequence[Callable[[Images], Logits]], array: Images) -> Logits:
    """Return the mean logit of each slice, as `Ensemble` gives it."""
    return np.asarray(np.mean([way(array) for way in ways], axis=0))


def _session(model: nn.Module, key: dict[str, Any], images: Images) -> tuple[Record, Any | None]:
    """Return the record of one network and its session, None where ONNX Runtime is not worth using.

    Raises:
        Exception: as `export`.
    """
    record = read_record(key)
    if record is not None:
        if not _worthwhile(record):
            return record, None
        if (session := _opened(record, model, images)) is not None:
            return record, session
    return _made(model, key, images)


def _why_torch(card: ModelCard) -> Text:
    if card.aggregation == ATTENTION:
        return text("attention needs the features of the network")
    return text("onnxruntime is not installed")


def run_session(session: Any, array: Images) -> Logits:
    """Compute the logit of each slice of one patient in ONNX Runtime.

    Args:
        session: an `onnxruntime.InferenceSession` of `export`.
        array: prepared slices, (slice, channel, row, column).

    Raises:
        ModelError: no slices, or the network gave a number that is not finite.
    """
    if array.ndim != 4 or not len(array):
        raise ModelError("The patient has no prepared slice to predict.")
    array = np.ascontiguousarray(array)
    if len(array) <= SLICES_AT_ONCE:  # the usual patient, without another copy
        found = session.run([OUTPUT], {INPUT: array})[0]
    else:
        found = np.concatenate(
            [
                session.run([OUTPUT], {INPUT: array[begin : begin + SLICES_AT_ONCE]})[0]
                for begin in range(0, len(array), SLICES_AT_ONCE)
            ]
        )
    logits: Logits = found.reshape(-1).astype(np.float64)
    if not math.isfinite(logits.sum()):
        raise ModelError(
            "The network gave a number that is not finite.",
            remedy="Check the image for values that are not finite, or use another model.",
        )
    return logits


def difference(ours: Logits, theirs: Logits) -> float:
    """Return the largest difference of two libraries' logits; as a share of those above 1.

    float32 has seven digits, so the difference of large logits grows with them, while the probability that they
    stand for hardly changes.
    """
    return float((np.abs(ours - theirs) / np.maximum(1.0, np.abs(ours))).max())


def open_session(content: bytes) -> Any:
    """Open an export on the CPU with as many threads as PyTorch has."""
    import onnxruntime
    import torch

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = torch.get_num_threads()
    options.log_severity_level = 3  # errors
    return onnxruntime.InferenceSession(content, options, providers=["CPUExecutionProvider"])


def _versions() -> dict[str, str] | None:
    try:
        return {name: version(name) for name in _NEEDED}
    except PackageNotFoundError:
        return None


def _fixed_images(card: ModelCard) -> Images:
    shape = (_FIXED_IMAGES, len(card.channels), card.size_px, card.size_px)
    return np.random.default_rng(0).normal(size=shape).astype(np.float32)


def _worthwhile(record: Record) -> bool:
    same = record.difference <= TOLERANCE  # False for NaN, too
    return same and record.onnx_s <= CLEARLY_FASTER * record.torch_s


def _why_not(record: Record) -> Text:
    if not record.difference <= TOLERANCE:
        return text(
            "onnxruntime gives other logits, by up to {difference:.1g}", difference=record.difference
        )
    return text(
        "onnxruntime is not clearly faster here: {onnx_s:.3g} s, torch {torch_s:.3g} s",
        onnx_s=record.onnx_s,
        torch_s=record.torch_s,
    )


def _opened(record: Record, model: nn.Module, images: Images) -> Any | None:
    """Open a kept export, if it still gives the logits of this very network."""
    content = read_export(record)
    if content is None:
        return None
    session = open_session(content)
    one = images[:1]
    same = difference(logits_of(model, one), run_session(session, one)) <= TOLERANCE
    return session if same else None


def _made(model: nn.Module, key: dict[str, Any], images: Images) -> tuple[Record, Any | None]:
    """Export, compare and time; the session is None where it is not worth using."""
    from hashlib import sha256

    content = export(model, images.shape[1], images.shape[2])
    session = open_session(content)
    ways: tuple[Callable[[], Logits], ...] = (
        lambda: logits_of(model, images),
        lambda: run_session(session, images),
    )
    ours, theirs = (way() for way in ways)  # also warms up
    best = [math.inf, math.inf]
    for _ in range(_ROUNDS):
        for number, way in enumerate(ways):
            began = time.perf_counter()
            way()
            best[number] = min(best[number], time.perf_counter() - began)
    record = Record(
        key=key,
        sha256=sha256(content).hexdigest(),
        difference=difference(ours, theirs),
        torch_s=best[0],
        onnx_s=best[1],
    )
    worthwhile = _worthwhile(record)
    try:
        keep(record, content if worthwhile else None)
    except (CohortError, OSError):  # costs the time of another export, never a result
        pass
    return record, session if worthwhile else None

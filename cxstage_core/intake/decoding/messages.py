"""Messages between the program and the process that decodes.

A message is a pickle, its length, and the lengths of its arrays, which follow as plain bytes and are
read straight into place. What the process sends is foreign: only values of the classes that an answer is
made of are accepted, and no more bytes than allowed.
"""

from __future__ import annotations

import io
import pickle
import struct
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from cxstage_core.errors import CxStageError, GeometryError, IntakeError

_LONGEST = 1 << 28
"""Bytes of an answer without its arrays."""
_MOST_ARRAYS = 1 << 12
_OF_LIBRARIES = {
    ("numpy._core.numeric", "_frombuffer"), ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "scalar"), ("numpy", "dtype"), ("numpy", "ndarray"),
    ("pathlib", "Path"), ("pathlib", "PosixPath"), ("pathlib", "WindowsPath"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Request:
    """A request and its limits.

    Args:
        load: load the libraries of the operation, and read nothing yet.
    """

    operation: str
    file: Path
    arguments: tuple[Any, ...]
    seconds: float
    memory: int
    memory_per_byte: int
    load: bool = False


@dataclass(frozen=True, slots=True)
class Refusal:
    """An error of the core, as values."""

    geometry: bool
    what: str
    remedy: str
    file: Path | None
    params: Mapping[str, Any]

    @classmethod
    def of(cls, error: CxStageError) -> Self:
        """Take an error apart."""
        params = {**dict(error.what.params), **dict(error.remedy.params)}
        params.pop("file", None)
        return cls(
            isinstance(error, GeometryError),
            error.what.template,
            error.remedy.template,
            error.file,
            params,
        )

    def error(self) -> CxStageError:
        """Put the error together again."""
        kind = GeometryError if self.geometry else IntakeError
        return kind(self.what, remedy=self.remedy, file=self.file, **self.params)


class TooLargeError(Exception):
    """An answer with more bytes than allowed."""


def send(stream: IO[bytes], message: Any) -> None:
    """Write a message.

    Raises:
        OSError: the other end is gone.
    """
    buffers: list[pickle.PickleBuffer] = []
    body = pickle.dumps(message, protocol=5, buffer_callback=buffers.append)
    raw = [buffer.raw() for buffer in buffers]
    stream.write(struct.pack(f"<II{len(raw)}Q", len(body), len(raw), *(len(one) for one in raw)) + body)
    for one in raw:
        stream.write(one)
    stream.flush()


def received(stream: IO[bytes], most_bytes: int | None = None) -> Any:
    """Read a message; None at the end of the stream.

    Args:
        most_bytes: bytes that the arrays of the message may have. A message with such a limit may hold
            values of the core's own classes only.

    Raises:
        TooLargeError: the arrays are larger; the stream is of no further use.
    """
    head = stream.read(8)
    if len(head) < 8:
        return None
    length, count = struct.unpack("<II", head)
    if most_bytes is not None and (length > _LONGEST or count > _MOST_ARRAYS):
        raise TooLargeError
    table = stream.read(8 * count)
    if len(table) < 8 * count:
        return None
    sizes = struct.unpack(f"<{count}Q", table)
    if most_bytes is not None and sum(sizes) > most_bytes:
        raise TooLargeError
    body = stream.read(length)
    buffers = [bytearray(size) for size in sizes]
    if len(body) < length or not all(_fill(stream.readinto, one) for one in buffers):  # type: ignore[attr-defined]
        return None
    if most_bytes is None:
        return pickle.loads(body, buffers=buffers)
    return _Unpickler(io.BytesIO(body), buffers=buffers).load()


def _fill(readinto: Callable[[memoryview], int], target: bytearray) -> bool:
    view, done = memoryview(target), 0
    while done < len(view):
        got = readinto(view[done:])
        if not got:
            return False
        done += got
    return True


class _Unpickler(pickle.Unpickler):
    """Makes values of the classes that an answer is made of, and nothing else."""

    def find_class(self, module: str, name: str) -> Any:
        if (module, name) in _OF_LIBRARIES:
            return super().find_class(module, name)
        if module.startswith("cxstage_core.") and name.isidentifier():
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} is not allowed in an answer")
